"""The lists of the files of months: the page of all, a page for each year, the dump as JSON, checksums, README."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

import msgspec

from sitegen.site.addresses import DOWNLOADS, INDEX, MONTH_FORMATS, downloads_path, month_file_path
from sitegen.site.builder import DESCRIPTION_LIMIT, Builder, head
from sitegen.site.file_views import Dump, DumpFile, DumpMonth
from sitegen.site.sheets import EntryOf, FileFact, ListingSheet, Place
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


class DownloadsSheet(ListingSheet, frozen=True):
    """All lists of files. months: newest first. What makes the files stands among its kinds, for it tells of them."""

    kinds: ClassVar[tuple[str, ...]] = (
        *("downloads", "downloads_year", "dump_index", "dump_sums", "dump_readme"),
        *MONTH_FORMATS,
    )
    months: tuple[FilesOfMonth, ...] = ()

    @property
    def name(self) -> str:
        return "downloads"

    @property
    def _years(self) -> tuple[tuple[int, tuple[FilesOfMonth, ...]], ...]:
        return tuple((year, tuple(months)) for year, months in groupby(self.months, key=lambda each: each.month.year))

    def listed(self, b: Builder) -> tuple[str, ...]:
        return tuple(month_file_path(each.month, suffix) for each in self.months for suffix in MONTH_FORMATS.values())

    def places(self, b: Builder) -> tuple[Place, ...]:
        years = (Place(downloads_path(year) + INDEX, _ORIGIN, _newest_change(months)) for year, months in self._years)
        files = (Place(path, _ORIGIN, None, False) for path in (DUMP_INDEX, DUMP_SUMS, DUMP_README))
        return (Place(DOWNLOADS + INDEX, _ORIGIN, _newest_change(self.months)), *years, *files)

    def pages(self, b: Builder, entry_of: EntryOf) -> Iterator[Page]:
        yield Page(DOWNLOADS + INDEX, self._page(b))
        years = self._years
        for number, (year, months) in enumerate(years):
            newer, older = years[number - 1 : number], years[number + 1 : number + 2]
            view = DownloadsYearView(
                **head(b, "downloads_year", downloads_path(year), str(year), f"{b.config.title}: {year}"),
                year=year,
                count=sum(each.count for each in months),
                months=tuple(self._month(b, each) for each in months),
                newer=YearLink(newer[0][0], b.addresses.downloads(newer[0][0])) if newer else None,
                older=YearLink(older[0][0], b.addresses.downloads(older[0][0])) if older else None,
            )
            yield Page(downloads_path(year) + INDEX, view)
        for path, kind in ((DUMP_INDEX, "dump_index"), (DUMP_SUMS, "dump_sums")):
            yield Page(path, self._dump(b, kind, tuple(map(self._dump_month, self.months))))
        yield Page(DUMP_README, self._dump(b, "dump_readme", ()))

    def _page(self, b: Builder) -> DownloadsView:
        address = b.addresses
        description = shortened(b.config.tagline or b.config.title, DESCRIPTION_LIMIT)
        return DownloadsView(
            **head(b, "downloads", DOWNLOADS, "", description),
            newest=self._month(b, self.months[0]) if self.months else None,
            years=tuple(
                YearCount(year, address.downloads(year), sum(each.count for each in months))
                for year, months in self._years
            ),
            license=b.config.license,
            list_url=address.at(DUMP_INDEX),
            sums_url=address.at(DUMP_SUMS),
            readme_url=address.at(DUMP_README),
            api_url=address.api_index(),
            llms_url=address.llms(),
        )

    def _month(self, b: Builder, each: FilesOfMonth) -> DownloadMonth:
        files = tuple(
            DownloadFile(
                format=file.format,
                path=file.path,
                url=b.addresses.at(file.path),
                kilobytes=-(-file.size // _KILO),
                sha256=file.sha256,
            )
            for file in self._dump_month(each).files
        )
        return DownloadMonth(month=each.month, url=b.addresses.month(each.month), count=each.count, files=files)

    def _dump_month(self, each: FilesOfMonth) -> DumpMonth:
        files: list[DumpFile] = []
        for kind, suffix in MONTH_FORMATS.items():
            path = month_file_path(each.month, suffix)
            fact = self.facts.get(path, _NOTHING)
            files.append(DumpFile(path, kind.removeprefix("month_"), fact.size, fact.sha256))
        return DumpMonth(each.month, each.count, tuple(files))

    def _dump(self, b: Builder, kind: str, months: tuple[DumpMonth, ...]) -> Dump:
        config = b.config
        return Dump(kind=kind, title=config.title, base_url=config.base_url, license=config.license, months=months)


def _newest_change(months: tuple[FilesOfMonth, ...]) -> dt.date | None:
    return max((each.changed for each in months if each.changed), default=None)
