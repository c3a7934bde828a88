"""Entries → feeds. Ids are `tag:` URIs, so moving the site to another address changes no id."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.archive.topics import Topic
from sitegen.config import Config
from sitegen.site.addresses import SITE_FEED, paper_place
from sitegen.site.builder import Builder
from sitegen.site.cards import paper_links
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import Feed, FeedEntry, Page
from sitegen.text.lines import line_words

# A feed holds whole days, so that who fetches it once a day misses nothing, until there are this many papers.
FEED_SIZE = 50


class FeedSheet(Sheet, frozen=True):
    """The feed of the site, or of a topic. entries: the newest, newest day first.

    A topic's feed is written under its former slugs too. A static host cannot redirect a feed reader, which follows
    answers of HTTP and no page, so each address goes on giving the papers. Every address keeps the id it had; `self`
    names the new one, to which readers that look at it move.
    """

    kinds: ClassVar[tuple[str, ...]] = ("feed",)
    topic: Topic | None
    entries: tuple[Brief, ...]

    @property
    def name(self) -> str:
        return f"feed {self.topic.slug}" if self.topic else "feed"

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the feed goes: its own folder, then those of the topic's former slugs."""
        return tuple(f"topics/{slug}/" for slug in (self.topic.slug, *self.topic.aliases)) if self.topic else ("",)

    def places(self, b: Builder) -> tuple[Place, ...]:
        origin = "topics.yaml" if self.topic else "content"
        return tuple(Place(folder + SITE_FEED, origin, None, False) for folder in self.folders)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        config = b.config
        here, *former = self.folders
        entries = tuple(_feed_entry(b, entry_of(brief)) for brief in self.entries)
        feed = Feed(
            kind="feed",
            id=f"tag:{config.tag_authority}:/{here}",
            title=f"{config.title}: {self.topic.name}" if self.topic else config.title,
            subtitle=self.topic.description if self.topic else config.tagline,
            author=config.author or config.title,
            language=config.language,
            base_url=config.base_url,
            url=b.addresses.absolute(here + SITE_FEED),
            page_url=b.addresses.absolute(here),
            updated=max((entry.updated for entry in entries), default=_before_all(config)),
            entries=entries,
        )
        yield Page(here + SITE_FEED, feed)
        for folder in former:
            yield Page(folder + SITE_FEED, msgspec.structs.replace(feed, id=f"tag:{config.tag_authority}:/{folder}"))


def newest_days(entries: Iterable[Brief]) -> tuple[Brief, ...]:
    """The entries of the newest days, whole days only, until there are at least 50. entries: newest first."""
    kept: list[Brief] = []
    for brief in entries:
        if len(kept) >= FEED_SIZE and brief.date != kept[-1].date:
            break
        kept.append(brief)
    return tuple(kept)


def _feed_entry(b: Builder, entry: Entry) -> FeedEntry:
    config = b.config
    place = paper_place(entry, config.pages)
    return FeedEntry(
        id=f"tag:{config.tag_authority}:/papers/{entry.key}/",
        title=line_words(entry.title),
        url=b.addresses.absolute(place) if place else entry.links.abs,
        language=entry.lang or config.language_of_papers,
        authors=entry.authors,
        topics=b.maker.topics_of(entry),
        published=entry.date,
        updated=entry.updated or entry.date,
        abstract=entry.abstract,
        links=paper_links(entry.links),
        is_withdrawn=entry.is_withdrawn,
    )


def _before_all(config: Config) -> dt.date:
    """An empty feed has a date too: the beginning of the year of the tag authority."""
    return dt.date(int(config.tag_authority.partition(",")[2][:4]), 1, 1)
