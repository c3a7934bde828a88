"""One table: each field of a record, the names under which rows of JSON and CSV give it, and how its value is read."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import msgspec

from sitegen.sources import values
from sitegen.sources.identifiers import arxiv_id_of, links_of
from sitegen.sources.record import Record
from sitegen.sources.rows import Rejected, Row, listing_day
from sitegen.sources.withdrawals import withdrawal_told

_PAPERS_PAGE = "https://huggingface.co/papers/"


class Alias(msgspec.Struct, frozen=True):
    """A field and the names it goes by, the first that says something counts. help: for the documentation."""

    field: str
    names: tuple[str, ...]
    read: Callable[[object], object]
    help: str


# The order counts: a name that one field took is taken, so `summary` is the abstract where nothing else is.
ALIASES = (
    Alias("title", ("title",), values.text_of, "Text. Required."),
    Alias("abstract", ("abstract", "summary", "description"), values.abstract_of, "Text. Required."),
    Alias(
        "date",
        ("date", "day", "listed", "digest_date", "submitted_on_daily_at"),
        values.date_of,
        "The day on which the digest listed it: `2025-03-21`, also with a time after it. Else the declared date.",
    ),
    Alias(
        "published",
        ("published", "published_at", "publication_date", "published_date", "issued"),
        values.known_day_of,
        "The day on which it came out, also as `date-parts`. A year or a month alone is left out.",
    ),
    Alias(
        "authors",
        ("authors", "author", "creators"),
        values.names_of,
        "A list of names or of objects with `name` (or `given` and `family`), or one text.",
    ),
    Alias(
        "arxiv_id",
        ("arxiv_id", "arxiv", "id", "paper_id"),
        values.arxiv_of,
        "With or without `arXiv:`, version or address. An `id` of another kind is none.",
    ),
    Alias("doi", ("doi",), values.found_doi, "With or without address."),
    Alias(
        "venue",
        ("venue", "journal_ref", "journal", "booktitle", "conference", "container_title"),
        values.text_of,
        "Where it was published.",
    ),
    Alias(
        "categories",
        ("categories", "category", "arxiv_categories"),
        values.categories_of,
        "A list, or one text with spaces or commas. Only arXiv's count.",
    ),
    Alias(
        "summary", ("summary", "tldr", "ai_summary"), values.text_of, "One sentence, if the row has an abstract too."
    ),
    Alias("keywords", ("keywords", "tags", "ai_keywords"), values.words_of, "A list, or one text with `,` or `;`."),
    Alias("votes", ("votes", "upvotes", "likes"), values.count_of, "A whole number."),
    Alias(
        "position",
        ("position", "rank"),
        values.place_of,
        "Its place in the day, from 1. Without such a field, the order of the rows.",
    ),
    Alias("submitted_by", ("submitted_by",), values.text_of, "Who proposed it to the digest."),
    Alias("thumbnail", ("thumbnail", "image"), values.web_of, "The address of a picture."),
    Alias("abs", ("abs", "abs_url", "url", "link"), values.web_of, "The abstract's page."),
    Alias("pdf", ("pdf", "pdf_url"), values.web_of, "The paper as PDF."),
    Alias("code", ("code", "code_url", "github", "github_repo", "repository"), values.web_of, "The code."),
    Alias("project", ("project", "project_page", "homepage"), values.web_of, "The project's page."),
    Alias("video", ("video", "video_url"), values.web_of, "A video."),
    Alias("discussion", ("discussion", "discussion_url"), values.web_of, "Where it is discussed."),
    Alias(
        "withdrawn",
        ("withdrawn", "is_withdrawn", "is_retracted", "retracted"),
        values.withdrawal_of,
        "`true`, or why it was withdrawn.",
    ),
    Alias("status", ("status",), values.status_of, "Counts if it says `withdrawn` or `retracted`."),
    Alias(
        "comment",
        ("comment", "comments"),
        values.remark_of,
        "The authors' remark: it may say that the paper was withdrawn, or where the code is. Not kept itself.",
    ),
    Alias(
        "links",
        ("links",),
        values.kinds_of_links,
        "An object with the kinds of links above. Then they are all, and none follows from the arXiv id or the text.",
    ),
    Alias(
        "item",
        ("item", "key", "id"),
        values.label_of,
        "What people call the row. Else its arXiv id, else its line.",
    ),
    Alias(
        "is_listing",
        ("is_listing",),
        values.truth_of,
        "`false` for news of a paper that was listed before.",
    ),
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says: the fields of the table; empty where it says nothing."""

    title: str = ""
    abstract: str = ""
    date: dt.date | None = None
    published: dt.date | None = None
    authors: tuple[str, ...] = ()
    arxiv_id: str = ""
    doi: str = ""
    venue: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""
    keywords: tuple[str, ...] = ()
    votes: int | None = None
    position: int | None = None
    submitted_by: str = ""
    thumbnail: str = ""
    abs: str = ""
    pdf: str = ""
    code: str = ""
    project: str = ""
    video: str = ""
    discussion: str = ""
    withdrawn: str = ""
    status: str = ""
    comment: str = ""
    links: dict[str, str] | None = None
    item: str = ""
    is_listing: bool = True


