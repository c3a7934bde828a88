"""Files to take away: each month in six formats, each day as BibTeX, Markdown and JSON, each topic as BibTeX."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import ClassVar

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry, Origin
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.site.addresses import (
    MONTH_FORMATS,
    api_day_path,
    day_file_path,
    day_path,
    month_file_path,
    month_path,
    topic_file_path,
)
from sitegen.site.builder import Builder
from sitegen.site.cards import paper_links
from sitegen.site.file_views import DailyPapers, EntryLines, FileDay, FilePaper, FileTable, FileText, References
from sitegen.site.graph import Edition
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import Citation, FileView, Page


class MonthFilesSheet(Sheet, frozen=True):
    """The files of a month. entries: the papers that it listed first, newest day first. notes: on its days."""

    kinds: ClassVar[tuple[str, ...]] = tuple(MONTH_FORMATS)
    month: dt.date
    entries: tuple[Brief, ...]
    notes: Mapping[dt.date, str]

    @property
    def name(self) -> str:
        return f"files {self.month:%Y-%m}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        paths = (month_file_path(self.month, suffix) for _, suffix in b.addresses.month_formats)
        return tuple(Place(path, f"content/{month_path(self.month)}", None, False) for path in paths)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        entries = tuple(map(entry_of, self.entries))
        citations = tuple(map(b.maker.citation, entries))
        papers = tuple(file_paper(b, entry) for entry in entries)
        for kind, suffix in b.addresses.month_formats:
            yield Page(month_file_path(self.month, suffix), self._view(kind, b, entries, citations, papers))

    def _view(
        self,
        kind: str,
        b: Builder,
        entries: tuple[Entry, ...],
        citations: tuple[Citation, ...],
        papers: tuple[FilePaper, ...],
    ) -> FileView:
        if kind == "month_jsonl":
            return EntryLines(kind=kind, entries=tuple(sorted(entries, key=lambda entry: entry.path)))
        if kind == "month_csv":
            return FileTable(kind=kind, papers=papers)
        if kind == "month_md":
            days = tuple(
                FileDay(date=date, url=_day_url(b, date), note=self.notes.get(date, ""), papers=tuple(of_day))
                for date, of_day in groupby(papers, key=lambda paper: paper.date)
            )
            return _file_text(b, kind, f"{self.month:%Y-%m}", days)
        return References(kind=kind, citations=citations)


class DayFilesSheet(Sheet, frozen=True):
    """A day, with the papers that it lists again too, as BibTeX and Markdown, and as Hugging Face's API has it."""

    kinds: ClassVar[tuple[str, ...]] = ("day_bib", "day_md", "api_day")
    edition: Edition

    @property
    def name(self) -> str:
        return f"files {self.edition.date}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        date = self.edition.date
        of_day = (day_file_path(date, "bib"), day_file_path(date, "md")) if b.config.downloads.days else ()
        of_api = (api_day_path(date),) if b.config.downloads.api else ()
        return tuple(Place(path, f"content/{day_path(date)}", None, False) for path in (*of_day, *of_api))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        edition, date = self.edition, self.edition.date
        entries = tuple(map(entry_of, edition.listed))
        if b.config.downloads.days:
            citations = tuple(map(b.maker.citation, entries))
            yield Page(day_file_path(date, "bib"), References(kind="day_bib", citations=citations))
            papers = tuple(file_paper(b, entry) for entry in entries)
            day = FileDay(date=date, url=_day_url(b, date), note=edition.note, papers=papers)
            yield Page(day_file_path(date, "md"), _file_text(b, "day_md", date.isoformat(), (day,)))
        if b.config.downloads.api:
            yield Page(api_day_path(date), DailyPapers(kind="api_day", date=date, entries=tuple(map(_told, entries))))


class TopicFileSheet(Sheet, frozen=True):
    """The references of a topic's month or year, under its former slugs too: a static host redirects no download.

    period: '2025/09/' or '2025/'. entries: newest first.
    """

    kinds: ClassVar[tuple[str, ...]] = ("topic_bib",)
    topic: DeclaredTopic
    period: str
    entries: tuple[Brief, ...]

    @property
    def name(self) -> str:
        return f"files {self.topic.slug} {self.period}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return tuple(Place(path, "topics.yaml", None, False) for path in topic_file_paths(self.topic, self.period))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        whole = (b.maker.citation(entry_of(brief)) for brief in self.entries)
        citations = tuple(msgspec.structs.replace(citation, abstract="") for citation in whole)
        for path in topic_file_paths(self.topic, self.period):
            yield Page(path, References(kind="topic_bib", citations=citations))


def topic_file_paths(topic: DeclaredTopic, period: str) -> Iterator[str]:
    """Where the references of a topic's period go: by its slug, then by those it had."""
    return (topic_file_path(slug, period) for slug in (topic.slug, *topic.aliases))


def file_paper(b: Builder, entry: Entry) -> FilePaper:
    return FilePaper(
        key=entry.key,
        date=entry.date,
        title=entry.title,
        authors=entry.authors,
        summary=entry.summary,
        abstract=entry.abstract,
        topics=tuple(topic.name for topic in b.maker.topics_of(entry)),
        keywords=entry.keywords,
        categories=entry.categories,
        published=entry.published,
        venue=entry.venue,
        votes=entry.votes,
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
        links=paper_links(entry.links),
        page_url=b.addresses.page_of_paper(entry),
        is_withdrawn=entry.is_withdrawn,
    )


def _told(entry: Entry) -> Entry:
    """The entry with no more than the API tells of it."""
    return msgspec.structs.replace(
        entry,
        path="",
        date=dt.date.min,
        updated=None,
        topics=(),
        doi="",
        venue="",
        categories=(),
        listed_on=(),
        position=None,
        status="",
        lang="",
        aliases=(),
        source=Origin(),
        also_from=(),
        extra={},
    )


def _day_url(b: Builder, date: dt.date) -> str:
    return b.addresses.absolute(day_path(date)) if b.config.pages.days else ""


def _file_text(b: Builder, kind: str, period: str, days: tuple[FileDay, ...]) -> FileText:
    return FileText(kind=kind, name=b.config.title, period=period, days=days)
