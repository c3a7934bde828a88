"""The profiles of a month's papers as two values: who they are, and what they say, which is read to compare. Pure."""

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import Literal

import msgspec

from sitegen.site.terms import Profile

DIGEST_SIZE = 16
# Bytes of the digest of what a list shows of a paper.
SHOWN_SIZE = 8
# Bytes of a sieve for each term of its month: of the terms that a month does not have it lets so few pass, one of four
# to eight.
_SIEVE_SHARE = 4


class Filing(msgspec.Struct, frozen=True, array_like=True):
    """A paper and its profile. digest: of its entry. shown: of what other pages show of it."""

    key: str
    digest: bytes
    shown: bytes
    date: dt.date
    profile: Profile


class MonthPapers(msgspec.Struct, frozen=True, array_like=True):
    """The papers of a month in the order of their keys, each a part of each text. value: of the month.

    digests, shown: those of the filings. dates: as ordinals.
    """

    month: dt.date
    value: bytes
    keys: tuple[str, ...]
    digests: bytes
    shown: bytes
    dates: bytes
    sizes: bytes

    def place(self, key: str) -> int | None:
        """Where a paper stands; None if it is not of this month."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def date(self, place: int) -> dt.date:
        """The date of a paper."""
        return dt.date.fromordinal(numbers(self.dates)[place])

    def shown_of(self, place: int) -> bytes:
        """A digest of what other pages show of a paper."""
        return self.shown[place * SHOWN_SIZE : (place + 1) * SHOWN_SIZE]


class MonthTerms(msgspec.Struct, frozen=True, array_like=True):
    """What the papers of a month say, by their places among its `count` papers. value: of the month.

    terms: the rare terms of all papers in their order, as numbers; places: for each, which paper has it. sieve: 1 at
    the remainder of each term by its length. common: as many bytes for each paper.
    """

    month: dt.date
    value: bytes
    count: int
    # Parts of what a file holds, no copies: of the largest one little is read.
    terms: memoryview
    places: memoryview
    sieve: memoryview
    common: memoryview

    def mask(self, place: int) -> int:
        """The common terms of a paper, as bits."""
        return int.from_bytes(self.common_of(place), "little")

    def common_of(self, place: int) -> memoryview:
        """The common terms of a paper, as its profile has them."""
        width = len(self.common) // self.count
        return self.common[place * width : (place + 1) * width]

    def rare(self) -> Sequence[Sequence[int]]:
        """The rare terms of each paper, in their order."""
        found: list[list[int]] = [[] for _ in range(self.count)]
        for term, place in zip(numbers(self.terms), self.each_place(), strict=True):
            found[place].append(term)
        return found

    def each_place(self) -> "array[int]":
        """Which paper has each of the terms."""
        return numbers(self.places, _place_code(self.count))


class Wanted:
    """Terms that are looked for in month after month."""

    def __init__(self, terms: Iterable[int]) -> None:
        self._terms = sorted(terms)
        self._getters: dict[int, Callable[[memoryview], tuple[int, ...]]] = {}

    def places(self, month: MonthTerms) -> Iterator[tuple[int, "array[int]"]]:
        """The terms that a month has, each with the places of the papers that have it."""
        # Tens of thousands of times: nothing is looked up that can be had before.
        terms, places = numbers(month.terms), month.each_place()
        count, end = len(terms), 0
        for term in compress(self._terms, self._getter(len(month.sieve))(month.sieve)):
            start = end = bisect_left(terms, term, end)
            while end < count and terms[end] == term:
                end += 1
            if start < end:
                yield term, places[start:end]

    def _getter(self, size: int) -> Callable[[memoryview], tuple[int, ...]]:
        """Asks a sieve of this size for all terms at once: most months have few of them."""
        if size not in self._getters:
            # A getter of one item would not give a row of them: hence two more.
            self._getters[size] = itemgetter(*(term % size for term in self._terms), 0, 0)
        return self._getters[size]


def filed(month: dt.date, value: bytes, papers: Iterable[Filing]) -> tuple[MonthPapers, MonthTerms]:
    """The profiles of a month's papers."""
    found = sorted(papers, key=lambda paper: paper.key)
    rows = sorted((term, place) for place, paper in enumerate(found) for term in paper.profile.rare)
    sieve = bytearray(1 << (_SIEVE_SHARE * len(rows)).bit_length())
    for term, _ in rows:
        sieve[term % len(sieve)] = 1
    these = MonthPapers(
        month=month,
        value=value,
        keys=tuple(paper.key for paper in found),
        digests=b"".join(paper.digest for paper in found),
        shown=b"".join(paper.shown for paper in found),
        dates=array("I", (paper.date.toordinal() for paper in found)).tobytes(),
        sizes=array("I", (paper.profile.size for paper in found)).tobytes(),
    )
    said = MonthTerms(
        month=month,
        value=value,
        count=len(found),
        terms=memoryview(array("I", (term for term, _ in rows)).tobytes()),
        places=memoryview(array(_place_code(len(found)), (place for _, place in rows)).tobytes()),
        sieve=memoryview(sieve),
        common=memoryview(b"".join(paper.profile.common for paper in found)),
    )
    return these, said


def filings(papers: MonthPapers, terms: MonthTerms) -> Iterator[Filing]:
    """The papers of a month, each by itself."""
    columns = zip(papers.keys, numbers(papers.dates), numbers(papers.sizes), terms.rare(), strict=True)
    for place, (key, date, size, rare) in enumerate(columns):
        digest = papers.digests[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]
        profile = Profile(tuple(rare), bytes(terms.common_of(place)), size)
        yield Filing(key, digest, papers.shown_of(place), dt.date.fromordinal(date), profile)


def numbers(data: bytes | memoryview, code: Literal["H", "I"] = "I") -> "array[int]":
    """Whole numbers of two or four bytes each, as `array` gives them; it reads sooner than a view."""
    found = array(code)
    found.frombytes(data)
    return found


def _place_code(count: int) -> Literal["H", "I"]:
    """What `array` calls the smallest numbers that name so many places."""
    return "H" if count <= 1 << 16 else "I"
