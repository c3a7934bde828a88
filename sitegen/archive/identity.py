"""Which record is which entry, and what a new entry's key is. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from sitegen.archive.leaves import Leaf
from sitegen.sources.record import Record
from sitegen.text.slugs import slug

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


class Identities:
    """The papers that are known: by arXiv id, else by normalised title and first author."""

    def __init__(self) -> None:
        self._by_arxiv: dict[str, str] = {}
        self._by_title: dict[str, list[tuple[str, str, str]]] = {}

    def add(self, key: str, leaves: Mapping[str, Leaf]) -> None:
        """Makes a paper known by what is written of it."""
        arxiv_id = _text(leaves.get("arxiv_id", ""))
        authors = leaves.get("authors", ())
        if arxiv_id:
            self._by_arxiv.setdefault(arxiv_id, key)
        title = normalised(_text(leaves.get("title", "")))
        if title:
            author = normalised(authors[0]) if authors and isinstance(authors, tuple) else ""
            self._by_title.setdefault(title, []).append((author, arxiv_id, key))

    def key_of(self, record: Record) -> str:
        """The key of the entry that is this paper; '' if it is new.

        Equal titles are the same paper unless arXiv ids or first authors, where both are known, tell them apart.
        """
        if record.arxiv_id in self._by_arxiv:
            return self._by_arxiv[record.arxiv_id]
        first_author = normalised(record.authors[0]) if record.authors else ""
        for author, arxiv_id, key in self._by_title.get(normalised(record.title), ()):
            if _may_be_equal(author, first_author) and _may_be_equal(arxiv_id, record.arxiv_id):
                return key
        return ""


def normalised(text: str) -> str:
    """A title or name without case, punctuation and spaces."""
    return _NOT_ALPHANUMERIC.sub("", text.casefold())


def new_key(record: Record, taken: Iterable[str]) -> str:
    """A key that is free: the arXiv id, else the title's slug; a taken one gains the first author, then the date."""
    used = set(taken)
    return next(key for key in _candidates(record) if key not in used)


def _candidates(record: Record) -> Iterator[str]:
    base = record.arxiv_id.replace("/", "-").lower() or slug(record.title) or "paper"
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
    return f"content/{date:%Y/%m/%d}/{key}.md"


def _may_be_equal(a: str, b: str) -> bool:
    return not a or not b or a == b


def _text(leaf: Leaf) -> str:
    return leaf if isinstance(leaf, str) else ""
