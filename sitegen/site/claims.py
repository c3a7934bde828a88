"""Who has which path: the pages that follow from dates, keys and topics, known without making one of them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from sitegen.site.addresses import AUTHORS, FEEDS, INDEX, OPML, day_path, month_path, week_path, year_path
from sitegen.site.author_groups import author_claims
from sitegen.site.builder import Builder
from sitegen.site.feed_sheets import feed_claims, streams_of
from sitegen.site.file_groups import file_claims
from sitegen.site.graph import Graph, Outline
from sitegen.site.pages import SITE_GROUP, month_sitemaps
from sitegen.site.program_pages import program_sheets
from sitegen.site.share_cards import CARD
from sitegen.site.sitemaps import FOLDER, sitemap_paths

_PAPERS = "papers/"
_OF_AUTHORS = (AUTHORS, f"{FOLDER}/authors-")


class Claims:
    """The paths of a graph and the file behind each. keys: of its entries, with their paths in the archive."""

    def __init__(self, graph: Graph, b: Builder, keys: Mapping[str, str]) -> None:
        self._keys = keys if b.config.pages.papers else {}
        self._owners = dict(_dated(graph, b))
        self._folders = {above for path in self._owners for above in _above(path)}
        self._roster = graph.roster
        self._b = b
        self._card = CARD if b.cards.of_papers else ""

    @cached_property
    def _authors(self) -> Mapping[str, str]:
        """The pages of authors, thought of only if somebody asks for a path among them."""
        return dict(author_claims(self._roster, self._b)) if self._roster else {}

    @cached_property
    def _author_folders(self) -> frozenset[str]:
        return frozenset(above for path in self._authors for above in _above(path))

    def owner(self, path: str) -> str:
        """The file behind the page at a path; empty if no such page is there."""
        ending = next((f"/{name}" for name in (INDEX, self._card) if name and path.endswith(f"/{name}")), "")
        key = _key_in(path.removesuffix(ending)) if ending else ""
        of_author = self._authors.get(path, "") if path.startswith(_OF_AUTHORS) else ""
        return self._keys.get(key, "") or self._owners.get(path, "") or of_author

    def is_folder(self, path: str) -> bool:
        """True if such pages lie below a path."""
        return (
            path in self._folders
            or _key_in(path) in self._keys
            or (path == _PAPERS.rstrip("/") and bool(self._keys))
            or (path.startswith(_OF_AUTHORS) and path in self._author_folders)
        )


def _key_in(path: str) -> str:
    """The key in 'papers/<key>'; empty for another path."""
    key = path.removeprefix(_PAPERS) if path.startswith(_PAPERS) else ""
    return "" if "/" in key else key


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _dated(graph: Graph, b: Builder) -> Iterator[tuple[str, str]]:
    """All but the papers."""
    pages = b.config.pages
    slugs = [slug for topic in b.topics for slug in (topic.slug, *topic.aliases)]
    found = [
        (True, INDEX, "content"),
        (True, "404.html", "site.yaml"),
        (b.cards.of_site, CARD, "site.yaml"),
        (pages.archive, f"archive/{INDEX}", "content"),
        (pages.search, f"search/{INDEX}", "site.yaml"),
        (pages.saved, f"saved/{INDEX}", "site.yaml"),
        (pages.feeds, FEEDS + INDEX, "site.yaml"),
        (pages.feeds, OPML, "site.yaml"),
        (graph.trends is not None, f"trends/{INDEX}", "content"),
        (pages.topics, f"topics/{INDEX}", "topics.yaml"),
        (graph.roster is not None, AUTHORS + INDEX, "content"),
        *((pages.sitemap, path, "site.yaml") for path in ("sitemap.xml", "robots.txt", *sitemap_paths(SITE_GROUP, 1))),
        *((pages.topics, f"topics/{slug}/{INDEX}", "topics.yaml") for slug in slugs),
    ]
    yield from ((path, origin) for is_on, path, origin in found if is_on)
    yield from feed_claims(streams_of(graph, b), b)
    if pages.years:
        yield from ((year_path(year) + INDEX, "content") for year in graph.calendar_years)
    for outline in graph.outlines:
        yield from _of_month(outline, b)
    yield from file_claims(graph, b)
    yield from ((place.path, place.origin) for sheet in program_sheets(b) for place in sheet.places(b))


def _of_month(outline: Outline, b: Builder) -> Iterator[tuple[str, str]]:
    pages = b.config.pages
    year, month = year_path(outline.month.year), month_path(outline.month)
    days = [*(day.date for day in outline.days), *outline.noted]
    slugs = [slug for topic in b.topics if topic.slug in outline.topics for slug in (topic.slug, *topic.aliases)]
    topics = [f"topics/{slug}/{period}" for slug in slugs for period in (month, year)]
    found = [
        *((pages.days, day_path(date) + INDEX, f"content/{day_path(date)}") for date in days),
        *((pages.days and b.cards.of_days, day_path(date) + CARD, f"content/{day_path(date)}") for date in days),
        (pages.months and bool(outline.days), month + INDEX, "content"),
        *((pages.weeks, week_path(day.date) + INDEX, "content") for day in outline.days),
        *((pages.sitemap, path, "site.yaml") for path in month_sitemaps(outline, b)),
        *((pages.topics, folder + INDEX, "topics.yaml") for folder in topics),
    ]
    yield from ((path, origin) for is_on, path, origin in found if is_on)
