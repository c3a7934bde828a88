"""A day → the JSON of Hugging Face's `GET /api/daily_papers?date=`, so that its clients read ours."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from sitegen.archive.entry import Entry
from sitegen.provenance import digest
from sitegen.render.catalogue import Catalogue
from sitegen.site.file_views import DailyPapers
from sitegen.text.markdown import to_plain

# Clients take these for ids of MongoDB, which have 24 hexadecimal digits.
_ID_LENGTH = 24


def daily_papers(view: DailyPapers, _: Catalogue) -> str:
    """An array with an object for each paper, one on each line. What the archive does not know is left out."""
    rows = (msgspec.json.encode(dict(_row(entry, view.date))).decode() for entry in view.entries)
    return "[" + ",\n".join(rows) + "]\n"


def _row(entry: Entry, date: dt.date) -> Iterator[tuple[str, object]]:
    yield "paper", dict(_paper(entry, date))
    # The day of listing, as it was until 2025; since then Hugging Face tells the paper's own, some hours too early.
    yield "publishedAt", _moment(date)
    yield "title", entry.title
    if entry.thumbnail:
        yield "thumbnail", entry.thumbnail
    if entry.links.video:
        yield "mediaUrls", [entry.links.video]
    yield "numComments", 0
    if entry.submitted_by:
        yield "submittedBy", _submitter(entry.submitted_by)
    yield "isAuthorParticipating", False


def _paper(entry: Entry, date: dt.date) -> Iterator[tuple[str, object]]:
    yield "id", entry.arxiv_id or entry.key
    yield (
        "authors",
        [
            {"_id": _id_of(entry.key, str(number), name), "name": name, "hidden": False}
            for number, name in enumerate(entry.authors)
        ],
    )
    if entry.published:
        yield "publishedAt", _moment(entry.published)
    yield "submittedOnDailyAt", _moment(date)
    if entry.submitted_by:
        yield "submittedOnDailyBy", _submitter(entry.submitted_by)
    yield "title", entry.title
    yield "summary", to_plain(entry.abstract)
    yield "upvotes", entry.votes or 0
    said: tuple[tuple[str, object], ...] = (
        ("ai_summary", entry.summary),
        ("ai_keywords", list(entry.keywords)),
        ("githubRepo", entry.links.code),
        ("projectPage", entry.links.project),
    )
    yield from ((name, value) for name, value in said if value)


def _submitter(name: str) -> dict[str, object]:
    return {"_id": _id_of(name), "fullname": name, "isPro": False, "type": "user"}


def _id_of(*parts: str) -> str:
    return digest(*(part.encode() for part in parts)).hex()[:_ID_LENGTH]


def _moment(date: dt.date) -> str:
    return f"{date.isoformat()}T00:00:00.000Z"
