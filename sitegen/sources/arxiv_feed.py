"""arXiv's daily feeds: RSS 2.0 and Atom since 2024 (`rss.arxiv.org`), and the RSS 1.0 before that."""

import datetime as dt
import re
from functools import partial

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.arxiv_api import is_arxiv_api
from sitegen.sources.dates import day_in, day_of
from sitegen.sources.elements import Element, head_of, read_items
from sitegen.sources.identifiers import arxiv_categories, arxiv_id_in, doi_of, links_of
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import Rejected, listing_day
from sitegen.sources.syndication import identifier_of, is_syndication, link_of, plain, read_feed_file
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import line
from sitegen.text.html_text import text_of_html
from sitegen.text.hygiene import names_between_commas
from sitegen.text.paragraphs import paragraphs_of

_FEED_TITLE = re.compile(r"\s*(?:[^<]* updates on arXiv\.org|Feed error for query[^<]*)\s*<")
_ANNOUNCED = re.compile(r"\s*arXiv:\S{1,40}\s+Announce Type:\s*(?P<type>[a-z-]+)\s+(?:Abstract:\s*)?")
# The end of a title until January 2024: (arXiv:1805.00001v2 [cs.LG] UPDATED)
_IN_TITLE = re.compile(
    r"\(arXiv:(?P<id>[^\s()]{1,40}) \[(?P<category>[^\][]{1,40})\](?P<news> UPDATED| CROSS LISTED)?\)\s*\Z"
)
_TYPES = {" UPDATED": "replace", " CROSS LISTED": "cross", None: "new"}
_EXPECTED = "a feed of arXiv's, RSS or Atom"


def is_arxiv_feed(data: bytes) -> bool:
    """True if a file begins as a daily feed of arXiv's does."""
    title = re.sub(r"(?s)\A.*?<(?:\w+:)?title(?:\s[^>]*)?>", "", head_of(data), count=1)
    return is_syndication(data) and bool(_FEED_TITLE.match(title))


def read_arxiv_feed(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of a daily feed of arXiv's, in its order. date: the digest date, if the feed does not tell its own.

    Replacements are no listings: they update an entry that is there. A feed without papers, as on weekends, is read.
    Raises SiteError if the file is no such feed. An item that cannot be read is rejected with its line; the others
    are read.
    """
    feed, items = read_feed_file(data, path, _EXPECTED)
    if is_arxiv_api(data):
        # Its `published` is no day of listing.
        message = f"an answer of arXiv's API (expected {_EXPECTED})"
        raise _broken(path, feed, message, "read it with the format arxiv-api")
    if feed.text_of("title", "atom:title").startswith("Feed error"):
        message = f"arXiv answered with an error: {line(feed.text_of('description', 'atom:subtitle'))[:200]}"
        raise _broken(path, feed, message, "correct the categories, and fetch again")
    return read_items(items, path, partial(_record, of_feed=day_in(feed.text_of("pubDate", "dc:date")) or date))


def _record(item: Element, number: int, of_feed: dt.date | None) -> Record:
    identifier = identifier_of(item)
    found_id, version = arxiv_id_in(identifier)
    if not found_id:
        found_id, version = arxiv_id_in(link_of(item))
    if not found_id:
        raise Rejected(f"no arXiv id in {quoted(identifier)} (expected one like oai:arXiv.org:2509.01234v1)")
    title, in_title = _title(item)
    abstract, announced = _abstract(item)
    # The day on which arXiv announced it, by arXiv's own clock: midnight in New York is 4 or 5 o'clock UTC.
    day = day_of(item.text_of("pubDate", "atom:published", "dc:date")) or of_feed
    date = listing_day(title, abstract, day, known_as=found_id, expected="pubDate, published, or a declared date")
    kind = item.text_of("arxiv:announce_type") or announced or (_TYPES[in_title["news"]] if in_title else "new")
    is_listing = not kind.startswith("replace")
    return Record(
        title=title,
        abstract=abstract,
        date=date,
        item=f"{found_id}{version}",
        position=number if is_listing else None,
        authors=_authors(item),
        arxiv_id=found_id,
        doi=doi_of(item.text_of("arxiv:DOI", "arxiv:doi")),
        venue=line(item.text_of("arxiv:journal_reference", "arxiv:journal_ref")),
        categories=_categories(item, in_title),
        links=links_of({}, found_id, abstract),
        withdrawn=withdrawal_told("", abstract),
        is_listing=is_listing,
    )


def _title(item: Element) -> tuple[str, re.Match[str] | None]:
    """The title, and what stood in brackets at its end."""
    text = line(item.text_of("title", "atom:title"))
    match = _IN_TITLE.search(text)
    if not match:
        return text, None
    # The old feeds put a full stop after each title, and wrote HTML.
    return line(text_of_html(text[: match.start()])).removesuffix("."), match


def _abstract(item: Element) -> tuple[str, str]:
    """The abstract and the announce type before it. Since 2024 it is plain text; the old feeds wrote HTML."""
    element = item.first("description", "atom:summary")
    if element is None:
        return "", ""
    text = element.text
    match = _ANNOUNCED.match(text)
    if match:
        return paragraphs_of(text[match.end() :]), match["type"]
    return plain(element) if element.name == "description" else paragraphs_of(text), ""


def _authors(item: Element) -> tuple[str, ...]:
    """Since 2024 one dc:creator with all names, in the old feeds with a link around each."""
    if any(item.all("dc:creator")):
        return tuple(name for creator in item.all("dc:creator") for name in names_between_commas(plain(creator)))
    return tuple(filter(None, (line(author.text_of("atom:name")) for author in item.all("atom:author"))))


def _categories(item: Element, in_title: re.Match[str] | None) -> tuple[str, ...]:
    told = [category.attributes.get("term", category.text) for category in item.all("category", "atom:category")]
    return arxiv_categories([*told, in_title["category"]] if in_title else told)


def _broken(path: str, element: Element, message: str, hint: str) -> SiteError:
    return SiteError([Problem(Location(path, element.line, element.column), message, hint)])
