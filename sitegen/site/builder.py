"""What the pages of a site are made with: the graph, the addresses, and the pieces that several kinds share."""

import datetime as dt
from collections.abc import Iterator
from typing import TypedDict, TypeVar

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.store import OwnPage
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.config import Config
from sitegen.site.addresses import (
    Addresses,
)
from sitegen.site.cards import Maker
from sitegen.site.graph import Edition, Graph
from sitegen.site.views import (
    Day,
    DayCount,
    Link,
    TopicSummary,
)

# No list shows more papers than this; beyond, it counts them and links to the lists below it.
LIST_LIMIT = 500
RECENT_DAYS = 10
DESCRIPTION_LIMIT = 160
Item = TypeVar("Item")


class Builder(msgspec.Struct, frozen=True):
    """What pages are made from."""

    graph: Graph
    config: Config
    addresses: Addresses
    maker: Maker
    own_pages: tuple[OwnPage, ...]


class Head(TypedDict):
    kind: str
    url: str
    canonical_url: str
    title: str
    description: str
    language: str
    feed_url: str
    is_indexed: bool


def head(
    b: Builder,
    kind: str,
    path: str,
    title: str,
    description: str,
    *,
    language: str = "",
    feed: str = "",
    is_indexed: bool = True,
) -> Head:
    return {
        "kind": kind,
        "url": b.addresses.at(path),
        "canonical_url": b.addresses.absolute(path),
        "title": title,
        "description": description,
        "language": language or b.config.language,
        "feed_url": feed or b.addresses.feed(),
        "is_indexed": is_indexed,
    }


def day_of(b: Builder, edition: Edition) -> Day:
    return Day(
        date=edition.date,
        url=b.addresses.day(edition.date),
        note=edition.note,
        cards=b.maker.cards(edition),
        topics=b.maker.topic_counts(edition.listed),
        has_votes=any(entry.votes for entry in edition.listed),
        month=Link(f"{edition.date:%Y-%m}", b.addresses.month(edition.date)),
        year=year_link(b, edition.date.year),
    )


def year_link(b: Builder, year: int) -> Link:
    return Link(str(year), b.addresses.year(year))


def paper_link(b: Builder, entry: Entry | None) -> Link | None:
    return Link(entry.title, b.addresses.paper(entry)) if entry else None


def recent_days(b: Builder) -> tuple[DayCount, ...]:
    recent = b.graph.editions[:RECENT_DAYS]
    return tuple(DayCount(edition.date, b.addresses.day(edition.date), len(edition.listed)) for edition in recent)


def topic_summary(b: Builder, topic: DeclaredTopic) -> TopicSummary:
    entries = b.graph.by_topic[topic.slug]
    return TopicSummary(
        topic=b.maker.topic(topic),
        description=topic.description,
        count=len(entries),
        latest=b.maker.day(entries[0].date) if entries else None,
    )


def with_neighbours(items: tuple[Item, ...]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Each item between the one before it and the one after it."""
    return zip((None, *items), items, (*items[1:], None), strict=False)


def latest(entries: tuple[Entry, ...]) -> dt.date | None:
    return max((entry.updated or entry.date for entry in entries), default=None)
