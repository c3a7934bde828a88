"""Profiles of papers → for each paper the five that are closest to it. Pure; whole numbers, one total order.

What is closest to a paper follows from the papers there are, never from the way in which they came. So what is found
for some of them and for the others, in any order and by any process, joins to one answer.
"""

import datetime as dt
from array import array
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, compress, count
from operator import itemgetter

import msgspec

from sitegen.site.terms import FEWEST_SHARED, LEAST, RARE_WEIGHT, SCALE, Profile, closeness

MOST = 5
# Bytes of the digest of what a list shows of a paper.
SHOWN_SIZE = 8
# What is compared in floating point first may be this much too small, so that no rounding hides a score.
_DOUBT = 1 - 1e-9

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
    ends = array("I")
    for paper in found:
        rare.extend(paper.profile.rare)
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
        common=b"".join(paper.profile.common for paper in found),
        width=len(found[0].profile.common) if found else 0,
    )


def filings(month: Profiles) -> Iterator[Filing]:
    """The papers of a month, each by itself."""
    dates, sizes, rare, start = (*(_numbers(data) for data in (month.dates, month.sizes, month.rare)), 0)
    for place, (key, end) in enumerate(zip(month.keys, _numbers(month.ends), strict=True)):
        common = month.common[place * month.width : (place + 1) * month.width]
        digest = month.digests[place * 16 : (place + 1) * 16]
        shown = month.shown[place * SHOWN_SIZE : (place + 1) * SHOWN_SIZE]
        yield Filing(
            key, digest, shown, dt.date.fromordinal(dates[place]), Profile(tuple(rare[start:end]), common, sizes[place])
        )
        start = end


class _Masks(dict[int, int]):
    """The bits of the common terms of papers, read when they are asked for. months: by the number after their last."""

    def __init__(self) -> None:
        self.months: list[tuple[int, Profiles]] = []

    def month_of(self, paper: int) -> tuple[int, Profiles]:
        """The month of a paper, with the number after its last."""
        return self.months[bisect_right(self.months, paper, key=itemgetter(0))]

    def __missing__(self, paper: int) -> int:
        end, month = self.month_of(paper)
        place = (paper - end + len(month.keys)) * month.width
        mask = self[paper] = int.from_bytes(month.common[place : place + month.width], "little")
        return mask


class Papers:
    """The papers of some months, each with a number: as they stand, month by month."""

    def __init__(self, months: Iterable[Profiles]) -> None:
        self.keys: list[str] = []
        self.dates = array("I")
        self.sizes = array("I")
        self.starts: dict[dt.date, int] = {}
        self._ends = array("I", (0,))
        self._rare = array("I")
        self.masks = _Masks()
        for month in months:
            start = self._ends[-1]
            self.starts[month.month] = len(self.keys)
            self.keys.extend(month.keys)
            self.dates.frombytes(month.dates)
            self.sizes.frombytes(month.sizes)
            self._ends.extend([start + end for end in _numbers(month.ends)])
            self._rare.frombytes(month.rare)
            self.masks.months.append((len(self.keys), month))

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each key."""
        return {key: number for number, key in enumerate(self.keys)}

    def shown(self, key: str) -> bytes:
        """A digest of what a list shows of a paper."""
        number = self.numbers[key]
        end, month = self.masks.month_of(number)
        place = (number - end + len(month.keys)) * SHOWN_SIZE
        return month.shown[place : place + SHOWN_SIZE]

    def terms(self, paper: int) -> list[int]:
        """The numbers of a paper's rare terms."""
        return self._rare[self._ends[paper] : self._ends[paper + 1]].tolist()

    def with_terms(self, terms: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Each of these terms and a paper that has it, paper by paper."""
        paper, ends, rare = 0, self._ends, self._rare
        # All of an archive are looked through: a third less time than a loop that asks for each.
        for place in compress(count(), map(terms.__contains__, rare)):
            while ends[paper + 1] <= place:
                paper += 1
            yield rare[place], paper

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
        # For each paper, what its floor asks for: the square of what is shared, for each unit of the other one's size.
        self._asked = [floor * size * _DOUBT / SCALE for floor, size in zip(self._floors, papers.sizes, strict=True)]
        self._index: dict[int, list[int]] = {}
        self.joined: dict[int, list[Near]] = {}

    def add(self, paper: int) -> None:
        """From now on others are compared with this paper."""
        for term in self._papers.terms(paper):
            self._index.setdefault(term, []).append(paper)

    def add_all(self, terms: frozenset[int], without: frozenset[int]) -> None:
        """Adds all papers as far as these terms go, without some of them."""
        for term, paper in self._papers.with_terms(terms):
            if paper not in without:
                self._index.setdefault(term, []).append(paper)

    def compare(self, paper: int) -> None:
        """Compares a paper with all that were added, for both sides."""
        papers, asked = self._papers, self._asked
        lists = (self._index.get(term, ()) for term in papers.terms(paper))
        shared = Counter(chain.from_iterable(lists))
        # Most of the time is spent here: nothing is called or looked up that a name can hold.
        mask, size, masks, sizes = papers.masks[paper], papers.sizes[paper], papers.masks, papers.sizes
        asked_here = asked[paper]
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


def _numbers(data: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
