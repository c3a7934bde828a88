"""Which addresses are asked for a day of a source, page by page."""

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest

from sitegen.problems import Problem
from sitegen.sources.day_fetch import FetchedDay, fetch_day
from sitegen.sources.fetching import Fetched, Request, Unchanged, Validators
from sitegen.sources.web_source import (
    ArxivSearch,
    Asked,
    DailyPapers,
    UrlPattern,
    WebSource,
    complaint_about,
    next_request,
)
from tests.harness import SHARED
from tests.sources.web import Time, answer, fetcher, web

DAY = dt.date(2026, 5, 3)


def _source(asked: Asked) -> WebSource:
    return WebSource(
        name="a", format="huggingface", asked=asked, start=dt.date(2026, 1, 1), settle_days=7, keep_raw=False
    )


def _arxiv(total: int, count: int) -> bytes:
    """An answer of arXiv's search: of `total` papers, `count` in it."""
    head = '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><opensearch:totalResults>'
    return f"{head}{total}</opensearch:totalResults>{'<entry></entry>' * count}</feed>".encode()


def _rows(count: int, first: int = 0) -> bytes:
    return f"[{','.join(str(number) for number in range(first, first + count))}]".encode()


def _parameters(request: Request | None) -> dict[str, str]:
    assert request is not None
    return dict(parse_qsl(urlsplit(request.url).query))


def test_the_day_stands_in_an_address_where_the_site_wants_it() -> None:
    source = _source(UrlPattern("https://example.org/{year}/{month}/{day}/{date}.json?d={date}"))
    assert next_request(source, DAY, ()) == Request("https://example.org/2026/05/03/2026-05-03.json?d=2026-05-03")
    assert next_request(source, DAY, (b"[]",)) is None
    assert source.is_dated


def test_an_address_without_a_day_tells_the_newest() -> None:
    source = _source(UrlPattern("https://example.org/feed"))
    assert next_request(source, DAY, ()) == Request("https://example.org/feed")
    assert not source.is_dated


def test_the_daily_papers_of_a_day_are_asked_for_in_pages_of_a_hundred() -> None:
    source = _source(DailyPapers())
    assert next_request(source, DAY, ()) == Request(
        "https://huggingface.co/api/daily_papers?date=2026-05-03&limit=100&p=0"
    )
    assert _parameters(next_request(source, DAY, (_rows(100),)))["p"] == "1"


@pytest.mark.parametrize("body", [b"[]", _rows(49), b"{}", b"cut off", b"\xff"])
def test_a_page_less_than_half_full_is_the_last(body: bytes) -> None:
    assert next_request(_source(DailyPapers()), DAY, (body,)) is None


def test_a_search_of_arxiv_is_for_the_papers_of_one_day_the_oldest_first() -> None:
    request = next_request(_source(ArxivSearch(("cs.CL", "cs.LG"), 'abs:"a b" OR ti:c')), DAY, ())
    assert request is not None
    assert request.url.startswith("https://export.arxiv.org/api/query?search_query=")
    assert _parameters(request) == {
        "search_query": '(cat:cs.CL OR cat:cs.LG) AND (abs:"a b" OR ti:c) AND '
        "submittedDate:[202605030000 TO 202605032359]",
        "start": "0",
        "max_results": "1000",
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }


def test_a_search_of_arxiv_goes_on_until_all_results_are_there() -> None:
    source = _source(ArxivSearch(("cs.CL",)))
    first, second = _arxiv(1500, 1000), _arxiv(1500, 500)
    assert _parameters(next_request(source, DAY, (first,)))["start"] == "1000"
    assert next_request(source, DAY, (first, second)) is None
    assert next_request(source, DAY, (_arxiv(0, 0),)) is None
    assert next_request(source, DAY, (_arxiv(1000, 1000),)) is None


def test_only_the_first_page_is_asked_for_with_validators() -> None:
    source = _source(DailyPapers())
    first = next_request(source, DAY, (), Validators('"a"'))
    second = next_request(source, DAY, (_rows(100),), Validators('"a"'))
    assert first is not None
    assert second is not None
    assert (first.validators, second.validators) == (Validators('"a"'), Validators())


