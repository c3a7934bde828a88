"""Which papers are related, kept between builds month by month: what is new is compared with all, all else stands.

What is kept may vanish, be damaged, or be of another moment: one list, which is written last, names each file with a
digest of what it holds. If anything does not fit, all is made anew; the answer is the same.
"""

import datetime as dt
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.build.comparing import MANY_PAPERS, all_lists, new_lists, profiled
from sitegen.build.pool import Pool
from sitegen.build.related_memo import (
    LostError,
    Month,
    forget_all_but,
    keep_lists,
    keep_months,
    keep_profiles,
    kept_lists,
    kept_months,
    kept_papers,
    kept_terms,
)
from sitegen.provenance import digest
from sitegen.site.graph import Graph
from sitegen.site.profiles import Filing, MonthPapers, MonthTerms, filed, filings
from sitegen.site.related import MonthLists, Related, Row, month_lists, near_of, row_of
from sitegen.site.relating import MOST, Near, Papers
from sitegen.site.terms import LEAST


class _Before(msgspec.Struct, frozen=True):
    """What an earlier build found, but for what the papers say, which is read when it is compared."""

    papers: Mapping[dt.date, MonthPapers]
    lists: Mapping[dt.date, MonthLists]


class Relations:
    """The related papers of one build's graph. folder: where they are kept."""

    def __init__(self, graph: Graph, site_root: Path, folder: Path, pool: Pool) -> None:
        self._graph = graph
        self._site_root = site_root
        self._folder = folder
        self._pool = pool

    def related(self, briefs: Callable[[], Iterable[Brief]]) -> Related:
        """The related papers of the graph. briefs: gives all of them."""
        wanted = {outline.month: outline.value for outline in self._graph.outlines if outline.count}
        kept = kept_months(self._folder)
        if {month: each.value for month, each in kept.items()} != wanted:
            kept = self._updated(wanted, kept)
        return Related({month: each.shown for month, each in kept.items()}, partial(self._lists, kept), briefs)

    def _lists(self, kept: Mapping[dt.date, Month], month: dt.date) -> MonthLists:
        """The lists of a month; if they are lost, everything is made anew."""
        found = kept_lists(self._folder, kept[month])
        if found is None:
            again = self._updated({each.month: each.value for each in kept.values()}, {})
            found = kept_lists(self._folder, again[month])
            assert found is not None, "written just now"
        return found

    def _updated(self, wanted: Mapping[dt.date, bytes], kept: Mapping[dt.date, Month]) -> dict[dt.date, Month]:
        """Finds what is related now, and keeps it."""
        try:
            return self._found(wanted, kept, self._before(kept))
        except LostError:
            return self._found(wanted, {}, _Before({}, {}))

    def _found(
        self, wanted: Mapping[dt.date, bytes], kept: Mapping[dt.date, Month], before: _Before
    ) -> dict[dt.date, Month]:
        changed = [month for month, value in sorted(wanted.items()) if month not in kept or kept[month].value != value]
        old = {
            filing.key: filing
            for month, papers in before.papers.items()
            if wanted.get(month) != papers.value
            for filing in filings(papers, self._terms_of(papers))
        }
        new = self._profiled(changed, old)
        months = {month: before.papers[month] for month in wanted if month not in new}
        for month, found in new.items():
            months[month], terms = filed(month, wanted[month], found)
            keep_profiles(self._folder, months[month], terms)
        now = {filing.key: filing for found in new.values() for filing in found}
        fresh = {key: filing for key, filing in now.items() if not _is_compared_alike(old.get(key), filing)}
        gone = {key for key, filing in old.items() if not _is_compared_alike(now.get(key), filing)}
        restyled = {key for key, filing in now.items() if key not in fresh and filing.shown != old[key].shown}
        papers = Papers(months[month] for month in sorted(months))
        is_much = not before.papers or len(fresh) > MANY_PAPERS
        former = _Before({}, {}) if is_much else before
        lists = {month.month: _lists_of(month, former) for month in papers.months}
        if is_much:
            near = all_lists(papers, self._folder, self._pool)
        else:
            near = _joined(papers, lists, fresh.values(), _bereft(papers, before, gone), self._terms_of)
        rows = _rows(papers, lists, near, restyled)
        result: dict[dt.date, Month] = {}
        for first, value in wanted.items():
            if first in former.lists and first not in new and first not in rows:
                result[first] = kept[first]
            else:
                of_month = lists[first].with_rows(rows.get(first, {}))
                if first not in former.lists or of_month.stamp != former.lists[first].stamp:
                    keep_lists(self._folder, first, of_month)
                result[first] = Month(first, value, digest(of_month.keys, of_month.values), of_month.stamp)
        keep_months(self._folder, result.values())
        forget_all_but(self._folder, wanted)
        return result

    def _before(self, kept: Mapping[dt.date, Month]) -> _Before:
        """What is kept. Raises LostError."""
        papers: dict[dt.date, MonthPapers] = {}
        lists: dict[dt.date, MonthLists] = {}
        for month in kept.values():
            of_month = kept_lists(self._folder, month)
            if of_month is None:
                raise LostError
            papers[month.month] = kept_papers(self._folder, month.month, month.value)
            lists[month.month] = of_month
        return _Before(papers, lists)

    def _terms_of(self, month: MonthPapers) -> MonthTerms:
        """What the papers of a month say. Raises LostError."""
        return kept_terms(self._folder, month.month, month.value)

    def _profiled(self, months: Iterable[dt.date], old: Mapping[str, Filing]) -> dict[dt.date, list[Filing]]:
        """The papers of months with their profiles. old: what is known; an entry that is as it was keeps its own."""
        found: dict[dt.date, list[Filing]] = {month: [] for month in months}
        unknown: list[Brief] = []
        for month, papers in found.items():
            for brief in self._graph.month(month).entries:
                before = old.get(brief.key)
                if before is not None and before.digest == brief.digest:
                    papers.append(before)
                else:
                    unknown.append(brief)
        for filing in profiled(unknown, self._site_root, self._pool):
            found[filing.date.replace(day=1)].append(filing)
        return found


