"""Where each page lives. The one place that knows the shape of addresses; a kind that is switched off has none."""

import datetime as dt
from urllib.parse import quote_plus

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.entry import Entry
from sitegen.config import Config, DownloadSwitches, PageSwitches

INDEX = "index.html"
SEARCH_INDEX = "pagefind/"
SITE_FEED = "feed.xml"
JSON_FEED = "feed.json"
FEEDS = "feeds/"
OPML = "feeds.opml"
AUTHORS = "authors/"
DOWNLOADS = "downloads/"
API_INDEX = "api/index.json"
LLMS = "llms.txt"
OPENSEARCH = "opensearch.xml"
APP_MANIFEST = "manifest.webmanifest"
# The formats of the files of a month, by the kinds of their views.
MONTH_FORMATS = {
    "month_bib": "bib",
    "month_ris": "ris",
    "month_csl": "csl.json",
    "month_jsonl": "jsonl",
    "month_csv": "csv",
    "month_md": "md",
}


class Addresses(msgspec.Struct, frozen=True):
    """Addresses from the root of the host; '' for pages that are not made."""

    root: str
    base_url: str
    pages: PageSwitches
    files: DownloadSwitches

    def at(self, path: str) -> str:
        """The address of a path of the site: '' is home, 'archive/' a page, 'feed.xml' a file."""
        return f"{self.root}{path}"

    def absolute(self, path: str) -> str:
        return f"{self.base_url}{path}"

    def archive(self) -> str:
        return self.at("archive/") if self.pages.archive else ""

    def topics(self) -> str:
        return self.at("topics/") if self.pages.topics else ""

    def authors(self) -> str:
        return self.at(AUTHORS) if self.pages.authors else ""

    def author(self, slug: str) -> str:
        """The page of an author; '' without a slug."""
        return self.at(author_path(slug)) if slug and self.pages.authors else ""

    def search(self) -> str:
        return self.at("search/") if self.pages.search else ""

    def search_for(
        self, *, q: str = "", topic: str = "", year: int | None = None, month: dt.date | None = None, venue: str = ""
    ) -> str:
        """A search, as the search page itself writes it into its address. A month goes with its year."""
        shown_year = f"{month.year:04}" if month else f"{year:04}" if year else ""
        asked = {"q": q, "topic": topic, "year": shown_year, "month": f"{month:%Y-%m}" if month else "", "venue": venue}
        query = "&".join(f"{name}={_quoted(value)}" for name, value in asked.items() if value)
        return f"{self.search()}?{query}" if self.pages.search else ""

    def search_of_topic(self, name: str) -> str:
        """A search among the papers of a topic."""
        return self.search_for(topic=name)

    def trends(self) -> str:
        return self.at("trends/") if self.pages.trends else ""

    def saved(self) -> str:
        return self.at("saved/") if self.pages.saved else ""

    def feed(self) -> str:
        return self.at(SITE_FEED) if self.pages.feeds else ""

    def feeds(self) -> str:
        """The page that explains the feeds."""
        return self.at(FEEDS) if self.pages.feeds else ""

    def author_feed(self, slug: str) -> str:
        return self.at(author_path(slug) + SITE_FEED) if self.pages.has_author_feeds else ""

    def downloads(self, year: int = 0) -> str:
        """The page of all downloads, or of those of a year."""
        return self.at(downloads_path(year)) if self.month_formats else ""

    def day_file(self, date: dt.date, suffix: str) -> str:
        return self.at(day_file_path(date, suffix)) if self.files.days else ""

    @property
    def month_formats(self) -> tuple[tuple[str, str], ...]:
        """The formats of the files of a month that are made, by the kind of their view, and how the files end."""
        if not self.files.months:
            return ()
        return tuple((kind, suffix) for kind, suffix in MONTH_FORMATS.items() if getattr(self.files, format_name(kind)))

    def month_file(self, month: dt.date, suffix: str) -> str:
        return self.at(month_file_path(month, suffix))

    def topic_file(self, slug: str, period: str) -> str:
        """The references of a topic's year ('2025/') or month ('2025/09/')."""
        return self.at(topic_file_path(slug, period)) if self.files.topics and self.pages.topics else ""

    def api_index(self) -> str:
        return self.at(API_INDEX) if self.files.api else ""

    def llms(self) -> str:
        return self.at(LLMS) if self.pages.llms else ""

    def opensearch(self) -> str:
        return self.at(OPENSEARCH) if self.pages.opensearch and self.pages.search else ""

    def app_manifest(self) -> str:
        return self.at(APP_MANIFEST) if self.pages.app_manifest else ""

    def day(self, date: dt.date) -> str:
        return self.at(day_path(date)) if self.pages.days else ""

    def month(self, month: dt.date) -> str:
        return self.at(month_path(month)) if self.pages.months else ""

    def week(self, date: dt.date) -> str:
        """The page of the week in which a day lies."""
        return self.at(week_path(date)) if self.pages.weeks else ""

    def year(self, year: int) -> str:
        return self.at(year_path(year)) if self.pages.years else ""

    def topic(self, slug: str, period: str = "") -> str:
        """The page of a topic, or of one of its years ('2025/') or months ('2025/09/')."""
        return self.at(f"topics/{slug}/{period}") if self.pages.topics else ""

    def topic_feed(self, slug: str) -> str:
        return self.at(f"topics/{slug}/{SITE_FEED}") if self.pages.has_topic_feeds else ""

    def paper(self, paper: Entry | Brief) -> str:
        """The page of an entry, else its place in its day, else where the paper itself is."""
        if place := paper_place(paper, self.pages):
            return self.at(place)
        return paper.abs if isinstance(paper, Brief) else paper.links.abs

    def page_of_paper(self, paper: Entry | Brief) -> str:
        """The absolute address of where the site shows an entry; '' if nowhere of its own."""
        place = paper_place(paper, self.pages)
        return self.absolute(place) if place else ""


