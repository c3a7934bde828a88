"""The topics: the list of them, each with its newest papers, its years and months."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.site.addresses import INDEX, month_path, year_path
from sitegen.site.builder import (
    DESCRIPTION_LIMIT,
    LIST_LIMIT,
    Builder,
    Head,
    head,
    latest,
    topic_summary,
    with_neighbours,
)
from sitegen.site.views import (
    DayCount,
    DayRows,
    Link,
    MonthCount,
    MonthRows,
    Page,
    TopicMonthView,
    TopicsView,
    TopicView,
    TopicYearView,
    YearCount,
    YearLink,
)
from sitegen.text.plain import shortened

NEWEST_OF_TOPIC = 50


def topic_pages(b: Builder) -> Iterator[Page]:
    entries = b.graph.entries
    summaries = tuple(topic_summary(b, topic) for topic in b.graph.topics)
    without = sum(1 for entry in entries if not entry.topics)
    names = ", ".join(topic.name for topic in b.graph.topics)
    top = head(b, "topics", "topics/", "", shortened(names, DESCRIPTION_LIMIT) or b.config.title)
    yield Page(
        f"topics/{INDEX}",
        TopicsView(**top, topics=summaries, without_topic_count=without),
        "topics.yaml",
        latest(entries),
    )
    for topic in b.graph.topics:
        yield from _one_topic(b, topic)


def _one_topic(b: Builder, topic: DeclaredTopic) -> Iterator[Page]:
    entries = b.graph.by_topic[topic.slug]
    path = f"topics/{topic.slug}/"
    years = _by_year(entries)
    view = TopicView(
        **_head(b, topic, "topic", ""),
        summary=topic_summary(b, topic),
        rows=b.maker.rows(entries[:NEWEST_OF_TOPIC]),
        years=tuple(YearCount(year, _address(b, topic, year_path(year)), len(of_year)) for year, of_year in years),
    )
    yield Page(path + INDEX, view, "topics.yaml", latest(entries))
    for newer, (year, of_year), older in with_neighbours(years):
        months = _by_month(of_year)
        yield Page(
            path + year_path(year) + INDEX,
            TopicYearView(
                **_head(b, topic, "topic_year", year_path(year)),
                topic=b.maker.topic(topic),
                year=year,
                count=len(of_year),
                months=tuple(_month_rows(b, topic, month, of_month, len(of_year)) for month, of_month in months),
                newer=YearLink(newer[0], _address(b, topic, year_path(newer[0]))) if newer else None,
                older=YearLink(older[0], _address(b, topic, year_path(older[0]))) if older else None,
            ),
            "topics.yaml",
            latest(of_year),
        )
        for month, of_month in months:
            yield _topic_month(b, topic, month, of_month)


def _topic_month(b: Builder, topic: DeclaredTopic, month: dt.date, entries: tuple[Entry, ...]) -> Page:
    view = TopicMonthView(
        **_head(b, topic, "topic_month", month_path(month)),
        topic=b.maker.topic(topic),
        month=month,
        count=len(entries),
        year=Link(str(month.year), _address(b, topic, year_path(month.year))),
        days=tuple(_day_rows(b, date, of_day, len(entries)) for date, of_day in _by_day(entries)),
    )
    return Page(f"topics/{topic.slug}/{month_path(month)}{INDEX}", view, "topics.yaml", latest(entries))


def _head(b: Builder, topic: DeclaredTopic, kind: str, period: str) -> Head:
    """What every page has, for a topic or one of its periods ('2025/', '2025/09/')."""
    name = f"{topic.name} {period.rstrip('/').replace('/', '-')}".rstrip()
    feed = b.addresses.topic_feed(topic.slug)
    return head(b, kind, f"topics/{topic.slug}/{period}", name, topic.description, feed=feed)


def _address(b: Builder, topic: DeclaredTopic, period: str) -> str:
    return b.addresses.topic(topic.slug, period)


def _month_rows(
    b: Builder, topic: DeclaredTopic, month: dt.date, entries: tuple[Entry, ...], count_of_year: int
) -> MonthRows:
    count = MonthCount(month, _address(b, topic, month_path(month)), len(entries))
    return MonthRows(month=count, rows=b.maker.rows(entries) if count_of_year <= LIST_LIMIT else ())


def _day_rows(b: Builder, date: dt.date, entries: tuple[Entry, ...], count_of_month: int) -> DayRows:
    count = DayCount(date, b.addresses.day(date), len(entries))
    return DayRows(day=count, rows=b.maker.rows(entries) if count_of_month <= LIST_LIMIT else ())


def _by_year(entries: tuple[Entry, ...]) -> tuple[tuple[int, tuple[Entry, ...]], ...]:
    return tuple((year, tuple(group)) for year, group in groupby(entries, key=lambda entry: entry.date.year))


def _by_month(entries: tuple[Entry, ...]) -> tuple[tuple[dt.date, tuple[Entry, ...]], ...]:
    groups = groupby(entries, key=lambda entry: entry.date.replace(day=1))
    return tuple((month, tuple(group)) for month, group in groups)


def _by_day(entries: tuple[Entry, ...]) -> tuple[tuple[dt.date, tuple[Entry, ...]], ...]:
    return tuple((date, tuple(group)) for date, group in groupby(entries, key=lambda entry: entry.date))
