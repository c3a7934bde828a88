"""The profiles of a month's papers as one value: quick to read, and to ask which papers have some terms. Pure."""

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, pairwise
from operator import itemgetter

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


class Profiles(msgspec.Struct, frozen=True, array_like=True):
    """The papers of a month in the order of their keys, each a part of each text. value: of the month.

    digests, shown: those of the filings. dates: as ordinals. common: `width` bytes for each paper. terms: all the rare
    terms of the month in their order, as numbers; starts: where those of each start in `places`, which for each names
    the papers that have it, and where the last end. sieve: 1 at the remainder of each term by its length.
    """

    month: dt.date
    value: bytes
    keys: tuple[str, ...]
    digests: bytes
    shown: bytes
    dates: bytes
    sizes: bytes
    terms: bytes
    starts: bytes
    places: bytes
    sieve: bytes
    # The largest part by far, of which little is read: no copy of what the file holds.
    common: memoryview
    width: int

    def place(self, key: str) -> int | None:
        """Where a paper stands; None if it is not of this month."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def date(self, place: int) -> dt.date:
        """The date of a paper."""
        return dt.date.fromordinal(numbers(self.dates)[place])

    def mask(self, place: int) -> int:
        """The common terms of a paper, as bits."""
        return int.from_bytes(self.common[place * self.width : (place + 1) * self.width], "little")

    def shown_of(self, place: int) -> bytes:
        """A digest of what other pages show of a paper."""
        return self.shown[place * SHOWN_SIZE : (place + 1) * SHOWN_SIZE]

    def rare(self) -> list[list[int]]:
        """The rare terms of each paper, in their order."""
        found: list[list[int]] = [[] for _ in self.keys]
        places = numbers(self.places)
        for term, (start, end) in zip(numbers(self.terms), pairwise(numbers(self.starts)), strict=True):
            for place in places[start:end]:
                found[place].append(term)
        return found


class Wanted:
    """Terms that are looked for in month after month. index: which papers have each, by their numbers."""

    def __init__(self, terms: Iterable[int]) -> None:
        self._terms = sorted(terms)
        self._getters: dict[int, Callable[[bytes], tuple[int, ...]]] = {}
        self.index: dict[int, list[int]] = {term: [] for term in self._terms}

    def look(self, month: Profiles, first: int) -> None:
        """Puts the papers of a month into the index. first: the number of the first one."""
        # Tens of thousands of times: nothing is made that a paper by itself does not need.
        index, terms, starts, places = self.index, *map(numbers, (month.terms, month.starts, month.places))
        for term in compress(self._terms, self._getter(len(month.sieve))(month.sieve)):
            place = bisect_left(terms, term)
            if place < len(terms) and terms[place] == term:
                start, end = starts[place], starts[place + 1]
                if end - start == 1:
                    index[term].append(first + places[start])
                else:
                    index[term].extend([first + each for each in places[start:end]])

    def _getter(self, size: int) -> Callable[[bytes], tuple[int, ...]]:
        """Asks a sieve of this size for all terms at once: most months have few of them."""
        if size not in self._getters:
            # A getter of one item would not give a row of them: hence two more.
            self._getters[size] = itemgetter(*(term % size for term in self._terms), 0, 0)
        return self._getters[size]


def filed(month: dt.date, value: bytes, papers: Iterable[Filing]) -> Profiles:
    """The profiles of a month's papers."""
    found = sorted(papers, key=lambda paper: paper.key)
    having: dict[int, list[int]] = {}
    for place, paper in enumerate(found):
        for term in paper.profile.rare:
            having.setdefault(term, []).append(place)
    terms = sorted(having)
    sieve = bytearray(1 << (_SIEVE_SHARE * len(terms)).bit_length())
    places, starts = array("I"), array("I", (0,))
    for term in terms:
        places.extend(having[term])
        starts.append(len(places))
        sieve[term % len(sieve)] = 1
    return Profiles(
        month=month,
        value=value,
        keys=tuple(paper.key for paper in found),
        digests=b"".join(paper.digest for paper in found),
        shown=b"".join(paper.shown for paper in found),
        dates=array("I", (paper.date.toordinal() for paper in found)).tobytes(),
        sizes=array("I", (paper.profile.size for paper in found)).tobytes(),
        terms=array("I", terms).tobytes(),
        starts=starts.tobytes(),
        places=places.tobytes(),
        sieve=bytes(sieve),
        common=memoryview(b"".join(paper.profile.common for paper in found)),
        width=len(found[0].profile.common) if found else 0,
    )


def filings(month: Profiles) -> Iterator[Filing]:
    """The papers of a month, each by itself."""
    columns = zip(month.keys, numbers(month.dates), numbers(month.sizes), month.rare(), strict=True)
    for place, (key, date, size, rare) in enumerate(columns):
        common = bytes(month.common[place * month.width : (place + 1) * month.width])
        digest = month.digests[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]
        profile = Profile(tuple(rare), common, size)
        yield Filing(key, digest, month.shown_of(place), dt.date.fromordinal(date), profile)


def numbers(data: bytes) -> "array[int]":
    """Whole numbers of four bytes each, as `array` gives them."""
    found = array("I")
    found.frombytes(data)
    return found
