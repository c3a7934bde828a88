"""The view contract: all that a template may see. A view is frozen and complete: equal views make equal pages.

`docs/reference/views.md` is generated from this module; the text under a field is its documentation.
Addresses begin with the site's root; an empty address means that this kind of page is switched off.
"""

import datetime as dt

import msgspec


class Link(msgspec.Struct, frozen=True):
    """A name and where it leads."""

    name: str
    """What to show, as text."""
    url: str
    """The address; empty when there is no such page."""


class RelatedPaper(msgspec.Struct, frozen=True):
    """A paper that another one is related to."""

    title: str
    """Its title, as text."""
    url: str
    """The address of its page."""
    language: str
    """The language of its title."""
    date: dt.date
    """When the digest listed it."""
    is_withdrawn: bool
    """It was withdrawn."""
    is_draft: bool
    """It is a draft: only with `--drafts`."""


class PaperName(msgspec.Struct, frozen=True):
    """A paper's title and where it leads."""

    name: str
    """The title, as text: the filter `formulas` draws its formulas, `readable` says them in words."""
    url: str
    """The address; empty when there is no such page."""
    language: str
    """The language of the title."""


class DayLink(msgspec.Struct, frozen=True):
    """A day and its page."""

    date: dt.date
    """The day."""
    url: str
    """The address of its page."""


class DayCount(msgspec.Struct, frozen=True):
    """A day, its page and how many papers it lists."""

    date: dt.date
    """The day."""
    url: str
    """The address of its page."""
    count: int
    """How many papers it lists."""


class Topic(msgspec.Struct, frozen=True):
    """A topic as lists show it."""

    slug: str
    """Its name in addresses and in front matter."""
    name: str
    """Its name, as text."""
    url: str
    """The address of its page."""


class TopicCount(msgspec.Struct, frozen=True):
    """A topic and how many of the papers at hand have it."""

    topic: Topic
    """The topic."""
    count: int
    """How many papers."""


class TrendPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A period of a trend."""

    start: dt.date
    """Its first day."""
    count: int
    """How many papers it has."""
    share: int | None
    """Of a hundred papers of the period, how many these are, rounded; none in a trend of counts."""
    x: float
    """The middle of its bar, in hundredths of the width."""
    y: int
    """The top of its bar, in hundredths of the height from above; 100 without papers."""


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """Papers over time, as a chart of bars draws them."""

    unit: str
    """`month` or `year`: what a point stands for."""
    points: tuple[TrendPoint, ...]
    """Its periods, oldest first, those without papers too."""
    peak: TrendPoint
    """The highest of them, the oldest among equals."""
    peak_anchor: str
    """What of a label of the peak stands at its bar, so that all of it stays inside: `start`, `middle` or `end`."""
    bar_width: float
    """The width of a bar, in hundredths of the whole width."""
    is_drawn: bool
    """Whether a drawing tells something: of at least three periods two have papers."""


class TopicTrend(TopicCount, frozen=True):
    """A topic, how many of the papers at hand have it, and how these lie in time."""

    trend: Trend | None
    """Its papers over the periods of the page; none where the page has too few periods for a trend."""


class TopicShare(TopicCount, frozen=True, kw_only=True):
    """A topic of a month."""

    share: int
    """Of a hundred papers of the month, how many have it, rounded."""
    before: int | None
    """The same of the month before; none without one."""


class DayTopic(msgspec.Struct, frozen=True):
    """A topic of a day, and where its papers begin there."""

    topic: Topic
    """The topic."""
    count: int
    """How many papers of the day have it."""
    first_key: str
    """The key of the first paper that has it: the id of its element."""


class PaperLink(msgspec.Struct, frozen=True):
    """A link that belongs to a paper."""

    kind: str
    """`abs`, `pdf`, `code`, `project`, `video` or `discussion`; the catalogue has a name for each."""
    url: str
    """An absolute http or https address."""


class CitedName(msgspec.Struct, frozen=True):
    """An author as a bibliography names them."""

    whole: str
    """The name as it is signed, given name first, as text."""
    given: str
    """The given names; may be empty."""
    particle: str
    """What stands before the family name and is no part of its sorting: `van der`; may be empty."""
    family: str
    """The family name; empty for an organisation, and for a name of one word: then only the whole name is known."""
    suffix: str
    """What follows the family name: `Jr.`; may be empty."""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as a bibliography cites it: what the filters `bibtex`, `ris`, `csl_json` and `json_ld` write."""

    key: str
    """The citation key: unique in the archive, and made of this paper alone."""
    kind: str
    """`preprint`, `conference` or `journal`: how it was published."""
    title: str
    """The title, as text; formulas as `$…$`."""
    names: tuple[CitedName, ...]
    """All authors, in their order; in a panel, the last may be `others`."""
    date: tuple[int, ...]
    """When it was published, as far as that is known: year, month and day, or less of it; nothing at all."""
    online: dt.date | None
    """The day on which it came out first."""
    abstract: str
    """The abstract, as text: paragraphs with a blank line between them, formulas as `$…$`; may be empty."""
    venue: str
    """Where it was published; may be empty."""
    arxiv_id: str
    """The arXiv id, without version; may be empty."""
    category: str
    """The primary arXiv category; may be empty."""
    doi: str
    """The DOI; may be empty."""
    url: str
    """The absolute address of the paper: its abstract's page, else its DOI's, its PDF's, or its page here."""
    pdf_url: str
    """The absolute address of the PDF; may be empty."""
    page_url: str
    """The absolute address of its page here; empty without one."""
    keywords: tuple[str, ...]
    """Keywords, as text."""
    language: str
    """The language of title and abstract."""
    is_withdrawn: bool
    """It was withdrawn."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as long lists show it, without its abstract."""

    key: str
    """The key; unique, so that it serves as an element's id."""
    url: str
    """The address of its page (or of its place in the day, when paper pages are switched off)."""
    title: str
    """The title, as text: the filter `formulas` draws its formulas, `readable` says them in words."""
    language: str
    """The language of title and abstract."""
    date: dt.date
    """The day on which the digest listed it first."""
    authors: tuple[str, ...]
    """The first six authors, as text."""
    more_author_count: int
    """How many more there are."""
    topics: tuple[Topic, ...]
    """Its topics, the main one first."""
    sentence: str
    """One sentence on what it shows, as text; formulas as in a title."""
    votes: int | None
    """Votes, or none where the digest has no votes."""
    venue: str
    """Where it was published; may be empty."""
    is_withdrawn: bool
    """It was withdrawn."""
    is_draft: bool
    """It is a draft; only with `--drafts`."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as a day shows it."""

    row: Row
    """The paper as lists show it."""
    number: int
    """Its place in the list, from 1."""
    abstract: str
    """The abstract, as Markdown: use the filter `markdown`. Empty where the page is too small for all abstracts."""
    links: tuple[PaperLink, ...]
    """Where it is on the web."""
    first_listed: tuple[DayLink, ...]
    """Empty; or the day that listed it first, when this day lists it again."""
    coins: str
    """The paper as an OpenURL ContextObject, for reference managers: the title of an empty `span` of class `Z3988`.
    Empty on a day of more than 40 papers, and where they are switched off in `site.yaml`."""


