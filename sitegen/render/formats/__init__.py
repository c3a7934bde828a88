"""What is not HTML: feeds, the sitemap, robots.txt. Each module turns one kind of view into text."""

from collections.abc import Callable, Mapping
from typing import Any

from sitegen.render.formats.atom import atom
from sitegen.render.formats.crawlers import robots, sitemap, sitemap_index

WRITERS: Mapping[str, Callable[[Any], str]] = {
    "feed": atom,
    "sitemap": sitemap,
    "sitemap_index": sitemap_index,
    "robots": robots,
}
"""The writer of each kind of view that no template makes."""
