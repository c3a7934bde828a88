"""The archive by days: what each has, where it is from, and which days are missing. Pure; reads no file."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sitegen.archive.coverage import Days, gaps, quiet_days


class Head(msgspec.Struct, frozen=True):
    """What this module has to know of an entry. sources: the names of those that told it; none if written by hand."""

    date: dt.date
    listed_on: tuple[dt.date, ...]
    is_draft: bool
    sources: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A day, or all days of a month. first: the day, or the first one of them that has something.

    entries: that it listed first, drafts included. drafts: of them. again: entries that were there and were listed
    again. sources: how many of the entries each source told; '' stands for those that nobody told. missing: the sources
    that have still to answer, by how many days. day_count: days with entries. gap_count: days with missing sources.
    quiet_count: days that every source says had no digest.
    """

    first: dt.date
    entries: int = 0
    drafts: int = 0
    again: int = 0
    sources: Mapping[str, int] = {}
    missing: Mapping[str, int] = {}
    day_count: int = 0
    gap_count: int = 0
    quiet_count: int = 0


def rows_of(heads: Iterable[Head], days: Days) -> tuple[Row, ...]:
    """The days that have entries, miss a source, or are known to have had no digest; the oldest first.

    days: what is known of the sources on the web; its gaps and quiet days are those of the calendar.
    """
    counts: dict[dt.date, Counter[str]] = defaultdict(Counter)
    sources: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for head in heads:
        counts[head.date]["entries"] += 1
        counts[head.date]["drafts"] += head.is_draft
        sources[head.date].update(head.sources or ("",))
        for day in head.listed_on:
            counts[day]["again"] += 1
    missing = _missing(days)
    quiet = frozenset(quiet_days(days))
    return tuple(
        Row(
            first=day,
            entries=counts[day]["entries"],
            drafts=counts[day]["drafts"],
            again=counts[day]["again"],
            sources=dict(sorted(sources[day].items())),
            missing=dict.fromkeys(sorted(missing.get(day, ())), 1),
            day_count=int(counts[day]["entries"] + counts[day]["again"] > 0),
            gap_count=int(day in missing),
            quiet_count=int(day in quiet and not counts[day]["entries"] + counts[day]["again"]),
        )
        for day in sorted({*counts, *missing, *quiet})
    )


def _missing(days: Days) -> dict[dt.date, set[str]]:
    """The gaps, each with the sources it waits for."""
    missing: dict[dt.date, set[str]] = {day: set() for day in gaps(days)}
    for (day, name), line in days.items():
        if line.state == "pending":
            missing[day].add(name)
    return missing


def by_month(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of each month as one, in their order."""
    months: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        months.setdefault((row.first.year, row.first.month), []).append(row)
    return tuple(total(every) for every in months.values())


def total(rows: Sequence[Row]) -> Row:
    """All rows as one; there is at least one."""
    names = ("entries", "drafts", "again", "day_count", "gap_count", "quiet_count")
    return Row(
        first=rows[0].first,
        sources=_added_up(row.sources for row in rows),
        missing=_added_up(row.missing for row in rows),
        **{name: sum(getattr(row, name) for row in rows) for name in names},
    )


def _added_up(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    every: Counter[str] = Counter()
    for count in counts:
        every.update(count)
    return dict(sorted(every.items()))
