"""Graph → feeds. Ids are `tag:` URIs, so moving the site to another address changes no id."""

import datetime as dt
from collections.abc import Iterable

from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic
from sitegen.config import Config
from sitegen.site.addresses import SITE_FEED, Addresses, paper_place
from sitegen.site.cards import Maker, paper_links
from sitegen.site.graph import Graph
from sitegen.site.views import Feed, FeedEntry

# A feed holds whole days, so that who fetches it once a day misses nothing, until there are this many papers.
FEED_SIZE = 50


def site_feed(graph: Graph, config: Config, addresses: Addresses, maker: Maker) -> Feed:
    """The newest papers of the site."""
    entries = newest_days(graph.entries)
    return _feed(config, addresses, maker, "", config.title, config.tagline, entries)


def topic_feed(topic: Topic, graph: Graph, config: Config, addresses: Addresses, maker: Maker) -> Feed:
    """The newest papers of a topic."""
    entries = newest_days(graph.by_topic[topic.slug])
    return _feed(
        config,
        addresses,
        maker,
        f"topics/{topic.slug}/",
        f"{config.title}: {topic.name}",
        topic.description,
        entries,
    )


def newest_days(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries of the newest days, whole days only, until there are at least 50. entries: newest first."""
    if len(entries) <= FEED_SIZE:
        return entries
    last_day = entries[FEED_SIZE - 1].date
    return tuple(entry for entry in entries if entry.date >= last_day)


def _feed(
    config: Config,
    addresses: Addresses,
    maker: Maker,
    folder: str,
    title: str,
    subtitle: str,
    entries: Iterable[Entry],
) -> Feed:
    feed_entries = tuple(_feed_entry(entry, config, addresses, maker) for entry in entries)
    return Feed(
        kind="feed",
        id=f"tag:{config.tag_authority}:/{folder}",
        title=title,
        subtitle=subtitle,
        author=config.author or config.title,
        language=config.language,
        base_url=config.base_url,
        url=addresses.absolute(folder + SITE_FEED),
        page_url=addresses.absolute(folder),
        updated=max((entry.updated for entry in feed_entries), default=_before_all(config)),
        entries=feed_entries,
    )


def _feed_entry(entry: Entry, config: Config, addresses: Addresses, maker: Maker) -> FeedEntry:
    place = paper_place(entry, config.pages)
    return FeedEntry(
        id=f"tag:{config.tag_authority}:/papers/{entry.key}/",
        title=entry.title,
        url=addresses.absolute(place) if place else entry.links.abs,
        language=entry.lang or config.language,
        authors=entry.authors,
        topics=maker.topics_of(entry),
        published=entry.date,
        updated=entry.updated or entry.date,
        abstract=entry.abstract,
        links=paper_links(entry.links),
        is_withdrawn=entry.is_withdrawn,
    )


def _before_all(config: Config) -> dt.date:
    """An empty feed has a date too: the beginning of the year of the tag authority."""
    return dt.date(int(config.tag_authority.partition(",")[2][:4]), 1, 1)
