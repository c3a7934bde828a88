"""What is not HTML: feeds, the sitemap, robots.txt. Each module turns one kind of view into text."""

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.atom import atom, edition_atom
from sitegen.render.formats.crawlers import robots, sitemap, sitemap_index
from sitegen.render.formats.feed_items import DATES, FEED_EDITION, FEED_EDITIONS, FEED_WITHDRAWN, MORE_AUTHORS
from sitegen.render.formats.json_feed import edition_json_feed, json_feed
from sitegen.render.formats.opml import HEADINGS, opml

WRITERS: Mapping[str, Callable[[Any, Catalogue], str]] = {
    "feed": atom,
    "json_feed": json_feed,
    "edition_feed": edition_atom,
    "edition_json_feed": edition_json_feed,
    "opml": opml,
    "sitemap": sitemap,
    "sitemap_index": sitemap_index,
    "robots": robots,
}
"""The writer of each kind of view that no template makes. Of the catalogue it may use what WORDS names for the kind."""

_OF_EDITIONS = (FEED_WITHDRAWN, FEED_EDITION, FEED_EDITIONS, MORE_AUTHORS, *DATES)
WORDS: Mapping[str, tuple[str, ...]] = {
    "feed": (FEED_WITHDRAWN,),
    "json_feed": (FEED_WITHDRAWN,),
    "edition_feed": _OF_EDITIONS,
    "edition_json_feed": _OF_EDITIONS,
    "opml": (FEED_EDITIONS, *(name for name, _ in HEADINGS.values())),
}
"""The interface strings that writers use; a theme may lack them."""