def paper_place(paper: Entry | Brief, pages: PageSwitches) -> str:
    """Where a site shows an entry, relative to its root; '' if nowhere of its own."""
    if pages.papers:
        return paper_path(paper.key)
    return f"{day_path(paper.date)}#{paper.key}" if pages.days else ""


def addresses(config: Config) -> Addresses:
    return Addresses(config.root, config.base_url, config.pages, config.downloads)


def _quoted(value: str) -> str:
    """A value of a query as browsers write it (URLSearchParams)."""
    return quote_plus(value, safe="*").replace("~", "%7E")


def paper_path(key: str) -> str:
    return f"papers/{key}/"


def author_path(slug: str) -> str:
    return f"{AUTHORS}{slug}/"


def year_path(year: int) -> str:
    return f"{year:04}/"


def month_of(date: dt.date) -> dt.date:
    """The first day of the month of a day."""
    return date.replace(day=1)


def week_name(date: dt.date) -> str:
    """The week of a day as ISO 8601 writes it: '2025-W36'. The year is that of the week's Thursday."""
    year, week, _ = date.isocalendar()
    return f"{year:04}-W{week:02}"


def week_path(date: dt.date) -> str:
    return f"weeks/{week_name(date)}/"


def month_path(month: dt.date) -> str:
    return f"{month.year:04}/{month.month:02}/"


def day_path(date: dt.date) -> str:
    return f"{month_path(date)}{date.day:02}/"


def downloads_path(year: int = 0) -> str:
    return f"{DOWNLOADS}{year_path(year)}" if year else DOWNLOADS


def format_name(kind: str) -> str:
    """How settings and catalogues name the format of a month's file: 'csl' for a view of kind 'month_csl'."""
    return kind.removeprefix("month_")


def day_file_path(date: dt.date, suffix: str) -> str:
    """A file to take away is named so that it tells what it is when it lies elsewhere."""
    return f"{day_path(date)}{date.isoformat()}.{suffix}"


def month_file_path(month: dt.date, suffix: str) -> str:
    return f"{month_path(month)}{month:%Y-%m}.{suffix}"


def topic_file_path(slug: str, period: str) -> str:
    return f"topics/{slug}/{period}{slug}-{period.rstrip('/').replace('/', '-')}.bib"


def api_day_path(date: dt.date) -> str:
    return f"api/daily_papers/{date.isoformat()}.json"
