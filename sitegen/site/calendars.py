"""A year as twelve small calendars. Weeks begin on Monday."""

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.archive.marks import Marks
from sitegen.site.addresses import Addresses
from sitegen.site.views import CalendarCell, CalendarMonth, DayCount, MonthCount, WeekLink

TINTS = 5


def calendar_months(
    year: int,
    days: Mapping[dt.date, DayCount],
    counts: Mapping[dt.date, int],
    marks: Marks,
    addresses: Addresses,
) -> tuple[CalendarMonth, ...]:
    """The months of a year, January first.

    days: those that have a page. counts: the papers of each month. marks: of the year; no quiet day lists papers.
    """
    known = _Known(days, frozenset(marks.gaps), frozenset(marks.quiet))
    months = [dt.date(year, month, 1) for month in range(1, 13)]
    seen = {day.replace(day=1) for day in (*days, *marks.gaps, *marks.quiet)}
    return tuple(
        CalendarMonth(
            MonthCount(month, addresses.month(month) if month in counts else "", counts.get(month, 0)),
            _weeks(month, known),
            _week_links(month, days, addresses) if addresses.pages.weeks else (),
            is_blank=month not in seen,
        )
        for month in months
    )


class _Known(NamedTuple):
    """What is known of the days of a year."""

    days: Mapping[dt.date, DayCount]
    gaps: frozenset[dt.date]
    quiet: frozenset[dt.date]

    @property
    def fullest(self) -> int:
        return max((day.count for day in self.days.values()), default=0)


def _weeks(first: dt.date, known: _Known) -> tuple[tuple[CalendarCell, ...], ...]:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(first.year, first.month)
    fullest = known.fullest
    return tuple(tuple(_cell(first, day, known, fullest) for day in week) for week in weeks)


def _week_links(first: dt.date, days: Mapping[dt.date, DayCount], addresses: Addresses) -> tuple[WeekLink, ...]:
    """The weeks of a month; an address where the week has papers in this month, so that no other month decides."""
    found = []
    for dates in calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month):
        year, week, _ = dates[0].isocalendar()
        has_papers = any(date.month == first.month and date in days and days[date].count for date in dates)
        found.append(WeekLink(year, week, addresses.week(dates[0]) if has_papers else ""))
    return tuple(found)


def _cell(first: dt.date, day: int, known: _Known, fullest: int) -> CalendarCell:
    if not day:
        return CalendarCell(0, None, "", 0, 0, is_gap=False, is_quiet=False)
    date = first.replace(day=day)
    found = known.days.get(date)
    url, count = (found.url, found.count) if found else ("", 0)
    is_gap, is_quiet = date in known.gaps, date in known.quiet
    return CalendarCell(day, date, url, count, _tint(count, fullest), is_gap, is_quiet)


def _tint(count: int, fullest: int) -> int:
    """1 to 5: a fifth of the fullest day each, rounded up; 0 for none."""
    return -(-count * TINTS // fullest) if count else 0
