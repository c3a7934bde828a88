"""Entries → what the search index knows of them: made from the entry alone, never from a page."""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic
from sitegen.config import PageSwitches
from sitegen.site.addresses import paper_place
from sitegen.text.lines import line_words
from sitegen.text.markdown import to_words

# Authors add classes of MSC and ACM ('68T50', 'I.2.7'), often several in one: 403 of the 506 values of 12,240 papers.
_ARXIV_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in the search index.

    abstract: as plain text, of which a result shows an excerpt. authors, others: what finds the paper besides (others:
    identifiers, venue, keywords, formulas of the title as they are typed). meta: what a result shows and a search
    finds. facts: what a result shows and no search finds, without blanks. filters: values that narrow a search. sort:
    values that order it.
    """

    key: str
    title: str
    abstract: str
    authors: str
    others: str
    meta: Mapping[str, str]
    facts: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    sort: Mapping[str, str]


def document_of(entry: Entry, topics: Mapping[str, Topic], pages: PageSwitches) -> Document:
    """What the index knows of an entry. topics: the declared ones by slug."""
    title = line_words(entry.title)
    typed = _as_typed(title) if title != entry.title else ""
    names = tuple(topics[slug].name for slug in entry.topics)
    return Document(
        key=entry.key,
        title=title,
        abstract=to_words(entry.abstract),
        authors=", ".join(entry.authors),
        others=" ".join(filter(None, (entry.arxiv_id, entry.doi, entry.venue, ", ".join(entry.keywords), typed))),
        meta={"title": title, "topics": " · ".join(names)},
        facts={
            "path": paper_place(entry, pages) or entry.links.abs,
            "date": entry.date.isoformat(),
            "votes": str(entry.votes or 0),
            **({"lang": entry.lang} if entry.lang else {}),
        },
        filters={
            "topic": names,
            "year": (f"{entry.date.year:04}",),
            "month": (f"{entry.date.year:04}-{entry.date.month:02}",),
            "category": tuple(category for category in entry.categories if _ARXIV_CATEGORY.fullmatch(category)),
            "code": ("yes",) if entry.links.code else (),
            "venue": (entry.venue,) if entry.venue else (),
        },
        sort={"date": entry.date.isoformat(), "votes": str(entry.votes or 0)},
    )


def _as_typed(title: str) -> str:
    """The words of a title that nobody types as they are shown, as a keyboard has them: `D2iT` for `D²iT`."""
    typed = ((word, unicodedata.normalize("NFKC", word)) for word in title.split())
    return " ".join(plain for word, plain in typed if plain != word)
