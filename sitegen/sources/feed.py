"""Any RSS 2.0, RSS 1.0 or Atom feed: blogs of conferences and groups, tables of contents of journals."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import partial

from sitegen.problems import Location, Problem, SiteError
from sitegen.sources.arxiv_api import is_arxiv_api
from sitegen.sources.arxiv_feed import is_arxiv_feed
from sitegen.sources.dates import day_of
from sitegen.sources.elements import Element, read_items
from sitegen.sources.identifiers import arxiv_id_in, doi_of, links_of
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import listing_day
from sitegen.sources.syndication import (
    EXPECTED,
    identifier_of,
    is_syndication,
    link_of,
    plain,
    read_feed_file,
)
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import line
from sitegen.text.hygiene import split_names
from sitegen.text.links import web_link

_DAYS = (
    "prism:publicationDate",
    "pubDate",
    "atom:published",
    "atom:issued",
    "dc:date",
    "atom:updated",
    "atom:modified",
)
_DATES = "pubDate, published or dc:date, or a declared date"
_TEXTS = ("description", "atom:summary", "content:encoded", "atom:content", "xhtml:body")
# RSS 2.0 asks for an address here: `jane@example.org (Jane Roe)`.
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+(?:\s+\((?P<name>[^()]+)\))?")
_ARXIV_PAGE = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)


def is_feed(data: bytes) -> bool:
    """True if a file begins as RSS or Atom does. arXiv's answers do, too: ask for those first."""
    return is_syndication(data)


def read_feed(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The entries of a feed, in its order. date: the digest date; without one, the day on which each came out.

    Raises SiteError if the file is no feed. An entry that cannot be read is rejected with its line; the others are
    read.
    """
    feed, items = read_feed_file(data, path)
    if is_arxiv_api(data):
        # Read as any feed, an error of theirs would be an entry.
        raise _not_for_us(path, feed, "an answer of arXiv's API", "arxiv-api")
    if is_arxiv_feed(data):
        # And a replacement would be a paper of the day.
        raise _not_for_us(path, feed, "a feed of arXiv's", "arxiv-feed")
    return read_items(items, path, partial(_record, feed=feed, declared=date))


def _record(item: Element, number: int, feed: Element, declared: dt.date | None) -> Record:
    title = line(plain(item.first("title", "atom:title", "dc:title")))
    name = identifier_of(item) or link_of(item)
    abstract = next(filter(None, (plain(item.first(name)) for name in _TEXTS)), "")
    published = day_of(item.text_of(*_DAYS))
    date = listing_day(title, abstract, declared or published, known_as=name, expected=_DATES)
    return Record(
        title=title,
        abstract=abstract,
        date=date,
        item=name or f"item {number}",
        # A feed shows the newest few entries: where one stands in it says nothing of a day.
        position=number if declared else None,
        published=published,
        authors=_authors(item) or _authors(feed),
        arxiv_id=_named_by(item)[0],
        doi=_named_by(item)[1],
        venue=line(item.text_of("prism:publicationName")),
        keywords=_keywords(item),
        links=_links(item, abstract),
        withdrawn=withdrawal_told("", abstract),
    )


def _authors(item: Element) -> tuple[str, ...]:
    """The authors of an entry, or of a feed whose entries name none, as Atom has it."""
    atom = [line(author.text_of("atom:name")) for author in item.all("atom:author")]
    if any(atom):
        return tuple(filter(None, atom))
    creators = [name for creator in item.all("dc:creator") for name in split_names(plain(creator))]
    return tuple(creators) or tuple(_without_addresses(line(author.text) for author in item.all("author")))


def _without_addresses(authors: Iterable[str]) -> list[str]:
    found: list[str] = []
    for author in authors:
        match = _ADDRESS.fullmatch(author)
        found.extend(split_names((match["name"] or "") if match else author))
    return found


def _named_by(item: Element) -> tuple[str, str]:
    """The arXiv id and the DOI that an entry's address or identifiers name, each empty if none does."""
    texts = [
        link_of(item),
        item.text_of("guid", "atom:id"),
        *(element.text for element in item.all("prism:doi", "dc:identifier", "arxiv:doi")),
    ]
    return next(filter(None, (arxiv_id_in(text)[0] for text in texts)), ""), next(filter(None, map(doi_of, texts)), "")


def _keywords(item: Element) -> tuple[str, ...]:
    found = [line(plain(element)) for element in item.all("category", "dc:subject", "prism:keyword")]
    terms = [
        line(found.attributes.get("label") or found.attributes.get("term", "")) for found in item.all("atom:category")
    ]
    return tuple(dict.fromkeys(filter(None, [*found, *terms])))


def _links(item: Element, abstract: str) -> dict[str, str]:
    page = link_of(item)
    found_id, _ = _named_by(item)
    if found_id and (not page or _ARXIV_PAGE.match(page)):
        return links_of({}, found_id, abstract)
    enclosed = [
        web_link(link.attributes.get("href") or link.attributes.get("url", ""))
        for link in item.all("atom:link", "enclosure")
        if link.attributes.get("type") == "application/pdf"
    ]
    return links_of({"abs": page, "pdf": next(filter(None, enclosed), "")}, "", abstract)


def _not_for_us(path: str, feed: Element, what: str, format_name: str) -> SiteError:
    message = f"{what} (expected {EXPECTED} of anybody else)"
    return SiteError(
        [Problem(Location(path, feed.line, feed.column), message, f"read it with the format {format_name}")]
    )
