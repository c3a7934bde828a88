"""The views of files to take away: what writers of BibTeX, RIS, CSL-JSON, JSON Lines, CSV, Markdown and the API see."""

import datetime as dt

import msgspec

from sitegen.archive.entry import Entry
from sitegen.site.views import Citation, FileView, PaperLink


class References(FileView, frozen=True, kw_only=True):
    """References to papers. kind: `month_bib`, `month_ris`, `month_csl`, `day_bib` or `topic_bib`, which leaves
    abstracts out.
    """

    citations: tuple[Citation, ...]


class EntryLines(FileView, frozen=True, kw_only=True):
    """Entries with all that the archive says of them, by the day and the key of their files."""

    entries: tuple[Entry, ...]


class FilePaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper for people and spreadsheets.

    date: the day that listed it first. summary: may be empty. abstract: Markdown. topics: their names.
    authors: all of them. published: when it came out. page_url: absolute; empty without a page.
    """

    key: str
    date: dt.date
    title: str
    authors: tuple[str, ...]
    summary: str
    abstract: str
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    published: dt.date | None
    venue: str
    votes: int | None
    arxiv_id: str
    doi: str
    links: tuple[PaperLink, ...]
    page_url: str
    is_withdrawn: bool


class FileDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a file. note: the editor's note, Markdown; may be empty. url: of its page, absolute; may be empty."""

    date: dt.date
    url: str
    note: str
    papers: tuple[FilePaper, ...]


class FileText(FileView, frozen=True, kw_only=True):
    """A day or a month as Markdown: `day_md`, `month_md`. name: of the site. period: as ISO 8601 writes it."""

    name: str
    period: str
    days: tuple[FileDay, ...]


class FileTable(FileView, frozen=True, kw_only=True):
    """A month as a table: `month_csv`."""

    papers: tuple[FilePaper, ...]


class DailyPapers(FileView, frozen=True, kw_only=True):
    """A day as Hugging Face's API answers `GET /api/daily_papers?date=`: `api_day`. entries: in the day's order."""

    date: dt.date
    entries: tuple[Entry, ...]


class ApiMonth(msgspec.Struct, frozen=True):
    """A month that has papers: how many, and its days, newest first."""

    month: dt.date
    count: int
    days: tuple[dt.date, ...]


class ApiIndex(FileView, frozen=True, kw_only=True):
    """What there is, for programs: `api_index`. forms: addresses by what they give, with YYYY, MM, DD in them."""

    title: str
    description: str
    language: str
    base_url: str
    forms: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    count: int
    months: tuple[ApiMonth, ...]


class DumpFile(msgspec.Struct, frozen=True):
    """A file of a month. path: in the site. size: in bytes. sha256: hexadecimal."""

    path: str
    format: str
    size: int
    sha256: str


class DumpMonth(msgspec.Struct, frozen=True):
    """The files of a month and how many papers each has."""

    month: dt.date
    count: int
    files: tuple[DumpFile, ...]


class Dump(FileView, frozen=True, kw_only=True):
    """All files of months: `dump_index`, `dump_sums`, `dump_readme`. months: newest first. license: may be empty.

    suffixes: what the names of the files of each month end in.
    """

    title: str
    base_url: str
    license: str
    suffixes: tuple[str, ...]
    months: tuple[DumpMonth, ...]


class LlmsText(FileView, frozen=True, kw_only=True):
    """llms.txt. notes: sentences on what the links do not name. sections: links, each with its name, its absolute
    address and what is there, by the heading they stand under.
    """

    title: str
    tagline: str
    notes: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


class OpenSearch(FileView, frozen=True, kw_only=True):
    """The OpenSearch description of the search page. Addresses are absolute."""

    title: str
    description: str
    language: str
    search_url: str
    self_url: str
