"""The work of finding related papers, as tasks that any process that sees the folders can do."""

import datetime as dt
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.shelves import Lender
from sitegen.build.pool import Pool
from sitegen.build.related_memo import kept_papers, kept_terms
from sitegen.site.profiles import Filing, MonthPapers, MonthTerms, Said
from sitegen.site.related import shown_of
from sitegen.site.relating import MOST, Lists, Near, Newcomers, Papers, Relating
from sitegen.site.terms import profile_of
from sitegen.text.markdown import to_plain

# With so many new ones, all papers are compared anew, in several processes: this one would take a second.
MANY_PAPERS = 2000
# From this many papers on, other processes read their profiles: 0.25 ms each, beside 0.3 s for their start.
_MANY_PROFILES = 1500
_AT_ONCE = 400
# Into how many parts all comparisons are cut: the more, the more lists have to be joined.
_PARTS = 6


class Visit(msgspec.Struct, frozen=True):
    """Papers to take profiles of."""

    site_root: Path
    papers: tuple[Brief, ...]


class Part(msgspec.Struct, frozen=True):
    """Papers to compare with all after them. months: whose profiles the folder holds, with their values."""

    folder: Path
    months: tuple[tuple[dt.date, str], ...]
    first: int
    last: int


class Found(msgspec.Struct, frozen=True):
    """Who is close to whom, as arrays of numbers: a paper, another one, a score."""

    papers: bytes
    others: bytes
    scores: bytes


def profiled(papers: Sequence[Brief], site_root: Path, pool: Pool) -> Iterator[Filing]:
    """The profiles of papers, in any order."""
    visits = (Visit(site_root, tuple(papers[n : n + _AT_ONCE])) for n in range(0, len(papers), _AT_ONCE))
    for found in pool.run(_profiles, visits, is_much=len(papers) > _MANY_PROFILES):
        yield from found


def _profiles(visit: Visit) -> list[Filing]:
    lender = Lender(visit.site_root, limit=1 << 21)  # papers come month by month
    return [_filing(lender, brief) for brief in visit.papers]


def _filing(lender: Lender, brief: Brief) -> Filing:
    entry = lender(brief)
    return Filing(
        brief.key, brief.digest, shown_of(brief), brief.date, profile_of(entry.title, to_plain(entry.abstract))
    )


def new_lists(
    papers: Papers, asked: Collection[int], floors: "array[int]", terms_of: Callable[[MonthPapers], MonthTerms]
) -> Mapping[int, list[Near]]:
    """The lists of the papers asked for, and who joins other lists. floors: the score that joins each list.

    terms_of: reads what the papers of a month say. No two months are held at once: to find room for all of them would
    take longer than to read them.
    """
    if not asked:
        return {}
    lists = Lists(papers, floors)
    by_month: dict[dt.date, list[tuple[int, int]]] = {}
    for number in sorted(asked):
        month, place = papers.found(number)
        by_month.setdefault(month.month, []).append((number, place))
    profiles: dict[int, Said] = {}
    for month in papers.months:
        if month.month in by_month:
            said = [*terms_of(month).each()]
            profiles.update({number: said[place] for number, place in by_month[month.month]})
    newcomers = Newcomers(lists, profiles)
    for first, month in zip(papers.starts, papers.months, strict=True):
        newcomers.meet(first, terms_of(month))
    return {**{number: [] for number in asked}, **lists.joined}


def all_lists(papers: Papers, folder: Path, pool: Pool) -> dict[int, tuple[Near, ...]]:
    """The lists of all papers. folder: holds the profiles of their months. Raises LostError."""
    named = tuple((month.month, month.value.hex()) for month in papers.months)
    # Each part compares as much as another one: a triangle, cut across.
    count = len(papers)
    is_much = count > MANY_PAPERS
    bounds = [round(count * (1 - sqrt(1 - n / _PARTS))) for n in range(_PARTS + 1)] if is_much else [0, count]
    parts = (Part(folder, named, first, last) for first, last in pairwise(bounds) if first < last)
    lists: dict[int, list[tuple[int, int]]] = {}
    for found in pool.run(_compared, parts, is_much=is_much):
        columns = (array("I", data) for data in (found.papers, found.others, found.scores))
        for paper, other, score in zip(*columns, strict=True):
            lists.setdefault(paper, []).append((other, score))
    return {paper: _closest(papers, near) for paper, near in lists.items()}


def _closest(papers: Papers, found: Sequence[tuple[int, int]]) -> tuple[Near, ...]:
    """The closest of some papers. found: the number of each, and its score."""
    # Of thirty, nearly all are told to be none of the five by their scores alone.
    floor = sorted((score for _, score in found), reverse=True)[:MOST][-1]
    return tuple(sorted(papers.near(other, score) for other, score in found if score >= floor)[:MOST])


def _compared(part: Part) -> Found:
    papers, profiles = _read(part.folder, part.months)
    numbers = {key: number for number, key in enumerate(papers.keys)}
    relating = Relating(papers, profiles)
    for number in range(part.first, len(papers)):
        relating.compare(number)
        if number < part.last:
            relating.add(number)
    found = [(paper, numbers[key], -score) for paper, near in relating.joined.items() for score, _, key in near]
    columns = zip(*found, strict=True) if found else ((), (), ())
    return Found(*(array("I", column).tobytes() for column in columns))


@lru_cache(maxsize=1)
def _read(folder: Path, months: tuple[tuple[dt.date, str], ...]) -> tuple[Papers, Sequence[Said]]:
    """The papers of months and what they say. Kept, since a process compares one part after another."""
    values = {month: bytes.fromhex(value) for month, value in months}
    papers = Papers(kept_papers(folder, month, value) for month, value in values.items())
    return papers, [said for month, value in values.items() for said in kept_terms(folder, month, value).each()]
