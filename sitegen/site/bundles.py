"""Days → the spans of dates whose papers one search bundle holds. Pure: the archive's dates decide, never the clock."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

# About 5 s and 0.8 GiB to index, and 0.2 s to ask for a common word; twice as many take more than twice as long to ask.
PAPER_LIMIT = 5_000
# These are indexed again every day, so they stay small: the newest month, and the one before it while it is corrected.
_MONTHS_APART = 2


class Span(msgspec.Struct, frozen=True):
    """Dates that stand together, both ends included. name: stable, and telling in a listing of files."""

    name: str
    first: dt.date
    last: dt.date


def spans_of(papers: Mapping[dt.date, int]) -> tuple[Span, ...]:
    """The spans of an archive, newest first; each day with papers lies in exactly one.

    papers: how many each day has; days with none count as absent. The two newest months stand alone; older ones join,
    from the oldest on, while they hold at most PAPER_LIMIT papers together. A month that holds more is cut between
    days; a day never is. So a new day changes the newest span, and a new month closes the third newest.
    """
    days = sorted(date for date, count in papers.items() if count)
    months = [tuple(dates) for _, dates in groupby(days, key=_month)]
    joined, apart = months[:-_MONTHS_APART], months[-_MONTHS_APART:]
    spans = [*_joined(joined, papers), *(span for dates in apart for span in _spans_of_month(dates, papers))]
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
    starts = [dates[0].replace(day=1)]
    held = 0
    for date in dates:
        if held and held + papers[date] > PAPER_LIMIT:
            starts.append(date)
            held = 0
        held += papers[date]
    if len(starts) == 1:
        yield _months(dates[0], dates[0])
        return
    ends = [*(start - dt.timedelta(days=1) for start in starts[1:]), _end_of_month(dates[0])]
    for first, last in zip(starts, ends, strict=True):
        yield Span(f"{first.isoformat()}--{last.isoformat()}", first, last)


def _months(first: dt.date, last: dt.date) -> Span:
    """The whole months from that of one date to that of another."""
    names = [f"{date.year:04}-{date.month:02}" for date in (first, last)]
    return Span("--".join(dict.fromkeys(names)), first.replace(day=1), _end_of_month(last))


def _month(date: dt.date) -> tuple[int, int]:
    return date.year, date.month


def _end_of_month(date: dt.date) -> dt.date:
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])
