"""The profiles of a month's papers as two values: who they are, and what they say, which is read to compare. Pure."""

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from operator import itemgetter, lt
from typing import Literal

import msgspec

from sitegen.site.terms import Profile

DIGEST_SIZE = 16
# Bytes of the digest of what a list shows of a paper.
SHOWN_SIZE = 8
# The largest number that stands for a term.
_TERM = 0xFFFFFFFF


Said = tuple[Sequence[int], int]
"""What a paper says: its rare terms in their order, and its common ones as bits."""
_Getter = Callable[["array[int]"], tuple[int, ...]]


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

    terms: the rare terms of all papers, as numbers: by what remains of each when it is divided by a power of two, then
    in their order. places: for each, which paper has it. heads: where those of each remainder begin, one after another,
    and where the last end. common: `width` bytes for each paper.
    """

    month: dt.date
    value: bytes
    count: int
    # Parts of what a file holds, no copies: of the largest one little is read.
    terms: memoryview
    places: memoryview
    heads: memoryview
    common: memoryview
    width: int

    def mask(self, place: int) -> int:
        """The common terms of a paper, as bits."""
        start = place * self.width
        return int.from_bytes(self.common[start : start + self.width], "little")

    def each(self) -> Iterator[Said]:
        """What each paper says."""
        found: list[list[int]] = [[] for _ in range(self.count)]
        for term, place in zip(numbers(self.terms), self.each_place(), strict=True):
            found[place].append(term)
        return zip(map(sorted, found), map(self.mask, range(self.count)), strict=True)

    def each_place(self) -> "array[int]":
        """Which paper has each of the terms."""
        return numbers(self.places, _code(self.count - 1))

    def each_head(self) -> "array[int]":
        """Where the terms of each remainder begin."""
        return numbers(self.heads, _code(len(self.terms) // 4))


class Wanted:
    """Terms that are looked for in month after month."""

    def __init__(self, terms: Iterable[int]) -> None:
        self._terms = tuple(terms)
        self._getters: dict[int, tuple[_Getter, _Getter]] = {}

    def places(self, month: MonthTerms) -> Iterator[tuple[int, Sequence[int]]]:
        """The terms that a month has, each with the places of the papers that have it."""
        # Tens of thousands of times: what can be done for all terms at once is done so.
        terms, places, heads = numbers(month.terms), month.each_place(), month.each_head()
        starts, ends = (getter(heads) for getter in self._getters_of(len(heads) - 1))
        for term, start, end in compress(zip(self._terms, starts, ends, strict=False), map(lt, starts, ends)):
            if terms[start] == term == terms[end - 1]:
                yield term, places[start:end]
            elif found := [places[row] for row in range(start, end) if terms[row] == term]:
                yield term, found

    def _getters_of(self, remainder_count: int) -> tuple[_Getter, _Getter]:
        """What takes from the heads of so many remainders where each term begins, and where it ends.

        They are kept, since most months have one of a few such counts.
        """
        if remainder_count not in self._getters:
            remainders = [term % remainder_count for term in self._terms]
            # A getter of one item would not give a row of them: hence two more.
            ends = itemgetter(*(remainder + 1 for remainder in remainders), 0, 0)
            self._getters[remainder_count] = itemgetter(*remainders, 0, 0), ends
        return self._getters[remainder_count]


def filed(month: dt.date, value: bytes, papers: Iterable[Filing]) -> tuple[MonthPapers, MonthTerms]:
    """The profiles of a month's papers."""
    found = sorted(papers, key=lambda paper: paper.key)
    having: dict[int, list[int]] = {}
    for place, paper in enumerate(found):
        for term in paper.profile.rare:
            having.setdefault(term, []).append(place)
    lengths = {term: len(places) for term, places in having.items()}
    # One to two for each row: of the terms that a month does not have, half share no remainder with one that it has.
    remainder_count = 1 << sum(lengths.values()).bit_length()
    # As one number a remainder and its term are sorted in half the time.
    terms = [key & _TERM for key in sorted([term % remainder_count << _TERM.bit_length() | term for term in having])]
    sizes = [0] * remainder_count
    for term in terms:
        sizes[term % remainder_count] += lengths[term]
    heads = [*accumulate(sizes, initial=0)]
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
        terms=_column("I", [term for term in terms for _ in having[term]]),
        places=_column(_code(len(found) - 1), [place for term in terms for place in having[term]]),
        heads=_column(_code(heads[-1]), heads),
        common=memoryview(b"".join([paper.profile.common for paper in found])),
        width=len(found[0].profile.common) if found else 0,
    )
    return these, said


def filings(papers: MonthPapers, terms: MonthTerms) -> Iterator[Filing]:
    """The papers of a month, each by itself."""
    columns = zip(papers.keys, numbers(papers.dates), numbers(papers.sizes), terms.each(), strict=True)
    for place, (key, date, size, (rare, mask)) in enumerate(columns):
        digest = papers.digests[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]
        profile = Profile(tuple(rare), mask.to_bytes(terms.width, "little"), size)
        yield Filing(key, digest, papers.shown_of(place), dt.date.fromordinal(date), profile)


def numbers(data: bytes | memoryview, code: Literal["H", "I"] = "I") -> "array[int]":
    """Whole numbers of two or four bytes each, as `array` gives them; it reads sooner than a view."""
    found = array(code)
    found.frombytes(data)
    return found


def _code(most: int) -> Literal["H", "I"]:
    """What `array` calls the smallest numbers of which the largest is this."""
    return "H" if most < 1 << 16 else "I"


def _column(code: Literal["H", "I"], values: list[int]) -> memoryview:
    """Whole numbers as a file holds them. values: a list, of which an array is made in a third of the time."""
    return memoryview(array(code, values).tobytes())
