"""The weeks of an archive and the groups of their pages. Weeks begin on Monday (ISO 8601).

A week may lie in two months and two years, so its pages stand in no group of these: weeks are grouped by the month of
their Thursday, and each group follows from the days of its weeks alone.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

import msgspec

from sitegen.archive.marks import Marks
from sitegen.provenance import digest
from sitegen.site.addresses import month_of
from sitegen.site.builder import Builder, with_neighbours
from sitegen.site.graph import DayOutline, Graph
from sitegen.site.sheets import Group, Place, Sheet
from sitegen.site.week_pages import WeekSheet


class Week(msgspec.Struct, frozen=True):
    """A week that lists papers. days: those that do, newest first. newer, older: the Mondays of the weeks beside it."""

    monday: dt.date
    days: tuple[DayOutline, ...]
    newer: dt.date | None
    older: dt.date | None

    @property
    def thursday(self) -> dt.date:
        return self.monday + dt.timedelta(days=3)

    @property
    def changed(self) -> dt.date | None:
        """The day of the last change of its entries."""
        return max((day.changed for day in self.days if day.changed), default=None)


def weeks_of(days: Iterable[DayOutline]) -> tuple[Week, ...]:
    """The weeks of these days, newest first. days: newest first."""
    # 1 January of the year 1, the first ordinal, is a Monday. An archive of ten years has 2,600 days to ask here.
    numbered = groupby(days, key=lambda day: (day.date.toordinal() - 1) // 7)
    weeks = tuple((dt.date.fromordinal(number * 7 + 1), tuple(group)) for number, group in numbered)
    return tuple(
        Week(week[0], week[1], newer[0] if newer else None, older[0] if older else None)
        for newer, week, older in with_neighbours(weeks)
    )


def week_groups(graph: Graph, b: Builder) -> Iterator[Group]:
    """The groups of the pages of weeks, one for each month that has the Thursday of one."""
    if not b.config.pages.weeks:
        return
    for month, of_month in groupby(weeks_of(graph.days), key=lambda week: month_of(week.thursday)):
        weeks = tuple((week, _marks(graph, week)) for week in of_month)
        yield Group(
            name=f"weeks {month:%Y-%m}",
            value=digest(msgspec.msgpack.encode(weeks)),
            kinds=WeekSheet.kinds,
            sheets=partial(_sheets, graph, weeks),
        )


def week_places(graph: Graph, b: Builder) -> Iterator[Place]:
    """Where the pages of all weeks go, without their papers."""
    for week in weeks_of(graph.days) if b.config.pages.weeks else ():
        yield from WeekSheet(week.monday, (), Marks(), None, None, week.changed).places(b)


def _sheets(graph: Graph, weeks: tuple[tuple[Week, Marks], ...]) -> tuple[Sheet, ...]:
    return tuple(_sheet(graph, week, marks) for week, marks in weeks)


def _sheet(graph: Graph, week: Week, marks: Marks) -> WeekSheet:
    dates = {day.date for day in week.days}
    months = sorted({month_of(date) for date in dates}, reverse=True)
    listing = (day for month in months for day in graph.month(month).editions if day.date in dates)
    # No week shows the notes of its days, so a note makes none anew.
    editions = tuple(msgspec.structs.replace(day, note="") for day in listing)
    return WeekSheet(week.monday, editions, marks, week.newer, week.older, week.changed)


def _marks(graph: Graph, week: Week) -> Marks:
    """What a calendar marks of these seven days."""
    if not graph.marks:
        return Marks()
    sunday = week.monday + dt.timedelta(days=6)
    months = sorted({month_of(week.monday), month_of(sunday)})
    found = [graph.marks_of_month(month) for month in months]
    return Marks(
        tuple(day for marks in found for day in marks.gaps if week.monday <= day <= sunday),
        tuple(day for marks in found for day in marks.quiet if week.monday <= day <= sunday),
    )
