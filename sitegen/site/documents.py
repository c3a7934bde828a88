"""Entries → what the search index knows of them: made from the entry alone, never from a page."""

from collections.abc import Mapping

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic
from sitegen.config import PageSwitches
from sitegen.site.addresses import paper_place
from sitegen.site.graph import Graph
from sitegen.text.markdown import to_plain


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


def bundles_of(graph: Graph, pages: PageSwitches) -> Mapping[str, tuple[Document, ...]]:
    """The documents of each bundle by its name, newest bundle first. One bundle holds them all, for now."""
    names = {topic.slug: topic for topic in graph.topics}
    return {"all": tuple(_document(entry, names, pages) for entry in graph.entries)}


def _document(entry: Entry, topics: Mapping[str, Topic], pages: PageSwitches) -> Document:
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
        },
        filters={"topic": names, "year": (f"{entry.date.year:04}",)},
        sort={"date": entry.date.isoformat(), "votes": str(entry.votes or 0)},
    )
