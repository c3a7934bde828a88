"""The Atom of arXiv's API (`export.arxiv.org/api/query`), as it answered before and after November 2025."""

import datetime as dt
import re
from functools import partial

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.dates import day_of
from sitegen.sources.elements import Element, head_of, parsed, read_items
from sitegen.sources.identifiers import arxiv_categories, arxiv_id_in, doi_of, links_of
from sitegen.sources.record import Harvest, Record
from sitegen.sources.rows import Rejected, listing_day
from sitegen.sources.withdrawals import withdrawal_told
from sitegen.text.characters import line
from sitegen.text.paragraphs import paragraphs_of

# The feed's own id is an address of arXiv itself; that of its RSS and Atom feeds is one of rss.arxiv.org.
_FEED_ID = re.compile(r"<(?:\w+:)?id>\s*https?://(?:export\.)?arxiv\.org/(?:api/|\s*<)")
_ATOM = "http://www.w3.org/2005/Atom"
_EXPECTED = "the Atom of arXiv's API"
_ERRORS = "/api/errors"
_DATES = "<published>, or a declared date"


def is_arxiv_api(data: bytes) -> bool:
    """True if a file begins as an answer of arXiv's API does."""
    head = head_of(data)
    return _ATOM in head and bool(_FEED_ID.search(head))


def read_arxiv_api(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of an answer of arXiv's API, in its order. date: the digest date; without one, each paper's own.

    Raises SiteError if the file is no such answer, or one that tells an error. An entry that cannot be read is
    rejected with its line; the others are read.
    """
    root = parsed(data, path, _EXPECTED)
    if root.name != "atom:feed":
        message = f"XML of <{root.name.rpartition('}')[2][:60]}> (expected {_EXPECTED})"
        raise _broken(path, root, message, "is this another format? --format names it")
    entries = tuple(root.all("atom:entry"))
    for entry in entries:
        _check_is_answer(entry, path)
    if not entries:
        _check_is_empty(root, path)
    return read_items(entries, path, partial(_record, declared=date))


def _check_is_answer(entry: Element, path: str) -> None:
    """An error is an entry, too; and in the daily feeds other elements have other meanings."""
    if _ERRORS in entry.text_of("atom:id"):
        reason = line(entry.text_of("atom:summary"))[:200] or "it does not say which"
        message = f"arXiv answered with an error: {reason}"
        raise _broken(path, entry, message, "correct the query or the ids, and fetch again")
    if any(entry.all("arxiv:announce_type")):
        message = f"an entry of arXiv's daily feed (expected {_EXPECTED})"
        raise _broken(path, entry, message, "read it with the format arxiv-feed")


def _check_is_empty(root: Element, path: str) -> None:
    """An unknown id has no entries and a count of 0. Under load arXiv sends pages without entries that have a count:
    https://github.com/lukasschwab/arxiv.py/issues/129.
    """
    total, start, size = (_count(root, name) for name in ("totalResults", "startIndex", "itemsPerPage"))
    if size and total > start:
        message = f"no entries, though arXiv counts {total} (expected those from {start + 1} on)"
        raise _broken(path, root, message, "fetch it again; arXiv answers so when it is busy")


def _count(root: Element, name: str) -> int:
    text = root.text_of(f"opensearch:{name}")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _record(entry: Element, number: int, declared: dt.date | None) -> Record:
    """A paper. Elements are found by name: their order and their prefixes changed in November 2025."""
    found_id, version = arxiv_id_in(entry.text_of("atom:id"))
    title = line(entry.text_of("atom:title"))
    abstract = paragraphs_of(entry.text_of("atom:summary"))
    comment = line(entry.text_of("arxiv:comment"))
    if not found_id:
        raise Rejected(
            f"no arXiv id in {quoted(entry.text_of('atom:id'))} (expected one like http://arxiv.org/abs/2509.01234v1)"
        )
    published = day_of(entry.text_of("atom:published"))
    date = listing_day(title, abstract, declared or published, known_as=found_id, expected=_DATES)
    # `published` is the day of the first version, `updated` that of the version found.
    # An answer is no list of a day: when a digest listed the papers, and in which order, only the declaration says.
    return Record(
        title=title,
        abstract=abstract,
        date=date,
        item=f"{found_id}{version}",
        position=number if declared else None,
        published=published,
        authors=_authors(entry),
        arxiv_id=found_id,
        doi=_doi(entry),
        venue=line(entry.text_of("arxiv:journal_ref")),
        categories=arxiv_categories(
            category.attributes.get("term", "")
            for category in (*entry.all("arxiv:primary_category"), *entry.all("atom:category"))
        ),
        # The links of an answer have a version and sometimes http, and the first answers after the change no `rel`.
        links=links_of({}, found_id, f"{abstract} {comment}"),
        withdrawn=withdrawal_told(comment, abstract),
    )


def _authors(entry: Element) -> tuple[str, ...]:
    """The names; one without a letter, such as the ':' after a collaboration, is none."""
    found = (line(author.text_of("atom:name")) for author in entry.all("atom:author"))
    return tuple(name for name in found if any(character.isalpha() for character in name))


def _doi(entry: Element) -> str:
    links = (link.attributes.get("href", "") for link in entry.all("atom:link"))
    return doi_of(entry.text_of("arxiv:doi")) or next(filter(None, map(doi_of, links)), "")


def _broken(path: str, element: Element, message: str, hint: str) -> SiteError:
    return SiteError([Problem(Location(path, element.line, element.column), message, hint)])
