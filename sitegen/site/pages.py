"""Graph → every page of the site with its view. Knows what each page shows, not how it looks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypedDict, TypeVar

import msgspec

from sitegen.archive.entry import Entry
from sitegen.archive.store import Archive, OwnPage
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.config import Config
from sitegen.problems import Location, Problem, raise_if
from sitegen.site.addresses import (
    INDEX,
    SEARCH_INDEX,
    Addresses,
    addresses,
    day_path,
    month_path,
    paper_path,
    year_path,
)
from sitegen.site.calendars import calendar_months
from sitegen.site.cards import Maker, paper_links
from sitegen.site.feeds import site_feed, topic_feed
from sitegen.site.graph import Edition, Graph
from sitegen.site.views import (
    ArchiveView,
    Day,
    DayCount,
    DayRows,
    DayView,
    HomeView,
    Link,
    MonthCount,
    MonthRows,
    MonthView,
    NotFoundView,
    OwnView,
    Page,
    PageView,
    PaperView,
    RedirectView,
    Robots,
    SearchView,
    Site,
    Sitemap,
    SitemapUrl,
    TopicMonthView,
    TopicSummary,
    TopicsView,
    TopicView,
    TopicYearView,
    YearCount,
    YearMonths,
    YearView,
)
from sitegen.text.markdown import to_plain
from sitegen.text.plain import shortened

# No list shows more papers than this; beyond, it counts them and links to the lists below it.
LIST_LIMIT = 500
NEWEST_OF_TOPIC = 50
RECENT_DAYS = 10
DESCRIPTION_LIMIT = 160


Item = TypeVar("Item")


class Builder(msgspec.Struct, frozen=True):
    """What pages are made from."""

    graph: Graph
    config: Config
    addresses: Addresses
    maker: Maker
    own_pages: tuple[OwnPage, ...]


def pages_of(graph: Graph, archive: Archive, config: Config, with_drafts: bool) -> tuple[Page, ...]:
    """Every page of the site, sorted by path. Raises SiteError if two would share a path."""
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
    return _without_clashes(pages)


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


def home(b: Builder) -> Iterator[Page]:
    editions = b.graph.editions
    view = HomeView(
        **_head(b, "home", "", "", b.config.tagline or b.config.title),
        day=_day(b, editions[0]) if editions else None,
        older=b.maker.day(editions[1].date) if len(editions) > 1 else None,
        recent_days=_recent_days(b),
        topics=tuple(summary for topic in b.graph.topics if (summary := _topic_summary(b, topic)).count),
        years=_years(b, b.graph.entries),
        paper_count=len(b.graph.entries),
    )
    yield Page(INDEX, view, "content", _latest(b.graph.entries))


def archive_page(b: Builder) -> Iterator[Page]:
    entries = b.graph.entries
    years = tuple(
        YearMonths(
            year,
            tuple(_month_count(b, month, group) for month, group in _by_month(entries) if month.year == year.year),
        )
        for year in _years(b, entries)
    )
    head = _head(b, "archive", "archive/", "", b.config.title)
    view = ArchiveView(**head, years=years, count=len(entries), day_count=len(b.graph.editions))
    yield Page(f"archive/{INDEX}", view, "content", _latest(entries))


def year_pages(b: Builder) -> Iterator[Page]:
    years = _years(b, b.graph.entries)
    for newer, year, older in _with_neighbours(years):
        entries = tuple(entry for entry in b.graph.entries if entry.date.year == year.year)
        path = year_path(year.year)
        view = YearView(
            **_head(b, "year", path, str(year.year), f"{b.config.title}: {year.year}"),
            year=year.year,
            count=year.count,
            months=calendar_months(year.year, _day_counts(b, entries), b.addresses),
            topics=b.maker.topic_counts(entries),
            newer=newer,
            older=older,
        )
        yield Page(path + INDEX, view, "content", _latest(entries))


def month_pages(b: Builder) -> Iterator[Page]:
    months = [_month_count(b, month, group) for month, group in _by_month(b.graph.entries)]
    groups = dict(_by_month(b.graph.entries))
    for newer, month, older in _with_neighbours(tuple(months)):
        entries = groups[month.month]
        path = month_path(month.month)
        name = f"{month.month:%Y-%m}"
        view = MonthView(
            **_head(b, "month", path, name, f"{b.config.title}: {name}"),
            month=month.month,
            count=month.count,
            days=_day_rows(b, entries),
            topics=b.maker.topic_counts(entries),
            year=_year_link(b, month.month.year),
            newer=newer,
            older=older,
        )
        yield Page(path + INDEX, view, "content", _latest(entries))


def day_pages(b: Builder) -> Iterator[Page]:
    for newer, edition, older in _with_neighbours(b.graph.editions):
        path = day_path(edition.date)
        titles = "; ".join(entry.title for entry in edition.listed)
        view = DayView(
            **_head(b, "day", path, edition.date.isoformat(), shortened(titles, DESCRIPTION_LIMIT)),
            day=_day(b, edition),
            newer=b.maker.day(newer.date) if newer else None,
            older=b.maker.day(older.date) if older else None,
        )
        yield Page(path + INDEX, view, f"content/{path}", _latest(edition.listed))


def topic_pages(b: Builder) -> Iterator[Page]:
    entries = b.graph.entries
    summaries = tuple(_topic_summary(b, topic) for topic in b.graph.topics)
    without = sum(1 for entry in entries if not entry.topics)
    names = ", ".join(topic.name for topic in b.graph.topics)
    head = _head(b, "topics", "topics/", "", shortened(names, DESCRIPTION_LIMIT) or b.config.title)
    yield Page(
        f"topics/{INDEX}",
        TopicsView(**head, topics=summaries, without_topic_count=without),
        "topics.yaml",
        _latest(entries),
    )
    for topic in b.graph.topics:
        yield from _one_topic(b, topic)


def _one_topic(b: Builder, topic: DeclaredTopic) -> Iterator[Page]:
    entries = b.graph.by_topic[topic.slug]
    years = tuple(
        YearCount(year, b.addresses.topic(topic.slug, year_path(year)), len(group)) for year, group in _by_year(entries)
    )
    path = f"topics/{topic.slug}/"
    feed = b.addresses.topic_feed(topic.slug)
    view = TopicView(
        **_head(b, "topic", path, topic.name, topic.description, feed=feed),
        summary=_topic_summary(b, topic),
        rows=b.maker.rows(entries[:NEWEST_OF_TOPIC]),
        years=years,
    )
    yield Page(path + INDEX, view, "topics.yaml", _latest(entries))
    for newer, year, older in _with_neighbours(years):
        of_year = tuple(entry for entry in entries if entry.date.year == year.year)
        year_view = TopicYearView(
            **_head(
                b,
                "topic_year",
                path + year_path(year.year),
                f"{topic.name} {year.year}",
                topic.description,
                feed=feed,
            ),
            topic=b.maker.topic(topic),
            year=year.year,
            count=year.count,
            months=_topic_months(b, topic, of_year),
            newer=newer,
            older=older,
        )
        yield Page(path + year_path(year.year) + INDEX, year_view, "topics.yaml", _latest(of_year))
        yield from _topic_month_pages(b, topic, of_year)


def _topic_month_pages(b: Builder, topic: DeclaredTopic, of_year: tuple[Entry, ...]) -> Iterator[Page]:
    for month, group in _by_month(of_year):
        path = f"topics/{topic.slug}/{month_path(month)}"
        year = month.year
        view = TopicMonthView(
            **_head(
                b,
                "topic_month",
                path,
                f"{topic.name} {month:%Y-%m}",
                topic.description,
                feed=b.addresses.topic_feed(topic.slug),
            ),
            topic=b.maker.topic(topic),
            month=month,
            count=len(group),
            year=Link(str(year), b.addresses.topic(topic.slug, year_path(year))),
            days=_day_rows(b, group),
        )
        yield Page(path + INDEX, view, "topics.yaml", _latest(group))


def paper_pages(b: Builder) -> Iterator[Page]:
    for entry in b.graph.entries:
        pair = b.graph.neighbours[entry.key]
        description = shortened(entry.summary or to_plain(entry.abstract), DESCRIPTION_LIMIT)
        view = PaperView(
            **_head(b, "paper", paper_path(entry.key), entry.title, description, language=entry.lang),
            row=b.maker.row(entry),
            authors=entry.authors,
            abstract=entry.abstract,
            summary=entry.summary,
            links=paper_links(entry.links),
            day=b.maker.day(entry.date),
            listed_again=tuple(b.maker.day(date) for date in sorted(entry.listed_on) if date != entry.date),
            published=entry.published,
            updated=entry.updated,
            arxiv_id=entry.arxiv_id,
            doi=entry.doi,
            keywords=entry.keywords,
            categories=entry.categories,
            submitted_by=entry.submitted_by,
            source_name=entry.source.name,
            newer=_paper_link(b, pair.newer),
            older=_paper_link(b, pair.older),
            extra=entry.extra,
        )
        yield Page(paper_path(entry.key) + INDEX, view, entry.path, entry.updated or entry.date)


def search_page(b: Builder) -> Iterator[Page]:
    yield Page(
        f"search/{INDEX}",
        SearchView(**_head(b, "search", "search/", "", b.config.title, is_indexed=False)),
        "site.yaml",
    )


def own_page_pages(b: Builder) -> Iterator[Page]:
    for own in b.own_pages:
        path = own.address[1:]
        description = own.summary or shortened(to_plain(own.body), DESCRIPTION_LIMIT)
        view = OwnView(
            **_head(b, "page", path, own.title, description, language=own.lang),
            body=own.body,
            extra=own.extra,
        )
        yield Page(path + INDEX, view, own.path, own.updated)


def not_found_page(b: Builder) -> Iterator[Page]:
    head = _head(b, "404", "404.html", "", b.config.title, is_indexed=False)
    yield Page("404.html", NotFoundView(**head, recent_days=_recent_days(b)), "site.yaml")


def redirect_pages(b: Builder) -> Iterator[Page]:
    """A page for each alias of an entry or page; an alias of an entry without an address of its own leads nowhere."""
    targets = [
        (entry.path, alias, b.addresses.paper(entry), entry.title)
        for entry in b.graph.entries
        for alias in entry.aliases
    ]
    targets += [
        (own.path, alias, b.addresses.at(own.address[1:]), own.title) for own in b.own_pages for alias in own.aliases
    ]
    for origin, alias, target, title in targets:
        if not target:
            continue
        path = alias[1:] if alias.endswith(".html") else f"{alias[1:].rstrip('/')}/{INDEX}"
        head = _head(b, "redirect", path.removesuffix(INDEX), title, title, is_indexed=False)
        head["canonical_url"] = _absolute(b, target)
        yield Page(path, RedirectView(**head, target_url=target), origin)


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


class _Head(TypedDict):
    kind: str
    url: str
    canonical_url: str
    title: str
    description: str
    language: str
    feed_url: str
    is_indexed: bool


def _head(
    b: Builder,
    kind: str,
    path: str,
    title: str,
    description: str,
    *,
    language: str = "",
    feed: str = "",
    is_indexed: bool = True,
) -> _Head:
    return {
        "kind": kind,
        "url": b.addresses.at(path),
        "canonical_url": b.addresses.absolute(path),
        "title": title,
        "description": description,
        "language": language or b.config.language,
        "feed_url": feed or b.addresses.feed(),
        "is_indexed": is_indexed,
    }


def _day(b: Builder, edition: Edition) -> Day:
    return Day(
        date=edition.date,
        url=b.addresses.day(edition.date),
        note=edition.note,
        cards=b.maker.cards(edition),
        topics=b.maker.topic_counts(edition.listed),
        has_votes=any(entry.votes for entry in edition.listed),
        month=Link(f"{edition.date:%Y-%m}", b.addresses.month(edition.date)),
        year=_year_link(b, edition.date.year),
    )


def _year_link(b: Builder, year: int) -> Link:
    return Link(str(year), b.addresses.year(year))


def _paper_link(b: Builder, entry: Entry | None) -> Link | None:
    return Link(entry.title, b.addresses.paper(entry)) if entry else None


def _recent_days(b: Builder) -> tuple[DayCount, ...]:
    recent = b.graph.editions[:RECENT_DAYS]
    return tuple(DayCount(edition.date, b.addresses.day(edition.date), len(edition.listed)) for edition in recent)


def _topic_summary(b: Builder, topic: DeclaredTopic) -> TopicSummary:
    entries = b.graph.by_topic[topic.slug]
    return TopicSummary(
        topic=b.maker.topic(topic),
        description=topic.description,
        count=len(entries),
        latest=b.maker.day(entries[0].date) if entries else None,
    )


def _topic_months(b: Builder, topic: DeclaredTopic, of_year: tuple[Entry, ...]) -> tuple[MonthRows, ...]:
    return tuple(
        MonthRows(
            month=MonthCount(month, b.addresses.topic(topic.slug, month_path(month)), len(group)),
            rows=b.maker.rows(group) if len(of_year) <= LIST_LIMIT else (),
        )
        for month, group in _by_month(of_year)
    )


def _day_rows(b: Builder, entries: tuple[Entry, ...]) -> tuple[DayRows, ...]:
    """The days of these entries, newest first, with their rows unless they are too many to list."""
    return tuple(
        DayRows(
            day=DayCount(date, b.addresses.day(date), len(group)),
            rows=b.maker.rows(group) if len(entries) <= LIST_LIMIT else (),
        )
        for date, group in _by_day(entries)
    )


def _day_counts(b: Builder, entries: tuple[Entry, ...]) -> dict[dt.date, DayCount]:
    return {date: DayCount(date, b.addresses.day(date), len(group)) for date, group in _by_day(entries)}


def _years(b: Builder, entries: tuple[Entry, ...]) -> tuple[YearCount, ...]:
    return tuple(YearCount(year, b.addresses.year(year), len(group)) for year, group in _by_year(entries))


def _month_count(b: Builder, month: dt.date, entries: tuple[Entry, ...]) -> MonthCount:
    return MonthCount(month, b.addresses.month(month), len(entries))


def _by_year(entries: tuple[Entry, ...]) -> list[tuple[int, tuple[Entry, ...]]]:
    return [(year, tuple(group)) for year, group in groupby(entries, key=lambda entry: entry.date.year)]


def _by_month(entries: tuple[Entry, ...]) -> list[tuple[dt.date, tuple[Entry, ...]]]:
    return [(month, tuple(group)) for month, group in groupby(entries, key=lambda entry: entry.date.replace(day=1))]


def _by_day(entries: tuple[Entry, ...]) -> list[tuple[dt.date, tuple[Entry, ...]]]:
    return [(date, tuple(group)) for date, group in groupby(entries, key=lambda entry: entry.date)]


def _with_neighbours(items: tuple[Item, ...]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Each item between the one before it and the one after it."""
    return zip((None, *items[:-1]), items, (*items[1:], None), strict=True)


def _latest(entries: tuple[Entry, ...]) -> dt.date | None:
    return max((entry.updated or entry.date for entry in entries), default=None)


def _absolute(b: Builder, url: str) -> str:
    return b.addresses.absolute(url.removeprefix(b.config.root)) if url.startswith(b.config.root) else url


def _without_clashes(pages: Iterable[Page]) -> tuple[Page, ...]:
    by_path: dict[str, Page] = {}
    problems = []
    for page in pages:
        taken = by_path.setdefault(page.path, page)
        if taken is not page:
            message = f"its page '/{page.path.removesuffix(INDEX)}' is taken by {taken.origin} (expected one page for each address)"
            problems.append(Problem(Location(page.origin), message, "change the file's name or its aliases"))
    raise_if(problems)
    return tuple(by_path[path] for path in sorted(by_path))