def _lists_of(month: MonthPapers, before: _Before) -> MonthLists:
    """The lists of a month's papers as they were; those of new papers are empty."""
    former = before.lists.get(month.month) or month_lists({})
    return former if before.papers.get(month.month) is month else former.of_keys(month.keys)


def _bereft(papers: Papers, before: _Before, gone: Collection[str]) -> Iterator[int]:
    """The numbers of papers on whose list one stood that is gone."""
    for month, lists in before.lists.items():
        former = before.papers[month]
        for place, _ in lists.naming(gone):
            number = papers.number(former.date(place), former.keys[place])
            if number is not None:
                yield number


def _joined(
    papers: Papers,
    lists: Mapping[dt.date, MonthLists],
    fresh: Iterable[Filing],
    bereft: Iterable[int],
    terms_of: Callable[[MonthPapers], MonthTerms],
) -> dict[int, tuple[Near, ...]]:
    """The lists that may have changed, by the numbers of their papers. lists: as they were, month by month."""
    asked = {papers.number_of(filing.date, filing.key) for filing in fresh}.union(bereft)
    floors = array("I")
    for of_month in lists.values():
        floors.frombytes(of_month.floors)
    for number in asked:
        floors[number] = LEAST
    encoded: dict[dt.date, tuple[msgspec.Raw, ...]] = {}
    result: dict[int, tuple[Near, ...]] = {}
    for number, near in new_lists(papers, asked, floors, terms_of).items():
        month, place = papers.found(number)
        if number in asked:
            result[number] = tuple(near)
        else:
            if month.month not in encoded:
                encoded[month.month] = lists[month.month].encoded()
            former = near_of(encoded[month.month][place])
            result[number] = tuple(sorted({*former, *near})[:MOST])
    return result


def _rows(
    papers: Papers,
    lists: Mapping[dt.date, MonthLists],
    found: Mapping[int, tuple[Near, ...]],
    restyled: Collection[str],
) -> Mapping[dt.date, Mapping[int, Row]]:
    """What is now kept of each list that changed or shows something else, by months and places in them."""
    rows: dict[dt.date, dict[int, Row]] = {}
    for number, near in found.items():
        month, place = papers.found(number)
        rows.setdefault(month.month, {})[place] = row_of(near, papers)
    for first, of_month in lists.items():
        for place, near in of_month.naming(restyled):
            # One that was found anew may have named a paper that is gone.
            if place not in rows.setdefault(first, {}):
                rows[first][place] = row_of(near, papers)
    return rows


def former_related(folder: Path, briefs: Callable[[], Iterable[Brief]]) -> Related:
    """The related papers as a folder keeps them; none where it is damaged."""
    kept = kept_months(folder)

    def lists(month: dt.date) -> MonthLists:
        return kept_lists(folder, kept[month]) or month_lists({})

    return Related({month: each.shown for month, each in kept.items()}, lists, briefs)


def _is_compared_alike(one: Filing | None, other: Filing) -> bool:
    return one is not None and (one.date, one.profile) == (other.date, other.profile)
