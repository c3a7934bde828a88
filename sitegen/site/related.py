"""The papers that are related to each paper, as a graph holds them: asked month by month, others are not read."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.relating import SHOWN_SIZE, Near

VALUE_SIZE = 8


class MonthLists(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """The lists of a month's papers, by their keys; each part encoded, since most builds need one of them.

    lists: the related papers of each, the closest first. floors: the last score of each full list. values: a digest
    of each list and of what it shows.
    """

    lists: bytes
    floors: bytes
    values: bytes

    @cached_property
    def decoded_lists(self) -> Mapping[str, tuple[Near, ...]]:
        return msgspec.msgpack.decode(self.lists, type=dict[str, tuple[Near, ...]])

    def decoded_floors(self) -> dict[str, int]:
        return msgspec.msgpack.decode(self.floors, type=dict[str, int])

    def decoded_values(self) -> dict[str, bytes]:
        return msgspec.msgpack.decode(self.values, type=dict[str, bytes])


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
        return self._lists(month).decoded_values() if month in self._values else {}

    def of_month(self, month: dt.date) -> Mapping[str, tuple[Brief, ...]]:
        """For each paper of a month that has related ones, these, the closest first."""
        return self._found(self._lists(month).decoded_lists) if month in self._values else {}

    def of_papers(self, month: dt.date, keys: Collection[str]) -> Mapping[str, tuple[Brief, ...]]:
        """The same for some papers of a month."""
        if month not in self._values:
            return {}
        return self._found({key: near for key, near in self._lists(month).decoded_lists.items() if key in keys})

    def _found(self, lists: Mapping[str, tuple[Near, ...]]) -> Mapping[str, tuple[Brief, ...]]:
        return {key: tuple(self._by_key[each] for _, _, each in near) for key, near in lists.items()}

    @cached_property
    def _by_key(self) -> Mapping[str, Brief]:
        return {brief.key: brief for brief in self._briefs()}


def shown_of(brief: Brief) -> bytes:
    """A digest of what the page of another paper shows of this one."""
    shown = (brief.title, brief.lang, brief.date, brief.is_withdrawn, brief.is_draft)
    return digest(msgspec.msgpack.encode(shown))[:SHOWN_SIZE]
