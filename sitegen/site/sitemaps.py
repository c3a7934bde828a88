"""What search engines are told: a sitemap for each group of sheets, an index of them, robots.txt."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from sitegen.site.addresses import INDEX
from sitegen.site.builder import Builder
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import Page, Robots, Sitemap, SitemapIndex, SitemapUrl

FOLDER = "sitemaps"
_ORIGIN = "site.yaml"


class SitemapSheet(Sheet, frozen=True):
    """The sitemap of a group. urls: paths of the site and the day of their last change, sorted."""

    kinds: ClassVar[tuple[str, ...]] = ("sitemap",)
    group: str
    urls: tuple[tuple[str, dt.date | None], ...]

    @property
    def name(self) -> str:
        return f"sitemap {self.group}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(sitemap_path(self.group), _ORIGIN, None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        urls = tuple(SitemapUrl(b.addresses.absolute(path), changed) for path, changed in self.urls)
        yield Page(sitemap_path(self.group), Sitemap(kind="sitemap", urls=urls))


class SitemapIndexSheet(Sheet, frozen=True):
    """sitemap.xml and robots.txt. sitemaps: the groups and the day of their last change, sorted."""

    kinds: ClassVar[tuple[str, ...]] = ("sitemap_index", "robots")
    sitemaps: tuple[tuple[str, dt.date | None], ...]

    @property
    def name(self) -> str:
        return "sitemaps"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place("sitemap.xml", _ORIGIN, None, False), Place("robots.txt", _ORIGIN, None, False))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        urls = tuple(SitemapUrl(b.addresses.absolute(sitemap_path(group)), changed) for group, changed in self.sitemaps)
        yield Page("sitemap.xml", SitemapIndex(kind="sitemap_index", sitemaps=urls))
        yield Page("robots.txt", Robots(kind="robots", sitemap_url=b.addresses.absolute("sitemap.xml")))


def sitemap_of(group: str, places: Iterable[Place]) -> SitemapSheet:
    """The sitemap that names these pages, those left out that search engines should not keep."""
    urls = ((place.path.removesuffix(INDEX), place.changed) for place in places if place.is_indexed)
    return SitemapSheet(group, tuple(sorted(urls, key=lambda url: url[0])))


def sitemap_path(group: str) -> str:
    return f"{FOLDER}/{group}.xml"