class FeedLink(msgspec.Struct, frozen=True):
    """A feed in one of its formats."""

    name: str
    """What the feed calls itself; empty for that of all papers and that of editions."""
    is_of_editions: bool
    """Whether its items are days, not papers."""
    mime: str
    """The media type of the format."""
    url: str
    """The address."""


class FeedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as a list shows it."""

    name: str
    """What it has the papers of: a topic, a search; empty for those of the whole site."""
    page_url: str
    """The address of the page that belongs to it; empty without one."""
    atom_url: str
    """The address of the feed in Atom."""
    json_url: str
    """The address of the feed as JSON Feed."""
    address: str
    """The address in Atom, whole, to be copied."""


class SearchFeedPlace(FeedPlace, frozen=True, kw_only=True):
    """The feed of a search: a `FeedPlace` with these fields too."""

    slug: str
    """Its name in addresses."""
    words: tuple[str, ...]
    """Words of which title or abstract has one; any if there are none."""
    topics: tuple[Topic, ...]
    """Topics of which a paper has one; any if there are none."""
    authors: tuple[str, ...]
    """Authors of whom one signs; any if there are none."""


class FeedList(msgspec.Struct, frozen=True):
    """A list of feeds in OPML, which readers import."""

    url: str
    """The address."""
    address: str
    """The address, whole, to be copied."""


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """What every page has."""

    kind: str
    """The kind of page; the template of the same name makes it."""
    url: str
    """The address, from the root of the site's host."""
    canonical_url: str
    """The absolute address."""
    title: str
    """The title, as text, to be shown as a row's; empty on the home page."""
    description: str
    """One or two sentences for search engines, as text."""
    language: str
    """The language of the page's content."""
    feed_url: str
    """The address of the feed that belongs to the page, in Atom; empty if none does."""
    feeds: tuple[FeedLink, ...] = ()
    """The feeds that belong to the page, for programs that look for them; without one, the site's."""
    is_indexed: bool = True
    """Whether search engines should keep it."""
    card_url: str = ""
    """The absolute address of the page's own share card, a PNG of 1200 by 630; empty where the site's stands for it."""


