"""What is known of papers that a digest listed by title alone: a file → facts. Knows no archive and no network."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sitegen.problems import Location, Problem, SiteError, quoted, stop
from sitegen.sources.aliases import told_of
from sitegen.sources.formats import READERS
from sitegen.sources.identifiers import arxiv_id_of
from sitegen.sources.json_text import begins_as_json, json_rows
from sitegen.sources.packed import unpacked
from sitegen.sources.recognise import recognised
from sitegen.sources.record import Record
from sitegen.sources.rows import Rejected, Row, sorted_out
from sitegen.text.files import decoded

# The readers of other formats want a digest date; it is none of the facts.
_ANY_DAY = dt.date(1970, 1, 1)
_OF_INGEST, _OURS = "ingest again", "enrich again"


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What a source knows of a paper. Empty text and None mean that it does not say. place: where, for messages."""

    title: str
    arxiv_id: str
    place: str
    authors: tuple[str, ...] = ()
    published: dt.date | None = None
    doi: str = ""
    venue: str = ""
    categories: tuple[str, ...] = ()
    abstract: str = ""


class Facts(msgspec.Struct, frozen=True):
    """The facts of a source in its order, and the rows that were rejected, each with its place and reason."""

    facts: tuple[Fact, ...]
    rejected: tuple[Problem, ...]


def facts_file(path: Path, shown: str) -> Facts:
    """The facts of a file: JSON Lines or JSON with `title` and `arxiv_id`, or any format that ingest reads.

    Raises SiteError if the file as a whole cannot be read.
    """
    try:
        data = unpacked(path.read_bytes(), shown)
    except OSError as error:
        hint = "check the name after --from"
        raise stop(shown, f"cannot be read: {error.strerror or error}", hint) from None
    try:
        format_name = recognised(data, shown)
    except SiteError:
        # Facts may lack the abstract by which ingest recognises papers.
        if not begins_as_json(data[:1024]):
            raise
        format_name = "json"
    if format_name == "json":
        return _of_json(data, shown)
    harvest = READERS[format_name](data, shown, _ANY_DAY)
    return facts_of(harvest.records, harvest.rejected, shown)


def source_name(path: Path) -> str:
    """The name of a facts file as a source: its own, without what tells its format."""
    return Path(path.name.removesuffix(".gz")).stem


def facts_of(records: Sequence[Record], rejected: Sequence[Problem], shown: str) -> Facts:
    """The facts of records; one without an arXiv id is rejected."""
    facts = [
        Fact(
            title=record.title,
            arxiv_id=record.arxiv_id,
            place=f"{shown}, {record.item}",
            authors=record.authors,
            published=record.published,
            doi=_publishers(record.doi),
            venue=record.venue,
            categories=record.categories,
            abstract=record.abstract,
        )
        for record in records
        if record.arxiv_id
    ]
    without = [
        Problem(Location(shown), f"{record.item}: {error}", error.hint)
        for record in records
        if not record.arxiv_id
        for error in (_no_id(record.title),)
    ]
    return Facts(tuple(facts), (*rejected, *without))


def _of_json(data: bytes, shown: str) -> Facts:
    rows = json_rows(decoded(data, shown), shown, "JSON Lines, a JSON array or an object", "JSON objects with 'title'")
    facts, rejected = sorted_out(rows, _of_row)
    hints = (problem.hint.replace(_OF_INGEST, _OURS) for problem in rejected)
    mended = (msgspec.structs.replace(problem, hint=hint) for problem, hint in zip(rejected, hints, strict=True))
    return Facts(facts, tuple(mended))


def _of_row(row: Row) -> Fact:
    told = told_of(row)
    if not told.title:
        raise Rejected("no title")
    arxiv_id = next(filter(None, (told.arxiv_id, *map(arxiv_id_of, (told.abs, told.pdf, told.doi)))), "")
    if not arxiv_id:
        raise _no_id(told.title)
    return Fact(
        title=told.title,
        arxiv_id=arxiv_id,
        place=f"{row.location.path}:{row.location.line}",
        authors=told.authors,
        published=told.published,
        doi=_publishers(told.doi),
        venue=told.venue,
        categories=told.categories,
        abstract=told.abstract,
    )


def _no_id(title: str) -> Rejected:
    hint = "facts are found by title and name the paper by this id; leave the row out"
    return Rejected(f"no arXiv id for {quoted(title)} (expected one like 2509.01234)", hint)


def _publishers(doi: str) -> str:
    """A DOI, unless it is arXiv's own: that is the arXiv id."""
    return "" if arxiv_id_of(doi) else doi
