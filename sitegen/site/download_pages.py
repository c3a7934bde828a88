"""The lists of the files of months: the page of all, a page for each year, the dump as JSON, checksums, README."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from sitegen.site.addresses import DOWNLOADS, INDEX, MONTH_FORMATS, downloads_path, format_name, month_file_path
from sitegen.site.builder import DESCRIPTION_LIMIT, Builder, head
from sitegen.site.file_views import Dump, DumpFile, DumpMonth
from sitegen.site.sheets import EntryOf, FileFact, ListingSheet, Place, Sheet
from sitegen.site.views import DownloadFile, DownloadMonth, DownloadsView, DownloadsYearView, Page, YearCount, YearLink
from sitegen.text.plain import shortened

DUMP_INDEX, DUMP_SUMS, DUMP_README = f"{DOWNLOADS}dump.json", f"{DOWNLOADS}SHA256SUMS", f"{DOWNLOADS}README.md"
_NOTHING = FileFact(0, "")
_KILO = 1000
_ORIGIN = "content"


class FilesOfMonth(msgspec.Struct, frozen=True):
    """A month that has files. value: a digest of all that is in them. changed: the day of the last change."""

    month: dt.date
    count: int
    value: bytes
    changed: dt.date | None


class MonthListSheet(ListingSheet, frozen=True):
    """A list of the files of some months, newest first. What makes the files stands among the kinds of each such sheet,
    for its pages tell of them.
    """

    months: tuple[FilesOfMonth, ...] = ()

    def listed(self, b: Builder) -> tuple[str, ...]:
        formats = b.addresses.month_formats
        return tuple(month_file_path(each.month, suffix) for each in self.months for _, suffix in formats)

    def page_months(self, b: Builder) -> tuple[DownloadMonth, ...]:
        """The months as pages show them."""
        return tuple(_shown(b, each) for each in self.dump_months(b))

    def dump_months(self, b: Builder) -> tuple[DumpMonth, ...]:
        return tuple(DumpMonth(each.month, each.count, tuple(self._files(b, each))) for each in self.months)

    def _files(self, b: Builder, each: FilesOfMonth) -> Iterator[DumpFile]:
        for kind, suffix in b.addresses.month_formats:
            path = month_file_path(each.month, suffix)
            fact = self.facts.get(path, _NOTHING)
            yield DumpFile(path, format_name(kind), fact.size, fact.sha256)


class DownloadsSheet(MonthListSheet, frozen=True):
    """The page of all downloads. months: the newest one. years: with counts, newest first."""

    kinds: ClassVar[tuple[str, ...]] = ("downloads", *MONTH_FORMATS)
    years: tuple[tuple[int, int], ...] = ()
    changed: dt.date | None = None

    @property
    def name(self) -> str:
        return "downloads"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(DOWNLOADS + INDEX, _ORIGIN, self.changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        address = b.addresses
        description = shortened(b.config.tagline or b.config.title, DESCRIPTION_LIMIT)
        view = DownloadsView(
            **head(b, "downloads", DOWNLOADS, "", description),
            newest=next(iter(self.page_months(b)), None),
            years=tuple(YearCount(year, address.downloads(year), count) for year, count in self.years),
            formats=tuple(format_name(kind) for kind, _ in address.month_formats),
            license=b.config.license,
            list_url=address.at(DUMP_INDEX),
            sums_url=address.at(DUMP_SUMS),
            readme_url=address.at(DUMP_README),
            api_url=address.api_index(),
            llms_url=address.llms(),
        )
        yield Page(DOWNLOADS + INDEX, view)


class DownloadsYearSheet(MonthListSheet, frozen=True):
    """The files of a year. newer, older: the years beside it that have files."""

    kinds: ClassVar[tuple[str, ...]] = ("downloads_year", *MONTH_FORMATS)
    year: int = 0
    newer: int | None = None
    older: int | None = None

    @property
    def name(self) -> str:
        return f"downloads {self.year:04}"

    def places(self, b: Builder) -> tuple[Place, ...]:
        changed = max((each.changed for each in self.months if each.changed), default=None)
        return (Place(downloads_path(self.year) + INDEX, _ORIGIN, changed),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        path = downloads_path(self.year)
        view = DownloadsYearView(
            **head(b, "downloads_year", path, str(self.year), f"{b.config.title}: {self.year}"),
            year=self.year,
            count=sum(each.count for each in self.months),
            months=self.page_months(b),
            newer=YearLink(self.newer, b.addresses.downloads(self.newer)) if self.newer else None,
            older=YearLink(self.older, b.addresses.downloads(self.older)) if self.older else None,
        )
        yield Page(path + INDEX, view)


class DumpSheet(MonthListSheet, frozen=True):
    """The list of all files as JSON, and their checksums."""

    kinds: ClassVar[tuple[str, ...]] = ("dump_index", "dump_sums", *MONTH_FORMATS)

    @property
    def name(self) -> str:
        return "dump"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return tuple(Place(path, _ORIGIN, None, False) for path in (DUMP_INDEX, DUMP_SUMS))

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        months = self.dump_months(b)
        yield Page(DUMP_INDEX, _dump(b, "dump_index", months))
        yield Page(DUMP_SUMS, _dump(b, "dump_sums", months))


class ReadmeSheet(Sheet, frozen=True):
    """What the files are and what may be done with them."""

    kinds: ClassVar[tuple[str, ...]] = ("dump_readme",)

    @property
    def name(self) -> str:
        return "dump readme"

    def places(self, b: Builder) -> tuple[Place, ...]:
        return (Place(DUMP_README, "site.yaml", None, False),)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        yield Page(DUMP_README, _dump(b, "dump_readme", ()))


def _shown(b: Builder, month: DumpMonth) -> DownloadMonth:
    files = tuple(
        DownloadFile(
            format=file.format,
            path=file.path,
            url=b.addresses.at(file.path),
            kilobytes=-(-file.size // _KILO),
            sha256=file.sha256,
        )
        for file in month.files
    )
    return DownloadMonth(month=month.month, url=b.addresses.month(month.month), count=month.count, files=files)


def _dump(b: Builder, kind: str, months: tuple[DumpMonth, ...]) -> Dump:
    config = b.config
    return Dump(
        kind=kind,
        title=config.title,
        base_url=config.base_url,
        license=config.license,
        suffixes=tuple(suffix for _, suffix in b.addresses.month_formats),
        months=months,
    )
