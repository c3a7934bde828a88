"""What rises: shares of a month beside those of the months before. Knows no topic, no word and no page.

A share is a part of all papers, not a count, since a month may have more papers than another. Half a paper is added to
each count (as Agresti and Caffo do for small samples), so that nothing is compared with zero. A rise counts if it is so
many standard errors large: with one in 40 to expect by chance at two, and one in 700 at three.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from math import sqrt

import msgspec

# Fewer papers in the month, or in the months before, tell nothing.
LEAST_OF_MONTH = 50
LEAST_BEFORE = 100
# A topic or a word with fewer papers in the month is left out.
LEAST_COUNT = 5
# Standard errors. There are thousands of words, so more of them rise by chance.
SURE_OF_TOPIC = 2.0
SURE_OF_WORD = 3.0
_HALF = 0.5
# Of two terms of which one is in the other, the longer one alone is shown if it has this part of the papers.
_SAME = 0.7


class Rise(msgspec.Struct, frozen=True, array_like=True):
    """What rises. count: of the month's papers. before: of those of the months before. errors: the rise, in these."""

    name: str
    count: int
    before: int
    errors: float


class Term(msgspec.Struct, frozen=True, array_like=True):
    """A term that rises. shown: as most papers of the month write it. counts: of all months, the oldest first."""

    rise: Rise
    shown: str
    counts: tuple[int, ...]


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """What is found. value: of all it follows from. month: its first day; none where there are too few papers.

    is_running: it is the newest one, of which days may come yet. months: those compared, the month itself last, with
    the papers of each. year: none without papers. authors: slug, name, papers.
    """

    value: bytes = b""
    month: dt.date | None = None
    is_running: bool = False
    months: tuple[tuple[dt.date, int], ...] = ()
    terms: tuple[Term, ...] = ()
    year: int | None = None
    year_count: int = 0
    authors: tuple[tuple[str, str, int], ...] = ()
    venues: tuple[tuple[str, int], ...] = ()


def rises(
    counts: Mapping[str, int], total: int, before: Mapping[str, int], total_before: int, least_errors: float
) -> tuple[Rise, ...]:
    """What rises, the surest first. counts: of `total` papers of a month. before: of those of the months before."""
    if total < LEAST_OF_MONTH or total_before < LEAST_BEFORE:
        return ()
    found = [
        Rise(name, count, before.get(name, 0), errors_of(count, total, before.get(name, 0), total_before))
        for name, count in counts.items()
        if count >= LEAST_COUNT
    ]
    sure = (each for each in found if each.errors >= least_errors)
    return tuple(sorted(sure, key=lambda each: (-round(each.errors, 6), each.name)))


def errors_of(count: int, total: int, before: int, total_before: int) -> float:
    """How many standard errors of a difference of two shares the first is above the second; below, if negative."""
    now, then = (count + _HALF) / (total + 2 * _HALF), (before + _HALF) / (total_before + 2 * _HALF)
    both = (count + before + 2 * _HALF) / (total + total_before + 4 * _HALF)
    return (now - then) / sqrt(both * (1 - both) * (1 / (total + 1) + 1 / (total_before + 1)))


def without_parts(found: Iterable[Rise]) -> tuple[Rise, ...]:
    """Terms without those that are a part of a longer one with nearly the same papers."""
    terms = tuple(found)
    longer = [(f" {each.name} ", each.count) for each in terms]
    return tuple(
        each
        for each, (padded, _) in zip(terms, longer, strict=True)
        if not any(padded in other and padded != other and count >= _SAME * each.count for other, count in longer)
    )
