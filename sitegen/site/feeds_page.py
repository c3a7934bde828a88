"""The page that explains feeds and lists them, and the lists in OPML that readers import."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from sitegen.config import SavedSearch
from sitegen.site.addresses import FEEDS, INDEX, JSON_FEED, OPML, SITE_FEED, author_path
from sitegen.site.author_feeds import AUTHORS_OPML
from sitegen.site.builder import Builder, head
from sitegen.site.channels import (
    Channel,
    editions_channel,
    feed_links,
    search_channel,
    site_channel,
    title_of,
    topic_channel,
)
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import FeedList, FeedPlace, FeedsView, Opml, OutlineFeed, OutlineGroup, Page, SearchFeedPlace

_ORIGIN = "site.yaml"
# The headings of the lists: words of the interface, which the writer has.
SITE_GROUP, SEARCHES_GROUP, TOPICS_GROUP, AUTHORS_GROUP = "site", "searches", "topics", "authors"


class FeedsSheet(Sheet, frozen=True):
    """/feeds/ and feeds.opml. have_authors: whether there are feeds of authors; all else is in settings and topics."""

    kinds: ClassVar[tuple[str, ...]] = ("feeds", "opml")
    have_authors: bool

    @property
    def name(self) -> str:
        return "feeds"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(FEEDS + INDEX, _ORIGIN), Place(OPML, _ORIGIN, None, False))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        searches = tuple((search, search_channel(search)) for search in b.config.feeds)
        topics = tuple(topic_channel(topic) for topic in b.topics if b.config.pages.has_topic_feeds)
        of_site = (site_channel(b), editions_channel(b))
        channels = (*of_site, *(channel for _, channel in searches))
        view = FeedsView(
            **head(
                b,
                "feeds",
                FEEDS,
                "",
                b.config.tagline or b.config.title,
                feeds=tuple(link for channel in channels for link in feed_links(channel, b)),
            ),
            papers=_place(site_channel(b), b),
            editions=_place(editions_channel(b), b),
            searches=tuple(_search_place(search, channel, b) for search, channel in searches),
            topics=tuple(_place(channel, b) for channel in topics),
            opml=_list(OPML, b),
            authors_opml=_list(AUTHORS_OPML, b) if self.have_authors else None,
        )
        yield Page(FEEDS + INDEX, view)
        groups = [
            OutlineGroup(SITE_GROUP, _outlines(of_site, b)),
            OutlineGroup(SEARCHES_GROUP, _outlines((channel for _, channel in searches), b)),
            OutlineGroup(TOPICS_GROUP, _outlines(topics, b)),
        ]
        if self.have_authors:
            groups.append(OutlineGroup(AUTHORS_GROUP, (), b.addresses.absolute(AUTHORS_OPML)))
        yield Page(OPML, _opml(b, [group for group in groups if group.feeds or group.list_url]))


class AuthorsOpmlSheet(Sheet, frozen=True):
    """The list of the feeds of authors, which only a new name changes. authors: slug and name, sorted."""

    kinds: ClassVar[tuple[str, ...]] = ("opml",)
    authors: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return "feeds of authors"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(AUTHORS_OPML, "content", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        absolute = b.addresses.absolute
        feeds = tuple(
            OutlineFeed(name, False, "", absolute(author_path(slug) + SITE_FEED), absolute(author_path(slug)))
            for slug, name in self.authors
        )
        yield Page(AUTHORS_OPML, _opml(b, [OutlineGroup(AUTHORS_GROUP, feeds)]))


def _opml(b: Builder, groups: Iterable[OutlineGroup]) -> Opml:
    return Opml(kind="opml", title=b.config.title, language=b.config.language, groups=tuple(groups))


def _outlines(channels: Iterable[Channel], b: Builder) -> tuple[OutlineFeed, ...]:
    absolute = b.addresses.absolute
    return tuple(
        OutlineFeed(
            title=title_of(channel, b),
            is_of_editions=channel.is_of_editions,
            description=channel.subtitle,
            url=absolute(channel.folder + SITE_FEED),
            page_url=absolute(channel.page),
        )
        for channel in channels
    )


def _place(channel: Channel, b: Builder) -> FeedPlace:
    return FeedPlace(
        name=channel.name,
        page_url=b.addresses.at(channel.page),
        atom_url=b.addresses.at(channel.folder + SITE_FEED),
        json_url=b.addresses.at(channel.folder + JSON_FEED),
        address=b.addresses.absolute(channel.folder + SITE_FEED),
    )


def _list(path: str, b: Builder) -> FeedList:
    return FeedList(b.addresses.at(path), b.addresses.absolute(path))


def _search_place(search: SavedSearch, channel: Channel, b: Builder) -> SearchFeedPlace:
    place = _place(channel, b)
    return SearchFeedPlace(
        name=place.name,
        page_url=_search_url(search, b),
        atom_url=place.atom_url,
        json_url=place.json_url,
        address=place.address,
        slug=search.slug,
        words=search.words,
        topics=b.maker.topics_by_slug(search.topics),
        authors=search.authors,
    )


def _search_url(search: SavedSearch, b: Builder) -> str:
    """The search page with the same question; '' for one that it cannot ask, such as one of two words."""
    (word, *more_words), (author, *more_authors) = search.words or ("",), search.authors or ("",)
    is_one = not more_words and not more_authors and len(search.topics) < 2 and "*" not in word
    if not is_one or not b.config.pages.search:
        return ""
    asked = " ".join(f'"{text}"' for text in (word, author) if text)
    topic = next((topic.name for topic in b.maker.topics_by_slug(search.topics)), "")
    return b.addresses.search_for(q=asked, topic=topic)
