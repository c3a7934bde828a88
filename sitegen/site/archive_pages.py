"""The archive by date: home, all years, a year, a month, a day."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

import msgspec

from sitegen.archive.entry import Entry
from sitegen.site.addresses import (
    INDEX,
    day_path,
    month_path,
    year_path,
)
from sitegen.site.builder import (
    DESCRIPTION_LIMIT,
    LIST_LIMIT,
    Builder,
    day_of,
    head,
    latest,
    recent_days,
    topic_summary,
    with_neighbours,
    year_link,
)
from sitegen.site.calendars import calendar_months
from sitegen.site.graph import Edition
from sitegen.site.views import (
    ArchiveView,
    DayCount,
    DayRows,
    DayView,
    HomeView,
    Link,
    MonthCount,
    MonthLink,
    MonthView,
    Page,
    YearCount,
    YearLink,
    YearMonths,
    YearView,
)
from sitegen.text.markdown import to_plain
from sitegen.text.plain import shortened


def home(b: Builder) -> Iterator[Page]:
    editions = b.graph.editions
    view = HomeView(
        **head(b, "home", "", "", b.config.tagline or b.config.title),
        day=day_of(b, editions[0]) if editions else None,
        older=b.maker.day(editions[1].date) if len(editions) > 1 else None,
        recent_days=recent_days(b),
        topics=tuple(summary for topic in b.graph.topics if (summary := topic_summary(b, topic)).count),
        years=tuple(_year_count(b, year, of_year) for year, of_year in _by_year(editions)),
        paper_count=len(b.graph.entries),
    )
    yield Page(INDEX, view, "content", latest(b.graph.entries))


def archive_page(b: Builder) -> Iterator[Page]:
    editions = b.graph.editions
    years = tuple(
        YearMonths(
            _year_count(b, year, of_year),
            tuple(_month_count(b, month, of_month) for month, of_month in _by_month(of_year)),
        )
        for year, of_year in _by_year(editions)
    )
    top = head(b, "archive", "archive/", "", b.config.title)
    view = ArchiveView(**top, years=years, count=len(b.graph.entries), day_count=len(editions))
    yield Page(f"archive/{INDEX}", view, "content", latest(b.graph.entries))


def year_pages(b: Builder) -> Iterator[Page]:
    for newer, (year, editions), older in with_neighbours(_by_year(b.graph.editions)):
        entries = _entries(editions)
        path = year_path(year)
        noted = [edition for edition in b.graph.noted if edition.date.year == year]
        days = {edition.date: _day_count(b, edition) for edition in (*editions, *noted)}
        counts = {month: len(_entries(of_month)) for month, of_month in _by_month(editions)}
        view = YearView(
            **head(b, "year", path, str(year), f"{b.config.title}: {year}"),
            year=year,
            count=len(entries),
            months=calendar_months(year, days, counts, b.addresses),
            topics=b.maker.topic_counts(entries),
            newer=YearLink(newer[0], b.addresses.year(newer[0])) if newer else None,
            older=YearLink(older[0], b.addresses.year(older[0])) if older else None,
        )
        yield Page(path + INDEX, view, "content", latest(entries))


def month_pages(b: Builder) -> Iterator[Page]:
    for newer, (month, editions), older in with_neighbours(_by_month(b.graph.editions)):
        entries = _entries(editions)
        path = month_path(month)
        name = f"{month:%Y-%m}"
        view = MonthView(
            **head(b, "month", path, name, f"{b.config.title}: {name}"),
            month=month,
            count=len(entries),
            days=tuple(_day_rows(b, edition, is_listed=len(entries) <= LIST_LIMIT) for edition in editions),
            topics=b.maker.topic_counts(entries),
            year=year_link(b, month.year),
            newer=MonthLink(newer[0], b.addresses.month(newer[0])) if newer else None,
            older=MonthLink(older[0], b.addresses.month(older[0])) if older else None,
        )
        yield Page(path + INDEX, view, "content", latest(entries))


def day_pages(b: Builder) -> Iterator[Page]:
    for newer, edition, older in with_neighbours(b.graph.editions):
        yield _day_page(b, newer, edition, older)
    months = {edition.date.replace(day=1) for edition in b.graph.editions}
    for edition in b.graph.noted:
        newer = next((other for other in reversed(b.graph.editions) if other.date > edition.date), None)
        older = next((other for other in b.graph.editions if other.date < edition.date), None)
        page = _day_page(b, newer, edition, older)
        assert isinstance(page.view, DayView)
        yield msgspec.structs.replace(page, view=_without_empty_periods(page.view, months))


def _without_empty_periods(view: DayView, months: set[dt.date]) -> DayView:
    """A day of a month or year that lists no paper, which has no page to lead to."""
    day = view.day
    if day.date.replace(day=1) not in months:
        day = msgspec.structs.replace(day, month=Link(day.month.name, ""))
    if day.date.year not in {month.year for month in months}:
        day = msgspec.structs.replace(day, year=Link(day.year.name, ""))
    return msgspec.structs.replace(view, day=day)


def _day_page(b: Builder, newer: Edition | None, edition: Edition, older: Edition | None) -> Page:
    path = day_path(edition.date)
    titles = "; ".join(entry.title for entry in edition.listed)
    view = DayView(
        **head(
            b, "day", path, edition.date.isoformat(), shortened(titles or to_plain(edition.note), DESCRIPTION_LIMIT)
        ),
        day=day_of(b, edition),
        newer=b.maker.day(newer.date) if newer else None,
        older=b.maker.day(older.date) if older else None,
    )
    return Page(path + INDEX, view, f"content/{path}", latest(edition.listed))


def _day_count(b: Builder, edition: Edition) -> DayCount:
    return DayCount(edition.date, b.addresses.day(edition.date), len(edition.listed))


def _day_rows(b: Builder, edition: Edition, *, is_listed: bool) -> DayRows:
    return DayRows(day=_day_count(b, edition), rows=b.maker.rows(edition.listed) if is_listed else ())


def _month_count(b: Builder, month: dt.date, editions: tuple[Edition, ...]) -> MonthCount:
    return MonthCount(month, b.addresses.month(month), len(_entries(editions)))


def _year_count(b: Builder, year: int, editions: tuple[Edition, ...]) -> YearCount:
    return YearCount(year, b.addresses.year(year), len(_entries(editions)))


def _entries(editions: tuple[Edition, ...]) -> tuple[Entry, ...]:
    """The entries of these days, each once: where it was listed first."""
    return tuple(entry for edition in editions for entry in edition.entries)


def _by_year(editions: tuple[Edition, ...]) -> tuple[tuple[int, tuple[Edition, ...]], ...]:
    return tuple((year, tuple(group)) for year, group in groupby(editions, key=lambda edition: edition.date.year))


def _by_month(editions: tuple[Edition, ...]) -> tuple[tuple[dt.date, tuple[Edition, ...]], ...]:
    groups = groupby(editions, key=lambda edition: edition.date.replace(day=1))
    return tuple((month, tuple(group)) for month, group in groups)