class PaperView(PageView, frozen=True, kw_only=True):
    """A paper: `paper.html`."""

    row: Row
    """The paper as lists show it."""
    authors: tuple[Link, ...]
    """All authors; without an address those who have no page."""
    citation: Citation
    """The paper as bibliographies cite it."""
    panel: Citation | None
    """What a panel shows of it: of more than 50 authors the first 20. None where panels are switched off."""
    abstract: str
    """The abstract, as Markdown: use the filter `markdown`."""
    summary: str
    """The curator's or source's summary, as text; may be empty."""
    links: tuple[PaperLink, ...]
    """Where it is on the web."""
    day: DayLink
    """The day on which the digest listed it first."""
    listed_again: tuple[DayLink, ...]
    """Further days that listed it."""
    published: dt.date | None
    """When the paper came out."""
    updated: dt.date | None
    """When the entry last changed in a way worth a notice."""
    arxiv_id: str
    """The arXiv id, without version; may be empty."""
    doi: str
    """The DOI; may be empty."""
    keywords: tuple[str, ...]
    """Keywords, as text."""
    categories: tuple[str, ...]
    """arXiv categories, the primary one first."""
    submitted_by: str
    """Who proposed it; may be empty."""
    source_name: str
    """The name of the source it came from; may be empty."""
    source_url: str
    """The address it was read from; may be empty."""
    source_place: tuple[str, ...]
    """The file it was read from and the item in it, as text; may be empty."""
    read: dt.date | None
    """The day on which it was read first; none where that is not known."""
    edit_url: str
    """Where a correction can be proposed; empty unless site.yaml has an `edit_url`."""
    also_from: tuple[str, ...]
    """The names of other sources that told of it too."""
    related: tuple[RelatedPaper, ...]
    """Up to five papers on the same matter, the closest first; none with `pages: {related: false}`."""
    related_newest: tuple[RelatedPaper, ...]
    """The same ones, the newest first; empty if that is the same order."""
    newer: PaperName | None
    """The next paper towards today, its title as name."""
    older: PaperName | None
    """The next paper towards the past, its title as name."""
    extra: dict[str, object]
    """The curator's own mapping: text, lists and mappings of text."""


class WeekLink(msgspec.Struct, frozen=True):
    """A week and its page. Weeks begin on Monday; the first of a year is that of its first Thursday (ISO 8601)."""

    year: int
    """The year that the week counts for, which need not be that of all its days."""
    week: int
    """Its number, from 1."""
    url: str
    """The address of its page."""


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The edition of a day."""

    date: dt.date
    """The day."""
    url: str
    """The address of its page."""
    note: str
    """The editor's note, as Markdown; may be empty."""
    cards: tuple[Card, ...]
    """The papers: votes first where there are any, then the digest's order."""
    topics: tuple[DayTopic, ...]
    """The topics of these papers, the most frequent first."""
    has_abstracts: bool
    """Whether the cards have their abstracts; a day of many papers has them on its own page only."""
    has_votes: bool
    """Whether any paper has votes."""
    week: WeekLink
    """Its week and the week's page."""
    month: Link
    """Its month, as YYYY-MM, and the month's page."""
    year: Link
    """Its year and the year's page."""


class DayView(PageView, frozen=True, kw_only=True):
    """A day: `day.html`."""

    day: Day
    """The edition."""
    files: tuple[Link, ...]
    """The day as files to take away, by the name of the format: `bib`, `md` and `json`."""
    newer: DayLink | None
    """The next day that has papers."""
    older: DayLink | None
    """The last day before that has papers."""


class YearLink(msgspec.Struct, frozen=True):
    """A year and its page."""

    year: int
    """The year."""
    url: str
    """The address of its page."""


class MonthLink(msgspec.Struct, frozen=True):
    """A month and its page."""

    month: dt.date
    """The first day of the month."""
    url: str
    """The address of its page."""


class TopicSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A topic with its size."""

    topic: Topic
    """The topic."""
    description: str
    """One sentence on it, as text."""
    count: int
    """How many papers it has."""
    latest: DayLink | None
    """The newest day with a paper of it."""


class TopicOverview(TopicSummary, frozen=True, kw_only=True):
    """A topic with its size and its trend."""

    trend: Trend | None
    """Its papers by month, the last 24 of the archive; none where there is too little to draw."""


class YearCount(msgspec.Struct, frozen=True):
    """A year and how many papers it has."""

    year: int
    """The year."""
    url: str
    """The address of its page."""
    count: int
    """How many papers."""


class MonthCount(msgspec.Struct, frozen=True):
    """A month and how many papers it has."""

    month: dt.date
    """The first day of the month."""
    url: str
    """The address of its page."""
    count: int
    """How many papers."""


class HomeView(PageView, frozen=True, kw_only=True):
    """The home page: `home.html`."""

    day: Day | None
    """The latest edition; none while the archive is empty."""
    older: DayLink | None
    """The day before it that has papers."""
    recent_days: tuple[DayCount, ...]
    """The newest days, newest first, at most ten."""
    topics: tuple[TopicSummary, ...]
    """All topics that have papers, in the order of topics.yaml."""
    years: tuple[YearCount, ...]
    """The years, newest first."""
    paper_count: int
    """How many papers the archive has."""


class DayRows(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a month, with its papers."""

    day: DayCount
    """The day."""
    rows: tuple[Row, ...]
    """Its papers; empty when the month is too long to list them."""
    coins: tuple[str, ...]
    """The same as ContextObjects, as in `Card`."""


