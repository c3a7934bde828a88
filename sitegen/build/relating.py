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
    Month,
    forget_month,
    keep_lists,
    keep_months,
    keep_profiles,
    kept_lists,
    kept_months,
    kept_profiles,
)
from sitegen.provenance import digest
from sitegen.site.graph import Graph
from sitegen.site.profiles import Filing, Profiles, filed, filings
from sitegen.site.related import NO_ROW, MonthLists, Related, Row, month_lists, near_of, row_of
from sitegen.site.relating import MOST, Near, Papers
from sitegen.site.terms import LEAST

# By the number of a paper its list, the closest first.
Lists = Mapping[int, tuple[Near, ...]]


class _Before(msgspec.Struct, frozen=True):
    """What an earlier build found, all of it whole."""

    profiles: Mapping[dt.date, Profiles]
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
        before = self._before(kept) or _Before({}, {})
        if not before.profiles:
            kept = {}
        changed = [month for month, value in sorted(wanted.items()) if month not in kept or kept[month].value != value]
        old = {
            filing.key: filing
            for month, profiles in before.profiles.items()
            if wanted.get(month) != profiles.value
            for filing in filings(profiles)
        }
        new = self._profiled(changed, old)
        profiles = {month: before.profiles[month] for month in wanted if month not in new}
        for month, found in new.items():
            profiles[month] = filed(month, wanted[month], found)
            keep_profiles(self._folder, profiles[month])
        now = {filing.key: filing for found in new.values() for filing in found}
        fresh = {key: filing for key, filing in now.items() if not _is_compared_alike(old.get(key), filing)}
        gone = {key for key, filing in old.items() if not _is_compared_alike(now.get(key), filing)}
        restyled = {key for key, filing in now.items() if key not in fresh and filing.shown != old[key].shown}
        papers = Papers(profiles[month] for month in sorted(profiles))
        if before.profiles and len(fresh) <= MANY_PAPERS:
            lists = _joined(papers, before, fresh.values(), gone)
        else:
            lists, before = all_lists(papers, self._folder, self._pool), _Before({}, {})
        touched = {*changed, *(papers.found(number)[0].month for number in lists)}
        result: dict[dt.date, Month] = {}
        for each in papers.months:
            first, former = each.month, before.lists.get(each.month)
            if former and first not in touched and not former.is_naming(restyled):
                result[first] = kept[first]
            else:
                of_month = month_lists(_rows(papers, each, former, lists, restyled))
                if of_month != former:
                    keep_lists(self._folder, first, of_month)
                result[first] = Month(first, each.value, digest(of_month.keys, of_month.values), of_month.stamp)
        keep_months(self._folder, result.values())
        for first in kept.keys() - wanted.keys():
            forget_month(self._folder, first)
        return result

    def _before(self, kept: Mapping[dt.date, Month]) -> _Before | None:
        """What is kept, if it is whole."""
        profiles: dict[dt.date, Profiles] = {}
        lists: dict[dt.date, MonthLists] = {}
        for month in kept.values():
            found = kept_profiles(self._folder, month.month, month.value)
            of_month = kept_lists(self._folder, month)
            if found is None or of_month is None:
                return None
            profiles[month.month], lists[month.month] = found, of_month
        return _Before(profiles, lists)

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


def _joined(papers: Papers, before: _Before, fresh: Iterable[Filing], gone: Collection[str]) -> Lists:
    """The lists that may have changed."""
    numbers = (papers.number(filing.date, filing.key) for filing in fresh)
    asked = {number for number in (*numbers, *_bereft(papers, before, gone)) if number is not None}
    found = new_lists(papers, asked, _floors(papers, before, asked))
    encoded: dict[dt.date, tuple[msgspec.Raw, ...]] = {}
    lists: dict[int, tuple[Near, ...]] = {}
    for number, near in found.items():
        lists[number] = tuple(near)
        if number not in asked:
            month, place = papers.found(number)
            first = month.month
            if first not in encoded:
                encoded[first] = before.lists[first].encoded()
            former = before.profiles[first].place(month.keys[place])
            assert former is not None, "neither new nor changed"
            lists[number] = tuple(sorted({*near_of(encoded[first][former]), *near})[:MOST])
    return lists


def _bereft(papers: Papers, before: _Before, gone: Collection[str]) -> Iterator[int | None]:
    """The numbers of papers on whose list one stood that is gone; None of those that are gone themselves."""
    for month, lists in before.lists.items():
        profiles = before.profiles[month]
        for place in lists.naming(gone):
            yield papers.number(profiles.date(place), profiles.keys[place])


def _floors(papers: Papers, before: _Before, asked: Iterable[int]) -> "array[int]":
    """For each paper, the score below which nobody joins its list. asked: whose lists are found anew."""
    floors = array("I")
    for month in papers.months:
        if before.profiles.get(month.month) is month:
            floors.frombytes(before.lists[month.month].floors)
        else:
            rows = before.lists[month.month].rows() if month.month in before.lists else {}
            floors.extend(rows.get(key, NO_ROW)[1] for key in month.keys)
    for number in asked:
        floors[number] = LEAST
    return floors


def _rows(
    papers: Papers, month: Profiles, former: MonthLists | None, lists: Lists, restyled: Collection[str]
) -> dict[str, Row]:
    """What is kept of the papers of a month. former: as it was. restyled: papers of which lists show something else."""
    before = former.rows() if former else {}
    rows = {key: before.get(key, NO_ROW) for key in month.keys}
    for number, (key, row) in enumerate(rows.items(), papers.start(month)):
        if number in lists:
            rows[key] = row_of(lists[number], papers)
        elif restyled and any(other in restyled for _, _, other in near_of(row[0])):
            rows[key] = row_of(near_of(row[0]), papers)
    return rows


def former_related(folder: Path, briefs: Callable[[], Iterable[Brief]]) -> Related:
    """The related papers as a folder keeps them; none where it is damaged."""
    kept = kept_months(folder)

    def lists(month: dt.date) -> MonthLists:
        return kept_lists(folder, kept[month]) or month_lists({})

    return Related({month: each.shown for month, each in kept.items()}, lists, briefs)


def _is_compared_alike(one: Filing | None, other: Filing) -> bool:
    return one is not None and (one.date, one.profile) == (other.date, other.profile)
