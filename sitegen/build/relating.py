"""Which papers are related, kept between builds month by month: what is new is compared with all, all else stands.

What is kept may vanish, be damaged, or be of another moment: one list, which is written last, names each file with a
digest of what it holds. If anything does not fit, all is made anew; the answer is the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
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
    stamp_of,
)
from sitegen.provenance import digest
from sitegen.site.graph import Graph
from sitegen.site.related import VALUE_SIZE, MonthLists, Related
from sitegen.site.relating import MOST, Filing, Near, Papers, Profiles, filed, filings


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
        fresh = {key for key, filing in now.items() if not _is_compared_alike(old.get(key), filing)}
        gone = {key for key, filing in old.items() if not _is_compared_alike(now.get(key), filing)}
        restyled = {key for key, filing in now.items() if key not in fresh and filing.shown != old[key].shown}
        months = [profiles[month] for month in sorted(profiles)]
        papers = Papers(months)
        if not before.profiles or len(fresh) > MANY_PAPERS:
            lists, touched = all_lists(papers, self._folder, months, self._pool), {*profiles}
        else:
            lists = self._joined(papers, before, fresh, gone)
            touched = {*changed, *(dt.date.fromordinal(papers.dates[n]).replace(day=1) for n in lists)}
        result = self._kept(papers, months, kept, before, lists, touched, restyled)
        keep_months(self._folder, result.values())
        for month in kept.keys() - wanted.keys():
            forget_month(self._folder, month)
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

    def _joined(self, papers: Papers, before: _Before, fresh: set[str], gone: set[str]) -> dict[int, tuple[Near, ...]]:
        """The lists that may have changed, by the numbers of their papers."""
        numbers = papers.numbers
        known: dict[str, tuple[Near, ...]] = {}
        asked = {numbers[key] for key in fresh}
        if gone:
            for of_month in before.lists.values():
                known.update(of_month.decoded_lists)
            bereft = (key for key, near in known.items() if key in numbers and any(each in gone for _, _, each in near))
            asked.update(numbers[key] for key in bereft)
        floors: dict[int, int] = {}
        for of_month in before.lists.values():
            floors.update((numbers[key], floor) for key, floor in of_month.decoded_floors().items() if key in numbers)
        for number in asked:
            floors.pop(number, None)
        found = new_lists(papers, asked, floors)
        if not gone:
            joining = {dt.date.fromordinal(papers.dates[number]).replace(day=1) for number in found}
            for month in joining & before.lists.keys():
                known.update(before.lists[month].decoded_lists)
        return {
            number: tuple(near)
            if number in asked
            else tuple(sorted({*known.get(papers.keys[number], ()), *near})[:MOST])
            for number, near in found.items()
        }

    def _kept(
        self,
        papers: Papers,
        months: list[Profiles],
        kept: Mapping[dt.date, Month],
        before: _Before,
        lists: Mapping[int, tuple[Near, ...]],
        touched: set[dt.date],
        restyled: set[str],
    ) -> dict[dt.date, Month]:
        """Keeps the lists of months, and what is to be known of each."""
        result: dict[dt.date, Month] = {}
        for month in months:
            first = month.month
            old = before.lists.get(first) or month_lists({}, {})
            known = old.decoded_lists if restyled or first in touched else {}
            stale = {key for key, near in known.items() if any(other in restyled for _, _, other in near)}
            if first in kept and first not in touched and not stale:
                result[first] = kept[first]
                continue
            values = old.decoded_values()
            found: dict[str, tuple[Near, ...]] = {}
            for number, key in enumerate(month.keys, papers.starts[first]):
                if near := lists.get(number, known.get(key, ())):
                    found[key] = near
                    if number in lists or key in stale:
                        shown = (other.encode() + papers.shown(other) for _, _, other in near)
                        values[key] = digest(*shown)[:VALUE_SIZE]
            of_month = month_lists(found, {key: values[key] for key in found})
            if first not in before.lists or of_month != old:
                keep_lists(self._folder, first, of_month)
            result[first] = Month(first, month.value, digest(of_month.values), stamp_of(of_month))
        return result


def month_lists(lists: Mapping[str, tuple[Near, ...]], values: Mapping[str, bytes]) -> MonthLists:
    """The lists of a month as they are kept. values: of each."""
    floors = {key: -near[-1][0] for key, near in lists.items() if len(near) == MOST}
    return MonthLists(*map(msgspec.msgpack.encode, (lists, floors, values)))


def former_related(folder: Path, briefs: Callable[[], Iterable[Brief]]) -> Related:
    """The related papers as a folder keeps them; none where it is damaged."""
    kept = kept_months(folder)

    def lists(month: dt.date) -> MonthLists:
        return kept_lists(folder, kept[month]) or month_lists({}, {})

    return Related({month: each.shown for month, each in kept.items()}, lists, briefs)


def _is_compared_alike(one: Filing | None, other: Filing) -> bool:
    return one is not None and (one.date, one.profile) == (other.date, other.profile)
