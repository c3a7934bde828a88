"""What the pages of a site are made with: the settings, the addresses, and the pieces that several kinds share."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypedDict, TypeVar

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.config import Config
from sitegen.site.addresses import Addresses, addresses
from sitegen.site.cards import Maker
from sitegen.site.graph import DayOutline, Edition
from sitegen.site.views import Day, DayCount, DayRows, DayTopic, Link, PaperName, WeekLink

# No list shows more papers than this; beyond, it counts them and links to the lists below it.
LIST_LIMIT = 500
RECENT_DAYS = 10
DESCRIPTION_LIMIT = 160
Item = TypeVar("Item")


class Builder(msgspec.Struct, frozen=True):
    """What pages are made with. topics: as declared, without their rules."""

    config: Config
    topics: tuple[DeclaredTopic, ...]
    addresses: Addresses
    maker: Maker


def builder(config: Config, topics: tuple[DeclaredTopic, ...]) -> Builder:
    """What the pages of a site are made with. topics: without their rules."""
    places = addresses(config)
    return Builder(config, topics, places, Maker(places, config.language_of_papers, topics))


def bare_topics(topics: Iterable[DeclaredTopic]) -> tuple[DeclaredTopic, ...]:
    """Topics without their rules: no page follows from these."""
    return tuple(DeclaredTopic(topic.slug, topic.name, topic.description, aliases=topic.aliases) for topic in topics)


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


def day_of(b: Builder, edition: Edition, listed: tuple[Entry, ...]) -> Day:
    """The edition of a day. listed: the entries that it lists."""
    return Day(
        date=edition.date,
        url=b.addresses.day(edition.date),
        note=edition.note,
        cards=b.maker.cards(edition.date, listed),
        topics=_day_topics(b, edition),
        has_abstracts=True,
        has_votes=any(brief.votes for brief in edition.listed),
        week=week_link(b, edition.date),
        month=Link(f"{edition.date:%Y-%m}", b.addresses.month(edition.date)),
        year=year_link(b, edition.date.year),
    )


def _day_topics(b: Builder, edition: Edition) -> tuple[DayTopic, ...]:
    first: dict[str, str] = {}
    for brief in edition.listed:
        for slug in brief.topics:
            first.setdefault(slug, brief.key)
    counted = b.maker.topic_counts(edition.listed)
    return tuple(DayTopic(each.topic, each.count, first[each.topic.slug]) for each in counted)


def day_rows(b: Builder, date: dt.date, listed: tuple[Entry, ...], count: int) -> DayRows:
    """A day of a longer list. listed: the entries to show, none where the list only counts them."""
    day = DayCount(date, b.addresses.day(date), count)
    return DayRows(day=day, rows=b.maker.rows(listed), coins=b.maker.coins(listed))


def day_count(b: Builder, day: DayOutline) -> DayCount:
    return DayCount(day.date, b.addresses.day(day.date), day.listed_count)


def year_link(b: Builder, year: int) -> Link:
    return Link(str(year), b.addresses.year(year))


def paper_name(b: Builder, brief: Brief | None) -> PaperName | None:
    return PaperName(brief.title, b.addresses.paper(brief), language_of(b, brief)) if brief else None


def language_of(b: Builder, paper: Brief) -> str:
    """The language of a paper's title."""
    return paper.lang or b.config.language_of_papers


def week_link(b: Builder, date: dt.date) -> WeekLink:
    """The week of a day."""
    year, week, _ = date.isocalendar()
    return WeekLink(year, week, b.addresses.week(date))


def with_neighbours(items: tuple[Item, ...]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Each item between the one before it and the one after it."""
    return zip((None, *items), items, (*items[1:], None), strict=False)
