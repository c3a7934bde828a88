"""Profiles of papers → for each paper the five that are closest to it. Pure; whole numbers, one total order.

What is closest to a paper follows from the papers there are, never from the way in which they came. So what is found
for some of them and for the others, in any order and by any process, joins to one answer.
"""

import datetime as dt
from array import array
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain

from sitegen.site.profiles import Profiles, Wanted
from sitegen.site.terms import FEWEST_SHARED, LEAST, RARE_WEIGHT, SCALE, closeness

MOST = 5
# What is compared in floating point first may be this much too small, so that no rounding hides a score.
_DOUBT = 1 - 1e-9

Near = tuple[int, int, str]
"""How close a paper is, as a negative number, its date, as a negative number, and its key: the closest one is least,
the newer one of equals."""


class Papers:
    """The papers of some months, each with a number: as they stand, month by month."""

    def __init__(self, months: Iterable[Profiles]) -> None:
        self.months = list(months)
        self.keys: list[str] = []
        self.dates = array("I")
        self.sizes = array("I")
        self.starts: list[int] = []
        self._places = {month.month: place for place, month in enumerate(self.months)}
        self._read = -1
        self._rare: list[list[int]] = []
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

    def found(self, paper: int) -> tuple[Profiles, int]:
        """The month of a paper, and where in it the paper stands."""
        month = bisect_right(self.starts, paper) - 1
        return self.months[month], paper - self.starts[month]

    def shown(self, date: int, key: str) -> bytes:
        """A digest of what other pages show of a paper. date: as a `Near` has it."""
        month, place = self.found(self.number_of(dt.date.fromordinal(-date), key))
        return month.shown_of(place)

    def terms(self, paper: int) -> list[int]:
        """The numbers of a paper's rare terms. Quick for papers that are asked for in their order."""
        month = bisect_right(self.starts, paper) - 1
        if month != self._read:
            self._read, self._rare = month, self.months[month].rare()
        return self._rare[paper - self.starts[month]]


class _Masks(dict[int, int]):
    """The bits of the common terms of papers, read when they are asked for."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def __missing__(self, paper: int) -> int:
        month, place = self._papers.found(paper)
        mask = self[paper] = month.mask(place)
        return mask


class _Asked(dict[int, float]):
    """What the floor of each paper asks for: the square of what is shared, for each unit of the other one's size."""

    def __init__(self, floors: list[int], sizes: "array[int]") -> None:
        self._floors = floors
        self._sizes = sizes

    def __missing__(self, paper: int) -> float:
        asked = self[paper] = self._floors[paper] * self._sizes[paper] * _DOUBT / SCALE
        return asked


class Relating:
    """The lists of papers, as they become. joined: these, by the numbers of the papers.

    floors: for each paper, the score below which nobody joins its list: that of the last place where a full list stood
    before, which is asked for when somebody may join it.
    """

    def __init__(self, papers: Papers, floors: "array[int] | None" = None) -> None:
        self._papers = papers
        self._floors = [LEAST] * len(papers) if floors is None else floors.tolist()
        # All papers are compared, or few of them.
        asked = _Asked(self._floors, papers.sizes)
        self._asked = asked if floors is not None else [asked[paper] for paper in range(len(papers))]
        self._masks = _Masks(papers)
        self._index: dict[int, list[int]] = {}
        self.joined: dict[int, list[Near]] = {}

    def add(self, paper: int) -> None:
        """From now on others are compared with this paper."""
        for term in self._papers.terms(paper):
            self._index.setdefault(term, []).append(paper)

    def add_all(self, terms: Iterable[int], without: Collection[int]) -> None:
        """Adds all papers as far as these terms go, without some of them."""
        wanted = Wanted(terms)
        for start, month in zip(self._papers.starts, self._papers.months, strict=True):
            wanted.look(month, start)
        for term, numbers in wanted.index.items():
            self._index.setdefault(term, []).extend(number for number in numbers if number not in without)

    def compare(self, paper: int) -> None:
        """Compares a paper with all that were added, for both sides."""
        lists = (self._index.get(term, ()) for term in self._papers.terms(paper))
        shared = Counter(chain.from_iterable(lists))
        # Most of the time is spent here: nothing is called or looked up that a name can hold.
        masks, sizes, asked = self._masks, self._papers.sizes, self._asked
        mask, size, asked_here = masks[paper], sizes[paper], asked[paper]
        for other, rare in shared.items():
            if rare < FEWEST_SHARED:
                continue
            found = RARE_WEIGHT * rare + (mask & masks[other]).bit_count()
            square = found * found
            if square >= asked_here * sizes[other] or square >= asked[other] * size:
                score = closeness(found, size, sizes[other])
                self._join(paper, other, score)
                self._join(other, paper, score)
                asked_here = asked[paper]

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
            self._asked[paper] = self._floors[paper] * self._papers.sizes[paper] * _DOUBT / SCALE
