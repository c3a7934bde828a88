"""Graph → every page of the site with its view, and what every page shares. Knows what pages show, not how."""

from collections.abc import Iterable, Iterator

from sitegen.archive.store import Archive
from sitegen.config import Config
from sitegen.site.addresses import (
    SEARCH_INDEX,
    addresses,
)
from sitegen.site.archive_pages import archive_page, day_pages, home, month_pages, year_pages
from sitegen.site.builder import Builder
from sitegen.site.cards import Maker
from sitegen.site.feeds import site_feed, topic_feed
from sitegen.site.graph import Graph
from sitegen.site.paper_pages import not_found_page, own_page_pages, paper_pages, redirect_pages, search_page
from sitegen.site.topic_pages import topic_pages
from sitegen.site.views import (
    Link,
    Page,
    PageView,
    Robots,
    Site,
    Sitemap,
    SitemapUrl,
)


def pages_of(graph: Graph, archive: Archive, config: Config, with_drafts: bool) -> tuple[Page, ...]:
    """Every page of the site, sorted by path."""
    places = addresses(config)
    own_pages = tuple(page for page in archive.pages if with_drafts or not page.is_draft)
    builder = Builder(graph, config, places, Maker(places, config.language, graph.topics), own_pages)
    switches = config.pages
    makers = [
        (True, home(builder)),
        (switches.archive, archive_page(builder)),
        (switches.years, year_pages(builder)),
        (switches.months, month_pages(builder)),
        (switches.days, day_pages(builder)),
        (switches.topics, topic_pages(builder)),
        (switches.papers, paper_pages(builder)),
        (switches.search, search_page(builder)),
        (True, own_page_pages(builder)),
        (True, not_found_page(builder)),
        (switches.feeds, feed_pages(builder)),
    ]
    pages = [page for is_on, made in makers if is_on for page in made]
    pages.extend(redirect_pages(builder))
    if switches.sitemap:
        pages.extend(sitemap_pages(builder, pages))
    return tuple(sorted(pages, key=lambda page: page.path))


def site_view(config: Config, archive: Archive, options: dict[str, str], with_drafts: bool) -> Site:
    """What every template sees as `site`."""
    places = addresses(config)
    menu = [page for page in archive.pages if page.in_menu and (with_drafts or not page.is_draft)]
    return Site(
        title=config.title,
        tagline=config.tagline,
        language=config.language,
        root=config.root,
        base_url=config.base_url,
        archive_url=places.archive(),
        topics_url=places.topics(),
        search_url=places.search(),
        search_index_url=places.at(SEARCH_INDEX) if config.pages.search else "",
        feed_url=places.feed(),
        pages=tuple(
            Link(page.title, places.at(page.address[1:]))
            for page in sorted(menu, key=lambda page: (page.position, page.title))
        ),
        options=options,
    )


def feed_pages(b: Builder) -> Iterator[Page]:
    feeds = [("", site_feed(b.graph, b.config, b.addresses, b.maker))]
    if b.config.pages.topics:
        feeds += [
            (f"topics/{topic.slug}/", topic_feed(topic, b.graph, b.config, b.addresses, b.maker))
            for topic in b.graph.topics
        ]
    for folder, feed in feeds:
        yield Page(f"{folder}feed.xml", feed, "content", feed.updated)


def sitemap_pages(b: Builder, pages: Iterable[Page]) -> Iterator[Page]:
    indexed = [(page.view, page.lastmod) for page in pages if isinstance(page.view, PageView) and page.view.is_indexed]
    urls = sorted((SitemapUrl(view.canonical_url, lastmod) for view, lastmod in indexed), key=lambda url: url.url)
    yield Page("sitemap.xml", Sitemap(kind="sitemap", urls=tuple(urls)), "site.yaml")
    yield Page("robots.txt", Robots(kind="robots", sitemap_url=b.addresses.absolute("sitemap.xml")), "site.yaml")
