"""Days → the spans of dates whose papers one search bundle holds. Pure: the archive's dates decide, never the clock."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby

import msgspec

# About 5 s and 0.8 GiB to index, and 0.2 s to ask for a common word; twice as many take more than twice as long to ask.
PAPER_LIMIT = 5_000
# A new day is indexed together with at most so many papers of its month, in 0.2 s. Half as many would take 0.1 s, but a
# month of 450 papers would have four bundles rather than three, and a search page has to open each of them.
TAIL_LIMIT = 150


class Span(msgspec.Struct, frozen=True):
    """Dates that stand together, both ends included. name: tells the dates, so equal names mean equal spans."""

    name: str
    first: dt.date
    last: dt.date


def spans_of(papers: Mapping[dt.date, int]) -> tuple[Span, ...]:
    """The spans of an archive, newest first; each day with papers lies in exactly one.

    papers: how many each day has; days with none count as absent. The newest month is divided, so that a new day is
    indexed with few others; the one before it, which may still be corrected, stands alone; older ones join, from the
    oldest on, while they hold at most PAPER_LIMIT papers together. A month that holds more is cut between days; a day
    never is. A new day changes the newest span and those that it lets join; a new month changes all of the two newest.
    """
    days = sorted(date for date, count in papers.items() if count)
    months = [tuple(dates) for _, dates in groupby(days, key=_month)]
    spans = [
        *_joined(months[:-2], papers),
        *(span for dates in months[-2:-1] for span in _spans_of_month(dates, papers)),
        *(span for dates in months[-1:] for span in _spans_of_newest(dates, papers)),
    ]
    return tuple(reversed(spans))


def _joined(months: Iterable[tuple[dt.date, ...]], papers: Mapping[dt.date, int]) -> Iterator[Span]:
    """The spans of closed months, oldest first."""
    run: list[dt.date] = []
    held = 0
    for dates in months:
        count = sum(papers[date] for date in dates)
        if run and held + count > PAPER_LIMIT:
            yield _months(run[0], run[-1])
            run, held = [], 0
        if count > PAPER_LIMIT:
            yield from _spans_of_month(dates, papers)
        else:
            run.append(dates[0])
            held += count
    if run:
        yield _months(run[0], run[-1])


def _spans_of_month(dates: tuple[dt.date, ...], papers: Mapping[dt.date, int]) -> Iterator[Span]:
    """One span for a month, or several with at most PAPER_LIMIT papers each (a larger day has one of its own)."""
    runs = _runs(dates, papers, PAPER_LIMIT)
    if len(runs) == 1:
        yield _months(dates[0], dates[0])
        return
    starts = [dates[0].replace(day=1), *(run[0] for run in runs[1:])]
    ends = [*(start - dt.timedelta(days=1) for start in starts[1:]), _end_of_month(dates[0])]
    for first, last in zip(starts, ends, strict=True):
        yield _days(first, last)


def _spans_of_newest(dates: tuple[dt.date, ...], papers: Mapping[dt.date, int]) -> Iterator[Span]:
    """The spans of the newest month: runs of days with at most TAIL_LIMIT papers each, all but the last one folded.

    Only the last run takes in new days. A span ends on a day with papers, so it is the same when the next run begins.
    """
    *closed, last = _runs(dates, papers, TAIL_LIMIT)
    if not closed:
        yield _months(dates[0], dates[0])
        return
    for days in (*_folded(closed), last):
        for run in _runs(days, papers, PAPER_LIMIT):
            yield _days(run[0], run[-1])


def _runs(dates: Iterable[dt.date], papers: Mapping[dt.date, int], limit: int) -> list[tuple[dt.date, ...]]:
    """Days in order, cut into runs that hold at most `limit` papers each; a larger day is a run of its own."""
    runs: list[list[dt.date]] = []
    held = 0
    for date in dates:
        if not runs or held + papers[date] > limit:
            runs.append([])
            held = 0
        runs[-1].append(date)
        held += papers[date]
    return [tuple(run) for run in runs]


def _folded(runs: list[tuple[dt.date, ...]]) -> Iterator[tuple[dt.date, ...]]:
    """The days of 4, 2 and 1 runs, if there are 7: powers of two, the largest and oldest first.

    One run more leaves most groups as they are, as one more leaves most digits of a binary number. So a day is in a new
    group as often as its month doubles, and a month has few groups.
    """
    start = 0
    for power in reversed(range(len(runs).bit_length())):
        size = 1 << power
        if len(runs) & size:
            yield tuple(chain.from_iterable(runs[start : start + size]))
            start += size


def _days(first: dt.date, last: dt.date) -> Span:
    return Span(f"{first.isoformat()}--{last.isoformat()}", first, last)


def _months(first: dt.date, last: dt.date) -> Span:
    """The whole months from that of one date to that of another."""
    names = [f"{date.year:04}-{date.month:02}" for date in (first, last)]
    return Span("--".join(dict.fromkeys(names)), first.replace(day=1), _end_of_month(last))


def _month(date: dt.date) -> tuple[int, int]:
    return date.year, date.month


def _end_of_month(date: dt.date) -> dt.date:
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])
