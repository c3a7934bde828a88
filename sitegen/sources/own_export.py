"""What `sitegen export` writes: one entry on each line, with all that its file says. Knows no file of the archive."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

import msgspec

from sitegen.fields import schema
from sitegen.fields.nodes import NOWHERE, Node, Scalar
from sitegen.fields.schema import Mismatch, Reading
from sitegen.problems import quoted
from sitegen.sources.identifiers import ARXIV_ID, DOI, LINK_KINDS
from sitegen.sources.json_text import begins_as_json, json_rows
from sitegen.sources.record import Harvest, Own, Record
from sitegen.sources.rows import Rejected, Row, harvested
from sitegen.sources.values import LONGEST_NAMES, LONGEST_TEXT, check_length, kind_of
from sitegen.text.files import decoded
from sitegen.text.slugs import NAME_BYTE_LIMIT

# The name that marks a line as ours, and the shape that this version writes and reads.
MARK = "sitegen"
SHAPE = 1
_MARK = re.compile(rb'"sitegen"\s*:\s*[0-9]')
_PATH = re.compile(r"content/([0-9]{4})/([0-9]{2})/([0-9]{2})/([a-z0-9][a-z0-9._-]*)\.md")
# YAML takes no longer name on one line.
_LONGEST_NAME = 500
_DEEPEST = 30
# Ten times what any source may tell: a curator may write more.
_LONGEST_BODY = 10 * LONGEST_TEXT

_Count = Annotated[int, msgspec.Meta(ge=0, lt=10**15)]
_Texts = tuple[str, ...]


class _Line(msgspec.Struct, kw_only=True):
    """A line: the fields of the front matter by their names; null, [] or {} where the entry does not say."""

    sitegen: int
    key: str
    path: str
    title: str
    date: str
    published: str | None = None
    updated: str | None = None
    authors: _Texts = ()
    topics: _Texts = ()
    summary: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    venue: str | None = None
    keywords: _Texts = ()
    categories: _Texts = ()
    votes: _Count | None = None
    submitted_by: str | None = None
    thumbnail: str | None = None
    listed_on: _Texts = ()
    position: _Count | None = None
    links: dict[str, str] = {}
    status: Literal["withdrawn"] | None = None
    draft: bool = False
    lang: str | None = None
    aliases: _Texts = ()
    source: dict[str, str] = {}
    also_from: _Texts = ()
    extra: dict[str, object] = {}
    body: str = ""
    ledger: dict[str, object] | None = None


class LedgerLine(msgspec.Struct, kw_only=True):
    """What `ledger` holds. The archive reads and writes the same, and a test compares the two shapes."""

    key: str
    source: str
    fields: dict[str, str | _Texts]
    others: dict[str, str] = {}
    titles: _Texts = ()
    raw: dict[str, str | _Texts] = {}
    told: dict[str, str] = {}
    ignored: bool = False


def read_sitegen(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The entries of an export of `sitegen export`, as they were. Each tells its day: a declared date means nothing.

    Raises SiteError if the file is no JSON. A line that is no entry is rejected with its place; the others are read.
    """
    del date
    rows = json_rows(decoded(data, path), path, "the JSON Lines of sitegen export", "JSON objects with 'title'")
    return harvested(rows, _record)


def is_sitegen(head: bytes) -> bool:
    """True if the first bytes of a file are JSON with the mark of our own lines."""
    return begins_as_json(head) and bool(_MARK.search(head))


def _record(row: Row) -> Record:
    _refuse_halves(row.value)
    shape = row.value.get(MARK) if isinstance(row.value, Mapping) else None
    if isinstance(shape, int) and shape != SHAPE:
        raise Rejected(f"{MARK}: {shape} (expected {SHAPE})", "a newer sitegen wrote it: read it with that version")
    line = msgspec.convert(row.value, _Line)
    day = _day_of(line)
    leaves = {name: leaf for name, leaf in _leaves(line).items() if leaf}
    for name, leaf in leaves.items():
        check_length(leaf if isinstance(leaf, str) else ", ".join(leaf), name, LONGEST_NAMES)
    _check(leaves)
    body = line.body.replace("\r\n", "\n").replace("\r", "\n").strip()
    check_length(body, "body", _LONGEST_BODY)
    if "\0" in body:
        raise Rejected("body: a NUL character (expected text)")
    _check_ledger(line.ledger)
    extra = {name: _free(value, 1) for name, value in line.extra.items() if _is_name(name)}
    return Record(
        title=line.title,
        abstract=body,
        date=dt.date.fromisoformat(line.date),
        item=line.key,
        authors=line.authors,
        arxiv_id=line.arxiv_id or "",
        doi=line.doi or "",
        own=Own(
            place=row.location,
            row=row.number,
            key=line.key,
            day=day,
            body=body,
            leaves=leaves,
            extra=extra,
            ledger=line.ledger or {},
        ),
    )