class MonthView(PageView, frozen=True, kw_only=True):
    """A month: `month.html`."""

    month: dt.date
    """The first day of the month."""
    count: int
    """How many papers it has."""
    days: tuple[DayRows, ...]
    """Its days, newest first."""
    gaps: tuple[DayCount, ...]
    """The days for which a source has still to answer, oldest first, with what they list so far; those that list
    nothing have no address."""
    quiet: tuple[dt.date, ...]
    """The days without a digest, oldest first: all sources said that they list nothing."""
    topics: tuple[TopicShare, ...]
    """Its topics, the most frequent first."""
    weeks: tuple[WeekLink, ...]
    """The weeks of its days that have papers, oldest first; empty when weeks are switched off."""
    files: tuple[Link, ...]
    """The month as files to take away, by the name of the format, as in `DownloadFile`."""
    year: Link
    """Its year and the year's page."""
    newer: MonthLink | None
    """The next month that has papers."""
    older: MonthLink | None
    """The last month before that has papers."""


class WeekView(PageView, frozen=True, kw_only=True):
    """A week: `week.html`."""

    year: int
    """The year that the week counts for, which need not be that of all its days."""
    week: int
    """Its number, from 1 (ISO 8601)."""
    first: dt.date
    """Its Monday."""
    last: dt.date
    """Its Sunday."""
    count: int
    """How many papers it has."""
    top: tuple[Row, ...]
    """The papers with the most votes, at most five; empty without votes, or where the week has few papers anyway."""
    days: tuple[DayRows, ...]
    """Its days, newest first."""
    gaps: tuple[DayCount, ...]
    """The days for which a source has still to answer, as in a month."""
    quiet: tuple[dt.date, ...]
    """The days without a digest, oldest first."""
    topics: tuple[TopicCount, ...]
    """Its topics, the most frequent first."""
    months: tuple[MonthLink, ...]
    """The months of its papers, oldest first: one or two."""
    years: tuple[Link, ...]
    """The years of its papers, oldest first: one or two."""
    newer: WeekLink | None
    """The next week that has papers."""
    older: WeekLink | None
    """The last week before that has papers."""


class CalendarCell(msgspec.Struct, frozen=True):
    """A day in a calendar."""

    day: int
    """The day of the month; 0 before the first and after the last."""
    date: dt.date | None
    """The date; none where `day` is 0."""
    url: str
    """The address of the day's page; empty without papers."""
    count: int
    """How many papers the day has."""
    tint: int
    """0 without papers, else 1 to 5: the share of the year's fullest day."""
    is_gap: bool
    """A source has still to answer for this day: its papers are missing, or those there are may not be all."""
    is_quiet: bool
    """A day without a digest: all sources said that they list nothing, and there are no papers."""


class CalendarMonth(msgspec.Struct, frozen=True):
    """A month as a calendar; weeks begin on Monday."""

    month: MonthCount
    """The month."""
    weeks: tuple[tuple[CalendarCell, ...], ...]
    """Its weeks, seven cells each."""
    week_links: tuple[WeekLink, ...]
    """The same weeks and their pages; no address without papers in this month. Empty when weeks are switched off."""
    is_blank: bool
    """Whether nothing is known of any of its days: no papers, no note, no gap, no quiet day."""


class YearView(PageView, frozen=True, kw_only=True):
    """A year: `year.html`."""

    files_url: str
    """The address of the list of its files to take away; may be empty."""
    year: int
    """The year."""
    count: int
    """How many papers it has."""
    months: tuple[CalendarMonth, ...]
    """All twelve months from January on."""
    gap_count: int
    """How many days of its calendars are gaps; without any, no legend is needed."""
    quiet_count: int
    """How many are quiet."""
    topics: tuple[TopicTrend, ...]
    """Its topics, the most frequent first, with a trend by month."""
    periods: tuple[dt.date, ...]
    """The months of these trends, oldest first; empty where fewer than three lie between its first and last papers."""
    newer: YearLink | None
    """The next year that has a page: one with papers or gaps."""
    older: YearLink | None
    """The last year before that has a page."""


