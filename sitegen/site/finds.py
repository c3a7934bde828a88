"""Searches that have a feed → what they find in each month. A paper is asked once: its answer is kept by its digest."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, partial

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.config import SavedSearch
from sitegen.provenance import digest
from sitegen.site import feed_runs
from sitegen.site.feed_runs import Period, runs_of
from sitegen.site.names import Names
from sitegen.text.markdown import to_plain
from sitegen.text.searched import framed, has_any
from sitegen.text.slugs import whole_slug

_Answers = dict[bytes, tuple[int, ...]]
_EntryOf = Callable[[Brief], Entry]
_Months = Iterable[tuple[dt.date, bytes, Callable[[], tuple[Brief, ...]]]]


class Find(msgspec.Struct, frozen=True, array_like=True):
    """What a search finds in a month: how many papers each run of its feed has, a digest of them."""

    runs: tuple[int, ...]
    value: bytes


class MonthFinds(msgspec.Struct, frozen=True, array_like=True):
    """What the searches find in a month, in their order. month: its first day. value: of the month.

    answers: for each paper, by its digest, the numbers of the searches that find it; encoded, since only a month that
    changed is asked.
    """

    month: dt.date
    value: bytes
    finds: tuple[Find, ...]
    answers: bytes


class Finds(msgspec.Struct, frozen=True, dict=True):
    """What the searches find. months: newest first."""

    searches: tuple[SavedSearch, ...] = ()
    months: tuple[MonthFinds, ...] = ()

    def periods_of(self, number: int) -> tuple[Period, ...]:
        """The months in which a search finds something, newest first."""
        return tuple(
            Period(f"{each.month:%Y-%m}", each.finds[number].runs) for each in self.months if each.finds[number].runs
        )

    def of_month(self, number: int, month: dt.date, entries: Iterable[Brief]) -> tuple[Brief, ...]:
        """What a search finds among the entries of a month, in their order."""
        answers = self._answers(month)
        return tuple(brief for brief in entries if number in answers[brief.digest])

    def value_of(self, month: dt.date) -> bytes:
        """A digest of what the searches find in a month."""
        found = self._by_month.get(month)
        return digest(*(find.value for find in found.finds)) if found else b""

    @property
    def value(self) -> bytes:
        """A digest of all they find."""
        return digest(*(find.value for each in self.months for find in each.finds))

    @cached_property
    def _by_month(self) -> Mapping[dt.date, MonthFinds]:
        return {each.month: each for each in self.months}

    @cached_property
    def _known_answers(self) -> dict[dt.date, _Answers]:
        return {}

    def _answers(self, month: dt.date) -> _Answers:
        if month not in self._known_answers:
            self._known_answers[month] = _decoded(self._by_month[month])
        return self._known_answers[month]


def finds_of(
    searches: tuple[SavedSearch, ...],
    names: Names,
    months: _Months,
    entry_of: _EntryOf,
    known: tuple[MonthFinds, ...],
) -> Finds:
    """What searches find. months: first day, value, and what gives the entries. known: of an earlier look.

    known must be of the same searches and people.
    """
    wanted = tuple(_Wanted(search, names) for search in searches)
    by_value = {each.value: each for each in known}
    by_month = {each.month: each for each in known}
    found = []
    for month, value, entries in months:
        found.append(by_value.get(value) or _asked(wanted, month, value, entries(), entry_of, by_month.get(month)))
    return Finds(searches, tuple(found))


class _Wanted:
    """A search, as it is asked of a paper."""

    def __init__(self, search: SavedSearch, names: Names) -> None:
        self._words = search.words
        self._topics = frozenset(search.topics)
        self._authors = frozenset(_person(name, names) for name in search.authors)
        self._names = names

    def finds(self, brief: Brief, texts_of: Callable[[], tuple[str, ...]]) -> bool:
        """Asks what is in short first: the texts are read only if the rest fits."""
        if self._topics and self._topics.isdisjoint(brief.topics):
            return False
        if self._authors and self._authors.isdisjoint(self._names.slugs_of(brief.author_names, brief.key)):
            return False
        return not self._words or has_any(texts_of(), self._words)


def _person(name: str, names: Names) -> str:
    """The slug of an author who is written by name or as in the address of a page."""
    slug = whole_slug(name)
    return slug if slug in names.people else names.slug_of(name, "")


def _asked(
    wanted: tuple[_Wanted, ...],
    month: dt.date,
    value: bytes,
    entries: tuple[Brief, ...],
    entry_of: _EntryOf,
    before: MonthFinds | None,
) -> MonthFinds:
    known = _decoded(before) if before else {}
    answers: _Answers = {}
    for brief in entries:
        answer = known.get(brief.digest)
        if answer is None:
            texts_of = cache(partial(_texts, brief, entry_of))
            answer = tuple(number for number, search in enumerate(wanted) if search.finds(brief, texts_of))
        answers[brief.digest] = answer
    finds = tuple(
        _find(tuple(brief for brief in entries if number in answers[brief.digest])) for number in range(len(wanted))
    )
    return MonthFinds(month, value, finds, msgspec.msgpack.encode(answers))


def _texts(brief: Brief, entry_of: _EntryOf) -> tuple[str, ...]:
    return framed(brief.title), framed(to_plain(entry_of(brief).abstract))


def _find(briefs: tuple[Brief, ...]) -> Find:
    runs = tuple(map(len, runs_of(briefs, feed_runs.PAPERS)))
    return Find(runs, digest(*(brief.digest for brief in briefs)))


def _decoded(month: MonthFinds) -> _Answers:
    return msgspec.msgpack.decode(month.answers, type=_Answers)
