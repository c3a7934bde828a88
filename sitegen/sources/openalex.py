"""OpenAlex: a work, a list of works, or a list in an envelope with `results`."""

import datetime as dt
import re

import msgspec

from sitegen.sources import values
from sitegen.sources.identifiers import arxiv_id_of, doi_of, links_of
from sitegen.sources.json_text import begins_as_json, json_rows
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import Rejected, Row, harvested, listing_day
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.files import decoded
from sitegen.text.links import web_link

_MARK = re.compile(rb'"abstract_inverted_index"\s*:|"(id|doi)"\s*:\s*"https://(openalex|doi)\.org/')
# No abstract of 14,442 papers has 400 words.
_MOST_WORDS = 20_000


class _Named(msgspec.Struct):
    display_name: str | None = None


class _Authorship(msgspec.Struct):
    author: _Named | None = None
    raw_author_name: str | None = None


class _Place(msgspec.Struct):
    landing_page_url: str | None = None
    pdf_url: str | None = None
    source: _Named | None = None


class _Work(msgspec.Struct):
    """A work; each field may be null or, where fields were selected, missing."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_date: str | None = None
    authorships: list[_Authorship | None] | None = None
    abstract_inverted_index: dict[str, list[int]] | None = None
    primary_location: _Place | None = None
    best_oa_location: _Place | None = None
    locations: list[_Place | None] | None = None
    topics: list[_Named | None] | None = None
    keywords: list[_Named | None] | None = None
    is_retracted: bool | None = None


def read_openalex(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The works of an answer, in its order. date: the digest date, required, because an answer does not tell it.

    Raises SiteError if the file is no JSON with objects. A work without an abstract, or that cannot be read, is
    rejected with its place; the others are read.
    """
    rows = json_rows(decoded(data, path), path, "the JSON of OpenAlex", "JSON objects with 'title'")
    return harvested(rows, lambda row: _record(msgspec.convert(row.value, _Work), row, date))


def is_openalex(head: bytes) -> bool:
    """True if the first bytes of a file are JSON with a field or an address that OpenAlex's works have."""
    return begins_as_json(head) and bool(_MARK.search(head))


def _record(work: _Work, row: Row, declared: dt.date | None) -> Record:
    title = values.text_of(work.title) or values.text_of(work.display_name)
    abstract = _abstract(work.abstract_inverted_index or {})
    primary = work.primary_location or _Place()
    places = [place for place in (primary, work.best_oa_location, *(work.locations or ())) if place]
    addresses = [work.doi, *(url for place in places for url in (place.landing_page_url, place.pdf_url))]
    arxiv_id = next((found for url in addresses if url and (found := arxiv_id_of(url))), "")
    said = {
        "abs": "" if arxiv_id else web_link(primary.landing_page_url) or web_link(work.doi),
        "pdf": next((url for place in places if (url := web_link(place.pdf_url))), ""),
    }
    source = values.text_of(primary.source.display_name) if primary.source else ""
    return Record(
        title=title,
        abstract=abstract,
        date=listing_day(title, abstract, declared),
        item=values.text_of(work.id) or row.item,
        position=row.number,
        published=values.known_day_of(work.publication_date),
        authors=tuple(name for entry in work.authorships or () if entry and (name := _author(entry))),
        arxiv_id=arxiv_id,
        doi=doi_of(work.doi or ""),
        venue="" if source.startswith("arXiv") else source,
        keywords=values.words_of([found.display_name for found in work.topics or work.keywords or () if found]),
        links=links_of(said, arxiv_id, abstract),
        withdrawn="retracted" if work.is_retracted else withdrawal_told("", abstract),
    )


def _abstract(positions: dict[str, list[int]]) -> str:
    """The words in the order of their positions. A place without a word is passed over."""
    words: dict[int, str] = {}
    for word, places in positions.items():
        for place in places:
            words[place] = word
    if len(words) > _MOST_WORDS:
        raise Rejected(f"an abstract of {len(words):,} words (expected at most {_MOST_WORDS:,})")
    return values.abstract_of(" ".join(words[place] for place in sorted(words)), "abstract_inverted_index")


def _author(entry: _Authorship) -> str:
    named = values.text_of(entry.author.display_name) if entry.author else ""
    return named or values.text_of(entry.raw_author_name)
