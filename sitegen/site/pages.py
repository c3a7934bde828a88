"""Graph → the groups of sheets that make every page of the site, and what every page shares."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.marks import Marks
from sitegen.archive.store import OwnPage
from sitegen.archive.topics import Topic as DeclaredTopic
from sitegen.config import Config
from sitegen.provenance import digest
from sitegen.site.addresses import INDEX, SEARCH_INDEX, addresses, paper_path
from sitegen.site.archive_pages import (
    ArchiveSheet,
    HomeSheet,
    MonthSheet,
    YearSheet,
    newest_change,
    year_counts,
)
from sitegen.site.author_groups import author_groups, author_sitemaps, authors_sheet, list_value
from sitegen.site.author_lists import AuthorsSheet, LetterSheet
from sitegen.site.author_pages import AuthorSheet
from sitegen.site.builder import LIST_LIMIT, RECENT_DAYS, Builder, paper_name, with_neighbours
from sitegen.site.day_pages import DaySheet
from sitegen.site.download_pages import DownloadsSheet, DownloadsYearSheet, DumpSheet, ReadmeSheet
from sitegen.site.feed_runs import Cut
from sitegen.site.feed_sheets import Streams, archive_sheets, feed_sheets, streams_of
from sitegen.site.feeds import EditionFeedSheet, FeedSheet
from sitegen.site.feeds_page import AuthorsOpmlSheet, FeedsSheet
from sitegen.site.file_groups import file_groups, listing_sheets, open_month
from sitegen.site.file_pages import DayFilesSheet, MonthFilesSheet, TopicFileSheet
from sitegen.site.graph import DayOutline, Edition, Graph, Month, Outline, ranked, years_of
from sitegen.site.own_pages import NotFoundSheet, OwnSheet, SavedSheet, SearchSheet, SiteCardSheet
from sitegen.site.program_pages import (
    ApiIndexSheet,
    AppManifestSheet,
    LlmsSheet,
    OpenSearchSheet,
    program_sheets,
)
from sitegen.site.related import Related
from sitegen.site.related_papers import RelatedByKey, related_papers
from sitegen.site.roster import Roster
from sitegen.site.share_cards import CARD, NO_CARDS, Cards
from sitegen.site.sheets import Details, Group, Place, Sheet
from sitegen.site.sitemaps import SitemapIndexSheet, SitemapSheet, sitemap_of, sitemap_paths
from sitegen.site.topic_pages import (
    MOST_BESIDE,
    NEWEST_OF_TOPIC,
    TopicMonthSheet,
    TopicSheet,
    TopicsSheet,
    TopicYearSheet,
)
from sitegen.site.topic_times import (
    TopicTally,
    counts_by_topic,
    recent_months,
    recent_trend,
    tally_of,
    topics_beside,
    year_trend,
)
from sitegen.site.trend_pages import TrendsSheet, trends_sheet
from sitegen.site.views import Link, PaperName, Site, TopicSummary, Trend
from sitegen.site.week_pages import WeekSheet
from sitegen.site.weeks import week_groups, week_places
from sitegen.text.languages import direction, locale

SHEETS: tuple[type[Sheet], ...] = (
    DaySheet,
    MonthSheet,
    WeekSheet,
    YearSheet,
    ArchiveSheet,
    HomeSheet,
    TopicsSheet,
    TopicSheet,
    TopicYearSheet,
    TopicMonthSheet,
    AuthorsSheet,
    AuthorSheet,
    LetterSheet,
    TrendsSheet,
    FeedSheet,
    EditionFeedSheet,
    FeedsSheet,
    AuthorsOpmlSheet,
    OwnSheet,
    SearchSheet,
    SavedSheet,
    NotFoundSheet,
    SiteCardSheet,
    SitemapIndexSheet,
    MonthFilesSheet,
    DayFilesSheet,
    TopicFileSheet,
    DownloadsSheet,
    DownloadsYearSheet,
    DumpSheet,
    ReadmeSheet,
    ApiIndexSheet,
    LlmsSheet,
    OpenSearchSheet,
    AppManifestSheet,
)
SITE_GROUP = "site"


class Edges(msgspec.Struct, frozen=True):
    """What stands beside a month: days and months that list papers, papers, towards today and towards the past.

    older_topics: of the older month.
    """

    newer_day: dt.date | None = None
    older_day: dt.date | None = None
    newer_month: dt.date | None = None
    older_month: dt.date | None = None
    newer_paper: PaperName | None = None
    older_paper: PaperName | None = None
    older_topics: TopicTally = TopicTally()
    has_year: bool = True


def groups_of(graph: Graph, b: Builder) -> tuple[Group, ...]:
    """Every page of the site: groups for months, weeks, years and authors, one for what follows from the whole."""
    authors = author_groups(graph.roster, b) if graph.roster else ()
    streams = streams_of(graph, b)
    months = (*_month_groups(graph, streams, b), *week_groups(graph, b))
    return (
        *months,
        *_year_groups(graph, b),
        *authors,
        *file_groups(graph, b),
        _site_group(graph, streams, b),
    )


def _month_groups(graph: Graph, streams: Streams, b: Builder) -> Iterator[Group]:
    archived_in = streams.archived_in() if b.config.pages.feed_archives else {}
    for outline, edges in _edges(graph, b):
        name = f"{outline.month:%Y-%m}"
        archived = archived_in.get(name, [])
        beside = msgspec.msgpack.encode((edges, graph.marks_of_month(outline.month), archived))
        found = graph.finds.value_of(outline.month)
        yield Group(
            name=name,
            value=digest(outline.value, beside, _linked_in(graph, outline.month, b), found),
            kinds=(
                "day",
                "paper",
                "card_day",
                "card_paper",
                "redirect",
                "month",
                "topic_month",
                *FeedSheet.kinds,
                *EditionFeedSheet.kinds,
                "sitemap",
            ),
            sheets=partial(_sheets_of_month, graph, outline.month, edges, streams, archived, b),
            details=_related_in(graph, outline.month, edges, b),
        )


def _linked_in(graph: Graph, month: dt.date, b: Builder) -> bytes:
    """A digest of the authors to whom the papers of a month lead."""
    return graph.roster.value_of_month(month) if graph.roster and b.config.pages.papers else b""


def _related_in(graph: Graph, month: dt.date, edges: Edges, b: Builder) -> Details | None:
    """What the papers of a month show of related ones."""
    related = graph.related
    if related is None or not b.config.pages.papers:
        return None
    sheets = partial(_sheets_of_papers, graph, related, month, edges, b)
    return Details(related.value_of_month(month), partial(_related_by_path, related, month), sheets)


def _related_by_path(related: Related, month: dt.date) -> Mapping[str, bytes]:
    return {paper_path(key) + INDEX: value for key, value in related.values_in(month).items()}


def _sheets_of_papers(
    graph: Graph, related: Related, month: dt.date, edges: Edges, b: Builder, paths: frozenset[str]
) -> tuple[Sheet, ...]:
    """The days of a month with these pages of papers only."""
    linked = graph.month(month)
    keys = frozenset(brief.key for brief in linked.entries if paper_path(brief.key) + INDEX in paths)
    found = related_papers(b, related.of_papers(month, keys))
    return tuple(_day_sheets(linked, edges, graph.roster, found, b, keys))


def _sheets_of_month(
    graph: Graph, month: dt.date, edges: Edges, streams: Streams, archived: list[tuple[str, Cut]], b: Builder
) -> tuple[Sheet, ...]:
    roster = graph.roster if b.config.pages.papers else None
    related = related_papers(b, graph.related.of_month(month)) if graph.related else {}
    linked = graph.month(month)
    sheets = _month_sheets(linked, graph.marks_of_month(month), edges, roster, related, b)
    return (*sheets, *archive_sheets(streams, linked, archived))


def _edges(graph: Graph, b: Builder) -> Iterator[tuple[Outline, Edges]]:
    """Each month with what stands beside it."""
    outlines = graph.outlines
    years = frozenset(graph.calendar_years)
    before: list[tuple[dt.date | None, dt.date | None, Brief | None]] = []
    day = month = paper = None
    for outline in outlines:
        before.append((day, month, paper))
        day, month = (outline.days[-1].date, outline.month) if outline.days else (day, month)
        paper = outline.oldest or paper
    day = month = paper = None
    topics = TopicTally()
    tallies: list[TopicTally] = []
    after: list[tuple[dt.date | None, dt.date | None, Brief | None]] = []
    for outline in reversed(outlines):
        after.append((day, month, paper))
        tallies.append(topics)
        day, month = (outline.days[0].date, outline.month) if outline.days else (day, month)
        topics = tally_of(outline) if outline.days else topics
        paper = outline.newest or paper
    for outline, newer, older, tally in zip(outlines, before, reversed(after), reversed(tallies), strict=True):
        edges = Edges(
            newer_day=newer[0],
            older_day=older[0],
            newer_month=newer[1],
            older_month=older[1],
            newer_paper=paper_name(b, newer[2]),
            older_paper=paper_name(b, older[2]),
            older_topics=tally,
            has_year=outline.month.year in years,
        )
        yield outline, edges


def _month_sheets(
    month: Month, marks: Marks, edges: Edges, roster: Roster | None, related: RelatedByKey, b: Builder
) -> tuple[Sheet, ...]:
    pages = b.config.pages
    sheets: list[Sheet] = [*_day_sheets(month, edges, roster, related, b, None)]
    if pages.months and month.editions:
        beside = (edges.newer_month, edges.older_month, edges.older_topics)
        sheets.append(MonthSheet(month.month, month.editions, marks, *beside))
    if pages.topics:
        for topic in b.topics:
            entries = tuple(brief for brief in month.entries if topic.slug in brief.topics)
            if entries:
                sheets.append(TopicMonthSheet(topic, month.month, entries))
    sitemap = sitemap_of(f"{month.month:%Y-%m}", (place for sheet in sheets for place in sheet.places(b)))
    return tuple([*sheets, sitemap] if pages.sitemap and sitemap.urls else sheets)


def _day_sheets(
    month: Month, edges: Edges, roster: Roster | None, related: RelatedByKey, b: Builder, wanted: frozenset[str] | None
) -> Iterator[DaySheet]:
    """The days of a month. wanted: the keys of the papers to make pages of, and nothing else; None to make all."""
    editions = month.editions
    # A day that only lists papers again has no first and no last paper to lead to.
    papers_newer: list[Brief | None] = []
    last: Brief | None = None
    for edition in editions:
        papers_newer.append(last)
        last = edition.entries[-1] if edition.entries else last
    papers_older: list[Brief | None] = []
    last = None
    for edition in reversed(editions):
        papers_older.append(last)
        last = edition.entries[0] if edition.entries else last
    papers_older.reverse()
    for place, (newer, edition, older) in enumerate(with_neighbours(editions)):
        newer_paper, older_paper = papers_newer[place], papers_older[place]
        if wanted is not None and wanted.isdisjoint(brief.key for brief in edition.entries):
            continue
        yield DaySheet(
            edition=edition,
            newer=newer.date if newer else edges.newer_day,
            older=older.date if older else edges.older_day,
            newer_paper=paper_name(b, newer_paper) if newer_paper else edges.newer_paper,
            older_paper=paper_name(b, older_paper) if older_paper else edges.older_paper,
            has_month=True,
            has_year=True,
            authors=roster.linked(edition.entries) if roster else {},
            related={brief.key: related[brief.key] for brief in edition.entries if brief.key in related},
            wanted=tuple(brief.key for brief in edition.entries if brief.key in wanted) if wanted else (),
        )
    dates = [edition.date for edition in editions]
    for edition in month.noted if wanted is None else ():
        yield DaySheet(
            edition=edition,
            newer=next((date for date in reversed(dates) if date > edition.date), edges.newer_day),
            older=next((date for date in dates if date < edition.date), edges.older_day),
            has_month=bool(editions),
            has_year=edges.has_year,
        )


def _year_groups(graph: Graph, b: Builder) -> Iterator[Group]:
    shown = graph.calendar_years
    for year, outlines in graph.years:
        newer = min((other for other in shown if other > year), default=None)
        older = max((other for other in shown if other < year), default=None)
        topic_years = {topic.slug: _topic_neighbours(graph, topic, year) for topic in b.topics}
        values = [outline.value for outline in outlines]
        marks = graph.marks_of_year(year)
        yield Group(
            name=f"{year:04}",
            value=digest(msgspec.msgpack.encode((values, marks, newer, older, topic_years, _open_in(graph, year)))),
            kinds=("year", "topic_year", "redirect"),
            sheets=partial(_year_sheets, graph, b, year, outlines, (newer, older), topic_years),
        )


def _topic_neighbours(graph: Graph, topic: DeclaredTopic, year: int) -> tuple[int | None, int | None]:
    """The next newer and the next older year in which a topic has papers."""
    years = {outline.month.year for outline in graph.outlines if topic.slug in outline.topics}
    newer = min((other for other in years if other > year), default=None)
    return newer, max((other for other in years if other < year), default=None)


def _year_sheets(
    graph: Graph,
    b: Builder,
    year: int,
    outlines: tuple[Outline, ...],
    beside: tuple[int | None, int | None],
    topic_years: dict[str, tuple[int | None, int | None]],
) -> tuple[Sheet, ...]:
    pages = b.config.pages
    sheets: list[Sheet] = []
    if pages.years and year in graph.calendar_years:
        sheets.append(YearSheet(year, outlines, graph.marks_of_year(year), *beside))
    for topic in b.topics if pages.topics else ():
        months = tuple((outline, outline.topics[topic.slug]) for outline in outlines if topic.slug in outline.topics)
        if not months:
            continue
        is_listed = sum(found.count for _, found in months) <= LIST_LIMIT
        entries = _entries_of_topic(graph, topic, (outline for outline, _ in months)) if is_listed else ()
        sheets.append(
            TopicYearSheet(
                topic=topic,
                year=year,
                months=tuple((outline.month, found.count) for outline, found in months),
                entries=tuple(entries),
                newer=topic_years[topic.slug][0],
                older=topic_years[topic.slug][1],
                changed=max(found.changed for _, found in months),
                open_month=_open_in(graph, year),
            )
        )
    return tuple(sheets)


def _open_in(graph: Graph, year: int) -> dt.date | None:
    """The newest month with papers, if it lies in this year: the year's file of a topic is without it."""
    month = open_month(graph)
    return month if month and month.year == year else None