class YearMonths(msgspec.Struct, frozen=True):
    """A year with papers or gaps, and its months that have papers, newest first."""

    year: YearCount
    """The year."""
    months: tuple[MonthCount, ...]
    """Its months."""
    gap_count: int
    """For how many of its days a source has still to answer."""


class ArchiveView(PageView, frozen=True, kw_only=True):
    """All years: `archive.html`."""

    years: tuple[YearMonths, ...]
    """The years, newest first."""
    count: int
    """How many papers the archive has."""
    day_count: int
    """How many days have papers."""
    gap_count: int
    """For how many days a source has still to answer."""
    topics: tuple[TopicTrend, ...]
    """The topics, the most frequent first, with a trend of shares: by year from four years on, else by month. All are
    drawn to the same scale."""
    periods: tuple[dt.date, ...]
    """The years or months of these trends, oldest first; empty where there are fewer than three."""
    totals: tuple[int, ...]
    """How many papers each of these periods has."""


class TopicsView(PageView, frozen=True, kw_only=True):
    """All topics: `topics.html`."""

    topics: tuple[TopicOverview, ...]
    """The topics, in the order of topics.yaml."""
    without_topic_count: int
    """How many papers have no topic."""


class TopicView(PageView, frozen=True, kw_only=True):
    """A topic: `topic.html`."""

    summary: TopicSummary
    """The topic and its size."""
    rows: tuple[Row, ...]
    """Its newest papers, newest first, at most fifty."""
    coins: tuple[str, ...]
    """The same as ContextObjects, as in `Card`."""
    years: tuple[YearCount, ...]
    """Its years, newest first."""
    trend: Trend | None
    """Its papers by month, the last 24 of the archive; none where there is too little to draw."""
    year_trend: Trend | None
    """Its papers by year, from four years of the archive on."""
    beside: tuple[TopicCount, ...]
    """The topics that its papers have too, the most frequent first, at most eight."""
    search_url: str
    """The address of a search among its papers; empty when the search is switched off."""


class RisingTopic(TopicShare, frozen=True, kw_only=True):
    """A topic with more papers of a month than chance explains. `before`: its share of the months before."""

    trend: Trend | None
    """Its shares of all these months, to one scale with the other topics; none of fewer than three."""
    search_url: str
    """The search for these papers; empty without a search."""
    month_urls: tuple[str, ...]
    """The search for its papers of each of these months; empty where it has none, and without a search."""


class RisingTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A word, a pair of words or a keyword with more papers of a month than chance explains."""

    name: str
    """It, as most papers write it, as text."""
    count: int
    """How many papers of the month have it in their title or among their keywords."""
    of_thousand: int
    """Of a thousand papers of the month, how many these are, rounded."""
    before: int
    """The same of the months before."""
    trend: Trend | None
    """Its shares of all these months; none of fewer than three."""
    search_url: str
    """The search for it in the month; empty without a search."""
    month_urls: tuple[str, ...]
    """The search for it in each of these months; empty where no paper counts, and without a search."""


class NameOfYear(msgspec.Struct, frozen=True):
    """An author or a venue of a year."""

    name: Link
    """The name; without an address if there is no page."""
    count: int
    """How many papers of the year."""
    search_url: str
    """The search for these papers; empty without a search."""


class TrendsView(PageView, frozen=True, kw_only=True):
    """What rises: `trends.html`."""

    month: MonthLink | None
    """The newest month that has enough papers; none where neither it nor the one before has."""
    is_running: bool
    """Whether it is the newest month of the archive, of which days may come yet."""
    count: int
    """How many papers the month has."""
    count_before: int
    """How many the months before have, at most twelve."""
    periods: tuple[dt.date, ...]
    """These months and the month itself, oldest first."""
    totals: tuple[int, ...]
    """How many papers each of them has."""
    month_urls: tuple[str, ...]
    """The search for all papers of each of them; empty where there are none, and without a search."""
    topics: tuple[RisingTopic, ...]
    """Topics that rise, the surest first, at most nine."""
    terms: tuple[RisingTerm, ...]
    """Words that rise, the surest first, at most twenty."""
    year: YearLink | None
    """The newest year that has enough papers, or the one before; none where nobody has two papers of it."""
    year_count: int
    """How many papers the year has; 0 without a year."""
    authors: tuple[NameOfYear, ...]
    """Those who sign most papers of the year, at least two; at most twenty."""
    venues: tuple[NameOfYear, ...]
    """The venues of most papers of the year, at least two; at most twenty."""
    least_of_month: int
    """How many papers a month needs for this page."""
    least_before: int
    """How many the months before need together."""
    least_count: int
    """How many papers of the month a topic or word needs."""


class MonthRows(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a topic, with its papers."""

    month: MonthCount
    """The month; its address is the topic's page of that month."""
    rows: tuple[Row, ...]
    """Its papers, newest first; empty when the year is too long to list them."""
    coins: tuple[str, ...]
    """The same as ContextObjects, as in `Card`."""


