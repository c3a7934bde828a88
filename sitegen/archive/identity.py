"""Which record is which entry, and what a new entry's key is. Pure."""

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from sitegen.archive.leaves import BODY, Leaf
from sitegen.sources.identifiers import arxiv_id_of
from sitegen.sources.record import Record
from sitegen.text.lines import line_words
from sitegen.text.slugs import slug

# C, C++ and C# are three languages.
_ALPHANUMERIC = re.compile(r"[^\W_]+|[+#]+")


class _Known(NamedTuple):
    """What tells papers of one title apart; empty where it is not known."""

    first_author: str
    arxiv_id: str
    doi: str
    days: tuple[str, ...]
    sources: tuple[str, ...]
    item: str
    body: str
    has_file: bool


class Identities:
    """The papers that are known: by arXiv id, else by DOI, else by normalised title and first author."""

    def __init__(self) -> None:
        self._filed: set[str] = set()
        self._by_arxiv: dict[str, str] = {}
        self._by_doi: dict[str, str] = {}
        self._arxiv_ids: dict[str, str] = {}
        self._by_title: dict[str, dict[str, _Known]] = {}

    def add(self, key: str, leaves: Mapping[str, Leaf], titles: Iterable[str], has_file: bool) -> None:
        """Makes a paper known by what is written of it, and by other titles.

        has_file: False if the curator deleted its file.
        """
        arxiv_id, doi = _ids(_text(leaves.get("arxiv_id", "")), _text(leaves.get("doi", "")))
        authors = leaves.get("authors", ())
        if has_file:
            self._filed.add(key)
        if arxiv_id:
            self._claim(self._by_arxiv, arxiv_id, key)
            self._arxiv_ids[key] = arxiv_id
        if doi:
            self._claim(self._by_doi, doi, key)
        author = normalised(authors[0]) if authors and isinstance(authors, tuple) else ""
        item = _text(leaves.get("source.item", ""))
        body = _text(leaves.get(BODY, ""))
        days = (_text(leaves.get("date", "")), *leaves.get("listed_on", ()))
        sources = (_text(leaves.get("source.name", "")), *leaves.get("also_from", ()))
        known = _Known(author, arxiv_id, doi, days, sources, item, body, has_file)
        for title in {normalised(text) for text in (_text(leaves.get("title", "")), *titles)} - {""}:
            self._by_title.setdefault(title, {})[key] = known

    def _claim(self, index: dict[str, str], name: str, key: str) -> None:
        """The first entry with an id is the paper, unless its file is gone and another one's is there."""
        if name not in index or (index[name] not in self._filed and key in self._filed):
            index[name] = key

    def key_of(self, record: Record, source: str, body: str, used: Mapping[str, str]) -> str:
        """The key of the entry that is this paper; '' if it is new.

        source: who tells it. body: the digest of its abstract. used: the entries that the same harvest named already,
        each with the digest of the abstract it gave (the entry may have another by now, from a later day). Equal DOIs
        are the same paper unless arXiv ids tell them apart, equal titles unless arXiv ids, DOIs or first authors do,
        where both are known; and unless one harvest lists both with other abstracts. If titles leave a choice, an entry
        that has its file comes first, then one with the same abstract, then one of the same day, then one that the
        source told before, then one made from the same item, then the smallest key.
        """
        arxiv_id, doi = _ids(record.arxiv_id, record.doi)
        if arxiv_id in self._by_arxiv:
            return self._by_arxiv[arxiv_id]
        same = self._by_doi.get(doi, "")
        if same and _may_be_equal(self._arxiv_ids.get(same, ""), arxiv_id) and used.get(same, body) == body:
            return same
        first_author = normalised(record.authors[0]) if record.authors else ""
        day = record.date.isoformat()
        found = [
            (
                not known.has_file,
                known.body != body,
                day not in known.days,
                source not in known.sources,
                record.item != known.item,
                key,
            )
            for key, known in self._by_title.get(normalised(record.title), {}).items()
            if _may_be_equal(known.first_author, first_author)
            and _may_be_equal(known.arxiv_id, arxiv_id)
            and _may_be_equal(known.doi, doi)
            and used.get(key, body) == body
        ]
        return min(found)[-1] if found else ""


def is_same(record: Record, leaves: Mapping[str, Leaf]) -> bool:
    """True if the leaves are those of the record's paper: by arXiv id, else by DOI, else by title."""
    known = _ids(_text(leaves.get("arxiv_id", "")), _text(leaves.get("doi", "")))
    for its, said in zip(known, _ids(record.arxiv_id, record.doi), strict=True):
        if its and said:
            return its == said
    return normalised(_text(leaves.get("title", ""))) == normalised(record.title)


def normalised(text: str) -> str:
    """A title or name without case, punctuation and spaces; as it is if it has nothing else."""
    return "".join(_ALPHANUMERIC.findall(text.casefold())) or text.strip()


def new_key(record: Record, taken: Container[str]) -> str:
    """A key that is free: the arXiv id, else the title's slug; a taken one gains the first author, then the date.

    An entry that an export tells has the key that it had, if that is free.
    """
    return next(key for key in _candidates(record) if key not in taken)


def first_choice(record: Record) -> str:
    """The key the record's entry has if no other paper was there before."""
    return next(_candidates(record))


def _candidates(record: Record) -> Iterator[str]:
    if record.own:
        yield record.own.key
    base = record.arxiv_id.replace("/", "-").lower() or slug(line_words(record.title)) or "paper"
    yield base
    author = slug(record.authors[0]) if record.authors else ""
    if author:
        base = f"{base}-{author}"
        yield base
    base = f"{base}-{record.date.isoformat()}"
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def entry_path(date: dt.date, key: str) -> str:
    """Where the file of a new entry lies; it never moves."""
    return f"content/{date.isoformat().replace('-', '/')}/{key}.md"


def _ids(arxiv_id: str, doi: str) -> tuple[str, str]:
    """The arXiv id and the publisher's DOI, without case: arXiv's own DOI is an arXiv id, and tells no publisher."""
    own = arxiv_id_of(doi)
    return arxiv_id or own, "" if own else doi.casefold()


def _may_be_equal(a: str, b: str) -> bool:
    return not a or not b or a == b


def _text(leaf: Leaf) -> str:
    return leaf if isinstance(leaf, str) else ""