def _check_ledger(ledger: Mapping[str, object] | None) -> None:
    if not ledger:
        return
    try:
        msgspec.convert(ledger, LedgerLine)
    except msgspec.ValidationError as error:
        message = f"ledger: no line of a ledger: {str(error)[:1].lower()}{str(error)[1:]}"
        raise Rejected(message, "export it again, or make it null: all it says then counts as a curator's") from None


def _day_of(line: _Line) -> dt.date:
    """The day in whose folder the entry lay."""
    found = _PATH.fullmatch(line.path)
    if not found or len(line.key) > NAME_BYTE_LIMIT:
        raise Rejected(f"path: {quoted(line.path)} (expected content/YYYY/MM/DD/<key>.md)")
    if found[4] != line.key:
        raise Rejected(f"key: {quoted(line.key)} is not the file name of {quoted(line.path)}")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Rejected(f"path: {quoted(line.path)} is in the folder of no day of the calendar") from None


def _leaves(line: _Line) -> dict[str, str | _Texts]:
    return {
        "title": line.title,
        "date": line.date,
        "published": line.published or "",
        "updated": line.updated or "",
        "authors": line.authors,
        "topics": line.topics,
        "summary": line.summary or "",
        "arxiv_id": line.arxiv_id or "",
        "doi": line.doi or "",
        "venue": line.venue or "",
        "keywords": line.keywords,
        "categories": line.categories,
        "votes": _shown(line.votes),
        "submitted_by": line.submitted_by or "",
        "thumbnail": line.thumbnail or "",
        "listed_on": line.listed_on,
        "position": _shown(line.position),
        **{f"links.{kind}": line.links[kind] for kind in LINK_KINDS if kind in line.links},
        "status": line.status or "",
        "draft": "true" if line.draft else "",
        "lang": line.lang or "",
        "aliases": line.aliases,
        **{f"source.{part}": line.source[part] for part in ORIGIN_PARTS if part in line.source},
        "also_from": line.also_from,
    }


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _matches(pattern: re.Pattern[str], what: str) -> schema.Read:
    def read(node: Node, reading: Reading) -> str:
        found = schema.text(node, reading)
        if not pattern.fullmatch(found):
            raise Mismatch(node, f"{quoted(found)} is no {what}")
        return found

    return read


ORIGIN_PARTS = ("name", "format", "file", "url", "item", "read")
# What would make a file that cannot be read: everything else is text, or has a type.
_CHECKS: Mapping[str, schema.Read] = {
    **dict.fromkeys(("date", "published", "updated", "listed_on"), schema.day),
    "arxiv_id": _matches(ARXIV_ID, "arXiv id"),
    "doi": _matches(DOI, "DOI"),
    "thumbnail": schema.url,
    "lang": schema.language,
    "aliases": schema.site_path,
    "source.url": schema.url,
    "source.read": schema.day,
    **{f"links.{kind}": schema.url for kind in LINK_KINDS},
}


def _check(leaves: Mapping[str, str | _Texts]) -> None:
    for name in ("title", "date"):
        if name not in leaves:
            raise Rejected(f"no {name}")
    for name, leaf in leaves.items():
        read: Callable[[Node, Reading], object] = _CHECKS.get(name, schema.text)
        for text in (leaf,) if isinstance(leaf, str) else leaf:
            try:
                read(Scalar(text, False, NOWHERE), Reading(name))
            except Mismatch as mismatch:
                raise Rejected(f"{name}: {mismatch.message}", mismatch.hint) from None


def _free(value: object, depth: int) -> object:
    """Whatever stands under `extra`: as in a front matter, all of it is text, in lists and mappings."""
    if depth > _DEEPEST:
        raise Rejected(f"extra: nested deeper than {_DEEPEST}")
    if isinstance(value, list):
        return tuple(_free(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return {name: _free(item, depth + 1) for name, item in value.items() if _is_name(name)}
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value)


def _is_name(name: str) -> bool:
    if len(name) > _LONGEST_NAME:
        raise Rejected(f"extra: a name of {len(name):,} characters (expected at most {_LONGEST_NAME})")
    return True


def _refuse_halves(value: object) -> None:
    """JSON can write half of a surrogate pair, which no file in UTF-8 can hold."""
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        raise Rejected(f"half a character in {kind_of(value)} (expected text)") from None
