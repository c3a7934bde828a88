"""Briefs → days, months, topics: who stands where. Pure; every order is total.

The archive is cut by months, so that what follows from one month need not be thought again when another one changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import groupby

import msgspec

from sitegen.archive.brief import Brief, day_order
from sitegen.archive.entry import Entry
from sitegen.archive.marks import Marks
from sitegen.archive.people import Person
from sitegen.archive.store import Note, OwnPage
from sitegen.archive.topics import Topic
from sitegen.config import SavedSearch
from sitegen.provenance import digest
from sitegen.site import feed_runs
from sitegen.site.finds import Finds, MonthFinds, finds_of
from sitegen.site.names import Names
from sitegen.site.related import Related
from sitegen.site.rising import Facts
from sitegen.site.roster import Remembered, Roster, roster_of


class Edition(msgspec.Struct, frozen=True):
    """A day: the entries whose date it is, in day order, then those it lists again."""

    date: dt.date
    entries: tuple[Brief, ...]
    again: tuple[Brief, ...]
    note: str

    @property
    def listed(self) -> tuple[Brief, ...]:
        return self.entries + self.again


def entries_of(editions: Iterable[Edition]) -> tuple[Brief, ...]:
    """The entries of these days, each once: where it was listed first."""
    return tuple(brief for edition in editions for brief in edition.entries)


class Month(msgspec.Struct, frozen=True):
    """The days of a month, newest first. editions: those that list papers. noted: those with an editor's note only.

    month: its first day. value: a digest of all this.
    """

    month: dt.date
    editions: tuple[Edition, ...]
    noted: tuple[Edition, ...]
    value: bytes

    @property
    def entries(self) -> tuple[Brief, ...]:
        """The entries whose month it is, newest day first, each day in day order."""
        return entries_of(self.editions)


class DayOutline(msgspec.Struct, frozen=True, array_like=True):
    """A day that lists papers: how many, and how many it lists first.

    changed: the day of the last change of those it lists first. value: a digest of all it lists, in its order.
    """

    date: dt.date
    listed_count: int
    entry_count: int
    changed: dt.date | None
    value: bytes


class TopicOutline(msgspec.Struct, frozen=True, array_like=True):
    """What a month has of a topic: how many entries, the newest day with one, the last change, a digest of them.

    beside: how many of these entries have which other topic too, of those whose slugs come after its own. runs: how
    many each run of its feed has, the oldest first.
    """

    count: int
    latest: dt.date
    changed: dt.date
    value: bytes
    beside: Mapping[str, int]
    runs: tuple[int, ...]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """What other months need to know of a month.

    days: that list papers, newest first. noted: days that have only a note. topics: by slug. newest, oldest: the first
    and the last of its entries. changed: the day of the last change of an entry.
    """

    month: dt.date
    value: bytes
    days: tuple[DayOutline, ...]
    noted: tuple[dt.date, ...]
    count: int
    without_topic_count: int
    topics: Mapping[str, TopicOutline]
    newest: Brief | None
    oldest: Brief | None
    changed: dt.date | None


class Graph(msgspec.Struct, frozen=True):
    """The archive, linked. outlines: of every month that has a day, newest first. month: the month of an outline.

    marks: of each month that has any, by its first day, the oldest first; it may have no outline. roster: the authors;
    None while they have no pages. finds: what the searches that have a feed find. related: the related papers; None
    while no page shows them. trends: what rises; None while it has no page.
    """

    outlines: tuple[Outline, ...]
    topics: tuple[Topic, ...]
    own_pages: tuple[OwnPage, ...]
    marks: Mapping[dt.date, Marks]
    month: Callable[[dt.date], Month]
    roster: Roster | None = None
    finds: Finds = Finds()
    related: Related | None = None
    trends: Facts | None = None

    @property
    def days(self) -> tuple[DayOutline, ...]:
        """The days that list papers, newest first."""
        return tuple(day for outline in self.outlines for day in outline.days)

    @property
    def entry_count(self) -> int:
        return sum(outline.count for outline in self.outlines)

    def marks_of_month(self, month: dt.date) -> Marks:
        return self.marks.get(month, Marks())

    def marks_of_year(self, year: int) -> Marks:
        of_year = [marks for month, marks in self.marks.items() if month.year == year]
        return Marks(
            tuple(day for marks in of_year for day in marks.gaps),
            tuple(day for marks in of_year for day in marks.quiet),
        )

    @property
    def gap_counts(self) -> tuple[tuple[int, int], ...]:
        """The years with gaps and how many each has, the oldest first."""
        return tuple(Counter(day.year for marks in self.marks.values() for day in marks.gaps).items())

    @property
    def years(self) -> tuple[tuple[int, tuple[Outline, ...]], ...]:
        """The years of the outlines and of the gaps with their outlines, newest first."""
        found = {**{year: () for year, _ in self.gap_counts}, **dict(years_of(self.outlines))}
        return tuple((year, found[year]) for year in sorted(found, reverse=True))

    @property
    def calendar_years(self) -> tuple[int, ...]:
        """The years that a calendar has something to show of, papers or gaps, newest first."""
        with_gaps = dict(self.gap_counts)
        return tuple(
            year for year, outlines in self.years if year in with_gaps or any(outline.days for outline in outlines)
        )


class Papers(msgspec.Struct, frozen=True):
    """What stands in one month, before it is put in order: entries of that month, entries listed again in it, notes."""

    entries: list[Brief]
    again: list[Brief]
    notes: list[Note]


def by_month(briefs: Iterable[Brief], notes: Iterable[Note], *, with_drafts: bool) -> dict[dt.date, Papers]:
    """What stands in each month that has anything; drafts are left out unless asked for."""
    months: dict[dt.date, Papers] = {}

    def of(year: int, month: int) -> Papers:
        first = dt.date(year, month, 1)
        found = months.get(first)
        if found is None:
            found = months[first] = Papers([], [], [])
        return found

    for brief in briefs:
        if brief.is_draft and not with_drafts:
            continue
        of(brief.date.year, brief.date.month).entries.append(brief)
        for month in {date.replace(day=1) for date in brief.listed_on if date != brief.date}:
            of(month.year, month.month).again.append(brief)
    for note in notes:
        of(note.date.year, note.date.month).notes.append(note)
    return months


def value_of(month: dt.date, papers: Papers) -> bytes:
    """A digest of what stands in a month, whatever order it was found in."""
    entries = sorted(brief.digest for brief in papers.entries)
    again = sorted(brief.digest for brief in papers.again)
    notes = sorted(f"{note.date} {note.body}".encode() for note in papers.notes)
    return digest(month.isoformat().encode(), b"".join(entries), b"".join(again), *notes)


def linked_month(month: dt.date, papers: Papers, value: bytes) -> Month:
    """A month in order."""
    notes = {note.date: note.body for note in papers.notes}
    first: dict[dt.date, list[Brief]] = {}
    again: dict[dt.date, list[Brief]] = {}
    for brief in sorted(papers.entries, key=day_order):
        first.setdefault(brief.date, []).append(brief)
    for brief in sorted(papers.again, key=day_order):
        for date in brief.listed_on:
            if date != brief.date and date.replace(day=1) == month:
                again.setdefault(date, []).append(brief)
    days = [
        Edition(date, tuple(first.get(date, ())), tuple(again.get(date, ())), notes.get(date, ""))
        for date in sorted({*first, *again, *notes}, reverse=True)
    ]
    editions = tuple(day for day in days if day.listed)
    return Month(month, editions, tuple(day for day in days if not day.listed), value)


def outline_of(month: Month) -> Outline:
    """What other months need to know of this one."""
    entries = month.entries
    topics: dict[str, list[Brief]] = {}
    for brief in entries:
        for slug in brief.topics:
            topics.setdefault(slug, []).append(brief)
    return Outline(
        month=month.month,
        value=month.value,
        days=tuple(map(_day_outline, month.editions)),
        noted=tuple(day.date for day in month.noted),
        count=len(entries),
        without_topic_count=sum(1 for brief in entries if not brief.topics),
        topics={slug: _topic_outline(slug, topics[slug]) for slug in sorted(topics)},
        newest=entries[0] if entries else None,
        oldest=entries[-1] if entries else None,
        changed=changed(entries),
    )


def _day_outline(day: Edition) -> DayOutline:
    value = digest(*(brief.digest for brief in day.entries), b"again", *(brief.digest for brief in day.again))
    return DayOutline(day.date, len(day.listed), len(day.entries), changed(day.entries), value)


def _topic_outline(topic: str, briefs: list[Brief]) -> TopicOutline:
    latest = changed(briefs)
    assert latest is not None, "a topic of a month has an entry"
    beside = Counter(slug for brief in briefs for slug in brief.topics if slug > topic)
    value = digest(*(brief.digest for brief in briefs))
    others = {slug: beside[slug] for slug in sorted(beside)}
    runs = tuple(map(len, feed_runs.runs_of(briefs, feed_runs.PAPERS)))
    return TopicOutline(len(briefs), briefs[0].date, latest, value, others, runs)


def changed(briefs: Iterable[Brief]) -> dt.date | None:
    """The day of the last change of any of these entries."""
    return max((brief.changed for brief in briefs), default=None)


def topic_counts(briefs: Iterable[Brief], topics: tuple[Topic, ...]) -> tuple[tuple[Topic, int], ...]:
    """The topics of these entries, the most frequent first, equal ones in the order of topics.yaml."""
    return ranked(Counter(slug for brief in briefs for slug in brief.topics), topics)


def ranked(counts: Mapping[str, int], topics: tuple[Topic, ...]) -> tuple[tuple[Topic, int], ...]:
    """Topics with their counts by slug, the most frequent first, equal ones in the order of topics.yaml."""
    found = [(topic, counts[topic.slug]) for topic in topics if counts.get(topic.slug)]
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def years_of(outlines: tuple[Outline, ...]) -> tuple[tuple[int, tuple[Outline, ...]], ...]:
    """The years of these months with their months, newest first."""
    return tuple((year, tuple(group)) for year, group in groupby(outlines, key=lambda outline: outline.month.year))


def graph_of(
    briefs: Iterable[Brief],
    notes: Iterable[Note],
    own_pages: Iterable[OwnPage],
    marks: Iterable[Marks],
    topics: tuple[Topic, ...],
    *,
    with_drafts: bool,
    known: Mapping[bytes, Outline],
) -> Graph:
    """The graph of an archive. known: outlines of an earlier look, by their value."""
    months = by_month(briefs, notes, with_drafts=with_drafts)
    values = {month: value_of(month, papers) for month, papers in months.items()}
    made: dict[dt.date, Month] = {}

    def month_at(month: dt.date) -> Month:
        if month not in made:
            made[month] = linked_month(month, months[month], values[month])
        return made[month]

    outlines = tuple(known.get(values[month]) or outline_of(month_at(month)) for month in sorted(months, reverse=True))
    shown = tuple(page for page in own_pages if with_drafts or not page.is_draft)
    return Graph(outlines, topics, shown, _marks_by_month(marks), month_at)


def with_roster(
    graph: Graph, briefs: Callable[[], Iterable[Brief]], people: Iterable[Person], min_papers: int, known: Remembered
) -> Graph:
    """The graph with the authors of its entries. briefs: gives these at least. known: of an earlier look."""
    roster = roster_of(Names(people), min_papers, _months_with_entries(graph), briefs, known)
    return msgspec.structs.replace(graph, roster=roster)


def with_finds(
    graph: Graph,
    searches: tuple[SavedSearch, ...],
    people: Iterable[Person],
    entry_of: Callable[[Brief], Entry],
    known: tuple[MonthFinds, ...],
) -> Graph:
    """The graph with what searches find. known: of an earlier look, for the same searches and people."""
    finds = finds_of(searches, Names(people), _months_with_entries(graph), entry_of, known)
    return msgspec.structs.replace(graph, finds=finds)


def _months_with_entries(graph: Graph) -> tuple[tuple[dt.date, bytes, Callable[[], tuple[Brief, ...]]], ...]:
    return tuple(
        (outline.month, outline.value, partial(_entries_of, graph, outline.month))
        for outline in graph.outlines
        if outline.count
    )


def _entries_of(graph: Graph, month: dt.date) -> tuple[Brief, ...]:
    return graph.month(month).entries


def _marks_by_month(marks: Iterable[Marks]) -> Mapping[dt.date, Marks]:
    """Marks by the first day of their month, the oldest first. marks: no month stands in two of them."""
    found = {days[0].replace(day=1): each for each in marks if (days := each.gaps or each.quiet)}
    return {month: found[month] for month in sorted(found)}
