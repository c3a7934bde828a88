"""Sitemaps: 50,000 addresses in each at most, every page in one of them, and true days of change."""

import datetime as dt

import pytest

from sitegen.site import sitemaps
from sitegen.site.sitemaps import SitemapSheet
from sitegen.site.views import Sitemap, SitemapIndex
from tests.site.made import builder_of, entry, pages_by_path, view_of


def test_a_sitemap_of_more_than_50000_addresses_has_parts() -> None:
    b = builder_of()
    sheet = SitemapSheet("2025-09", tuple((f"papers/{number:06}/", None) for number in range(50_001)))
    pages = list(sheet.pages(b, lambda _: entry("2025/09/02/a")))
    assert [page.path for page in pages] == ["sitemaps/2025-09.xml", "sitemaps/2025-09-part-2.xml"]
    assert [place.path for place in sheet.places(b)] == [page.path for page in pages]
    views = [page.view for page in pages]
    assert [len(view.urls) for view in views if isinstance(view, Sitemap)] == [50_000, 1]


def test_the_index_names_every_part_and_these_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_URLS", 3)
    entries = (
        entry("2025/09/02/a", topics=("scaling",), authors=("Ada Ek", "Bo Ek"), updated=dt.date(2025, 9, 9)),
        entry("2025/09/02/b"),
        entry("2025/08/01/c"),
    )
    pages = pages_by_path(*entries)
    parts = {path: page.view for path, page in pages.items() if isinstance(page.view, Sitemap)}
    index = view_of(pages, "sitemap.xml", SitemapIndex)
    assert [each.url for each in index.sitemaps] == [f"https://example.org/{path}" for path in sorted(parts)]
    assert "sitemaps/2025-09-part-2.xml" in parts
    assert max(len(view.urls) for view in parts.values()) == 3
    told = [url.url.removeprefix("https://example.org/") for view in parts.values() for url in view.urls]
    html = [path for path in pages if path.endswith("index.html") and path != "saved/index.html"]
    assert sorted(told) == sorted(path.removesuffix("index.html") for path in html)
    days = {url.url: url.lastmod for view in parts.values() for url in view.urls}
    assert days["https://example.org/papers/a/"] == days["https://example.org/2025/09/"] == dt.date(2025, 9, 9)
    assert days["https://example.org/papers/c/"] == days["https://example.org/2025/08/"] == dt.date(2025, 8, 1)
    assert days["https://example.org/downloads/2025/"] == dt.date(2025, 9, 9)