def _year_places(graph: Graph, b: Builder) -> Iterator[Place]:
    """Where the pages of all years go, without their entries."""
    bare = msgspec.structs.replace(graph, month=lambda month: Month(month, (), (), b""))
    for year, outlines in graph.years:
        sheets = _year_sheets(bare, b, year, outlines, (None, None), {topic.slug: (None, None) for topic in b.topics})
        yield from (place for sheet in sheets for place in sheet.places(b))


def _entries_of_topic(graph: Graph, topic: DeclaredTopic, outlines: Iterable[Outline]) -> Iterator[Brief]:
    for outline in outlines:
        yield from (brief for brief in graph.month(outline.month).entries if topic.slug in brief.topics)


def _site_group(graph: Graph, streams: Streams, b: Builder) -> Group:
    values = [outline.value for outline in graph.outlines]
    authors = list_value(graph.roster) if graph.roster else b""
    trends = graph.trends.value if graph.trends else b""
    return Group(
        name=SITE_GROUP,
        value=digest(
            msgspec.msgpack.encode((values, graph.own_pages, graph.gap_counts, authors, graph.finds.value, trends))
        ),
        kinds=(
            "home",
            "card_site",
            "archive",
            "topics",
            "topic",
            "authors",
            "trends",
            *FeedSheet.kinds,
            *EditionFeedSheet.kinds,
            *FeedsSheet.kinds,
            "search",
            "saved",
            "page",
            "404",
            "redirect",
            "sitemap",
            "sitemap_index",
            "robots",
            "llms",
            "opensearch",
            "app_manifest",
        ),
        sheets=partial(_site_sheets, graph, streams, b),
    )


