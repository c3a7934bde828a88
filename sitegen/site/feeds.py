"""Entries and editions → feeds. Ids are `tag:` URIs, so moving the site to another address changes no id."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.config import Config
from sitegen.site.addresses import day_path, paper_place
from sitegen.site.builder import Builder
from sitegen.site.cards import SHOWN_AUTHORS, paper_links, sentence_of
from sitegen.site.channels import Channel, paths_of, title_of
from sitegen.site.graph import Edition
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import EditionEntry, EditionPaper, Feed, FeedEntry, Page
from sitegen.text.lines import line_words

# The feed of one of 3,303 authors, each with a feed, names no more of them; other feeds name all.
NAMED_BESIDE_AN_AUTHOR = 24


class FeedSheet(Sheet, frozen=True):
    """A document of a feed of papers, in both formats; an archive is in Atom. entries: newest day first.

    archive: its name, or '' for the feed itself. before: the name of the archive with what came before. author: whose
    feed it is, by name.
    """

    kinds: ClassVar[tuple[str, ...]] = ("feed", "json_feed")
    channel: Channel
    entries: tuple[Brief, ...]
    archive: str = ""
    before: str = ""
    author: str = ""

    @property
    def name(self) -> str:
        return f"feed {self.channel.key} {self.archive}".rstrip()

    def places(self, b: Builder) -> tuple[Place, ...]:
        return _places(self.channel, self.archive)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        entries = tuple(_feed_entry(b, entry_of(brief), self.author) for brief in self.entries)
        updated = max((entry.updated for entry in entries), default=_before_all(b.config))
        yield from _documents(b, self, self.kinds, updated, entries)


class EditionFeedSheet(Sheet, frozen=True):
    """A document of the feed of editions, in both formats; an archive is in Atom. editions: newest first."""

    kinds: ClassVar[tuple[str, ...]] = ("edition_feed", "edition_json_feed")
    channel: Channel
    editions: tuple[Edition, ...]
    archive: str = ""
    before: str = ""

    @property
    def name(self) -> str:
        return f"feed {self.channel.key} {self.archive}".rstrip()

    def places(self, b: Builder) -> tuple[Place, ...]:
        return _places(self.channel, self.archive)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        entries = tuple(_edition_entry(b, edition, entry_of) for edition in self.editions)
        updated = max((entry.updated for entry in entries), default=_before_all(b.config))
        yield from _documents(b, self, self.kinds, updated, entries)


def _places(channel: Channel, archive: str) -> tuple[Place, ...]:
    paths = (path for pair in paths_of(channel, archive) for path in pair)
    return tuple(Place(path, channel.origin, None, False) for path in paths)


def _documents(
    b: Builder,
    sheet: FeedSheet | EditionFeedSheet,
    kinds: tuple[str, ...],
    updated: dt.date,
    entries: tuple[FeedEntry, ...] | tuple[EditionEntry, ...],
) -> Iterator[Page]:
    """The files of a sheet: of each place in each format.

    Every place keeps the id it had; the address that a former one tells of itself is the new one, to which readers that
    look at it move. Archives have the id of their feed.
    """
    config, channel = b.config, sheet.channel
    current = next(paths_of(channel))
    before = next(paths_of(channel, sheet.before)) if sheet.before else ()
    here = next(paths_of(channel, sheet.archive))
    absolute = b.addresses.absolute
    for place, folder in zip(paths_of(channel, sheet.archive), (channel.folder, *channel.former), strict=True):
        for number, kind in enumerate(kinds[: len(place)]):
            feed = Feed(
                kind=kind,
                id=f"tag:{config.tag_authority}:/{folder}",
                title=title_of(channel, b),
                subtitle=channel.subtitle,
                author=config.author or config.title,
                language=config.language,
                base_url=config.base_url,
                url=absolute(here[number]),
                page_url=absolute(channel.page),
                current_url=absolute(current[number]) if sheet.archive else "",
                before_url=absolute(before[number]) if number < len(before) else "",
                updated=updated,
                entries=entries,
            )
            yield Page(place[number], feed)


def _feed_entry(b: Builder, entry: Entry, author: str) -> FeedEntry:
    config = b.config
    place = paper_place(entry, config.pages)
    return FeedEntry(
        id=_id_of(entry, config),
        title=line_words(entry.title),
        url=b.addresses.absolute(place) if place else entry.links.abs,
        language=entry.lang or config.language_of_papers,
        authors=_named(entry.authors, author) if author else entry.authors,
        topics=b.maker.topics_of(entry),
        published=entry.date,
        updated=entry.updated or entry.date,
        abstract=entry.abstract,
        links=paper_links(entry.links),
        is_withdrawn=entry.is_withdrawn,
    )


def _id_of(entry: Entry, config: Config) -> str:
    return f"tag:{config.tag_authority}:/papers/{entry.key}/"


def _named(authors: tuple[str, ...], author: str) -> tuple[str, ...]:
    """The first authors, and the one whose feed it is."""
    if len(authors) <= NAMED_BESIDE_AN_AUTHOR:
        return authors
    first = authors[:NAMED_BESIDE_AN_AUTHOR]
    return first if author in first else (*first, author)


def _edition_entry(b: Builder, edition: Edition, entry_of: EntryOf) -> EditionEntry:
    config = b.config
    path = day_path(edition.date)
    return EditionEntry(
        id=f"tag:{config.tag_authority}:/{path}",
        url=b.addresses.absolute(path) if config.pages.days else "",
        date=edition.date,
        updated=max((edition.date, *(brief.changed for brief in edition.listed))),
        note=edition.note,
        papers=tuple(_edition_paper(b, entry_of(brief)) for brief in edition.listed),
    )


def _edition_paper(b: Builder, entry: Entry) -> EditionPaper:
    place = paper_place(entry, b.config.pages)
    return EditionPaper(
        title=line_words(entry.title),
        url=b.addresses.absolute(place) if place else entry.links.abs,
        language=entry.lang or b.config.language_of_papers,
        authors=entry.authors[:SHOWN_AUTHORS],
        more_author_count=max(0, len(entry.authors) - SHOWN_AUTHORS),
        sentence=sentence_of(entry),
        is_withdrawn=entry.is_withdrawn,
    )


def _before_all(config: Config) -> dt.date:
    """An empty feed has a date too: the beginning of the year of the tag authority."""
    return dt.date(int(config.tag_authority.partition(",")[2][:4]), 1, 1)
