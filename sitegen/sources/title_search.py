"""Asks arXiv for papers by their titles, several in a request. Knows no archive."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from sitegen.problems import Location, Problem, SiteError
from sitegen.sources.arxiv_api import read_arxiv_api
from sitegen.sources.elements import Element, parsed
from sitegen.sources.facts import Fact, facts_of
from sitegen.sources.fetching import Fetched, Fetcher, Request
from sitegen.sources.title_query import ARXIV_API, RESULT_LIMIT, batches, query_url

# One query may be at fault itself; two in a row, and it is arXiv, or the way there.
_FAILURES_IN_A_ROW = 2


class Answered(msgspec.Struct, frozen=True):
    """What arXiv knows of titles. is_all: False if more papers have their words than are looked at."""

    titles: tuple[str, ...]
    facts: tuple[Fact, ...]
    rejected: tuple[Problem, ...]
    is_all: bool


class Unanswered(msgspec.Struct, frozen=True):
    """Titles of which arXiv said nothing, and why."""

    titles: tuple[str, ...]
    problems: tuple[Problem, ...]


Answer = Answered | Unanswered


def search(fetcher: Fetcher, titles: Sequence[str], api: str = ARXIV_API) -> Iterator[Answer]:
    """What arXiv knows of these titles, answer by answer; every title is in one of them.

    After two failures in a row the rest is not asked for. api: the address of the search; tests have one of their own.
    """
    waiting = list(batches(titles))
    failure_count = 0
    while waiting:
        batch = waiting.pop(0)
        answer = _answer(fetcher, batch, api)
        if isinstance(answer, Answered) and not answer.is_all and len(batch) > 1:
            # Each title by itself is rarely of so many papers.
            middle = len(batch) // 2
            waiting[:0] = [batch[:middle], batch[middle:]]
            continue
        failure_count = failure_count + 1 if isinstance(answer, Unanswered) else 0
        if isinstance(answer, Unanswered) and failure_count == _FAILURES_IN_A_ROW:
            rest = (title for later in waiting for title in later)
            yield Unanswered((*answer.titles, *rest), answer.problems)
            return
        yield answer


def _answer(fetcher: Fetcher, titles: tuple[str, ...], api: str) -> Answer:
    outcome = fetcher.fetch(Request(query_url(titles, api)), _complaint)
    if isinstance(outcome, Problem):
        # The whole address is a page of titles.
        return Unanswered(titles, (msgspec.structs.replace(outcome, location=Location(api)),))
    assert isinstance(outcome, Fetched), "nothing is asked for by its version"
    try:
        harvest = read_arxiv_api(outcome.body, api, None)
    except SiteError as error:
        return Unanswered(titles, error.problems)
    found = facts_of(harvest.records, harvest.rejected, "arXiv")
    return Answered(titles, found.facts, found.rejected, _total(parsed(outcome.body, api, "")) <= RESULT_LIMIT)


def _complaint(body: bytes) -> str:
    """What shows that an answer is only half there: under load arXiv leaves out entries that it counts."""
    try:
        root = parsed(body, "", "the Atom of arXiv's API")
    except SiteError as error:
        return error.problems[0].message
    expected = min(_total(root), RESULT_LIMIT)
    found = sum(1 for _ in root.all("atom:entry"))
    return "" if found >= expected else f"{found:,} entries (expected {expected:,})"


def _total(root: Element) -> int:
    text = root.text_of("opensearch:totalResults")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