class TopicYearView(PageView, frozen=True, kw_only=True):
    """A year of a topic: `topic_year.html`."""

    file_url: str
    """The address of its references, of all months before the newest of the archive; may be empty."""
    open_month: MonthLink | None
    """The newest month of the archive, if its papers of this year are not in that file; its own references."""
    topic: Topic
    """The topic."""
    year: int
    """The year."""
    count: int
    """How many papers it has."""
    months: tuple[MonthRows, ...]
    """Its months, newest first."""
    newer: YearLink | None
    """The next year in which the topic has papers."""
    older: YearLink | None
    """The last year before in which the topic has papers."""


class TopicMonthView(PageView, frozen=True, kw_only=True):
    """A month of a topic: `topic_month.html`."""

    topic: Topic
    """The topic."""
    month: dt.date
    """The first day of the month."""
    count: int
    """How many papers it has."""
    year: Link
    """The topic's page of the year."""
    file_url: str
    """The address of its references; may be empty."""
    days: tuple[DayRows, ...]
    """Its days, newest first; beyond 500 papers only counted."""


class AuthorCount(msgspec.Struct, frozen=True):
    """An author and a number of papers."""

    author: Link
    """The author; without an address if they have no page."""
    count: int
    """How many papers."""


class AuthorPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as the page of an author lists it."""

    key: str
    """The key."""
    url: str
    """The address of its page (or of its place in the day, when paper pages are switched off)."""
    title: str
    """The title, as text: the filter `formulas` draws its formulas, `readable` says them in words."""
    language: str
    """The language of the title."""
    day: DayLink
    """The day on which the digest listed it first."""
    topics: tuple[Topic, ...]
    """Its topics, the main one first."""
    is_withdrawn: bool
    """It was withdrawn."""
    is_draft: bool
    """It is a draft; only with `--drafts`."""


class AuthorYear(msgspec.Struct, frozen=True, kw_only=True):
    """A year of an author."""

    year: int
    """The year."""
    count: int
    """How many papers."""
    papers: tuple[AuthorPaper, ...]
    """These papers, newest first; of the author's oldest papers beyond 500 none."""
    coins: tuple[str, ...]
    """The same as ContextObjects, as in `Card`."""


class AuthorView(PageView, frozen=True, kw_only=True):
    """An author: `author.html`."""

    name: str
    """The name, as text: as authors.yaml has it, else in its most frequent spelling."""
    spellings: tuple[str, ...]
    """Other spellings on these papers, as text, the most frequent first, at most six."""
    is_told_apart: bool
    """Whether authors.yaml says which papers are theirs; if not, these may be papers of several people of this name."""
    count: int
    """How many papers."""
    first: DayLink
    """The day that listed the oldest one."""
    latest: DayLink
    """The day that listed the newest one."""
    years: tuple[AuthorYear, ...]
    """The years with papers, newest first."""
    more_count: int
    """How many papers are counted and not listed."""
    topics: tuple[TopicCount, ...]
    """The topics of these papers, the most frequent first."""
    coauthors: tuple[AuthorCount, ...]
    """Who signed most papers with the author, at most twelve. Papers of more than fifty people do not count."""
    homepage_url: str
    """The person's own page; may be empty."""
    orcid: str
    """The person's ORCID iD, without address; may be empty."""
    search_url: str
    """The search for the name; empty without a search."""


class AuthorsView(PageView, frozen=True, kw_only=True):
    """The authors: `authors.html`."""

    count: int
    """How many have a page."""
    min_papers: int
    """From how many papers on an author has one."""
    most_prolific: tuple[AuthorCount, ...]
    """Those with the most papers, at most a hundred."""
    letters: tuple[Link, ...]
    """The letters under which names are listed; the last one, for other scripts, may have no name."""


class AuthorLetterView(PageView, frozen=True, kw_only=True):
    """The authors under a letter, or under a part of one: `author_letter.html`."""

    letter: str
    """The letter, or the beginning of a name, as text; empty for names in other scripts than Latin."""
    authors: tuple[Link, ...]
    """The authors, by the last word of their names; at most 500."""
    parts: tuple[Link, ...]
    """The parts of a letter that has more; named by how the names there begin."""
    letters: tuple[Link, ...]
    """All letters, as on the page of authors."""
    letter_url: str
    """The address of the letter."""


class SearchView(PageView, frozen=True, kw_only=True):
    """The search page: `search.html`. Its script reads the index below `site.search_index_url`."""