def _site_sheets(graph: Graph, streams: Streams, b: Builder) -> tuple[Sheet, ...]:
    pages = b.config.pages
    outlines = graph.outlines
    latest = newest_change(outlines)
    recent = tuple(_recent_days(graph))
    summaries = tuple(_summary(graph, b, topic) for topic in b.topics)
    counts = counts_by_topic(outlines)
    sheets: list[Sheet] = [
        HomeSheet(
            edition=_edition(graph, recent[0].date) if recent else None,
            older=recent[1].date if len(recent) > 1 else None,
            recent_days=recent,
            topics=tuple(summary for summary in summaries if summary.count),
            years=year_counts(outlines),
            paper_count=graph.entry_count,
            changed=latest,
        ),
        NotFoundSheet(recent),
        *([SiteCardSheet()] if b.cards.of_site else []),
        *(OwnSheet(page) for page in graph.own_pages),
    ]
    if pages.archive:
        months = tuple((outline.month, outline.count) for outline in outlines if outline.days)
        day_count = sum(len(outline.days) for outline in outlines)
        sheets.append(ArchiveSheet(months, counts, day_count, graph.gap_counts, latest))
    if pages.search:
        sheets.append(SearchSheet())
    if pages.saved:
        sheets.append(SavedSheet())
    if pages.feeds:
        have_authors = graph.roster is not None and bool(graph.roster.pages) and b.config.pages.has_author_feeds
        sheets.extend([FeedsSheet(have_authors), *feed_sheets(streams, graph, b)])
    if pages.topics:
        without = sum(outline.without_topic_count for outline in outlines)
        newest_months = recent_months(outlines)
        trends = tuple(recent_trend(newest_months, counts.get(topic.slug, {})) for topic in b.topics)
        others = topics_beside(outlines)
        sheets.append(TopicsSheet(summaries, trends, without, latest))
        for topic, summary, trend in zip(b.topics, summaries, trends, strict=True):
            sheets.append(_topic_sheet(graph, b, topic, summary, trend, others.get(topic.slug, {})))
    if graph.roster:
        sheets.append(authors_sheet(graph.roster))
    if graph.trends:
        sheets.append(trends_sheet(graph, graph.trends, latest))
    sheets.extend(program_sheets(b, tuple(day.date for day in recent)))
    if pages.sitemap:
        places = [place for sheet in sheets for place in sheet.places(b)]
        lists = (place for sheet in listing_sheets(graph, b) for place in sheet.places(b))
        site = sitemap_of(SITE_GROUP, [*places, *week_places(graph, b), *_year_places(graph, b), *lists])
        sitemaps = sorted(_sitemaps(graph, b, site, latest), key=lambda each: each[0])
        sheets.extend((site, SitemapIndexSheet(tuple(sitemaps))))
    return tuple(sheets)