def test_a_day_is_all_its_pages() -> None:
    with web(answer(_rows(100), ETag='"a"'), answer(_rows(20, 100))) as server:
        day = fetch_day(fetcher(Time()), _source(DailyPapers(server.url("/api"))), DAY)
        assert server.paths == [
            "/api?date=2026-05-03&limit=100&p=0",
            "/api?date=2026-05-03&limit=100&p=1",
        ]
    assert isinstance(day, FetchedDay)
    assert [len(page.body) for page in day.answers] == [len(_rows(100)), len(_rows(20, 100))]
    assert day.validators == Validators()


def test_a_day_of_one_page_may_be_asked_for_by_its_validators() -> None:
    with web(answer(_rows(3), ETag='"a"'), answer(b"", 304)) as server:
        source = _source(DailyPapers(server.url()))
        day = fetch_day(fetcher(Time()), source, DAY)
        assert isinstance(day, FetchedDay)
        assert day.validators == Validators('"a"')
        assert isinstance(fetch_day(fetcher(Time()), source, DAY, day.validators), Unchanged)


def test_a_day_whose_second_page_fails_is_not_fetched() -> None:
    with web(answer(_rows(100)), answer(status=404)) as server:
        assert isinstance(fetch_day(fetcher(Time()), _source(DailyPapers(server.url())), DAY), Problem)


def test_a_page_of_arxiv_that_lacks_entries_is_asked_for_again() -> None:
    with web(answer(_arxiv(3, 0)), answer(_arxiv(3, 2)), answer(_arxiv(3, 3))) as server:
        day = fetch_day(fetcher(Time()), _source(ArxivSearch(("cs.CL",), api=server.url())), DAY)
        assert len(server.paths) == 3
        assert day == FetchedDay((Fetched(server.url(server.paths[0]), _arxiv(3, 3), "", Validators()),))


def test_a_page_of_arxiv_that_goes_on_lacking_entries_is_a_problem() -> None:
    with web(answer(_arxiv(3, 0))) as server:
        problem = fetch_day(fetcher(Time()), _source(ArxivSearch(("cs.CL",), api=server.url())), DAY)
    assert isinstance(problem, Problem)
    assert problem.message == "0 entries (expected 3 of 3), after 5 attempts"


def test_an_answer_of_arxiv_that_counts_nothing_is_a_problem() -> None:
    with web(answer(b"<rss/>")) as server:
        problem = fetch_day(fetcher(Time()), _source(ArxivSearch(("cs.CL",), api=server.url())), DAY)
    assert isinstance(problem, Problem)
    assert problem.message.startswith("an answer without opensearch:totalResults")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("arxiv-api-query-2025-08-old-format.xml", "10 entries (expected 1,000 of 7,370)"),
        ("arxiv-api-query-2025-11.xml", "10 entries (expected 1,000 of 7,432)"),
        ("arxiv-api-query-2026.xml", "10 entries (expected 1,000 of 214,881)"),
        ("arxiv-api-old-style-id.xml", ""),
        ("arxiv-api-unknown-id.xml", ""),
        ("arxiv-api-error-400.xml", ""),
    ],
)
def test_real_answers_of_arxiv_say_how_many_papers_there_are(name: str, told: str) -> None:
    body = (SHARED / "fixtures" / name).read_bytes()
    assert complaint_about(_source(ArxivSearch(("cs.CL",))), (), body) == told


def test_a_server_that_knows_no_pages_is_a_problem_not_a_short_day() -> None:
    with web(answer(_rows(100))) as server:
        problem = fetch_day(fetcher(Time()), _source(DailyPapers(server.url())), DAY)
    assert isinstance(problem, Problem)
    assert problem.message.startswith("the page before it once more (expected the next one)")


def test_a_day_without_end_is_a_problem() -> None:
    pages = [answer(_rows(100, 100 * number)) for number in range(30)]
    with web(*pages) as server:
        problem = fetch_day(fetcher(Time()), _source(DailyPapers(server.url())), DAY)
        assert len(server.paths) == 20
    assert isinstance(problem, Problem)
    assert problem.message == "more than 20 pages for 2026-05-03"
