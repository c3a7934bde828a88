"""Semantic Scholar's Graph API: a paper, a list of papers or citations, or a list in an envelope with `data`."""

import datetime as dt
import re

import msgspec

from sitegen.sources import values
from sitegen.sources.identifiers import arxiv_id_of, doi_of, links_of
from sitegen.sources.json_text import begins_as_json, json_rows
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import Row, harvested, listing_day
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.files import decoded
from sitegen.text.links import web_link

_MARK = re.compile(rb'"(paperId|citingPaper|citedPaper|externalIds|s2FieldsOfStudy|openAccessPdf|corpusId)"\s*:')


class _Author(msgspec.Struct):
    name: str | None = None


class _Pdf(msgspec.Struct):
    url: str | None = None


class _Tldr(msgspec.Struct):
    text: str | None = None


class _Field(msgspec.Struct):
    category: str | None = None


class _Ids(msgspec.Struct):
    arxiv: str | None = msgspec.field(name="ArXiv", default=None)
    doi: str | None = msgspec.field(name="DOI", default=None)


class _Paper(msgspec.Struct, rename="camel"):
    """A paper; only the fields that were requested are there, and each may be null."""

    paper_id: str | None = None
    external_ids: _Ids | None = None
    url: str | None = None
    title: str | None = None
    abstract: str | None = None
    venue: str | None = None
    publication_date: str | None = None
    authors: list[_Author | None] | None = None
    tldr: _Tldr | None = None
    s2_fields_of_study: list[_Field | None] | None = msgspec.field(name="s2FieldsOfStudy", default=None)
    fields_of_study: list[str | None] | None = None
    open_access_pdf: _Pdf | None = None


def read_semantic_scholar(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of an answer, in its order. date: the digest date, required, because an answer does not tell it.

    Raises SiteError if the file is no JSON with objects. A paper without an abstract, or that cannot be read, is
    rejected with its place; the others are read.
    """
    rows = json_rows(decoded(data, path), path, "the JSON of Semantic Scholar", "JSON objects with 'title'")
    return harvested(rows, lambda row: _record(_paper(row.value), row, date))


def is_semantic_scholar(head: bytes) -> bool:
    """True if the first bytes of a file are JSON with a field that only Semantic Scholar's papers have."""
    return begins_as_json(head) and bool(_MARK.search(head))


def _paper(value: object) -> _Paper:
    """The paper that a row is; in lists of citations and references it stands inside."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("citingPaper", "citedPaper") if name in value), value)
    return msgspec.convert(value, _Paper)


def _record(paper: _Paper, row: Row, declared: dt.date | None) -> Record:
    title = values.text_of(paper.title, "title")
    abstract = values.abstract_of(paper.abstract, "abstract")
    ids = paper.external_ids or _Ids()
    arxiv_id = arxiv_id_of(ids.arxiv or "") or arxiv_id_of(ids.doi or "")
    fields = [field.category for field in paper.s2_fields_of_study or () if field]
    said = {"abs": web_link(paper.url), "pdf": web_link(paper.open_access_pdf.url) if paper.open_access_pdf else ""}
    if arxiv_id:
        said.pop("abs")
    return Record(
        title=title,
        abstract=abstract,
        date=listing_day(title, abstract, declared),
        item=values.text_of(paper.paper_id) or row.item,
        position=row.number,
        published=values.known_day_of(paper.publication_date),
        authors=tuple(name for author in paper.authors or () if author and (name := values.text_of(author.name))),
        arxiv_id=arxiv_id,
        doi=doi_of(ids.doi or ""),
        venue=values.text_of(paper.venue),
        summary=values.text_of(paper.tldr.text) if paper.tldr else "",
        keywords=values.words_of(fields or paper.fields_of_study),
        links=links_of(said, arxiv_id, abstract),
        withdrawn=withdrawal_told("", abstract),
    )