class SavedView(PageView, frozen=True, kw_only=True):
    """The reader's own list: `saved.html`. What is in it stands in the reader's browser; its script fills the page."""


class OwnView(PageView, frozen=True, kw_only=True):
    """A page of content/pages: `page.html`."""

    body: str
    """The text, as Markdown: use the filter `markdown`."""
    extra: dict[str, object]
    """The curator's own mapping: text, lists and mappings of text."""


class DownloadFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to take away."""

    format: str
    """`bib`, `ris`, `csl`, `jsonl`, `csv` or `md`; the catalogue has a name for each."""
    path: str
    """Its path in the site."""
    url: str
    """Its address."""
    kilobytes: int
    """Its size in units of 1,000 bytes, rounded up."""
    sha256: str
    """Its checksum, hexadecimal."""


class DownloadMonth(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a month."""

    month: dt.date
    """The first day of the month."""
    url: str
    """The address of its page."""
    count: int
    """How many papers it has."""
    files: tuple[DownloadFile, ...]
    """Its files, always in the same order of formats."""


class DownloadsView(PageView, frozen=True, kw_only=True):
    """What there is to take away: `downloads.html`."""

    newest: DownloadMonth | None
    """The newest month with papers; none while the archive is empty."""
    years: tuple[YearCount, ...]
    """The years that have files with their papers, newest first; addresses of the lists of their files."""
    formats: tuple[str, ...]
    """The formats of the files of a month, as in `DownloadFile`."""
    license: str
    """What may be done with the files, as site.yaml says it; may be empty."""
    list_url: str
    """The address of the list of all files as JSON."""
    sums_url: str
    """The address of their checksums."""
    readme_url: str
    """The address of the README."""
    api_url: str
    """The address of the index of the API; empty when it is switched off."""
    llms_url: str
    """The address of llms.txt; empty when it is switched off."""


class DownloadsYearView(PageView, frozen=True, kw_only=True):
    """The files of a year: `downloads_year.html`."""

    year: int
    """The year."""
    count: int
    """How many papers it has."""
    months: tuple[DownloadMonth, ...]
    """Its months, newest first."""
    newer: YearLink | None
    """The next year that has files."""
    older: YearLink | None
    """The last year before that has files."""


class AppManifestView(PageView, frozen=True, kw_only=True):
    """What a telephone keeps of the site, as JSON: `app_manifest.html`."""


class NotFoundView(PageView, frozen=True, kw_only=True):
    """What a server shows for an unknown address: `404.html`."""

    recent_days: tuple[DayCount, ...]
    """The newest days, newest first, at most ten."""


class FeedsView(PageView, frozen=True, kw_only=True):
    """The feeds, explained and listed: `feeds.html`."""

    papers: FeedPlace
    """The feed of all papers."""
    editions: FeedPlace
    """The feed of editions: a day is an item."""
    searches: tuple[SearchFeedPlace, ...]
    """The searches that have a feed, in the order of site.yaml."""
    topics: tuple[FeedPlace, ...]
    """The topics, in the order of topics.yaml."""
    opml: FeedList
    """The list of all these feeds."""
    authors_opml: FeedList | None
    """The list of the feeds of authors; none if they have no feeds."""


class RedirectView(PageView, frozen=True, kw_only=True):
    """A former address: `redirect.html`."""

    target_url: str
    """Where the page is now."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What every template sees as `site`; nothing in it changes when an entry is added."""

    title: str
    """The name of the site, as text."""
    tagline: str
    """One sentence on what it is, as text; may be empty."""
    language: str
    """The language of the interface: that of the site, or English where the theme has no strings in it."""
    direction: str
    """`ltr` or `rtl`: which way the letters of the interface run."""
    paper_language: str
    """The language of papers that do not say theirs, and of the search index."""
    root: str
    """The path of the site on its host; begins and ends with '/'."""
    base_url: str
    """The absolute address of the root."""
    archive_url: str
    """The address of the archive."""
    topics_url: str
    """The address of the list of topics."""
    authors_url: str
    """The address of the list of authors."""
    trends_url: str
    """The address of what rises."""
    search_url: str
    """The address of the search page."""
    search_index_url: str
    """The address of the folder of the search index."""
    saved_url: str
    """The address of the reader's own list."""
    downloads_url: str
    """The address of the page of files to take away."""
    has_day_files: bool
    """Whether each day has files to take away."""
    has_topic_files: bool
    """Whether the months and years of topics have them."""
    opensearch_url: str
    """The address of the description of the search."""
    app_manifest_url: str
    """The address of the web app manifest."""
    feed_url: str
    """The address of the site's feed."""
    feeds_url: str
    """The address of the page that explains the feeds and lists them."""
    has_cite_panels: bool
    """Whether pages of papers have a panel with their citation."""
    pages: tuple[Link, ...]
    """The curator's own pages that are in the menu."""
    options: dict[str, str]
    """The theme's options: what site.yaml says, else the defaults of theme.yaml."""
    locale: str = ""
    """The language of the interface with a region, as Open Graph wants it (`en_US`); empty where none is known."""
    origin: str = ""
    """The host of the site with its scheme: what makes addresses that begin with the root absolute."""
    card_url: str = ""
    """The absolute address of the site's share card; empty if none is drawn: a picture of the theme stands for it."""