def _topic_sheet(
    graph: Graph,
    b: Builder,
    topic: DeclaredTopic,
    summary: TopicSummary,
    trend: Trend | None,
    beside: Mapping[str, int],
) -> TopicSheet:
    outlines = tuple(outline for outline in graph.outlines if topic.slug in outline.topics)
    newest = islice(_entries_of_topic(graph, topic, outlines), NEWEST_OF_TOPIC)
    changes = [outline.topics[topic.slug].changed for outline in outlines]
    years = tuple(
        (year, sum(outline.topics[topic.slug].count for outline in of_year)) for year, of_year in years_of(outlines)
    )
    return TopicSheet(
        topic=topic,
        summary=summary,
        newest=tuple(newest),
        years=years,
        trend=trend,
        year_trend=year_trend(graph.outlines, years),
        beside=ranked(beside, b.topics)[:MOST_BESIDE],
        changed=max(changes, default=None),
    )


def _recent_days(graph: Graph) -> Iterator[DayOutline]:
    days = (day for outline in graph.outlines for day in outline.days)
    for _, day in zip(range(RECENT_DAYS), days, strict=False):
        yield day


def _edition(graph: Graph, date: dt.date) -> Edition:
    return next(day for day in graph.month(date.replace(day=1)).editions if day.date == date)


