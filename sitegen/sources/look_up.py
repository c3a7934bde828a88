"""Single papers, by name → what arXiv, OpenAlex or Semantic Scholar tells of them. Knows no archive."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

import msgspec

from sitegen.problems import ENVIRONMENT_FAILURE, USER_MISTAKE, Location, Problem, SiteError
from sitegen.sources.arxiv_api import read_arxiv_api
from sitegen.sources.fetching import Fetcher, Request, nothing_missing
from sitegen.sources.openalex import read_openalex
from sitegen.sources.paper_name import PaperName
from sitegen.sources.record import Reader, Record
from sitegen.sources.semantic_scholar import read_semantic_scholar

# arXiv takes 2,000 ids in a request, but an address of more than 8,000 characters passes few servers.
_MOST_IDS = 100
_TOTAL = re.compile(rb"<opensearch:totalResults[^>]*>\s*(\d{1,9})\s*</")
_PAPER_FIELDS = (
    "paperId,externalIds,url,title,abstract,venue,publicationDate,authors,tldr,s2FieldsOfStudy,openAccessPdf"
)


class Services(msgspec.Struct, frozen=True):
    """Where papers are looked up. No setting of a site; tests have services of their own."""

    arxiv: str = "https://export.arxiv.org/api/query"
    openalex: str = "https://api.openalex.org/works"
    semantic_scholar: str = "https://api.semanticscholar.org/graph/v1/paper"


class Found(msgspec.Struct, frozen=True):
    """A paper as a service, or a file, told it. format: in which it was read. file: the file; empty for a service."""

    name: PaperName
    format: str
    record: Record
    file: str = ""


class NotFound(msgspec.Struct, frozen=True):
    """Why there is no record. exit_code: 1 if there is none to be had, 3 if the service could not be asked."""

    name: PaperName
    problem: Problem
    exit_code: int


class _NoRecord(Exception):
    """Nothing came. is_unknown: the service answered, and has no such paper; is_down: it could not be asked."""

    def __init__(self, message: str, hint: str, *, is_unknown: bool = False, is_down: bool = False) -> None:
        super().__init__(message)
        self.message, self.hint, self.is_unknown, self.is_down = message, hint, is_unknown, is_down


def look_up(
    names: tuple[PaperName, ...], date: dt.date, fetcher: Fetcher, services: Services
) -> tuple[Found | NotFound, ...]:
    """What is known of each paper, in the order of the names. date: the day that is to list them.

    An arXiv id is asked of arXiv, a DOI of OpenAlex, and of Semantic Scholar if that has no abstract or no answer.
    """
    by_id = _of_arxiv(tuple(name for name in names if name.arxiv_id), date, fetcher, services)
    return tuple(by_id[name] if name.arxiv_id else _of_doi(name, date, fetcher, services) for name in names)


def _of_arxiv(
    names: tuple[PaperName, ...], date: dt.date, fetcher: Fetcher, services: Services
) -> dict[PaperName, Found | NotFound]:
    """All of them in one request; what it leaves open is asked for again, one by one, to know why."""
    found: dict[PaperName, Found | NotFound] = {}
    for start in range(0, len(names), _MOST_IDS):
        some = names[start : start + _MOST_IDS]
        try:
            records = {record.arxiv_id: record for record in _ask_arxiv(some, date, fetcher, services)}
        except _NoRecord as failure:
            if failure.is_down or len(some) == 1:
                found.update((name, _not_found(name, failure)) for name in some)
                continue
            records = {}
        for name in some:
            record = records.get(name.arxiv_id)
            if record:
                found[name] = Found(name, "arxiv-api", record)
            elif len(some) > 1:
                found.update(_of_arxiv((name,), date, fetcher, services))
            else:
                found[name] = _not_found(name, _unknown("arXiv"))
    return found


def _ask_arxiv(names: tuple[PaperName, ...], date: dt.date, fetcher: Fetcher, services: Services) -> tuple[Record, ...]:
    parameters = {"id_list": ",".join(name.arxiv_id for name in names), "max_results": len(names)}
    url = f"{services.arxiv}?{urlencode(parameters, safe=',/')}"
    return _asked("arXiv", url, date, fetcher, read_arxiv_api, _lacks_entries)


def _lacks_entries(body: bytes) -> str:
    """Under load arXiv sends pages without entries that have a count."""
    total = _TOTAL.search(body, 0, 1 << 14)
    if total and int(total[1]) and b"<entry" not in body:
        return f"no entries (expected {int(total[1]):,})"
    return ""


def _of_doi(name: PaperName, date: dt.date, fetcher: Fetcher, services: Services) -> Found | NotFound:
    failures: list[_NoRecord] = []
    for format_name, ask in _services_for(name, date, fetcher, services):
        try:
            records = ask()
        except _NoRecord as failure:
            failures.append(failure)
            continue
        if records:
            record = records[0]
            return Found(name, format_name, msgspec.structs.replace(record, doi=record.doi or name.doi))
    down = next((failure for failure in failures if failure.is_down), None)
    unread = next((failure for failure in failures if not failure.is_unknown), None)
    return _not_found(name, down or unread or _unknown("OpenAlex and Semantic Scholar"))


def _services_for(
    name: PaperName, date: dt.date, fetcher: Fetcher, services: Services
) -> Iterator[tuple[str, Callable[[], tuple[Record, ...]]]]:
    doi = quote(name.doi, safe="/")
    openalex = f"{services.openalex}/doi:{doi}"
    scholar = f"{services.semantic_scholar}/DOI:{doi}?fields={_PAPER_FIELDS}"
    yield "openalex", lambda: _asked("OpenAlex", openalex, date, fetcher, read_openalex)
    yield "semantic-scholar", lambda: _asked("Semantic Scholar", scholar, date, fetcher, read_semantic_scholar)


def _asked(
    service: str,
    url: str,
    date: dt.date,
    fetcher: Fetcher,
    read: Reader,
    complaint: Callable[[bytes], str] = nothing_missing,
) -> tuple[Record, ...]:
    """The papers that a service answers with. Raises _NoRecord if there are none, but tells why."""
    outcome = fetcher.fetch(Request(url), complaint)
    if isinstance(outcome, Problem):
        if _says_unknown(outcome):
            raise _unknown(service)
        raise _NoRecord(f"{service}: {outcome.message}", _ASK_LATER, is_down=True)
    body = getattr(outcome, "body", b"")
    try:
        harvest = read(body, service, date)
    except SiteError as error:
        if b"/api/errors" in body:
            raise _unknown(service) from None
        raise _NoRecord(f"{service}: {error.problems[0].message}", _ASK_LATER, is_down=True) from None
    if harvest.rejected and not harvest.records:
        message = harvest.rejected[0].message.partition(": ")[2] or harvest.rejected[0].message
        raise _NoRecord(f"{service}: {message}", _BY_HAND)
    return harvest.records


_ASK_LATER = "ask again later; nothing was written for it"
_BY_HAND = "an entry can be written by hand: docs/reference/front-matter.md"


def _says_unknown(problem: Problem) -> bool:
    """True for the answers to an id that a service does not know, or that could be none."""
    return problem.message.startswith(("answered 404", "answered 400"))


def _unknown(service: str) -> _NoRecord:
    return _NoRecord(f"not found at {service}", "check the id", is_unknown=True)


def _not_found(name: PaperName, failure: _NoRecord) -> NotFound:
    problem = Problem(Location(name.text), failure.message, failure.hint)
    return NotFound(name, problem, ENVIRONMENT_FAILURE if failure.is_down else USER_MISTAKE)
