"""The page of a week: its days with their papers, the most voted of these first. Knows no paper of another week."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from sitegen.archive.brief import Brief
from sitegen.archive.marks import Marks
from sitegen.site.addresses import INDEX, month_of, week_name, week_path
from sitegen.site.archive_pages import gaps_with_papers, rows_of_days, without_papers
from sitegen.site.builder import Builder, head, week_link, year_link
from sitegen.site.graph import Edition, entries_of
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import MonthLink, Page, WeekView

# The list of the most voted papers; a week that has less than twice as many is short enough without it.
TOP_OF_WEEK = 5


class WeekSheet(Sheet, frozen=True):
    """A week. editions: its days that list papers, newest first. newer, older: the Mondays of the weeks beside it."""

    kinds: ClassVar[tuple[str, ...]] = ("week",)
    monday: dt.date
    editions: tuple[Edition, ...]
    marks: Marks
    newer: dt.date | None
    older: dt.date | None
    changed: dt.date | None

    @property
    def name(self) -> str:
        return f"week {week_name(self.monday)}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(week_path(self.monday) + INDEX, "content", self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        entries = entries_of(self.editions)
        name, path = week_name(self.monday), week_path(self.monday)
        year, number, _ = self.monday.isocalendar()
        listed = {day.date: len(day.listed) for day in self.editions}
        months = sorted({month_of(date) for date in listed})
        view = WeekView(
            **head(b, "week", path, name, f"{b.config.title}: {name}"),
            year=year,
            week=number,
            first=self.monday,
            last=self.monday + dt.timedelta(days=6),
            count=len(entries),
            top=b.maker.rows(map(entry_of, _most_voted(entries))),
            days=rows_of_days(b, self.editions, entry_of),
            gaps=gaps_with_papers(b, self.marks.gaps, listed),
            quiet=without_papers(self.marks.quiet, listed),
            topics=b.maker.topic_counts(entries),
            months=tuple(MonthLink(month, b.addresses.month(month)) for month in months),
            years=tuple(year_link(b, year) for year in sorted({month.year for month in months})),
            newer=week_link(b, self.newer) if self.newer else None,
            older=week_link(b, self.older) if self.older else None,
        )
        yield Page(path + INDEX, view)


def _most_voted(entries: tuple[Brief, ...]) -> tuple[Brief, ...]:
    """The entries with the most votes, the newest day first among equals; none where there is no need to choose."""
    if len(entries) < 2 * TOP_OF_WEEK:
        return ()
    with_votes = [brief for brief in entries if brief.votes]
    return tuple(sorted(with_votes, key=lambda brief: -(brief.votes or 0))[:TOP_OF_WEEK])