def _summary(graph: Graph, b: Builder, topic: DeclaredTopic) -> TopicSummary:
    found = [outline.topics[topic.slug] for outline in graph.outlines if topic.slug in outline.topics]
    return TopicSummary(
        topic=b.maker.topic(topic),
        description=topic.description,
        count=sum(each.count for each in found),
        latest=b.maker.day(found[0].latest) if found else None,
    )


def _sitemaps(
    graph: Graph, b: Builder, site: SitemapSheet, latest: dt.date | None
) -> Iterator[tuple[str, dt.date | None]]:
    """The paths of all sitemaps, each with the day of the last change of its pages. site: that of the site's group."""
    for outline in graph.outlines:
        yield from ((path, outline.changed) for path in month_sitemaps(outline, b))
    yield from ((path, None) for path in (author_sitemaps(graph.roster) if graph.roster else ()))
    yield from ((place.path, latest) for place in site.places(b))


def month_sitemaps(outline: Outline, b: Builder) -> tuple[str, ...]:
    """The paths of the sitemaps of a month; none if it has no page of its own that search engines should know."""
    pages = b.config.pages
    topic_count = sum(1 for topic in b.topics if topic.slug in outline.topics)
    count = (
        (len(outline.days) + len(outline.noted)) * pages.days
        + bool(outline.days) * pages.months
        + outline.count * pages.papers
        + topic_count * pages.topics
    )
    return sitemap_paths(f"{outline.month:%Y-%m}", count) if count else ()


