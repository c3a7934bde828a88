"""Entries → days, months, topics and neighbours: who stands where. Pure; every order is total."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.store import Archive, Note
from sitegen.archive.topics import Topic


class Edition(msgspec.Struct, frozen=True):
    """A day: the entries whose date it is, in day order, then those it lists again."""

    date: dt.date
    entries: tuple[Entry, ...]
    again: tuple[Entry, ...]
    note: str

    @property
    def listed(self) -> tuple[Entry, ...]:
        return self.entries + self.again


class Pair(msgspec.Struct, frozen=True):
    """The neighbours of an entry towards today and towards the past."""

    newer: Entry | None
    older: Entry | None


class Graph(msgspec.Struct, frozen=True):
    """The archive, linked.

    entries: newest day first, each day in day order. editions: the days that list papers, newest first. noted: days
    without papers that have an editor's note, newest first.
    by_topic: every declared topic, in the order of topics.yaml; entries as above.
    """

    entries: tuple[Entry, ...]
    editions: tuple[Edition, ...]
    noted: tuple[Edition, ...]
    neighbours: Mapping[str, Pair]
    topics: tuple[Topic, ...]
    by_topic: Mapping[str, tuple[Entry, ...]]


def link(archive: Archive, topics: tuple[Topic, ...], with_drafts: bool) -> Graph:
    """The graph of an archive; drafts are left out unless asked for."""
    entries = [entry for entry in archive.entries if with_drafts or not entry.is_draft]
    notes = {note.date: note for note in archive.notes}
    days = _editions(entries, notes)
    editions = tuple(day for day in days if day.listed)
    noted = tuple(day for day in days if not day.listed)
    ordered = tuple(entry for edition in editions for entry in edition.entries)
    by_topic = {topic.slug: tuple(entry for entry in ordered if topic.slug in entry.topics) for topic in topics}
    return Graph(ordered, editions, noted, _neighbours(ordered), topics, by_topic)


def day_order(entry: Entry) -> tuple[int, int, str]:
    """The sort key within a day: votes descending where there are any, then position, then key."""
    position = entry.position if entry.position is not None else 1 << 30
    return (-(entry.votes or 0), position, entry.key)


def topic_counts(entries: Iterable[Entry], topics: tuple[Topic, ...]) -> tuple[tuple[Topic, int], ...]:
    """The topics of these entries, the most frequent first, equal ones in the order of topics.yaml."""
    counts = Counter(slug for entry in entries for slug in entry.topics)
    found = [(topic, counts[topic.slug]) for topic in topics if counts[topic.slug]]
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def _editions(entries: list[Entry], notes: Mapping[dt.date, Note]) -> tuple[Edition, ...]:
    first: dict[dt.date, list[Entry]] = {}
    again: dict[dt.date, list[Entry]] = {}
    for entry in sorted(entries, key=day_order):
        first.setdefault(entry.date, []).append(entry)
        for date in entry.listed_on:
            if date != entry.date:
                again.setdefault(date, []).append(entry)
    return tuple(
        Edition(
            date,
            tuple(first.get(date, ())),
            tuple(again.get(date, ())),
            notes[date].body if date in notes else "",
        )
        for date in sorted({*first, *again, *notes}, reverse=True)
    )


def _neighbours(entries: tuple[Entry, ...]) -> Mapping[str, Pair]:
    newer = (None, *entries)
    older = (*entries[1:], None)
    return {entry.key: Pair(before, after) for entry, before, after in zip(entries, newer, older, strict=False)}
