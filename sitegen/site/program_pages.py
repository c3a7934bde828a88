"""What programs ask a site for: the index of the API, llms.txt, the description of the search, the app's manifest."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from sitegen.site.addresses import (
    API_INDEX,
    APP_MANIFEST,
    AUTHORS,
    DOWNLOADS,
    LLMS,
    OPENSEARCH,
    SITE_FEED,
    api_day_path,
    day_file_path,
    month_file_path,
)
from sitegen.site.builder import Builder, head
from sitegen.site.file_views import ApiIndex, ApiMonth, LlmsText, OpenSearch
from sitegen.site.sheets import EntryOf, Place, Sheet
from sitegen.site.views import AppManifestView, Page

_ORIGIN = "site.yaml"
# A day all of whose parts differ, so that each can be named.
_DAY = dt.date(2001, 12, 25)


class ApiIndexSheet(Sheet, frozen=True):
    """`/api/index.json`. months: with how many papers, and their days, newest first."""

    kinds: ClassVar[tuple[str, ...]] = ("api_index",)
    months: tuple[tuple[dt.date, int, tuple[dt.date, ...]], ...]

    @property
    def name(self) -> str:
        return "api"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(API_INDEX, "content", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        config = b.config
        view = ApiIndex(
            kind="api_index",
            title=config.title,
            description=config.tagline,
            language=config.language,
            base_url=config.base_url,
            forms=tuple(_forms(b)),
            topics=tuple((topic.slug, topic.name) for topic in b.topics) if config.pages.topics else (),
            count=sum(count for _, count, _ in self.months),
            months=tuple(ApiMonth(month, count, days) for month, count, days in self.months),
        )
        yield Page(API_INDEX, view)


class LlmsSheet(Sheet, frozen=True):
    """`/llms.txt`. recent: the newest days that have papers, newest first."""

    kinds: ClassVar[tuple[str, ...]] = ("llms",)
    recent: tuple[dt.date, ...]

    @property
    def name(self) -> str:
        return "llms"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(LLMS, "content", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        yield Page(LLMS, _llms_text(b, self.recent))


class OpenSearchSheet(Sheet, frozen=True):
    """`/opensearch.xml`."""

    kinds: ClassVar[tuple[str, ...]] = ("opensearch",)

    @property
    def name(self) -> str:
        return "opensearch"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(OPENSEARCH, _ORIGIN, None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        config = b.config
        view = OpenSearch(
            kind="opensearch",
            title=config.title,
            description=config.tagline or config.title,
            language=config.language,
            search_url=b.addresses.absolute("search/"),
            self_url=b.addresses.absolute(OPENSEARCH),
        )
        yield Page(OPENSEARCH, view)


class AppManifestSheet(Sheet, frozen=True):
    """`/manifest.webmanifest`, whose icons and colours are the theme's, so that a template makes it."""

    kinds: ClassVar[tuple[str, ...]] = ("app_manifest",)

    @property
    def name(self) -> str:
        return "app manifest"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(APP_MANIFEST, _ORIGIN, None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        top = head(b, "app_manifest", APP_MANIFEST, "", b.config.tagline or b.config.title)
        yield Page(APP_MANIFEST, AppManifestView(**top))


def program_sheets(b: Builder, recent: tuple[dt.date, ...] = ()) -> tuple[Sheet, ...]:
    """What the settings ask for. recent: the newest days that have papers; not needed to know the places."""
    pages = b.config.pages
    switched: tuple[tuple[bool, Sheet], ...] = (
        (pages.llms, LlmsSheet(recent)),
        (pages.opensearch and pages.search, OpenSearchSheet()),
        (pages.app_manifest, AppManifestSheet()),
    )
    return tuple(sheet for is_on, sheet in switched if is_on)


def _forms(b: Builder) -> Iterator[tuple[str, str]]:
    """Addresses by what they give; `YYYY`, `MM` and `DD` stand for the parts of a day."""
    files = b.config.downloads
    yield "daily_papers", _form(b, api_day_path(_DAY))
    if files.days:
        yield from ((f"day_{suffix}", _form(b, day_file_path(_DAY, suffix))) for suffix in ("bib", "md"))
    if b.addresses.month_formats:
        yield from ((kind, _form(b, month_file_path(_DAY, suffix))) for kind, suffix in b.addresses.month_formats)
        yield "files", b.addresses.absolute(f"{DOWNLOADS}dump.json")


def _form(b: Builder, path: str) -> str:
    shape = path.replace(f"{_DAY:%Y}", "YYYY").replace(f"{_DAY:%m}", "MM").replace(f"{_DAY:%d}", "DD")
    return b.addresses.absolute(shape)


def _llms_text(b: Builder, recent: tuple[dt.date, ...]) -> LlmsText:
    """What a language model should know of the site: where its texts are, and what for. English, as these read it."""
    config, pages, files = b.config, b.config.pages, b.config.downloads
    absolute, has_files = b.addresses.absolute, bool(b.addresses.month_formats)
    notes = (
        (files.days, f"Every day that lists papers is a Markdown file: `{_form(b, day_file_path(_DAY, 'md'))}`."),
        (files.months and files.md, f"So is every month: `{_form(b, month_file_path(_DAY, 'md'))}`."),
        (files.api, f"As JSON, as Hugging Face's daily_papers API has it: `{_form(b, api_day_path(_DAY))}`."),
    )
    days = ((files.days, f"{date}", absolute(day_file_path(date, "md")), "") for date in recent)
    data = (
        (files.api, "API index", absolute(API_INDEX), "which days there are, and the addresses of all files, as JSON"),
        (
            has_files,
            "Files of months",
            absolute(f"{DOWNLOADS}dump.json"),
            "all of them, with sizes and checksums, as JSON",
        ),
    )
    site = (
        (pages.archive, "Archive", absolute("archive/"), "all years, months and days"),
        (pages.topics, "Topics", absolute("topics/"), "papers by subject"),
        (pages.authors, "Authors", absolute(AUTHORS), "papers by author"),
        (pages.feeds, "Feed", absolute(SITE_FEED), "the newest papers as Atom"),
    )
    sections = (
        (heading, tuple((name, url, what) for is_on, name, url, what in links if is_on))
        for heading, links in (("Newest days", days), ("Data", data), ("Site", site))
    )
    return LlmsText(
        kind="llms",
        title=config.title,
        tagline=config.tagline,
        notes=tuple(note for is_on, note in notes if is_on),
        sections=tuple((heading, links) for heading, links in sections if links),
    )