def site_view(
    config: Config, own_pages: tuple[OwnPage, ...], options: dict[str, str], language: str, cards: Cards = NO_CARDS
) -> Site:
    """What every template sees as `site`. own_pages: those that are shown. language: of the theme's strings."""
    places = addresses(config)
    menu = [page for page in own_pages if page.in_menu]
    return Site(
        title=config.title,
        tagline=config.tagline,
        language=language,
        direction=direction(language),
        paper_language=config.language_of_papers,
        root=config.root,
        base_url=config.base_url,
        archive_url=places.archive(),
        topics_url=places.topics(),
        authors_url=places.authors(),
        trends_url=places.trends(),
        search_url=places.search(),
        search_index_url=places.at(SEARCH_INDEX) if config.pages.search else "",
        saved_url=places.saved(),
        downloads_url=places.downloads(),
        has_day_files=config.downloads.days,
        has_topic_files=config.downloads.topics and config.pages.topics,
        opensearch_url=places.opensearch(),
        app_manifest_url=places.app_manifest(),
        feed_url=places.feed(),
        feeds_url=places.feeds(),
        has_cite_panels=config.pages.papers and config.pages.cite_panels,
        pages=tuple(
            Link(page.title, places.at(page.address[1:]))
            for page in sorted(menu, key=lambda page: (page.position, page.title))
        ),
        options=options,
        locale=locale(language),
        origin=config.base_url.removesuffix(config.root),
        card_url=places.absolute(CARD) if cards.of_site else "",
    )
