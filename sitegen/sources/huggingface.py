"""Hugging Face's daily papers, a JSON array: `GET /api/daily_papers?date=…`, as it answered from 2024 to 2026."""

import datetime as dt
import re
from codecs import BOM_UTF8
from typing import Annotated

import msgspec

from sitegen.problems import Location
from sitegen.sources.dates import day_of
from sitegen.sources.identifiers import arxiv_id_of, links_of
from sitegen.sources.json_text import array_rows
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import broken, harvested, listing_day
from sitegen.sources.values import text_of
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.files import decoded
from sitegen.text.links import web_link

_MARK = re.compile(rb'"paper"\s*:\s*\{')
_VIDEO = (".mp4", ".webm", ".mov")

# As many digits as `votes:` may have in an entry.
_Count = Annotated[int, msgspec.Meta(ge=0, lt=10**15)]


class _Person(msgspec.Struct):
    name: str | None = None
    hidden: bool | None = None


class _Submitter(msgspec.Struct):
    fullname: str | None = None
    name: str | None = None
    user: str | None = None


class _Paper(msgspec.Struct, rename="camel"):
    id: str
    title: str | None
    summary: str | None = None
    published_at: str | None = None
    upvotes: _Count | None = None
    authors: list[_Person | None] | None = None
    submitted_on_daily_at: str | None = None
    submitted_on_daily_by: _Submitter | None = None
    ai_keywords: list[str | None] | None = msgspec.field(name="ai_keywords", default=None)
    ai_summary: str | None = msgspec.field(name="ai_summary", default=None)
    github_repo: str | None = None
    project_page: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    paper: _Paper
    title: str | None = None
    summary: str | None = None
    thumbnail: str | None = None
    submitted_by: _Submitter | None = None
    media_url: str | None = None
    media_urls: list[str | None] | None = None


def read_huggingface(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of a response, in its order. date: the digest date for rows that do not tell theirs.

    Raises SiteError if the file is not such a response. A row that cannot be read is rejected with its line; the
    others are read.
    """
    text = decoded(data, path)
    if not text.strip():
        message = "an empty file (expected the JSON of Hugging Face's daily papers)"
        raise broken(Location(path), message, "fetch it again")
    rows = array_rows(text, path, "the array of GET /api/daily_papers", "JSON objects with 'paper'")
    return harvested(rows, lambda row: _record(msgspec.convert(row.value, _Row), row.number, date))


def is_huggingface(head: bytes) -> bool:
    """True if the first bytes of a file are an array of objects with `paper`."""
    return head.removeprefix(BOM_UTF8).lstrip()[:1] == b"[" and bool(_MARK.search(head))


def _record(row: _Row, number: int, declared: dt.date | None) -> Record:
    paper = row.paper
    title = _title(row)
    # Hard wraps stand in 57 % of the abstracts and 31 % of the titles; no abstract had a blank line.
    abstract = text_of(paper.summary or row.summary, "summary")
    # The outer publishedAt is no substitute: since 2025-03-11 it is the paper's own date less 4 or 5 hours.
    day = day_of(paper.submitted_on_daily_at or "") or declared
    date = listing_day(title, abstract, day, expected="submittedOnDailyAt, or a declared date")
    arxiv_id = arxiv_id_of(paper.id)
    return Record(
        title=title,
        abstract=abstract,
        date=date,
        item=text_of(paper.id),
        position=number,
        published=day_of(paper.published_at or ""),
        authors=tuple(
            name for person in paper.authors or () if person and not person.hidden and (name := text_of(person.name))
        ),
        arxiv_id=arxiv_id,
        summary=text_of(paper.ai_summary),
        keywords=tuple(dict.fromkeys(word for keyword in paper.ai_keywords or () if (word := text_of(keyword)))),
        votes=paper.upvotes,
        submitted_by=_submitter(paper.submitted_on_daily_by or row.submitted_by),
        thumbnail=web_link(row.thumbnail),
        links=_links(row, arxiv_id, abstract),
        withdrawn=withdrawal_told("", abstract),
    )


def _title(row: _Row) -> str:
    """The inner title, unless only the outer one kept its LaTeX: `$μ$LO` outside is `μLO` inside."""
    inner, outer = text_of(row.paper.title, "title"), text_of(row.title, "title")
    return outer if "$" in outer else inner or outer


def _submitter(person: _Submitter | None) -> str:
    return text_of(person.fullname or person.name or person.user) if person else ""


def _links(row: _Row, arxiv_id: str, abstract: str) -> dict[str, str]:
    paper = row.paper
    # A list since June 2024.
    media = map(web_link, (*(row.media_urls or ()), row.media_url))
    said = {
        "code": web_link(paper.github_repo),
        "project": web_link(paper.project_page),
        "video": next((url for url in media if url.lower().endswith(_VIDEO)), ""),
        "discussion": f"https://huggingface.co/papers/{paper.id}" if arxiv_id else "",
    }
    return links_of(said, arxiv_id, abstract)