class Days:
    """Counts the rows of each day, for the place of those that do not tell theirs. One for each file."""

    def __init__(self) -> None:
        self._counts: dict[dt.date, int] = {}

    def next_place(self, day: dt.date) -> int:
        self._counts[day] = self._counts.get(day, 0) + 1
        return self._counts[day]


def record_of(row: Row, declared: dt.date | None, days: Days) -> Record:
    """The record of a row whose value is an object. declared: the digest date of rows that do not tell theirs.

    Names are compared without case, spaces, `_` and `-`. Raises Rejected.
    """
    given = _given(row)
    told = _told(given)
    date = listing_day(told.title, told.abstract, told.date or declared)
    arxiv_id = told.arxiv_id or arxiv_id_of(told.abs) or arxiv_id_of(told.pdf)
    place = days.next_place(date)
    return Record(
        title=told.title,
        abstract=told.abstract,
        date=date,
        item=told.item or arxiv_id or row.item,
        position=told.position if given.keys() & {"position", "rank"} else place,
        published=told.published,
        authors=told.authors,
        arxiv_id=arxiv_id,
        doi=told.doi,
        venue=told.venue,
        categories=told.categories,
        summary=told.summary,
        keywords=told.keywords,
        votes=told.votes,
        submitted_by=told.submitted_by,
        thumbnail=told.thumbnail,
        links=_links(told, arxiv_id) if told.links is None else told.links,
        withdrawn=told.withdrawn or told.status or withdrawal_told(told.comment, told.abstract),
        is_listing=told.is_listing,
    )


def told_of(row: Row) -> Told:
    """What a row whose value is an object says, however little that is. Raises Rejected."""
    return _told(_given(row))


def fields_of(names: Iterable[str]) -> tuple[str, ...]:
    """The field that each name stands for, the first that it may be; '' for a name that is not in the table."""
    fields = {_folded(name): alias.field for alias in reversed(ALIASES) for name in alias.names}
    return tuple(fields.get(_folded(name), "") for name in names)


def _given(row: Row) -> dict[str, object]:
    """The values of a row by their folded names."""
    if not isinstance(row.value, Mapping):
        raise Rejected(f"{values.kind_of(row.value)} (expected an object)")
    return {_folded(str(name)): value for name, value in row.value.items()}


def _told(given: Mapping[str, object]) -> Told:
    """What the values say, by the table. given: by folded name. Raises Rejected with the name of the value."""
    found: dict[str, object] = {}
    taken: set[str] = set()
    for alias in ALIASES:
        for name in alias.names:
            folded = _folded(name)
            if folded in taken or folded not in given:
                continue
            try:
                value = alias.read(given[folded])
            except Rejected as error:
                raise Rejected(f"{name}: {error}", error.hint) from None
            if value not in (None, "", ()):
                found[alias.field] = value
                taken.add(folded)
                break
    return msgspec.convert(found, Told)


def _links(told: Told, arxiv_id: str) -> dict[str, str]:
    page = told.abs if told.abs.startswith(_PAPERS_PAGE) else ""
    said = {
        "abs": "" if page else told.abs,
        "pdf": told.pdf,
        "code": told.code,
        "project": told.project,
        "video": told.video,
        "discussion": told.discussion or page,
    }
    return links_of(said, arxiv_id, f"{told.abstract} {told.comment}")


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())
