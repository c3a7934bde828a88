"""The entries that have no arXiv id, and what the others lay claim to. Reads every file of the archive, writes none."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from sitegen.archive.front_matter import FENCE, Document, take_apart
from sitegen.archive.identity import normalised
from sitegen.archive.leaves import Leaf, leaves_of
from sitegen.archive.ledger import Line
from sitegen.archive.plan import Plan
from sitegen.archive.store import date_of_folder
from sitegen.problems import SiteError
from sitegen.sources.identifiers import arxiv_id_of
from sitegen.text.files import read_text


class Unidentified(NamedTuple):
    """An entry without an arXiv id.

    names: its titles, normalised: that of its file, and those that sources told unless a curator changed it.
    told_id: the arXiv id that its DOI is, if it is one of arXiv's own; doi: else the DOI.
    """

    key: str
    path: str
    title: str
    names: frozenset[str]
    authors: tuple[str, ...]
    told_id: str
    doi: str
    date: dt.date
    abstract: str


class Seen(msgspec.Struct, frozen=True):
    """What an archive holds.

    without_id: by key. with_id: the keys of the others, those among them whose id a curator took away. ids, aliases:
    the path of the entry that has each; an alias is without its last '/', and each entry's own address is one.
    unreadable: the problems of files that cannot be read, by key.
    """

    without_id: Mapping[str, Unidentified]
    with_id: frozenset[str]
    ids: Mapping[str, str]
    aliases: Mapping[str, str]
    unreadable: Mapping[str, SiteError]


def seen(plan: Plan) -> Seen:
    """What the archive of a plan holds."""
    without_id: dict[str, Unidentified] = {}
    with_id: set[str] = set()
    ids: dict[str, str] = {}
    aliases: dict[str, str] = {}
    unreadable: dict[str, SiteError] = {}
    for key, path in sorted(plan.paths.items()):
        aliases[f"/papers/{key}"] = path
        line = plan.lines.get(key) or Line(key=key, source="", fields={})
        try:
            text = read_text(plan.site_root, path)
            if plain_id := _plain_id(text, line):
                ids.setdefault(plain_id, path)
                with_id.add(key)
                continue
            document = take_apart(text, path)
            date = date_of_folder(path)
        except SiteError as error:
            unreadable[key] = error
            continue
        leaves = leaves_of(document)
        for alias in texts_of(leaves.get("aliases", ())):
            aliases.setdefault(alias.rstrip("/"), path)
        found = leaves.get("arxiv_id")
        if found:
            ids.setdefault(_text(found), path)
        if found or "arxiv_id" in line.fields:  # what the curator took away stays away
            with_id.add(key)
            continue
        without_id[key] = _unidentified(key, document, leaves, line, date)
    return Seen(without_id, frozenset(with_id), ids, aliases, unreadable)


def texts_of(leaf: Leaf) -> tuple[str, ...]:
    """A leaf as a list of texts; a single text is one of one."""
    return leaf if isinstance(leaf, tuple) else (leaf,)


def _plain_id(text: str, line: Line) -> str:
    """The arXiv id of a file that says what ingest wrote, and has no aliases; else ''. Spares parsing most files."""
    known = line.fields.get("arxiv_id", "")
    front, fence, _ = text.partition(f"\n{FENCE}\n")
    is_plain = known and fence and f"\narxiv_id: '{known}'\n" in front and "aliases" not in front
    return known if is_plain and isinstance(known, str) else ""


def _unidentified(key: str, document: Document, leaves: Mapping[str, Leaf], line: Line, date: dt.date) -> Unidentified:
    title = _text(leaves.get("title", ""))
    names = {normalised(title)}
    if normalised(_text(line.fields.get("title", ""))) in names:
        names |= {normalised(_text(told)) for told in (line.raw.get("title", ""), *line.titles)}
    doi = _text(leaves.get("doi", ""))
    told_id = arxiv_id_of(doi)
    return Unidentified(
        key=key,
        path=document.path,
        title=title,
        names=frozenset(names - {""}),
        authors=texts_of(leaves.get("authors", ())),
        told_id=told_id,
        doi="" if told_id else doi.casefold(),
        date=date,
        abstract=document.body,
    )


def _text(leaf: Leaf) -> str:
    return leaf if isinstance(leaf, str) else ""
