"""Profiles of papers → for each paper the five that are closest to it. Pure; whole numbers, one total order.

What is closest to a paper follows from the papers there are, never from the way in which they came. So what is found
for some of them and for the others, in any order and by any process, joins to one answer.
"""

import datetime as dt
from array import array
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sitegen.site.terms import LEAST, SCALE, Profile

MOST = 5
# A weight of a rare term, below: at most 8.
_WEIGHT_BITS = 4
_WEIGHT = (1 << _WEIGHT_BITS) - 1

Near = tuple[int, int, str]
"""How close a paper is, as a negative number, its date, as a negative number, and its key: the closest one is least,
the newer one of equals."""


class Profiles(msgspec.Struct, frozen=True, array_like=True):
    """The profiles of a month's papers, each a part of each text. value: of the month. keys: in their order.

    digests: 16 bytes of what each entry says; shown: 8 bytes of what a page of another paper shows of it. dates: as
    ordinals. ends: where the rare terms of each end, counted in terms. width: bytes of `common` for each paper.
    """

    month: dt.date
    value: bytes
    keys: tuple[str, ...]
    digests: bytes
    shown: bytes
    dates: bytes
    sizes: bytes
    ends: bytes
    rare: bytes
    weights: bytes
    common: bytes
    width: int


class Filing(msgspec.Struct, frozen=True, array_like=True):
    """A paper and its profile. digest: of its entry. shown: of what other pages show of it."""

    key: str
    digest: bytes
    shown: bytes
    date: dt.date
    profile: Profile


def filed(month: dt.date, value: bytes, papers: Iterable[Filing]) -> Profiles:
    """The profiles of a month's papers, in the order of their keys."""
    found = sorted(papers, key=lambda paper: paper.key)
    rare = array("I")
    weights = bytearray()
    ends = array("I")
    for paper in found:
        rare.extend(term for term, _ in paper.profile.rare)
        weights.extend(weight for _, weight in paper.profile.rare)
        ends.append(len(rare))
    return Profiles(
        month=month,
        value=value,
        keys=tuple(paper.key for paper in found),
        digests=b"".join(paper.digest for paper in found),
        shown=b"".join(paper.shown for paper in found),
        dates=array("I", (paper.date.toordinal() for paper in found)).tobytes(),
        sizes=array("I", (paper.profile.size for paper in found)).tobytes(),
        ends=ends.tobytes(),
        rare=rare.tobytes(),
        weights=bytes(weights),
        common=b"".join(paper.profile.common for paper in found),
        width=len(found[0].profile.common) if found else 0,
    )


def filings(month: Profiles) -> Iterator[Filing]:
    """The papers of a month, each by itself."""
    dates, sizes, rare, start = (*(_numbers(data) for data in (month.dates, month.sizes, month.rare)), 0)
    for place, (key, end) in enumerate(zip(month.keys, _numbers(month.ends), strict=True)):
        terms = tuple(zip(rare[start:end], month.weights[start:end], strict=True))
        common = month.common[place * month.width : (place + 1) * month.width]
        digest, shown = month.digests[place * 16 : place * 16 + 16], month.shown[place * 8 : place * 8 + 8]
        yield Filing(key, digest, shown, dt.date.fromordinal(dates[place]), Profile(terms, common, sizes[place]))
        start = end


class Papers:
    """The papers of some months, each with a number: as they stand, month by month."""

    def __init__(self, months: Iterable[Profiles]) -> None:
        self.keys: list[str] = []
        self.dates = array("I")
        self.sizes = array("I")
        self._ends = array("I", (0,))
        self._rare = array("I")
        self._weights = bytearray()
        self.masks: list[int] = []
        self.starts: dict[dt.date, int] = {}
        for month in months:
            start = self._ends[-1]
            self.starts[month.month] = len(self.keys)
            self.keys.extend(month.keys)
            self.dates.frombytes(month.dates)
            self.sizes.frombytes(month.sizes)
            self._ends.extend(start + end for end in _numbers(month.ends))
            self._rare.frombytes(month.rare)
            self._weights.extend(month.weights)
            width = month.width
            common = (month.common[place * width : (place + 1) * width] for place in range(len(month.keys)))
            self.masks.extend(int.from_bytes(each, "little") for each in common)

    def __len__(self) -> int:
        return len(self.keys)

    def terms(self, paper: int) -> list[int]:
        return self._rare[self._ends[paper] : self._ends[paper + 1]].tolist()

    def weights(self, paper: int) -> bytearray:
        return self._weights[self._ends[paper] : self._ends[paper + 1]]

    def near(self, paper: int, score: int) -> Near:
        return -score, -self.dates[paper], self.keys[paper]


class Relating:
    """The lists of papers, as they become. floors: the score below which nobody joins a list.

    known: for papers whose list stood before, the score of its last place if it is full; their lists are asked for when
    somebody may join them. joined: the lists by number.
    """

    def __init__(self, papers: Papers, known: Mapping[int, int] | None = None) -> None:
        self._papers = papers
        self._floors = [LEAST] * len(papers)
        for paper, floor in (known or {}).items():
            self._floors[paper] = max(LEAST, floor)
        self._index: dict[int, array[int]] = {}
        self.joined: dict[int, list[Near]] = {}

    def add(self, paper: int) -> None:
        """From now on others are compared with this paper."""
        index = self._index
        for term, weight in zip(self._papers.terms(paper), self._papers.weights(paper), strict=True):
            postings = index.get(term)
            if postings is None:
                index[term] = array("I", (paper << _WEIGHT_BITS | weight,))
            else:
                postings.append(paper << _WEIGHT_BITS | weight)

    @property
    def terms(self) -> frozenset[int]:
        """The rare terms of all that were added."""
        return frozenset(self._index)

    def compare(self, paper: int) -> None:
        """Compares a paper with all that were added, for both sides."""
        papers, index, floors = self._papers, self._index, self._floors
        shared: dict[int, int] = {}
        for term, weight in zip(papers.terms(paper), papers.weights(paper), strict=True):
            for posting in index.get(term, ()):
                other = posting >> _WEIGHT_BITS
                others_weight = posting & _WEIGHT
                shared[other] = shared.get(other, 0) + (weight if weight < others_weight else others_weight)
        if not shared:
            return
        # Half of all the time is spent here: nothing is called or looked up that a name can hold.
        mask, size, masks, sizes = papers.masks[paper], papers.sizes[paper], papers.masks, papers.sizes
        floor = floors[paper]
        for other, rare in shared.items():
            found = rare + (mask & masks[other]).bit_count()
            score = found * found * SCALE // (size * sizes[other])
            if score >= floor:
                floor = self._join(paper, other, score)
            if score >= floors[other]:
                self._join(other, paper, score)

    def _join(self, paper: int, other: int, score: int) -> int:
        """Puts a paper on the list of another one; answers the score that it takes to join now."""
        near = self.joined.setdefault(paper, [])
        insort(near, self._papers.near(other, score))
        if len(near) > MOST:
            near.pop()
        if len(near) == MOST:
            self._floors[paper] = max(self._floors[paper], -near[-1][0])
        return self._floors[paper]


def _numbers(data: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
