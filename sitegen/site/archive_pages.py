"""The archive by date: home, all years, a year, a month. Days are in `day_pages`."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import ClassVar

import msgspec

from sitegen.archive.marks import Marks
from sitegen.site.addresses import INDEX, format_name, month_path, year_path
from sitegen.site.builder import LIST_LIMIT, Builder, day_count, day_of, day_rows, head, week_link, year_link
from sitegen.site.calendars import calendar_months
from sitegen.site.channels import site_feeds
from sitegen.site.graph import DayOutline, Edition, Outline, changed, entries_of, years_of
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.topic_times import (
    TopicTally,
    counts_by_topic,
    month_topics,
    periods_of,
    topic_shares,
    topic_trends,
)
from sitegen.site.views import (
    ArchiveView,
    Day,
    DayCount,
    DayRows,
    HomeView,
    Link,
    MonthCount,
    MonthLink,
    MonthView,
    Page,
    TopicSummary,
    WeekLink,
    YearCount,
    YearLink,
    YearMonths,
    YearView,
)

# Home is to be 25 KB at most, gzipped. It measures 3 KB without papers, 0.2 KB for each and 0.37 of each byte of text.
HOME_ABSTRACT_BYTES = 58_000
HOME_CARD_BYTES = 500


class HomeSheet(Sheet, frozen=True):
    """The home page. edition: of the newest day. years: with their counts, newest first."""

    kinds: ClassVar[tuple[str, ...]] = ("home",)
    edition: Edition | None
    older: dt.date | None
    recent_days: tuple[DayOutline, ...]
    topics: tuple[TopicSummary, ...]
    years: tuple[tuple[int, int], ...]
    paper_count: int
    changed: dt.date | None

    @property
    def name(self) -> str:
        return "home"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(INDEX, "content", self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        edition = self.edition
        view = HomeView(
            **head(b, "home", "", "", b.config.tagline or b.config.title, feeds=site_feeds(b)),
            day=within_home(day_of(b, edition, tuple(map(entry_of, edition.listed)))) if edition else None,
            older=b.maker.day(self.older) if self.older else None,
            recent_days=tuple(day_count(b, day) for day in self.recent_days),
            topics=self.topics,
            years=tuple(YearCount(year, b.addresses.year(year), count) for year, count in self.years),
            paper_count=self.paper_count,
        )
        yield Page(INDEX, view)


def within_home(day: Day) -> Day:
    """The day as home shows it: without what makes home load slowly, and its own page has.

    First its context objects go, which only reference managers read, then the abstracts.
    """
    size = sum(HOME_CARD_BYTES + len(card.abstract.encode()) for card in day.cards)
    if not day.url or size + sum(len(card.coins) for card in day.cards) <= HOME_ABSTRACT_BYTES:
        return day
    if size <= HOME_ABSTRACT_BYTES:
        return msgspec.structs.replace(day, cards=tuple(msgspec.structs.replace(card, coins="") for card in day.cards))
    cards = tuple(msgspec.structs.replace(card, abstract="") for card in day.cards)
    return msgspec.structs.replace(day, cards=cards, has_abstracts=False)


class ArchiveSheet(Sheet, frozen=True):
    """The list of all years. months: those that list papers with their counts, newest first. gaps: how many by year.

    topics: how many papers of which month have each topic, by its slug.
    """

    kinds: ClassVar[tuple[str, ...]] = ("archive",)
    months: tuple[tuple[dt.date, int], ...]
    topics: Mapping[str, Mapping[dt.date, int]]
    day_count: int
    gaps: tuple[tuple[int, int], ...]
    changed: dt.date | None

    @property
    def name(self) -> str:
        return "archive"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(f"archive/{INDEX}", "content", self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        by_year: dict[int, list[MonthCount]] = {}
        for month, count in self.months:
            by_year.setdefault(month.year, []).append(MonthCount(month, b.addresses.month(month), count))
        gaps = dict(self.gaps)
        found = sorted({*by_year, *gaps}, reverse=True)
        years = tuple(
            YearMonths(
                YearCount(year, b.addresses.year(year), sum(m.count for m in months)), tuple(months), gaps.get(year, 0)
            )
            for year, months in ((year, by_year.get(year, ())) for year in found)
        )
        top = head(b, "archive", "archive/", "", b.config.title, feeds=site_feeds(b))
        view = ArchiveView(
            **top,
            years=years,
            count=sum(count for _, count in self.months),
            day_count=self.day_count,
            gap_count=sum(gaps.values()),
            **topic_shares(b, dict(self.months), self.topics),
        )
        yield Page(f"archive/{INDEX}", view)


class YearSheet(Sheet, frozen=True):
    """A year. months: its outlines, newest first. newer, older: the years beside it that have a page."""

    kinds: ClassVar[tuple[str, ...]] = ("year",)
    year: int
    months: tuple[Outline, ...]
    marks: Marks
    newer: int | None
    older: int | None

    @property
    def name(self) -> str:
        return f"year {self.year:04}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(year_path(self.year) + INDEX, "content", newest_change(self.months), self._has_papers),)

    @property
    def _has_papers(self) -> bool:
        """False for a year of gaps alone: its page goes if they turn out to be days without a digest."""
        return any(outline.days for outline in self.months)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        days = {day.date: day_count(b, day) for outline in self.months for day in outline.days}
        days |= {date: DayCount(date, b.addresses.day(date), 0) for outline in self.months for date in outline.noted}
        counts = {outline.month: outline.count for outline in self.months if outline.days}
        path = year_path(self.year)
        quiet = without_papers(self.marks.quiet, {day.date for outline in self.months for day in outline.days})
        periods = periods_of(outline.month for outline in self.months if outline.count)
        view = YearView(
            **head(b, "year", path, str(self.year), f"{b.config.title}: {self.year}", is_indexed=self._has_papers),
            files_url=b.addresses.downloads(self.year) if any(outline.count for outline in self.months) else "",
            year=self.year,
            count=sum(outline.count for outline in self.months),
            months=calendar_months(self.year, days, counts, Marks(self.marks.gaps, quiet), b.addresses),
            gap_count=len(self.marks.gaps),
            quiet_count=len(quiet),
            topics=topic_trends(b, periods, counts_by_topic(self.months)),
            periods=periods,
            newer=YearLink(self.newer, b.addresses.year(self.newer)) if self.newer else None,
            older=YearLink(self.older, b.addresses.year(self.older)) if self.older else None,
        )
        yield Page(path + INDEX, view)


class MonthSheet(Sheet, frozen=True):
    """A month. editions: its days that list papers, newest first. before: what is known of the month before."""

    kinds: ClassVar[tuple[str, ...]] = ("month",)
    month: dt.date
    editions: tuple[Edition, ...]
    marks: Marks
    newer: dt.date | None
    older: dt.date | None
    before: TopicTally

    @property
    def name(self) -> str:
        return f"month {self.month:%Y-%m}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(month_path(self.month) + INDEX, "content", changed(entries_of(self.editions))),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        entries = entries_of(self.editions)
        name = f"{self.month:%Y-%m}"
        path = month_path(self.month)
        listed = {day.date: len(day.listed) for day in self.editions}
        view = MonthView(
            **head(b, "month", path, name, f"{b.config.title}: {name}"),
            month=self.month,
            count=len(entries),
            days=rows_of_days(b, self.editions, entry_of),
            gaps=gaps_with_papers(b, self.marks.gaps, listed),
            quiet=without_papers(self.marks.quiet, listed),
            topics=month_topics(b, entries, self.before),
            weeks=weeks_of_days(b, sorted(listed)),
            files=_files_of_month(b, self.month) if entries else (),
            year=year_link(b, self.month.year),
            newer=MonthLink(self.newer, b.addresses.month(self.newer)) if self.newer else None,
            older=MonthLink(self.older, b.addresses.month(self.older)) if self.older else None,
        )
        yield Page(path + INDEX, view)


def _files_of_month(b: Builder, month: dt.date) -> tuple[Link, ...]:
    formats = b.addresses.month_formats
    return tuple(Link(format_name(kind), b.addresses.month_file(month, suffix)) for kind, suffix in formats)


def weeks_of_days(b: Builder, dates: Iterable[dt.date]) -> tuple[WeekLink, ...]:
    """The weeks of these days, each once; none when weeks are switched off. dates: oldest first."""
    return tuple(dict.fromkeys(week_link(b, date) for date in dates)) if b.config.pages.weeks else ()


def without_papers(quiet: Iterable[dt.date], listing: Collection[dt.date]) -> tuple[dt.date, ...]:
    """The days without a digest. listing: those that list papers, whatever the sources said."""
    return tuple(day for day in quiet if day not in listing)


def rows_of_days(b: Builder, editions: tuple[Edition, ...], entry_of: EntryOf) -> tuple[DayRows, ...]:
    """Days with their papers; only counted, where they are too many for one list."""
    is_listed = len(entries_of(editions)) <= LIST_LIMIT
    return tuple(
        day_rows(b, day.date, tuple(map(entry_of, day.listed if is_listed else ())), len(day.listed))
        for day in editions
    )


def gaps_with_papers(b: Builder, gaps: Iterable[dt.date], listed: Mapping[dt.date, int]) -> tuple[DayCount, ...]:
    """The days for which a source has still to answer, with what they list so far. listed: counts of days."""
    return tuple(DayCount(day, b.addresses.day(day) if day in listed else "", listed.get(day, 0)) for day in gaps)


def newest_change(outlines: Iterable[Outline]) -> dt.date | None:
    return max((outline.changed for outline in outlines if outline.changed), default=None)


def year_counts(outlines: tuple[Outline, ...]) -> tuple[tuple[int, int], ...]:
    """The years that list papers and how many entries they have, newest first."""
    listing = tuple(outline for outline in outlines if outline.days)
    return tuple((year, sum(outline.count for outline in months)) for year, months in years_of(listing))
