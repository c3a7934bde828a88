"""The groups of files to take away: those of each month, of each topic's years, and the lists of what there is."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from itertools import groupby

import msgspec

from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.provenance import digest
from sitegen.site.addresses import (
    MONTH_FORMATS,
    api_day_path,
    day_file_path,
    day_path,
    month_file_path,
    month_path,
    year_path,
)
from sitegen.site.builder import Builder, with_neighbours
from sitegen.site.download_pages import (
    DownloadsSheet,
    DownloadsYearSheet,
    DumpSheet,
    FilesOfMonth,
    ReadmeSheet,
)
from sitegen.site.file_pages import DayFilesSheet, MonthFilesSheet, TopicFileSheet, topic_file_paths
from sitegen.site.graph import Graph, Outline, years_of
from sitegen.site.program_pages import ApiIndexSheet
from sitegen.site.sheets import Group, Sheet

DOWNLOADS_GROUP = "downloads"
_OF_FILES = "files of"


def file_groups(graph: Graph, b: Builder) -> Iterator[Group]:
    """The groups of all files to take away, those of the newest month first."""
    files = b.config.downloads
    if b.addresses.month_formats or files.days or files.api or _has_topic_files(b):
        for outline in graph.outlines:
            if outline.days:
                yield Group(
                    name=f"{_OF_FILES} {outline.month:%Y-%m}",
                    value=outline.value,
                    kinds=(*MONTH_FORMATS, "day_bib", "day_md", "api_day", "topic_bib"),
                    sheets=partial(_sheets_of_month, graph, outline.month, b),
                )
    if _has_topic_files(b):
        for year, months in years_of(closed_months(graph)):
            yield Group(
                name=f"{_OF_FILES} {year:04}",
                value=digest(*(_topics_value(outline) for outline in months)),
                kinds=("topic_bib",),
                sheets=partial(_sheets_of_year, graph, year, months, b),
            )
    if b.addresses.month_formats or files.api:
        sheets = listing_sheets(graph, b)
        yield Group(
            name=DOWNLOADS_GROUP,
            value=digest(msgspec.msgpack.encode(sheets)),
            kinds=tuple(dict.fromkeys(kind for sheet in sheets for kind in sheet.kinds)),
            sheets=lambda: sheets,
        )


def group_of_file(path: str) -> str:
    """The name of the group that makes the file of a month at a path: '2025/09/2025-09.bib'."""
    return f"{_OF_FILES} {path.rpartition('/')[2][:7]}"


def listing_sheets(graph: Graph, b: Builder) -> tuple[Sheet, ...]:
    """What tells which files there are: small, and made anew with each day."""
    sheets: list[Sheet] = []
    if b.addresses.month_formats:
        sheets.extend(_lists_of_months(graph))
    if b.config.downloads.api:
        days = (
            (outline.month, outline.count, tuple(day.date for day in outline.days))
            for outline in graph.outlines
            if outline.days
        )
        sheets.append(ApiIndexSheet(tuple(days)))
    return tuple(sheets)


def _lists_of_months(graph: Graph) -> Iterator[Sheet]:
    outlines = tuple(outline for outline in graph.outlines if outline.count)
    months = tuple(FilesOfMonth(each.month, each.count, each.value, each.changed) for each in outlines)
    by_year = tuple((year, tuple(of_year)) for year, of_year in groupby(months, key=lambda each: each.month.year))
    counts = tuple((year, sum(each.count for each in of_year)) for year, of_year in by_year)
    changed = max((each.changed for each in months if each.changed), default=None)
    yield DownloadsSheet(months=months[:1], years=counts, changed=changed)
    for newer, (year, of_year), older in with_neighbours(by_year):
        yield DownloadsYearSheet(
            months=of_year, year=year, newer=newer[0] if newer else None, older=older[0] if older else None
        )
    yield DumpSheet(months=months)
    yield ReadmeSheet()


def closed_months(graph: Graph) -> tuple[Outline, ...]:
    """The months before the newest one that has papers, newest first. A topic's year takes these in, so that its file
    is written once a month, not once a day.
    """
    newest = open_month(graph)
    return tuple(outline for outline in graph.outlines if outline.count and outline.month != newest)


def open_month(graph: Graph) -> dt.date | None:
    """The newest month that has papers."""
    return next((outline.month for outline in graph.outlines if outline.count), None)


def file_claims(graph: Graph, b: Builder) -> Iterator[tuple[str, str]]:
    """The paths of all files to take away, each with what is behind it."""
    files = b.config.downloads
    for outline in graph.outlines:
        month = outline.month
        if b.addresses.month_formats and outline.count:
            origin = f"content/{month_path(month)}"
            yield from ((month_file_path(month, suffix), origin) for _, suffix in b.addresses.month_formats)
        for day in outline.days:
            origin = f"content/{day_path(day.date)}"
            if files.days:
                yield from ((day_file_path(day.date, suffix), origin) for suffix in ("bib", "md"))
            if files.api:
                yield api_day_path(day.date), origin
    if _has_topic_files(b):
        yield from ((path, "topics.yaml") for path in _topic_paths(graph, b))
    for sheet in listing_sheets(graph, b):
        yield from ((place.path, place.origin) for place in sheet.places(b))


def _topic_paths(graph: Graph, b: Builder) -> Iterator[str]:
    for outline in graph.outlines:
        for topic in _topics_in((outline,), b):
            yield from topic_file_paths(topic, month_path(outline.month))
    for year, months in years_of(closed_months(graph)):
        for topic in _topics_in(months, b):
            yield from topic_file_paths(topic, year_path(year))


def _has_topic_files(b: Builder) -> bool:
    return b.config.downloads.topics and b.config.pages.topics


def _topics_value(outline: Outline) -> bytes:
    return msgspec.msgpack.encode((outline.month, [(slug, found.value) for slug, found in outline.topics.items()]))


def _topics_in(months: tuple[Outline, ...], b: Builder) -> Iterator[DeclaredTopic]:
    return (topic for topic in b.topics if any(topic.slug in outline.topics for outline in months))


def _sheets_of_month(graph: Graph, date: dt.date, b: Builder) -> tuple[Sheet, ...]:
    files, month = b.config.downloads, graph.month(date)
    entries = month.entries
    sheets: list[Sheet] = []
    if b.addresses.month_formats and entries:
        notes = {edition.date: edition.note for edition in month.editions if edition.note}
        sheets.append(MonthFilesSheet(month.month, entries, notes))
    if files.days or files.api:
        sheets.extend(DayFilesSheet(edition) for edition in month.editions)
    for topic in b.topics if _has_topic_files(b) else ():
        of_topic = tuple(brief for brief in entries if topic.slug in brief.topics)
        if of_topic:
            sheets.append(TopicFileSheet(topic, month_path(date), of_topic))
    return tuple(sheets)


def _sheets_of_year(graph: Graph, year: int, months: tuple[Outline, ...], b: Builder) -> tuple[Sheet, ...]:
    entries = tuple(brief for outline in months for brief in graph.month(outline.month).entries)
    return tuple(
        TopicFileSheet(topic, year_path(year), tuple(brief for brief in entries if topic.slug in brief.topics))
        for topic in _topics_in(months, b)
    )
