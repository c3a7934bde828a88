"""The papers that are related to each paper, as a graph holds them: asked month by month, others are not read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.brief import Brief
from sitegen.provenance import digest
from sitegen.site.relating import Near

SHOWN_SIZE = 8


class Related:
    """Which papers are related. values: for each month, a digest of its papers' lists and of what these show.

    lists: gives those of a month, by the keys of its papers. briefs: gives all papers.
    """

    def __init__(
        self,
        values: Mapping[dt.date, bytes],
        lists: Callable[[dt.date], Mapping[str, tuple[Near, ...]]],
        briefs: Callable[[], Iterable[Brief]],
    ) -> None:
        self._values = values
        self._lists = lists
        self._briefs = briefs

    def value_of_month(self, month: dt.date) -> bytes:
        """A digest of all that the papers of a month show of others."""
        return self._values.get(month, b"")

    def of_month(self, month: dt.date) -> Mapping[str, tuple[Brief, ...]]:
        """For each paper of a month that has related ones, these, the closest first."""
        if month not in self._values:
            return {}
        return {key: tuple(self._by_key[each] for _, _, each in near) for key, near in self._lists(month).items()}

    @cached_property
    def _by_key(self) -> Mapping[str, Brief]:
        return {brief.key: brief for brief in self._briefs()}


def shown_of(brief: Brief) -> bytes:
    """A digest of what the page of another paper shows of this one."""
    shown = (brief.title, brief.lang, brief.date, brief.is_withdrawn, brief.is_draft)
    return digest(msgspec.msgpack.encode(shown))[:SHOWN_SIZE]
