"""The feeds of a site, each as a value: where it lies, which page it belongs to, what it is called."""

from collections.abc import Iterator

import msgspec

from sitegen.archive.topics import Topic
from sitegen.config import AUTHORS_FILE, EDITIONS_SLUG, SavedSearch
from sitegen.site.addresses import FEEDS, JSON_FEED, SITE_FEED, author_path
from sitegen.site.builder import Builder
from sitegen.site.views import FeedLink

ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"


class Channel(msgspec.Struct, frozen=True):
    """A feed. key: its name among all. name: what it has the papers of; '' for the whole site.

    folder: of feed.xml and feed.json. archives: the folder of its archives. page: the page that belongs to it; it may
    end with a fragment. origin: the file a person would change to mend it. former: folders in which it was before.
    """

    key: str
    name: str
    subtitle: str
    folder: str
    archives: str
    page: str
    origin: str
    is_of_editions: bool = False
    former: tuple[str, ...] = ()


def site_channel(b: Builder) -> Channel:
    # The root of a site is no place for hundreds of archives.
    return Channel("papers", "", b.config.tagline, "", FEEDS, "", "content")


def editions_channel(b: Builder) -> Channel:
    folder = f"{FEEDS}{EDITIONS_SLUG}/"
    page = "archive/" if b.config.pages.archive else ""
    return Channel("editions", "", b.config.tagline, folder, folder, page, "content", is_of_editions=True)


def topic_channel(topic: Topic) -> Channel:
    folder, *former = (f"topics/{slug}/" for slug in (topic.slug, *topic.aliases))
    key = f"topic {topic.slug}"
    return Channel(key, topic.name, topic.description, folder, folder, folder, "topics.yaml", former=tuple(former))


def search_channel(search: SavedSearch) -> Channel:
    folder = f"{FEEDS}{search.slug}/"
    return Channel(f"search {search.slug}", search.name, "", folder, folder, f"{FEEDS}#feed-{search.slug}", "site.yaml")


def author_channel(slug: str, name: str, former: tuple[str, ...], *, is_declared: bool) -> Channel:
    """The feed of an author. former: slugs the page had before."""
    folder, *others = (author_path(each) for each in (slug, *former))
    origin = AUTHORS_FILE if is_declared else "content"
    return Channel(f"author {slug}", name, "", folder, folder, folder, origin, former=tuple(others))


def title_of(channel: Channel, b: Builder) -> str:
    """What a feed calls itself."""
    return f"{b.config.title}: {channel.name}" if channel.name else b.config.title


def paths_of(channel: Channel, archive: str = "") -> Iterator[tuple[str, ...]]:
    """The paths of a feed, each place in Atom and in JSON; or of one of its archives, which is there in Atom alone.

    RFC 5005 is of Atom, and what programs do with JSON they do with the archive as data: a second copy of all papers in
    each of these forms is a tenth of a site.

    A feed is written under its former addresses too. A static host cannot redirect a feed reader, which follows answers
    of HTTP and no page, so each address goes on giving the papers.
    """
    for folder in (channel.archives if archive else channel.folder, *channel.former):
        if archive:
            yield (f"{folder}feed-{archive}.xml",)
        else:
            yield folder + SITE_FEED, folder + JSON_FEED


def site_feeds(b: Builder) -> tuple[FeedLink, ...]:
    """What pages say that show the whole site or a day of it: the feed of all papers, and that of editions."""
    return feed_links(site_channel(b), b) + feed_links(editions_channel(b), b)


def feed_links(channel: Channel, b: Builder) -> tuple[FeedLink, ...]:
    """What a page says of a feed that belongs to it; nothing if feeds are switched off."""
    if not b.config.pages.feeds:
        return ()
    at = b.addresses.at
    return (
        FeedLink(channel.name, channel.is_of_editions, ATOM_TYPE, at(channel.folder + SITE_FEED)),
        FeedLink(channel.name, channel.is_of_editions, JSON_TYPE, at(channel.folder + JSON_FEED)),
    )
