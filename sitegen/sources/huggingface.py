"""Hugging Face's daily papers, a JSON array: `GET /api/daily_papers?date=…`, as it answered from 2024 to 2026."""

import datetime as dt
import json
import re
from typing import Annotated

import msgspec

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.record import Harvest, Record
from sitegen.text.characters import allowed, on_one_line
from sitegen.text.files import decoded
from sitegen.text.links import code_link

_ARXIV_ID = re.compile(r"([0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]*(\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?")
_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
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
    media_urls: list[str | None] | None = None


def read_huggingface(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of a response, in its order. date: the digest date for rows that do not tell theirs.

    Raises SiteError if the file is not such a response. A row that cannot be read is rejected with its line; the
    others are read.
    """
    text = decoded(data, path)
    if not text.strip():
        raise _broken(path, 0, 0, "an empty file (expected the JSON of Hugging Face's daily papers)", "fetch it again")
    records: list[Record] = []
    rejected: list[Problem] = []
    for number, (place, row) in enumerate(_rows(text, path), 1):
        try:
            records.append(_record(msgspec.convert(row, _Row), number, date))
        except (msgspec.ValidationError, _RejectedError) as error:
            message = f"row {number}: {str(error)[:1].lower()}{str(error)[1:]}"
            rejected.append(
                Problem(Location(path, *place), message, "the other rows were read; mend this one and ingest again")
            )
    return Harvest(tuple(records), tuple(rejected))


class _RejectedError(Exception):
    """A row is JSON of the right shape and still no paper of a day."""


def _rows(text: str, path: str) -> list[tuple[tuple[int, int], object]]:
    """The elements of the array, each with its line and column."""
    start = len(text) - len(text.lstrip())
    if text[start] != "[":
        message = f"JSON that begins with '{text[start]}' (expected the array of GET /api/daily_papers)"
        raise _broken(path, *_place(text, start), message, "is this another format? --format names it")
    rows: list[tuple[tuple[int, int], object]] = []
    position = _next(text, start + 1)
    try:
        while text[position : position + 1] != "]":
            row, end = _DECODER.raw_decode(text, position)
            rows.append((_place(text, position), row))
            position = _after_row(text, end)
        _check_end(text, position + 1)
    except json.JSONDecodeError as error:
        message = f"JSON that does not parse: {error.msg.lower()}"
        raise _broken(path, error.lineno, error.colno, message, "fetch the file again; was it cut off?") from None
    except ValueError:
        # Python reads no integer of more than 4,300 digits.
        raise _broken(path, *_place(text, position), "JSON with a number too long", "fetch the file again") from None
    except RecursionError:
        raise _broken(path, *_place(text, position), "JSON nested too deep", "is this the answer of the API?") from None
    if rows and all(isinstance(row, str) for _, row in rows):
        message = "rows of text, as when a program writes Python's repr (expected JSON objects with 'paper')"
        raise _broken(path, *rows[0][0], message, "write the file with json.dump, or fetch it again from the API")
    return rows


def _after_row(text: str, end: int) -> int:
    """Where the next row or the closing bracket begins."""
    position = _next(text, end)
    if text[position : position + 1] == ",":
        return _next(text, position + 1)
    if text[position : position + 1] != "]":
        raise json.JSONDecodeError("expecting ',' or ']'", text, position)
    return position


def _check_end(text: str, position: int) -> None:
    """Two answers written one after the other would lose the second."""
    end = _next(text, position)
    if end < len(text):
        raise json.JSONDecodeError("more text after the array", text, end)


def _next(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _record(row: _Row, number: int, declared: dt.date | None) -> Record:
    paper = row.paper
    title = _title(row)
    abstract = _line(paper.summary or row.summary)
    if not title:
        raise _RejectedError("no title")
    if not abstract:
        raise _RejectedError(f"no abstract for {quoted(title)}")
    arxiv = _ARXIV_ID.fullmatch(paper.id)
    arxiv_id = arxiv[1] if arxiv else ""
    return Record(
        title=title,
        abstract=abstract,
        date=_date(paper.submitted_on_daily_at) or declared or _no_date(title),
        item=_line(paper.id),
        position=number,
        published=_date(paper.published_at),
        authors=tuple(
            name for person in paper.authors or () if person and not person.hidden and (name := _line(person.name))
        ),
        arxiv_id=arxiv_id,
        summary=_line(paper.ai_summary),
        keywords=tuple(dict.fromkeys(word for keyword in paper.ai_keywords or () if (word := _line(keyword)))),
        votes=paper.upvotes,
        submitted_by=_submitter(paper.submitted_on_daily_by or row.submitted_by),
        thumbnail=_web(row.thumbnail),
        links=_links(row, arxiv_id, abstract),
    )


def _title(row: _Row) -> str:
    """The inner title, unless only the outer one kept its LaTeX: `$μ$LO` outside is `μLO` inside."""
    inner, outer = _line(row.paper.title), _line(row.title)
    return outer if "$" in outer else inner or outer


def _line(text: str | None) -> str:
    """Hard wraps stand in 57 % of the abstracts and 31 % of the titles; no abstract had a blank line."""
    return on_one_line(allowed(text or ""))


def _date(moment: str | None) -> dt.date | None:
    """The day of a moment in UTC, as `2025-03-21T01:56:58.604Z`."""
    if not moment:
        return None
    try:
        return dt.date.fromisoformat(moment[:10])
    except ValueError:
        raise _RejectedError(f"bad date {quoted(moment)} (expected one like 2025-03-21T01:56:58.604Z)") from None


def _no_date(title: str) -> dt.date:
    # The outer publishedAt is no substitute: since 2025-03-11 it is the paper's own date less 4 or 5 hours.
    raise _RejectedError(f"no digest date for {quoted(title)} (expected submittedOnDailyAt, or a declared date)")


def _submitter(person: _Submitter | None) -> str:
    return _line(person.fullname or person.name or person.user) if person else ""


def _links(row: _Row, arxiv_id: str, abstract: str) -> dict[str, str]:
    paper = row.paper
    links = {
        "abs": f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else "",
        "pdf": f"https://arxiv.org/pdf/{arxiv_id}" if arxiv_id else "",
        "code": _web(paper.github_repo) or code_link(abstract),
        "project": _web(paper.project_page),
        "video": next((url for url in map(_web, row.media_urls or ()) if url.lower().endswith(_VIDEO)), ""),
        "discussion": f"https://huggingface.co/papers/{paper.id}" if arxiv_id else "",
    }
    return {kind: url for kind, url in links.items() if url}


def _web(url: str | None) -> str:
    """The address, or nothing if it is not one a page could link to."""
    found = (url or "").strip()
    return found if _WEB.fullmatch(found) and found == allowed(found) else ""


def _broken(path: str, line: int, column: int, message: str, hint: str) -> SiteError:
    return SiteError([Problem(Location(path, line, column), message, hint)])
