"""The topics: the list of them, each with its newest papers, its years and months."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.site.addresses import INDEX, month_path, year_path
from sitegen.site.builder import DESCRIPTION_LIMIT, LIST_LIMIT, Builder, Head, day_rows, head
from sitegen.site.channels import feed_links, topic_channel
from sitegen.site.graph import changed
from sitegen.site.redirects import former_addresses, redirect_page, redirect_path
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import (
    Link,
    MonthCount,
    MonthLink,
    MonthRows,
    Page,
    TopicCount,
    TopicMonthView,
    TopicOverview,
    TopicSummary,
    TopicsView,
    TopicView,
    TopicYearView,
    Trend,
    YearCount,
    YearLink,
)
from sitegen.text.plain import shortened

NEWEST_OF_TOPIC = 50
# How many topics a topic's page names beside it.
MOST_BESIDE = 8
_ORIGIN = "topics.yaml"


class TopicsSheet(Sheet, frozen=True):
    """The list of topics. trends: of each. changed: the day of the last change in the archive."""

    kinds: ClassVar[tuple[str, ...]] = ("topics",)
    summaries: tuple[TopicSummary, ...]
    trends: tuple[Trend | None, ...]
    without_topic_count: int
    changed: dt.date | None

    @property
    def name(self) -> str:
        return "topics"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(f"topics/{INDEX}", _ORIGIN, self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        names = ", ".join(topic.name for topic in b.topics)
        top = head(b, "topics", "topics/", "", shortened(names, DESCRIPTION_LIMIT) or b.config.title)
        topics = tuple(
            TopicOverview(**msgspec.structs.asdict(summary), trend=trend)
            for summary, trend in zip(self.summaries, self.trends, strict=True)
        )
        view = TopicsView(**top, topics=topics, without_topic_count=self.without_topic_count)
        yield Page(f"topics/{INDEX}", view)


class TopicSheet(Sheet, frozen=True):
    """A topic. newest: its newest entries. years: with their counts, newest first.

    beside: the topics that its entries have too, with how many, the most frequent first.
    """

    kinds: ClassVar[tuple[str, ...]] = ("topic", "redirect")
    topic: DeclaredTopic
    summary: TopicSummary
    newest: tuple[Brief, ...]
    years: tuple[tuple[int, int], ...]
    trend: Trend | None
    year_trend: Trend | None
    beside: tuple[tuple[DeclaredTopic, int], ...]
    changed: dt.date | None

    @property
    def name(self) -> str:
        return f"topic {self.topic.slug}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return _places(self.topic, "", self.changed)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        view = TopicView(
            **_head(b, self.topic, "topic", ""),
            summary=self.summary,
            rows=b.maker.rows(map(entry_of, self.newest)),
            coins=b.maker.coins(map(entry_of, self.newest)),
            years=tuple(
                YearCount(year, b.addresses.topic(self.topic.slug, year_path(year)), count)
                for year, count in self.years
            ),
            trend=self.trend,
            year_trend=self.year_trend,
            beside=tuple(TopicCount(b.maker.topic(topic), count) for topic, count in self.beside),
            search_url=b.addresses.search_of_topic(self.topic.name) if self.summary.count else "",
        )
        yield Page(f"topics/{self.topic.slug}/{INDEX}", view)
        yield from _former(b, self.topic, "")


class TopicYearSheet(Sheet, frozen=True):
    """A year of a topic. months: with counts, newest first. entries: all of them, or none if they are too many.

    open_month: the newest month of the archive, if it lies in this year.
    """

    kinds: ClassVar[tuple[str, ...]] = ("topic_year", "redirect")
    topic: DeclaredTopic
    year: int
    months: tuple[tuple[dt.date, int], ...]
    entries: tuple[Brief, ...]
    newer: int | None
    older: int | None
    changed: dt.date | None
    open_month: dt.date | None = None

    @property
    def name(self) -> str:
        return f"topic {self.topic.slug} {self.year:04}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return _places(self.topic, year_path(self.year), self.changed)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        def address(period: str) -> str:
            return b.addresses.topic(self.topic.slug, period)

        listed = {month: tuple(map(entry_of, of_month)) for month, of_month in groupby(self.entries, key=_month_of)}
        view = TopicYearView(
            **_head(b, self.topic, "topic_year", year_path(self.year)),
            topic=b.maker.topic(self.topic),
            year=self.year,
            count=sum(count for _, count in self.months),
            months=tuple(
                MonthRows(
                    month=MonthCount(month, address(month_path(month)), count),
                    rows=b.maker.rows(listed.get(month, ())),
                    coins=b.maker.coins(listed.get(month, ())),
                )
                for month, count in self.months
            ),
            file_url=b.addresses.topic_file(self.topic.slug, year_path(self.year)) if self._has_file else "",
            open_month=self._open_month(b),
            newer=YearLink(self.newer, address(year_path(self.newer))) if self.newer else None,
            older=YearLink(self.older, address(year_path(self.older))) if self.older else None,
        )
        yield Page(f"topics/{self.topic.slug}/{year_path(self.year)}{INDEX}", view)
        yield from _former(b, self.topic, year_path(self.year))

    @property
    def _has_file(self) -> bool:
        return any(month != self.open_month for month, _ in self.months)

    def _open_month(self, b: Builder) -> MonthLink | None:
        month = next((month for month, _ in self.months if month == self.open_month), None)
        url = b.addresses.topic_file(self.topic.slug, month_path(month)) if month else ""
        return MonthLink(month, url) if month and url else None


class TopicMonthSheet(Sheet, frozen=True):
    """A month of a topic. entries: newest day first, each day in day order."""

    kinds: ClassVar[tuple[str, ...]] = ("topic_month", "redirect")
    topic: DeclaredTopic
    month: dt.date
    entries: tuple[Brief, ...]

    @property
    def name(self) -> str:
        return f"topic {self.topic.slug} {self.month:%Y-%m}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return _places(self.topic, month_path(self.month), changed(self.entries))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        is_listed = len(self.entries) <= LIST_LIMIT
        days = [(date, tuple(of_day)) for date, of_day in groupby(self.entries, key=lambda brief: brief.date)]
        view = TopicMonthView(
            **_head(b, self.topic, "topic_month", month_path(self.month)),
            topic=b.maker.topic(self.topic),
            month=self.month,
            count=len(self.entries),
            file_url=b.addresses.topic_file(self.topic.slug, month_path(self.month)),
            year=Link(str(self.month.year), b.addresses.topic(self.topic.slug, year_path(self.month.year))),
            days=tuple(
                day_rows(b, date, tuple(map(entry_of, of_day if is_listed else ())), len(of_day))
                for date, of_day in days
            ),
        )
        yield Page(f"topics/{self.topic.slug}/{month_path(self.month)}{INDEX}", view)
        yield from _former(b, self.topic, month_path(self.month))


def _places(topic: DeclaredTopic, period: str, changed_on: dt.date | None) -> tuple[Place, ...]:
    """The page of a topic, or of one of its periods ('2025/', '2025/09/'), and its former addresses."""
    former = (Place(redirect_path(alias), _ORIGIN, None, False) for alias in former_addresses(topic, period))
    return (Place(f"topics/{topic.slug}/{period}{INDEX}", _ORIGIN, changed_on), *former)


def _former(b: Builder, topic: DeclaredTopic, period: str) -> Iterator[Page]:
    for alias in former_addresses(topic, period):
        yield redirect_page(b, alias, b.addresses.topic(topic.slug, period), topic.name)


def _head(b: Builder, topic: DeclaredTopic, kind: str, period: str) -> Head:
    """What every page has, for a topic or one of its periods ('2025/', '2025/09/')."""
    name = f"{topic.name} {period.rstrip('/').replace('/', '-')}".rstrip()
    feed = b.addresses.topic_feed(topic.slug)
    feeds = feed_links(topic_channel(topic), b) if b.config.pages.has_topic_feeds else ()
    return head(b, kind, f"topics/{topic.slug}/{period}", name, topic.description, feed=feed, feeds=feeds)


def _month_of(brief: Brief) -> dt.date:
    return brief.date.replace(day=1)
