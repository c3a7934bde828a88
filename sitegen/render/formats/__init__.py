"""What is not HTML: feeds, the sitemap, robots.txt. Each module turns one kind of view into text."""

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.render.catalogue import Catalogue
from sitegen.render.formats.atom import FEED_WITHDRAWN, atom
from sitegen.render.formats.crawlers import robots, sitemap, sitemap_index

WRITERS: Mapping[str, Callable[[Any, Catalogue], str]] = {
    "feed": atom,
    "sitemap": sitemap,
    "sitemap_index": sitemap_index,
    "robots": robots,
}
"""The writer of each kind of view that no template makes. Of the catalogue it may use what WORDS names for the kind."""

WORDS: Mapping[str, tuple[str, ...]] = {"feed": (FEED_WITHDRAWN,)}
"""The interface strings that writers use; a theme may lack them."""
