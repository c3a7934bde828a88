"""Profiles of papers → for each paper the five that are closest to it. Pure; whole numbers, one total order.

What is closest to a paper follows from the papers there are, never from the way in which they came. So what is found
for some of them and for the others, in any order and by any process, joins to one answer.
"""

import datetime as dt
from array import array
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, compress, islice
from operator import eq

from sitegen.site.profiles import MonthPapers, MonthTerms, Said, Wanted
from sitegen.site.terms import LEAST, RARE_WEIGHT, SCALE, closeness

MOST = 5
# What is compared in floating point first is a little too much, so that no rounding hides a score.
_GENEROUS_SCALE = SCALE * (1 + 1e-9)

Near = tuple[int, int, str]
"""How close a paper is, as a negative number, its date, as a negative number, and its key: the closest one is least,
the newer one of equals."""


class Papers:
    """The papers of some months, each with a number: as they stand, month by month. starts: the first of each month."""

    def __init__(self, months: Iterable[MonthPapers]) -> None:
        self.months = list(months)
        self.keys: list[str] = []
        self.dates = array("I")
        self.sizes = array("I")
        self.starts: list[int] = []
        self._places = {month.month: place for place, month in enumerate(self.months)}
        for month in self.months:
            self.starts.append(len(self.keys))
            self.keys.extend(month.keys)
            self.dates.frombytes(month.dates)
            self.sizes.frombytes(month.sizes)

    def __len__(self) -> int:
        return len(self.keys)

    def number(self, date: dt.date, key: str) -> int | None:
        """The number of a paper of this date; None if there is none."""
        month = self._places.get(date.replace(day=1))
        place = None if month is None else self.months[month].place(key)
        if month is None or place is None or self.dates[self.starts[month] + place] != date.toordinal():
            return None
        return self.starts[month] + place

    def number_of(self, date: dt.date, key: str) -> int:
        """The number of a paper that is among these."""
        number = self.number(date, key)
        assert number is not None, key
        return number

    def near(self, paper: int, score: int) -> Near:
        return -score, -self.dates[paper], self.keys[paper]

    def found(self, paper: int) -> tuple[MonthPapers, int]:
        """The month of a paper, and where in it the paper stands."""
        month = bisect_right(self.starts, paper) - 1
        return self.months[month], paper - self.starts[month]

    def shown(self, date: int, key: str) -> bytes:
        """A digest of what other pages show of a paper. date: as a `Near` has it."""
        month, place = self.found(self.number_of(dt.date.fromordinal(-date), key))
        return month.shown_of(place)


class Lists:
    """The lists of papers, as they become. joined: these, by the numbers of the papers.

    floors: for each paper, the score below which nobody joins its list: that of the last place where a full list stood
    before.
    """

    def __init__(self, papers: Papers, floors: "array[int] | None" = None) -> None:
        self._papers = papers
        self._floors = [LEAST] * len(papers) if floors is None else floors.tolist()
        self._sizes = papers.sizes.tolist()
        self.joined: dict[int, list[Near]] = {}

    def compare(
        self, paper: int, mask: int, shared: Mapping[int, int], mask_of: Callable[[int], int], first: int
    ) -> None:
        """Compares a paper with others, for both sides.

        mask: its common terms, as bits; mask_of: gives those of another one. shared: how many rare terms each has in
        common with it beyond the first. first: the number of the paper at place 0.
        """
        # Most of the time is spent here: nothing is called or looked up that a name can hold.
        sizes, floors = self._sizes, self._floors
        size, floor = sizes[paper], floors[paper]
        unit = size / _GENEROUS_SCALE
        for place, more in shared.items():
            found = RARE_WEIGHT * (1 + more) + (mask & mask_of(place)).bit_count()
            other = first + place
            close = found * found / (unit * sizes[other])
            if close >= floor or close >= floors[other]:
                score = closeness(found, size, sizes[other])
                self._join(paper, other, score)
                self._join(other, paper, score)
                floor = floors[paper]

    def _join(self, paper: int, other: int, score: int) -> None:
        """Puts a paper on the list of another one, if it is close enough."""
        if score < self._floors[paper]:
            return
        near = self.joined.setdefault(paper, [])
        insort(near, self._papers.near(other, score))
        if len(near) > MOST:
            near.pop()
        if len(near) == MOST and -near[-1][0] > self._floors[paper]:
            self._floors[paper] = -near[-1][0]


class Relating:
    """Compares papers with papers. profiles: of each. joined: their lists, by their numbers."""

    def __init__(self, papers: Papers, profiles: Sequence[Said]) -> None:
        self._lists = Lists(papers)
        self._terms = [terms for terms, _ in profiles]
        self._masks = [mask for _, mask in profiles]
        self._index: dict[int, list[int]] = {}

    @property
    def joined(self) -> Mapping[int, list[Near]]:
        return self._lists.joined

    def add(self, paper: int) -> None:
        """From now on others are compared with this paper."""
        for term in self._terms[paper]:
            self._index.setdefault(term, []).append(paper)

    def compare(self, paper: int) -> None:
        """Compares a paper with all that were added."""
        others = chain.from_iterable(filter(None, map(self._index.get, self._terms[paper])))
        self._lists.compare(paper, self._masks[paper], _repeated(others), self._masks.__getitem__, 0)


class Newcomers:
    """Compares a few papers with those of month after month, and among each other.

    profiles: of each, by its number.
    """

    def __init__(self, lists: Lists, profiles: Mapping[int, Said]) -> None:
        self._lists = lists
        self._masks = {paper: mask for paper, (_, mask) in profiles.items()}
        self._having: dict[int, list[int]] = {}
        for paper, (terms, _) in profiles.items():
            for term in terms:
                self._having.setdefault(term, []).append(paper)
        self._wanted = Wanted(self._having)

    def meet(self, first: int, month: MonthTerms) -> None:
        """Compares them with the papers of a month. first: the number of the first of these."""
        shared: dict[int, list[int]] = {paper: [] for paper in self._masks}
        for term, places in self._wanted.places(month):
            for paper in self._having[term]:
                shared[paper].extend(places)
        among = {paper - first for paper in self._masks if 0 <= paper - first < month.count}
        for paper, found in shared.items():
            counts = _repeated(found)
            # Of two of them each is compared with the other one once.
            for place in counts.keys() & among:
                if first + place >= paper:
                    del counts[place]
            self._lists.compare(paper, self._masks[paper], counts, month.mask, first)


def _repeated(found: Iterable[int]) -> Counter[int]:
    """How often each stands there beyond the first time, if it does: who shares one term only is left out.

    In rows that are sorted already, as the papers of a term are, to sort is quicker than to count them all.
    """
    ordered = sorted(found)
    return Counter(compress(ordered, map(eq, ordered, islice(ordered, 1, None))))
