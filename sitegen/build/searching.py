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
from sitegen.output.pagefind import about, bundle_key, index, said_of
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
    """The bundles of a site, newest first: those that stand in the store, those to index.

    is_sound: the bundles in the store were looked at and are whole.
    """

    spans: tuple[Span, ...]
    kept: Mapping[str, Stored]
    stale: tuple[Indexing, ...]
    former: Mapping[str, Stored]
    is_sound: bool = True


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
    newest = max((span.first.replace(day=1) for span in spans), default=dt.date.min)
    for span in spans:
        parts = (span, config.pages, config.language_of_papers, topics)
        value = digest(engine_digest(), msgspec.msgpack.encode(parts), *_followed(graph, span, newest))
        folder = recall(state / _VALUES / value.hex(), str, engine_digest())
        if folder and _is_whole(store / folder, is_sound=is_sound):
            kept[span.name] = Stored(value, folder)
            continue
        briefs = tuple(_briefs(graph, span))
        stale.append(Indexing(site_root, state, span, value, briefs, topics, config))
    return SearchPlan(spans, kept, tuple(stale), former, is_sound)


def index_span(task: Indexing) -> Indexed:
    """Indexes a span, unless a bundle of the same documents stands in the store. Raises SiteError (exit code 3)."""
    lender = Lender(task.site_root)
    stored = store_of(task.state)
    topics = {topic.slug: topic for topic in task.topics}
    documents = tuple(document_of(lender(brief), topics, task.config.pages) for brief in task.briefs)
    key = bundle_key(documents, task.config.language_of_papers)
    folder = f"{task.span.name}-{key}"
    is_new = about(stored / folder) is None
    if is_new:
        index(documents, task.config.language_of_papers, stored / folder)
    remember(task.state / _VALUES / task.value.hex(), folder, engine_digest())
    return Indexed(task.span.name, Stored(task.value, folder), is_new)


def bundles_after(plan: SearchPlan, indexed: Iterable[Indexed]) -> dict[str, Stored]:
    """The bundles that stand now, by span, newest first. What is left to index is found where it was found before."""
    stored = {**plan.kept, **{each.span: each.stored for each in indexed}}
    standing = [span for span in plan.spans if span.name in stored]
    left = [span for span in plan.spans if span.name not in stored]
    for former in _former(plan) if left else ():
        if any(_overlap(former, span) for span in left) and not any(_overlap(former, span) for span in standing):
            stored[former.name] = msgspec.structs.replace(plan.former[former.name], value=b"")
            standing.append(former)
    return {span.name: stored[span.name] for span in sorted(standing, key=lambda span: span.first, reverse=True)}


def _former(plan: SearchPlan) -> Iterator[Span]:
    """The spans whose bundles stood before and are still whole, with the dates of their papers; none that is kept."""
    for task in plan.stale[:1]:
        for name in sorted(plan.former.keys() - plan.kept.keys()):
            folder = store_of(task.state) / plan.former[name].folder
            known = said_of(folder) if plan.is_sound else about(folder)
            if known:
                yield Span(name, dt.date.fromisoformat(known.first), dt.date.fromisoformat(known.last))


def _overlap(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


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


def _followed(graph: Graph, span: Span, newest: dt.date) -> list[bytes]:
    """Digests of all that a bundle follows from, or of more: of whole months.

    newest: the first day of the newest month with papers. It has several bundles, most of which a new paper leaves as
    they are, so they follow from their own papers only.
    """
    if span.first >= newest:
        return [brief.digest for brief in _briefs(graph, span)]
    return [outline.value for outline in graph.outlines if _meets(span, outline.month)]


def _briefs(graph: Graph, span: Span) -> Iterator[Brief]:
    for outline in graph.outlines:
        if outline.count and _meets(span, outline.month):
            yield from (brief for brief in graph.month(outline.month).entries if span.first <= brief.date <= span.last)


def _meets(span: Span, month: dt.date) -> bool:
    """True if some of a month lies in a span. month: its first day."""
    return span.first.replace(day=1) <= month <= span.last
