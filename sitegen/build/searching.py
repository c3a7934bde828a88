"""Graph → search bundles: which of them are as they were, and the indexing of the others."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.shelves import Lender
from sitegen.archive.topics import Topic
from sitegen.build.folders import store_of
from sitegen.config import Config
from sitegen.memo import forget, recall, remember
from sitegen.output.pagefind import about, bundle_key, index
from sitegen.output.search import Layout, forget_others, layout_of
from sitegen.provenance import digest, engine_digest
from sitegen.site.builder import bare_topics
from sitegen.site.bundles import Span, spans_of
from sitegen.site.documents import document_of
from sitegen.site.graph import Graph

_MEMO = "bundles"
# Which bundle was made for which value: a file each, so that one who indexes meanwhile writes none that others do.
_VALUES = "bundles-by-value"


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """A bundle of a span. value: of all that it follows from. folder: its name in the store."""

    value: bytes
    folder: str


class Indexing(msgspec.Struct, frozen=True):
    """A span to index, and everything that takes."""

    site_root: Path
    state: Path
    span: Span
    value: bytes
    briefs: tuple[Brief, ...]
    topics: tuple[Topic, ...]
    config: Config


class Indexed(msgspec.Struct, frozen=True):
    """What came of an indexing. is_new: Pagefind ran; otherwise the same documents had been indexed before."""

    span: str
    stored: Stored
    is_new: bool


class SearchPlan(msgspec.Struct, frozen=True):
    """The bundles of a site, newest first: those that stand in the store, those to index."""

    spans: tuple[Span, ...]
    kept: Mapping[str, Stored]
    stale: tuple[Indexing, ...]
    former: Mapping[str, Stored]


def plan_search(graph: Graph, site_root: Path, state: Path, config: Config, is_sound: bool) -> SearchPlan:
    """What has to be indexed. is_sound: the bundles in the store were looked at and are whole."""
    if not config.pages.search:
        return SearchPlan((), {}, (), {})
    former: dict[str, Stored] = recall(state / _MEMO, dict[str, Stored], engine_digest()) or {}
    spans = spans_of({day.date: day.entry_count for outline in graph.outlines for day in outline.days})
    topics = bare_topics(graph.topics)
    kept: dict[str, Stored] = {}
    stale: list[Indexing] = []
    store = store_of(state)
    for span in spans:
        value = _value(graph, span, config, topics)
        folder = recall(state / _VALUES / value.hex(), str, engine_digest())
        if folder and _is_whole(store / folder, is_sound=is_sound):
            kept[span.name] = Stored(value, folder)
            continue
        briefs = tuple(_briefs(graph, span))
        stale.append(Indexing(site_root, state, span, value, briefs, topics, config))
    return SearchPlan(spans, kept, tuple(stale), former)


def index_span(task: Indexing) -> Indexed:
    """Indexes a span, unless a bundle of the same documents stands in the store. Raises SiteError (exit code 3)."""
    lender = Lender(task.site_root)
    stored = store_of(task.state)
    topics = {topic.slug: topic for topic in task.topics}
    documents = tuple(document_of(lender(brief), topics, task.config.pages) for brief in task.briefs)
    key = bundle_key(documents, task.config.language)
    folder = f"{task.span.name}-{key}"
    is_new = about(stored / folder) is None
    if is_new:
        index(documents, task.config.language, stored / folder)
    remember(task.state / _VALUES / task.value.hex(), folder, engine_digest())
    return Indexed(task.span.name, Stored(task.value, folder), is_new)


def bundles_after(plan: SearchPlan, indexed: Iterable[Indexed]) -> dict[str, Stored]:
    """The bundles that stand now, by span, newest first. One that is left to index stands as it was, if it is there."""
    found = {**plan.kept, **{each.span: each.stored for each in indexed}}
    for task in plan.stale:
        former = plan.former.get(task.span.name)
        if task.span.name not in found and former and about(store_of(task.state) / former.folder):
            found[task.span.name] = msgspec.structs.replace(former, value=b"")
    return {span.name: found[span.name] for span in plan.spans if span.name in found}


def layout(state: Path, bundles: Mapping[str, Stored]) -> Layout:
    """The published form of the bundles."""
    return layout_of([store_of(state) / stored.folder for stored in bundles.values()])


def keep_bundles(state: Path, bundles: Mapping[str, Stored], *, is_all: bool) -> None:
    """Remembers which bundle in the store is which span's. is_all: none is left to index, so others may go."""
    remember(state / _MEMO, bundles, engine_digest())
    if not is_all:
        return
    forget_others(store_of(state), (stored.folder for stored in bundles.values()))
    values = {stored.value.hex() for stored in bundles.values()}
    for path in (state / _VALUES).iterdir() if (state / _VALUES).is_dir() else ():
        if path.name not in values:
            forget(path)


def _is_whole(folder: Path, *, is_sound: bool) -> bool:
    return folder.is_dir() if is_sound else about(folder) is not None


def _value(graph: Graph, span: Span, config: Config, topics: tuple[Topic, ...]) -> bytes:
    """A digest of all that a bundle follows from, or of more: of whole months."""
    months = [outline.value for outline in graph.outlines if _meets(span, outline.month)]
    parts = (span, config.pages, config.language, topics)
    return digest(engine_digest(), msgspec.msgpack.encode(parts), *months)


def _briefs(graph: Graph, span: Span) -> Iterator[Brief]:
    for outline in graph.outlines:
        if outline.count and _meets(span, outline.month):
            yield from (brief for brief in graph.month(outline.month).entries if span.first <= brief.date <= span.last)


def _meets(span: Span, month: dt.date) -> bool:
    """True if some of a month lies in a span. month: its first day."""
    return span.first.replace(day=1) <= month <= span.last
