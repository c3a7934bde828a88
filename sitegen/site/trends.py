"""Counts over time → trends: what a chart draws, with places from 0 to 100. Knows no topic and no page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from sitegen.site.views import Trend, TrendPoint

Unit = Literal["month", "year"]
# A trend tells something from this many periods on, if two of them have papers.
LEAST_PERIODS = 3
_LEAST_WITH_PAPERS = 2
# Of the room that a bar has, how much it fills.
_FILL = 0.62
# A label in the middle above a bar closer to an edge than this would run over it: on a phone it takes a third.
_EDGE = 20


def months_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The months from one to another, both by their first day."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(dt.date(number // 12, number % 12 + 1, 1) for number in numbers)


def years_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The years from one to another, by their first day."""
    return tuple(dt.date(year, 1, 1) for year in range(first.year, last.year + 1))


def by_year(counts: Mapping[dt.date, int]) -> dict[dt.date, int]:
    """Counts of months → counts of years, by their first day."""
    found: dict[dt.date, int] = {}
    for month, count in counts.items():
        year = month.replace(month=1)
        found[year] = found.get(year, 0) + count
    return found


def count_trend(unit: Unit, periods: Sequence[dt.date], counts: Mapping[dt.date, int]) -> Trend:
    """The trend of counts; its fullest period is as high as can be. periods: oldest first, at least one."""
    found = [counts.get(period, 0) for period in periods]
    highest = max(found)
    return _trend(unit, periods, found, [_top(count, highest) for count in found])


def share_trend(
    unit: Unit, periods: Sequence[dt.date], counts: Mapping[dt.date, int], totals: Mapping[dt.date, int], highest: float
) -> Trend:
    """The trend of shares. totals: the papers of each period. highest: the share that is as high as can be."""
    found = [counts.get(period, 0) for period in periods]
    shares = [share_of(count, totals.get(period, 0)) for period, count in zip(periods, found, strict=True)]
    return _trend(unit, periods, found, [_top(share, highest) for share in shares], shares)


def highest_share(counts: Iterable[Mapping[dt.date, int]], totals: Mapping[dt.date, int]) -> float:
    """The highest share of any of these, by which they can be compared."""
    return max((share_of(count, totals.get(period, 0)) for each in counts for period, count in each.items()), default=0)


def share_of(count: int, total: int) -> float:
    """A part of a hundred, not rounded; 0 of nothing."""
    return 100 * count / total if total else 0


def if_telling(trend: Trend) -> Trend | None:
    """The trend, if there is something to draw."""
    return trend if trend.is_drawn else None


def _trend(
    unit: Unit,
    periods: Sequence[dt.date],
    counts: Sequence[int],
    tops: Sequence[int],
    shares: Sequence[float] | None = None,
) -> Trend:
    room = 100 / len(periods)
    points = tuple(
        TrendPoint(
            start=period,
            count=count,
            share=round(shares[number]) if shares else None,
            x=round((number + 0.5) * room, 2),
            y=top,
        )
        for number, (period, count, top) in enumerate(zip(periods, counts, tops, strict=True))
    )
    values: Sequence[float] = shares or counts
    peak = points[values.index(max(values))]
    return Trend(
        unit=unit,
        points=points,
        peak=peak,
        peak_anchor="start" if peak.x < _EDGE else "end" if peak.x > 100 - _EDGE else "middle",
        bar_width=round(room * _FILL, 2),
        is_drawn=len(points) >= LEAST_PERIODS and sum(map(bool, counts)) >= _LEAST_WITH_PAPERS,
    )


def _top(value: float, highest: float) -> int:
    """0 for the highest to 100 for none; what is there at all can be seen."""
    return 100 - max(1, round(100 * value / highest)) if value else 100