class SiteCard(msgspec.Struct, frozen=True, kw_only=True):
    """The share card of the site, a picture: `card_site.svg`. All it shows stands in `site`."""

    kind: str
    """`card_site`."""


class DayCard(msgspec.Struct, frozen=True, kw_only=True):
    """The share card of a day, a picture: `card_day.svg`."""

    kind: str
    """`card_day`."""
    date: dt.date
    """The day."""
    count: int
    """How many papers it lists."""
    titles: tuple[str, ...]
    """The titles of its first papers, as text, at most four; none withdrawn, and none that the font cannot draw."""


class PaperCard(msgspec.Struct, frozen=True, kw_only=True):
    """The share card of a paper, a picture: `card_paper.svg`."""

    kind: str
    """`card_paper`."""
    title: str
    """The title, as text, formulas in words."""
    authors: tuple[str, ...]
    """The first three authors, as text; none that the font of the theme cannot draw."""
    more_author_count: int
    """How many more there are."""
    date: dt.date
    """The day on which the digest listed it first."""
    venue: str
    """Where it was published; may be empty."""
    is_withdrawn: bool
    """Whether it was withdrawn."""


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A paper in a feed. Ids are `tag:` URIs (RFC 4151), independent of where the site is published."""

    id: str
    title: str
    url: str
    language: str
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    published: dt.date
    updated: dt.date
    abstract: str
    links: tuple[PaperLink, ...]
    is_withdrawn: bool


class EditionPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper in the list of an edition. authors: the first of them."""

    title: str
    url: str
    language: str
    authors: tuple[str, ...]
    more_author_count: int
    sentence: str
    is_withdrawn: bool


class EditionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A day in a feed of editions. note: of the editor, as Markdown."""

    id: str
    url: str
    date: dt.date
    updated: dt.date
    note: str
    papers: tuple[EditionPaper, ...]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a feed in one format. Addresses are absolute.

    url: of this document. current_url: of the feed, if this is one of its archives, else ''. before_url: of the archive
    with what came before; '' without one, and in JSON.
    """

    kind: str
    id: str
    title: str
    subtitle: str
    author: str
    language: str
    base_url: str
    url: str
    page_url: str
    current_url: str
    before_url: str
    updated: dt.date
    entries: tuple[FeedEntry, ...] | tuple[EditionEntry, ...]


class OutlineFeed(msgspec.Struct, frozen=True):
    """A feed in a list of feeds. Addresses are absolute."""

    title: str
    is_of_editions: bool
    description: str
    url: str
    page_url: str


class OutlineGroup(msgspec.Struct, frozen=True):
    """Feeds under one heading. list_url: of another list that stands for them; then there are no feeds.

    name: of the string that is the heading, without `opml_`.
    """

    name: str
    feeds: tuple[OutlineFeed, ...]
    list_url: str = ""


class Opml(msgspec.Struct, frozen=True, kw_only=True):
    """A list of feeds, as readers import it."""

    kind: str
    title: str
    language: str
    groups: tuple[OutlineGroup, ...]


class SitemapUrl(msgspec.Struct, frozen=True):
    """A page in the sitemap: its absolute address and the day of its last change, if content tells."""

    url: str
    lastmod: dt.date | None


class Sitemap(msgspec.Struct, frozen=True, kw_only=True):
    """Pages that search engines should know, sorted by address."""

    kind: str
    urls: tuple[SitemapUrl, ...]


class SitemapIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The sitemaps of a site, sorted by address; each with the day of the last change of its pages."""

    kind: str
    sitemaps: tuple[SitemapUrl, ...]


class Robots(msgspec.Struct, frozen=True, kw_only=True):
    """robots.txt."""

    kind: str
    sitemap_url: str


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file to take away; `file_views` has the kinds of them, and a writer makes each."""

    kind: str
    """Names the writer."""


View = PageView | SiteCard | DayCard | PaperCard | Feed | Opml | Sitemap | SitemapIndex | Robots | FileView


class Page(msgspec.Struct, frozen=True):
    """One output file: its path in the site and its view; `view.kind` names the template or writer that makes it."""

    path: str
    view: View
