"""What search engines are told: a sitemap for each group of sheets, an index of them, robots.txt."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from sitegen.site.addresses import INDEX
from sitegen.site.builder import Builder
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import Page, Robots, Sitemap, SitemapIndex, SitemapUrl

FOLDER = "sitemaps"
# sitemaps.org, protocol 0.9: no sitemap may have more.
MOST_URLS = 50_000
_ORIGIN = "site.yaml"


class SitemapSheet(Sheet, frozen=True):
    """The sitemap of a group, in parts of 50,000 addresses. urls: paths of the site and the day of their last change,
    sorted.
    """

    kinds: ClassVar[tuple[str, ...]] = ("sitemap",)
    group: str
    urls: tuple[tuple[str, dt.date | None], ...]

    @property
    def name(self) -> str:
        return f"sitemap {self.group}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return tuple(Place(path, _ORIGIN, None, False) for path in sitemap_paths(self.group, len(self.urls)))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        urls = tuple(SitemapUrl(b.addresses.absolute(path), changed) for path, changed in self.urls)
        for number, path in enumerate(sitemap_paths(self.group, len(urls))):
            part = urls[number * MOST_URLS : (number + 1) * MOST_URLS]
            yield Page(path, Sitemap(kind="sitemap", urls=part))


class SitemapIndexSheet(Sheet, frozen=True):
    """sitemap.xml and robots.txt. sitemaps: their paths and the day of the last change, sorted."""

    kinds: ClassVar[tuple[str, ...]] = ("sitemap_index", "robots")
    sitemaps: tuple[tuple[str, dt.date | None], ...]

    @property
    def name(self) -> str:
        return "sitemaps"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place("sitemap.xml", _ORIGIN, None, False), Place("robots.txt", _ORIGIN, None, False))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        urls = tuple(SitemapUrl(b.addresses.absolute(path), changed) for path, changed in self.sitemaps)
        yield Page("sitemap.xml", SitemapIndex(kind="sitemap_index", sitemaps=urls))
        yield Page("robots.txt", Robots(kind="robots", sitemap_url=b.addresses.absolute("sitemap.xml")))


def sitemap_of(group: str, places: Iterable[Place]) -> SitemapSheet:
    """The sitemap that names these pages, those left out that search engines should not keep."""
    urls = ((place.path.removesuffix(INDEX), place.changed) for place in places if place.is_indexed)
    return SitemapSheet(group, tuple(sorted(urls, key=lambda url: url[0])))


def sitemap_paths(group: str, url_count: int) -> tuple[str, ...]:
    """Where the parts of a sitemap go: `2025-09.xml`, and beyond 50,000 addresses `2025-09-part-2.xml`."""
    part_count = max(1, -(-url_count // MOST_URLS))
    further = (f"{FOLDER}/{group}-part-{number}.xml" for number in range(2, part_count + 1))
    return (f"{FOLDER}/{group}.xml", *further)
