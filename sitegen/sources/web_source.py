"""A source on the web, as site.yaml declares it, and the requests for a day of it. Pure: fetches nothing."""

import datetime as dt
import re
from urllib.parse import urlencode

import msgspec

from sitegen.sources.fetching import NO_VALIDATORS, Request, Validators
from sitegen.sources.masking import masked

# https://info.arxiv.org/help/api/user-manual.html: at most 2,000 results a request. Half of them are about 3 MB.
ARXIV_PAGE = 1000
_ARXIV = "https://export.arxiv.org/api/query"
_TOTAL = re.compile(rb"<opensearch:totalResults[^>]*>\s*(\d{1,9})\s*</")
_ENTRY = re.compile(rb"<entry[\s>]")
# https://huggingface.co/docs/hub/api: at most 100 rows a page, 50 if nothing is said.
HUGGINGFACE_PAGE = 100
_HUGGINGFACE = "https://huggingface.co/api/daily_papers"
# A page may hold fewer rows than it could although another one follows; half of them missing was never seen.
_HUGGINGFACE_FULL = 50
PLACEHOLDERS = ("date", "year", "month", "day")


class UrlPattern(msgspec.Struct, frozen=True, tag=True):
    """An address with `{date}`, or `{year}`, `{month}` and `{day}`, in it; or one that always has the newest.

    may_be_absent: that there is nothing at the address of a day means that the day has no digest.
    """

    url: str
    may_be_absent: bool = False

    @property
    def is_dated(self) -> bool:
        return "{" in self.url


class DailyPapers(msgspec.Struct, frozen=True, tag=True):
    """Hugging Face's daily papers. api: its address; no setting of a site, tests have one of their own."""

    api: str = _HUGGINGFACE

    @property
    def is_dated(self) -> bool:
        return True


class ArxivSearch(msgspec.Struct, frozen=True, tag=True):
    """The papers that arXiv got on a day, in UTC: in any of the categories and, if there is one, found by the query.

    api: the address of the search; no setting of a site, tests have one of their own.
    """

    categories: tuple[str, ...] = ()
    query: str = ""
    api: str = _ARXIV

    @property
    def is_dated(self) -> bool:
        return True


Asked = UrlPattern | DailyPapers | ArxivSearch


class WebSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source to fetch. start: its first day. settle_days: how long a day may still get papers and votes.

    keep_raw: whether its answers are kept in seeds/raw/.
    """

    name: str
    format: str
    asked: Asked
    start: dt.date
    settle_days: int
    keep_raw: bool

    @property
    def is_dated(self) -> bool:
        """True if it can be asked for a day; otherwise it tells the newest, whichever day is asked for."""
        return self.asked.is_dated


def next_request(
    source: WebSource, date: dt.date, bodies: tuple[bytes, ...], validators: Validators = NO_VALIDATORS
) -> Request | None:
    """The request that follows the answers so far (none: the first one); None if the day is whole.

    validators: of the first answer, if it was the only one when the day was last asked for.
    """
    if isinstance(source.asked, UrlPattern):
        return None if bodies else Request(_filled(source.asked.url, date), validators, source.asked.may_be_absent)
    if isinstance(source.asked, DailyPapers):
        return _next_of_daily_papers(source.asked, date, bodies, validators)
    return _next_of_arxiv(source.asked, date, bodies, validators)


def address_of(source: WebSource, date: dt.date) -> str:
    """Where a day of a source is, for people: without the user, the query of a search, and what is secret."""
    if isinstance(source.asked, UrlPattern):
        return masked(_filled(source.asked.url, date))
    if isinstance(source.asked, DailyPapers):
        return f"{source.asked.api}?{urlencode({'date': date.isoformat()})}"
    return source.asked.api


def complaint_about(source: WebSource, bodies: tuple[bytes, ...], body: bytes) -> str:
    """What shows that the answer after `bodies` is not what was asked for; empty if nothing does.

    arXiv's search now and then sends a page without some, or all, of its entries, and says how many there should be.
    """
    if isinstance(source.asked, DailyPapers):
        return "the page before it once more (expected the next one)" if body in bodies else ""
    if isinstance(source.asked, UrlPattern):
        return ""
    total = _total(body)
    if total is None:
        return "an answer without opensearch:totalResults (expected the Atom feed of arXiv's search)"
    expected = max(0, min(ARXIV_PAGE, total - ARXIV_PAGE * len(bodies)))
    found = len(_ENTRY.findall(body))
    return "" if found >= expected else f"{found:,} entries (expected {expected:,} of {total:,})"


def _filled(url: str, date: dt.date) -> str:
    parts = {"date": date.isoformat(), "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}"}
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], url)


def _next_of_daily_papers(
    papers: DailyPapers, date: dt.date, bodies: tuple[bytes, ...], validators: Validators
) -> Request | None:
    if bodies and _row_count(bodies[-1]) < _HUGGINGFACE_FULL:
        return None
    parameters = {"date": date.isoformat(), "limit": HUGGINGFACE_PAGE, "p": len(bodies)}
    return Request(f"{papers.api}?{urlencode(parameters)}", NO_VALIDATORS if bodies else validators)


def _row_count(body: bytes) -> int:
    """How many rows an answer has; none if it is no array, which its reader tells."""
    try:
        return len(msgspec.json.decode(body, type=list[msgspec.Raw]))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0


def _next_of_arxiv(
    search: ArxivSearch, date: dt.date, bodies: tuple[bytes, ...], validators: Validators
) -> Request | None:
    start = ARXIV_PAGE * len(bodies)
    if bodies and start >= (_total(bodies[-1]) or 0):
        return None
    window = f"submittedDate:[{date:%Y%m%d}0000 TO {date:%Y%m%d}2359]"
    categories = " OR ".join(f"cat:{category}" for category in search.categories)
    terms = (f"({categories})" if categories else "", f"({search.query})" if search.query else "", window)
    parameters = {
        "search_query": " AND ".join(term for term in terms if term),
        "start": start,
        "max_results": ARXIV_PAGE,
        # The oldest first: a paper that comes late is added at the end and moves none to another page.
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }
    return Request(f"{search.api}?{urlencode(parameters)}", NO_VALIDATORS if bodies else validators)


def _total(body: bytes) -> int | None:
    found = _TOTAL.search(body, 0, 1 << 14)
    return int(found[1]) if found else None
