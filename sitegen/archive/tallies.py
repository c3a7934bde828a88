"""What became of the items that were read, counted by source and day. Pure."""

import datetime as dt
from collections.abc import Iterable

import msgspec

OUTCOMES = ("new", "updated", "unchanged", "again", "merged", "ignored", "not_listed", "early", "rejected")


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the items of a source on a day; all outcomes add up to what was read.

    day: None for items that told none. new: papers that were not there. updated: fields followed the source. again: the
    paper was there, listed on another day. merged: the paper was there, from another source. ignored: the curator
    deleted its file. not_listed: news of papers that no digest listed. early: from before the source's start. rejected:
    cannot be read, or its entry cannot. kept: no outcome, but how many fields stay as the curator wrote them.
    """

    source: str
    file: str = ""
    day: dt.date | None = None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    again: int = 0
    merged: int = 0
    ignored: int = 0
    not_listed: int = 0
    early: int = 0
    rejected: int = 0
    kept: int = 0

    @property
    def read(self) -> int:
        return sum(getattr(self, name) for name in OUTCOMES)


def added_up(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """One tally for each source, file and day, by day, those without one last; else in the order of first mention."""
    sums: dict[tuple[str, str, dt.date | None], Tally] = {}
    for tally in tallies:
        place = (tally.source, tally.file, tally.day)
        sums[place] = _sum(sums[place], tally) if place in sums else tally
    order = {place: number for number, place in enumerate(dict.fromkeys(place[:2] for place in sums))}
    return tuple(sorted(sums.values(), key=lambda tally: (order[tally.source, tally.file], tally.day or dt.date.max)))


def total(tallies: Iterable[Tally]) -> Tally:
    """What became of everything, in one tally."""
    every = Tally(source="")
    for tally in tallies:
        every = _sum(every, tally)
    return every


def _sum(one: Tally, other: Tally) -> Tally:
    counts = {name: getattr(one, name) + getattr(other, name) for name in (*OUTCOMES, "kept")}
    return msgspec.structs.replace(one, **counts)
