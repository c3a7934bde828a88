"""A year as twelve small calendars. Weeks begin on Monday."""

import calendar
import datetime as dt
from collections.abc import Mapping

from sitegen.site.addresses import Addresses
from sitegen.site.views import CalendarCell, CalendarMonth, DayCount, MonthCount

TINTS = 5


def calendar_months(year: int, days: Mapping[dt.date, DayCount], addresses: Addresses) -> tuple[CalendarMonth, ...]:
    """The months of a year, January first. days: those that have papers."""
    fullest = max((day.count for day in days.values()), default=0)
    return tuple(_month(dt.date(year, month, 1), days, fullest, addresses) for month in range(1, 13))


def _month(first: dt.date, days: Mapping[dt.date, DayCount], fullest: int, addresses: Addresses) -> CalendarMonth:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(first.year, first.month)
    cells = tuple(tuple(_cell(first, day, days, fullest) for day in week) for week in weeks)
    count = sum(cell.count for week in cells for cell in week)
    return CalendarMonth(MonthCount(first, addresses.month(first) if count else "", count), cells)


def _cell(first: dt.date, day: int, days: Mapping[dt.date, DayCount], fullest: int) -> CalendarCell:
    if not day:
        return CalendarCell(0, None, "", 0, 0)
    date = first.replace(day=day)
    found = days.get(date)
    if found is None:
        return CalendarCell(day, date, "", 0, 0)
    return CalendarCell(day, date, found.url, found.count, _tint(found.count, fullest))


def _tint(count: int, fullest: int) -> int:
    """1 to 5: a fifth of the fullest day each, rounded up."""
    return -(-count * TINTS // fullest)
