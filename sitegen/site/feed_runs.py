"""A feed cut into runs of whole days: the newest runs are the feed itself, each run before them an archive (RFC 5005).

A run begins and ends within its period, a month or a year, and is counted from the period's first day on, so a day that
is added changes no run that is closed. An archive is published once its run has left the feed, so no paper stands in
two documents, and what was published never changes for a day that is added. A day as long as several runs is
cut itself: a source that is read back years may date thousands of papers on one.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, repeat
from typing import Protocol, TypeVar

import msgspec

# A run closes with the day that brings it to as many papers; a feed has as many at least, if there are as many. With
# twenty papers a day a feed has 50 to 118, of 2 KB each.
PAPERS = 50
# Of editions, each with the list of its day: a feed has one to two weeks.
EDITIONS = 7
# Of an author's papers, by year: so few, because a paper changes the feeds of all its authors.
PAPERS_OF_AUTHOR = 10
# A day longer than so many runs is cut. So no archive has more than 249 papers (49 and a day of 200), no feed 298.
_RUNS_OF_WHOLE_DAY = 4


class _Dated(Protocol):
    @property
    def date(self) -> object: ...


Item = TypeVar("Item", bound=_Dated)


class Period(msgspec.Struct, frozen=True):
    """A month ('2025-09') or a year ('2025') and how many items each of its runs has, the oldest run first."""

    name: str
    runs: tuple[int, ...]


class Cut(msgspec.Struct, frozen=True, array_like=True):
    """What is archived of a period: its `closed` oldest runs. before: the archive before these; '' if they are first.

    runs: of the period.
    """

    period: str
    closed: int
    before: str
    runs: int

    @property
    def is_in_feed(self) -> bool:
        """True if some of the period is in the feed itself."""
        return self.closed < self.runs

    @property
    def archives(self) -> Iterator[tuple[int, str, str]]:
        """The number of each archived run, from 0, the name of its archive and that of the one before."""
        before = self.before
        for number in range(self.closed):
            name = archive_name(self.period, number)
            yield number, name, before
            before = name


class Chain(msgspec.Struct, frozen=True):
    """A feed's periods as they are cut, newest first, and the name of the newest archive; '' without one."""

    cuts: tuple[Cut, ...]
    newest: str


def archive_name(period: str, number: int) -> str:
    """The name of the archive of a run: '2025-09', '2025-09-2'. It says nothing of what came after."""
    return f"{period}-{number + 1}" if number else period


def chain_of(periods: Iterable[Period], size: int) -> Chain:
    """The periods cut so that the feed has the newest runs that have `size` items. periods: newest first."""
    held = 0
    closed: list[tuple[Period, int]] = []
    for period in periods:
        count = len(period.runs)
        while count and held < size:
            count -= 1
            held += period.runs[count]
        closed.append((period, count))
    before = ""
    cuts: list[Cut] = []
    for period, count in reversed(closed):
        cuts.append(Cut(period.name, count, before, len(period.runs)))
        before = archive_name(period.name, count - 1) if count else before
    return Chain(tuple(reversed(cuts)), before)


def runs_of(items: Iterable[Item], size: int) -> tuple[tuple[Item, ...], ...]:
    """The items of a period in runs, the oldest run first. items: newest day first; so is each run."""
    runs: list[tuple[Item, ...]] = []
    run: tuple[Item, ...] = ()
    for of_day in reversed([tuple(group) for _, group in groupby(items, key=lambda item: item.date)]):
        end = len(of_day)
        for count in _pieces(end, size):
            run = (*of_day[end - count : end], *run)
            end -= count
            if len(run) >= size:
                runs.append(run)
                run = ()
    return (*runs, run) if run else tuple(runs)


def run_counts(day_counts: Iterable[int], size: int) -> tuple[int, ...]:
    """How many items the runs of a period have. day_counts: of its days, newest first."""
    runs: list[int] = []
    run = 0
    for of_day in reversed(tuple(day_counts)):
        for count in _pieces(of_day, size):
            run += count
            if run >= size:
                runs.append(run)
                run = 0
    return (*runs, run) if run else tuple(runs)


def _pieces(count: int, size: int) -> Iterator[int]:
    """How many items of a day join a run at once, from the last of the day on."""
    if count <= _RUNS_OF_WHOLE_DAY * size:
        yield count
        return
    whole, rest = divmod(count, size)
    yield from repeat(size, whole)
    if rest:
        yield rest
