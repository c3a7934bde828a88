"""arXiv asked by title: what a query says, and what becomes of answers that are late, half, wrong or too many."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sources.connecting import Limits
from sitegen.sources.title_query import ARXIV_API, RESULT_LIMIT, batches, query_url
from sitegen.sources.title_search import Answer, Answered, Unanswered, search
from tests.harness import SHARED
from tests.sources.web import Reply, Time, Web, answer, fetcher, reset, web


def entry(arxiv_id: str, title: str) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v1</id><title>{title}</title><summary>An abstract.</summary>"
        "<published>2025-08-29T00:00:00Z</published><author><name>Ada</name></author>"
        '<category term="cs.CL"/></entry>'
    )


def atom(*entries: str, total: int | None = None) -> Reply:
    count = len(entries) if total is None else total
    return answer(
        (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
            "<id>https://arxiv.org/api/x</id>"
            f"<opensearch:itemsPerPage>{RESULT_LIMIT}</opensearch:itemsPerPage>"
            f"<opensearch:totalResults>{count}</opensearch:totalResults>"
            f"<opensearch:startIndex>0</opensearch:startIndex>{''.join(entries)}</feed>"
        ).encode()
    )


def asked(server: Web) -> list[str]:
    """The queries that a server got."""
    return [parse_qs(urlsplit(path).query)["search_query"][0] for path in server.paths]


def answers(server: Web, titles: Sequence[str], time: Time | None = None) -> list[Answer]:
    limits = Limits(attempt_count=2)
    return list(search(fetcher(time or Time(), limits), titles, server.url("/api/query")))


def query(*titles: str) -> str:
    return parse_qs(urlsplit(query_url(titles, ARXIV_API)).query)["search_query"][0]


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        ("Attention Is All You Need", '(ti:"Attention Is All You Need")'),
        ("Critique-GRPO: Advancing LLM Reasoning", '(ti:"Critique GRPO Advancing LLM Reasoning")'),
        ("REPA Works Until It Doesn't: Early-Stopped", '(ti:"REPA Works Until It" AND ti:"Early Stopped")'),
        ("GPT-4 Technical Report", '(ti:"GPT-4" AND ti:"Technical Report")'),
        ("$\\mu$LO: A 'Learned' (Optimizer)", '(ti:"A Learned Optimizer")'),
        ("Über Modelle — Kurz", '(ti:"Modelle Kurz")'),
        ("深度学习", '(ti:"深度学习")'),
        ('Say "no" OR ti:all AND (more)', '(ti:"Say no OR" AND ti:"AND more")'),
    ],
)
def test_a_query_has_the_words_that_every_paper_of_the_title_has(title: str, terms: str) -> None:
    assert query(title) == terms


def test_several_titles_are_one_query() -> None:
    assert query("One Title", "Another Title") == '(ti:"One Title") OR (ti:"Another Title")'


@given(st.lists(st.text(min_size=1, max_size=400), max_size=40))
def test_every_title_is_in_one_query_and_no_title_ends_its_phrase(titles: list[str]) -> None:
    found = list(batches(titles))
    assert [title for batch in found for title in batch] == titles
    for batch in found:
        assert len(batch) <= 10
        assert query(*batch).count('"') % 2 == 0
        assert query(*batch).count("ti:") * 2 == query(*batch).count('"')
        assert len(query_url(batch, ARXIV_API)) < 8000


def test_what_arxiv_knows_is_a_fact_with_all_that_it_tells() -> None:
    with web(atom(entry("2508.00001", "One Title"))) as server:
        (found,) = answers(server, ["One Title", "Another Title"])
        assert asked(server) == ['(ti:"One Title") OR (ti:"Another Title")']
    assert isinstance(found, Answered)
    assert (found.titles, found.is_all, found.rejected) == (("One Title", "Another Title"), True, ())
    (fact,) = found.facts
    assert (fact.arxiv_id, fact.authors, fact.categories) == ("2508.00001", ("Ada",), ("cs.CL",))
    assert fact.place == "arXiv, 2508.00001v1"


def test_a_query_with_too_many_papers_is_asked_in_halves_and_one_title_says_so() -> None:
    many = [entry(f"2508.{number:05}", "Attention") for number in range(RESULT_LIMIT)]
    replies = (atom(*many, total=7432), atom(*many, total=7432), atom(entry("2508.00001", "Another Title")))
    with web(*replies) as server:
        found = answers(server, ["Attention", "Another Title"])
        assert asked(server)[1:] == ['(ti:"Attention")', '(ti:"Another Title")']
    assert [(one.titles, one.is_all) for one in found if isinstance(one, Answered)] == [
        (("Attention",), False),
        (("Another Title",), True),
    ]


def test_an_answer_that_lacks_entries_is_asked_for_again() -> None:
    with web(atom(total=1), atom(entry("2508.00001", "One Title"))) as server:
        (found,) = answers(server, ["One Title"])
        assert len(server.paths) == 2
    assert isinstance(found, Answered)
    assert len(found.facts) == 1


@pytest.mark.parametrize(
    "reply", [reset, answer(b"", 503), answer(b"<html>busy</html>"), answer(b"<feed"), atom(total=1)]
)
def test_after_two_failures_in_a_row_the_rest_is_left_for_the_next_run(reply: Reply) -> None:
    titles = [f"Title {number}" for number in range(35)]
    with web(reply) as server:
        found = answers(server, titles)
        assert len(set(server.paths)) == 2
        address = server.url("/api/query")
    assert all(isinstance(one, Unanswered) for one in found)
    assert [title for one in found for title in one.titles] == titles
    assert {str(one.problems[0].location) for one in found if isinstance(one, Unanswered)} == {address}


def test_one_failure_leaves_its_titles_and_the_others_are_asked_for() -> None:
    titles = [f"Title {number}" for number in range(15)]
    error = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad query</summary></entry>"
    with web(atom(error), atom()) as server:
        first, second = answers(server, titles)
    assert isinstance(first, Unanswered)
    assert "arXiv answered with an error: bad query" in first.problems[0].message
    assert isinstance(second, Answered)


def test_requests_of_several_queries_keep_their_distance() -> None:
    time = Time()
    with web(atom()) as server:
        answers(server, [f"Title {number}" for number in range(25)], time)
        assert len(server.paths) == 3
    assert time.slept == [1.0, 1.0]  # of any host; tests/sources/test_fetching.py has the 3 s of arXiv's


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
def test_real_answers_are_facts() -> None:
    body = (SHARED / "fixtures/arxiv-api-query-2025-11.xml").read_bytes()
    with web(answer(body.replace(b">7432<", b">10<"))) as server:
        (found,) = answers(server, ["Electron cloud observations at the ISIS Proton Synchrotron"])
    assert isinstance(found, Answered)
    assert len(found.facts) == 10
    assert found.facts[0].arxiv_id == "nucl-ex/0408020"
