"""Entries → what the search index knows of them: made from the entry alone, never from a page."""

import re
from collections.abc import Mapping

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic
from sitegen.config import PageSwitches
from sitegen.site.addresses import paper_place
from sitegen.text.markdown import to_plain

# Authors add classes of MSC and ACM ('68T50', 'I.2.7'), often several in one: 403 of the 506 values of 12,240 papers.
_ARXIV_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in the search index.

    text: authors, identifiers and the abstract, as plain text. meta: what a result shows. filters: values that narrow
    a search. sort: values that order it.
    """

    key: str
    title: str
    text: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    sort: Mapping[str, str]


def document_of(entry: Entry, topics: Mapping[str, Topic], pages: PageSwitches) -> Document:
    """What the index knows of an entry. topics: the declared ones by slug."""
    names = tuple(topics[slug].name for slug in entry.topics)
    found_by = [", ".join(entry.authors), entry.arxiv_id, entry.doi, ", ".join(entry.keywords)]
    return Document(
        key=entry.key,
        title=entry.title,
        text="\n".join([to_plain(entry.abstract), *(text for text in found_by if text)]),
        meta={
            "path": paper_place(entry, pages) or entry.links.abs,
            "title": entry.title,
            "date": entry.date.isoformat(),
            "topics": " · ".join(names),
            "authors": ", ".join(entry.authors[:3]) + (" …" if len(entry.authors) > 3 else ""),
            "votes": str(entry.votes or 0),
            **({"lang": entry.lang} if entry.lang else {}),
        },
        filters={
            "topic": names,
            "year": (f"{entry.date.year:04}",),
            "category": tuple(category for category in entry.categories if _ARXIV_CATEGORY.fullmatch(category)),
        },
        sort={"date": entry.date.isoformat(), "votes": str(entry.votes or 0)},
    )
