"""The papers that are related to each paper, as a graph holds them: asked month by month, others are not read."""

import datetime as dt
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.profiles import SHOWN_SIZE, numbers
from sitegen.site.relating import MOST, Near, Papers
from sitegen.site.terms import LEAST

VALUE_SIZE = 8
# With more papers than this, reading all lists is quicker than looking for each.
_FEW = 20

# A paper's list, encoded by itself; the score that joins it; a digest of it and of what it shows.
Row = tuple[msgspec.Raw, int, bytes]
NO_ROW: Row = (msgspec.Raw(msgspec.msgpack.encode(())), LEAST, bytes(VALUE_SIZE))


class MonthLists(msgspec.Struct, frozen=True, array_like=True):
    """The lists of a month's papers, in the order of their keys; each part encoded, since most builds need one of them.

    lists: the related papers of each, the closest first. floors: the score that joins each list, as an array.
    values: of each a digest of its list and of what that shows, 0 of an empty one. stamp: of all this.
    """

    keys: bytes
    # By far the largest, of which few builds read much: no copy of what a file holds, until it is searched for a word.
    lists: memoryview
    floors: bytes
    values: bytes
    stamp: bytes

    def of_keys(self, keys: Iterable[str]) -> "MonthLists":
        """The same of other papers; those that are new here have no list."""
        columns = zip(self.encoded(), numbers(self.floors), self.each_value(), strict=True)
        rows = dict(zip(self.each_key(), columns, strict=True))
        return month_lists({key: rows.get(key, NO_ROW) for key in keys})

    def with_rows(self, rows: Mapping[int, Row]) -> "MonthLists":
        """The same with other lists of some papers, by their places."""
        lists, floors, values = [*self.encoded()], numbers(self.floors), bytearray(self.values)
        for place, (encoded, floor, value) in rows.items():
            lists[place], floors[place] = encoded, floor
            values[place * VALUE_SIZE : (place + 1) * VALUE_SIZE] = value
        return _stamped(self.keys, msgspec.msgpack.encode(lists), floors.tobytes(), bytes(values))

    def each_key(self) -> tuple[str, ...]:
        """The keys of the papers, in their order."""
        return msgspec.msgpack.decode(self.keys, type=tuple[str, ...])

    def encoded(self) -> tuple[msgspec.Raw, ...]:
        """The list of each paper, as `near_of` reads it."""
        return msgspec.msgpack.decode(self.lists, type=tuple[msgspec.Raw, ...])

    def each_value(self) -> Iterator[bytes]:
        """The value of each paper, of eight bytes."""
        return (self.values[n : n + VALUE_SIZE] for n in range(0, len(self.values), VALUE_SIZE))

    def naming(self, keys: Collection[str]) -> Iterator[tuple[int, tuple[Near, ...]]]:
        """The places of the papers on whose list one of some papers stands, and these lists."""
        # Few months name one of a few papers, which their text tells at once.
        text = bytes(self.lists) if 0 < len(keys) <= _FEW else b""
        if len(keys) > _FEW or any(key.encode() in text for key in keys):
            for place, encoded in enumerate(self.encoded()):
                near = near_of(encoded)
                if any(key in keys for _, _, key in near):
                    yield place, near


def near_of(encoded: msgspec.Raw) -> tuple[Near, ...]:
    """The related papers of one paper."""
    return msgspec.msgpack.decode(encoded, type=tuple[Near, ...])


def row_of(near: tuple[Near, ...], papers: Papers) -> Row:
    """What is kept of the list of one paper."""
    if not near:
        return NO_ROW
    shown = digest(*(key.encode() + papers.shown(date, key) for _, date, key in near))[:VALUE_SIZE]
    return msgspec.Raw(msgspec.msgpack.encode(near)), -near[-1][0] if len(near) == MOST else LEAST, shown


def month_lists(rows: Mapping[str, Row]) -> MonthLists:
    """The lists of a month as they are kept, by the keys of its papers."""
    lists, floors, values = zip(*rows.values(), strict=True) if rows else ((), (), ())
    encode = msgspec.msgpack.encode
    return _stamped(encode(tuple(rows)), encode(lists), array("I", floors).tobytes(), b"".join(values))


def _stamped(keys: bytes, lists: bytes, floors: bytes, values: bytes) -> MonthLists:
    return MonthLists(keys, memoryview(lists), floors, values, digest(keys, lists, floors, values))


class Related:
    """Which papers are related. values: for each month, a digest of its papers' lists and of what these show.

    lists: gives those of a month. briefs: gives all papers.
    """

    def __init__(
        self,
        values: Mapping[dt.date, bytes],
        lists: Callable[[dt.date], MonthLists],
        briefs: Callable[[], Iterable[Brief]],
    ) -> None:
        self._values = values
        self._lists = lists
        self._briefs = briefs

    def value_of_month(self, month: dt.date) -> bytes:
        """A digest of all that the papers of a month show of others."""
        return self._values.get(month, b"")

    def values_in(self, month: dt.date) -> Mapping[str, bytes]:
        """For each paper of a month that has related ones, a digest of what it shows of them."""
        if month not in self._values:
            return {}
        lists = self._lists(month)
        return {key: value for key, value in zip(lists.each_key(), lists.each_value(), strict=True) if any(value)}

    def of_month(self, month: dt.date) -> Mapping[str, tuple[Brief, ...]]:
        """For each paper of a month that has related ones, these, the closest first."""
        return self._found(month, lambda _: True)

    def of_papers(self, month: dt.date, keys: Collection[str]) -> Mapping[str, tuple[Brief, ...]]:
        """The same for some papers of a month."""
        return self._found(month, keys.__contains__)

    def _found(self, month: dt.date, is_wanted: Callable[[str], bool]) -> Mapping[str, tuple[Brief, ...]]:
        if month not in self._values:
            return {}
        lists = self._lists(month)
        found = zip(lists.each_key(), lists.encoded(), strict=True)
        near = {key: near_of(encoded) for key, encoded in found if is_wanted(key)}
        return {key: tuple(self._by_key[other] for _, _, other in each) for key, each in near.items() if each}

    @cached_property
    def _by_key(self) -> Mapping[str, Brief]:
        return {brief.key: brief for brief in self._briefs()}


def shown_of(brief: Brief) -> bytes:
    """A digest of what the page of another paper shows of this one."""
    shown = (brief.title, brief.lang, brief.date, brief.is_withdrawn, brief.is_draft)
    return digest(msgspec.msgpack.encode(shown))[:SHOWN_SIZE]
