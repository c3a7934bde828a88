"""A year as twelve small calendars. Weeks begin on Monday."""

import calendar
import datetime as dt
from collections.abc import Mapping

from sitegen.site.addresses import Addresses
from sitegen.site.views import CalendarCell, CalendarMonth, DayCount, MonthCount

TINTS = 5


def calendar_months(
    year: int, days: Mapping[dt.date, DayCount], counts: Mapping[dt.date, int], addresses: Addresses
) -> tuple[CalendarMonth, ...]:
    """The months of a year, January first. days: those that have a page. counts: the papers of each month."""
    fullest = max((day.count for day in days.values()), default=0)
    months = [dt.date(year, month, 1) for month in range(1, 13)]
    return tuple(
        CalendarMonth(
            MonthCount(month, addresses.month(month) if month in counts else "", counts.get(month, 0)),
            _weeks(month, days, fullest),
        )
        for month in months
    )


def _weeks(first: dt.date, days: Mapping[dt.date, DayCount], fullest: int) -> tuple[tuple[CalendarCell, ...], ...]:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(first.year, first.month)
    return tuple(tuple(_cell(first, day, days, fullest) for day in week) for week in weeks)


def _cell(first: dt.date, day: int, days: Mapping[dt.date, DayCount], fullest: int) -> CalendarCell:
    if not day:
        return CalendarCell(0, None, "", 0, 0)
    date = first.replace(day=day)
    found = days.get(date)
    if found is None:
        return CalendarCell(day, date, "", 0, 0)
    return CalendarCell(day, date, found.url, found.count, _tint(found.count, fullest))


def _tint(count: int, fullest: int) -> int:
    """1 to 5: a fifth of the fullest day each, rounded up; 0 for none."""
    return -(-count * TINTS // fullest) if count else 0
