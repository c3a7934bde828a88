"""Single papers are looked up at the services that know them, and what is not there is told apart from what is down."""

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from sitegen.problems import Location, Problem
from sitegen.sources.connecting import Limits
from sitegen.sources.look_up import Found, NotFound, Services, look_up
from sitegen.sources.paper_name import PaperName, paper_names
from tests.harness import SHARED
from tests.sources.web import Reply, Time, Web, answer, fetcher, web

DAY = dt.date(2026, 5, 3)
ONCE = Limits(attempt_count=1)
ENTRY = """\
<entry><id>http://arxiv.org/abs/{id}v2</id><title>Title of {id}</title><summary>{summary}</summary>
<published>2025-09-01T00:00:00Z</published><author><name>Ada</name></author>
<arxiv:comment>{comment}</arxiv:comment></entry>"""
HEAD = """\
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id>
<opensearch:itemsPerPage>9</opensearch:itemsPerPage><opensearch:totalResults>{total}</opensearch:totalResults>
<opensearch:startIndex>0</opensearch:startIndex>"""
WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/182",
    "title": "A Title",
    "abstract_inverted_index": {"An": [0], "abstract.": [1]},
}
PAPER = {
    "paperId": "x1",
    "title": "A Title",
    "abstract": "From Semantic Scholar.",
    "externalIds": {"DOI": "10.1000/182"},
}


def _arxiv(*ids: str, total: int = -1, summary: str = "An abstract.", comment: str = "") -> Reply:
    entries = "".join(ENTRY.format(id=each, summary=summary, comment=comment) for each in ids)
    return answer(f"{HEAD.format(total=total if total >= 0 else len(ids))}{entries}</feed>".encode())


def _json(value: Mapping[str, object]) -> Reply:
    return answer(json.dumps(value).encode())


def _services(server: Web) -> Services:
    return Services(server.url("/arxiv"), server.url("/works"), server.url("/paper"))


def _looked_up(server: Web, *texts: str) -> tuple[Found | NotFound, ...]:
    return look_up(paper_names(texts), DAY, fetcher(Time(), ONCE), _services(server))


def _missing(outcome: Found | NotFound) -> tuple[str, int]:
    assert isinstance(outcome, NotFound)
    return outcome.problem.message, outcome.exit_code


def _found(outcome: Found | NotFound) -> Found:
    assert isinstance(outcome, Found), outcome
    return outcome


def test_papers_of_arxiv_are_asked_for_together_and_the_day_is_the_one_that_was_named() -> None:
    with web(_arxiv("2509.00002", "hep-th/9901001")) as server:
        one, two = _looked_up(server, "hep-th/9901001", "https://arxiv.org/abs/2509.00002v1")
        assert server.paths == ["/arxiv?id_list=hep-th/9901001,2509.00002&max_results=2"]
    record = _found(one).record
    assert (record.title, record.date, record.published) == ("Title of hep-th/9901001", DAY, dt.date(2025, 9, 1))
    assert (_found(two).record.arxiv_id, _found(two).format) == ("2509.00002", "arxiv-api")


def test_a_paper_that_arxiv_does_not_have_is_told_and_the_others_are_found() -> None:
    with web(_arxiv("2509.00001"), _arxiv()) as server:
        one, two = _looked_up(server, "2509.00001", "2509.99999")
        assert server.paths[1:] == ["/arxiv?id_list=2509.99999&max_results=1"]
    assert _found(one).record.title == "Title of 2509.00001"
    assert two == NotFound(
        PaperName("2509.99999", arxiv_id="2509.99999"),
        Problem(Location("2509.99999"), "not found at arXiv", "check the id"),
        1,
    )


def test_an_id_that_arxiv_refuses_takes_no_other_paper_with_it() -> None:
    with web(answer(b"", 400), _arxiv("2509.00001"), answer(b"", 400)) as server:
        one, two = _looked_up(server, "2509.00001", "2513.00001")
    assert _found(one).record.arxiv_id == "2509.00001"
    assert _missing(two) == ("not found at arXiv", 1)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
@pytest.mark.parametrize("name", ["arxiv-api-unknown-id.xml", "arxiv-api-error-400.xml"])
def test_real_answers_to_unknown_ids_say_that_there_is_no_such_paper(name: str) -> None:
    with web(answer((SHARED / "fixtures" / name).read_bytes())) as server:
        (one,) = _looked_up(server, "2513.00000")
    assert _missing(one) == ("not found at arXiv", 1)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
def test_a_real_answer_of_arxiv_gives_the_paper() -> None:
    with web(answer((SHARED / "fixtures/arxiv-api-old-style-id.xml").read_bytes())) as server:
        (one,) = _looked_up(server, "quant-ph/0201082v1")
    record = _found(one).record
    assert (record.authors, record.date, record.item) == (("Stephen Blaha",), DAY, "quant-ph/0201082v1")


def test_a_paper_without_an_abstract_is_told_as_that() -> None:
    with web(_arxiv("2509.00001", summary=" ")) as server:
        (one,) = _looked_up(server, "2509.00001")
    assert _missing(one) == ("arXiv: no abstract for 'Title of 2509.00001'", 1)


def test_a_withdrawn_paper_is_found_and_says_why() -> None:
    with web(_arxiv("2509.00001", comment="This paper has been withdrawn: Lemma 2 is wrong")) as server:
        (one,) = _looked_up(server, "2509.00001")
    assert _found(one).record.withdrawn == "This paper has been withdrawn: Lemma 2 is wrong"


def test_a_service_that_is_down_is_no_paper_that_is_not_there() -> None:
    with web(answer(b"", 503)) as server:
        one, two = _looked_up(server, "2509.00001", "10.1000/182")
    assert _missing(one) == ("arXiv: answered 503 Service Unavailable", 3)
    assert _missing(two) == ("OpenAlex: answered 503 Service Unavailable", 3)


def test_an_empty_page_of_a_busy_arxiv_is_asked_for_again() -> None:
    with web(_arxiv(total=1), _arxiv("2509.00001")) as server:
        (one,) = look_up(paper_names(("2509.00001",)), DAY, fetcher(Time()), _services(server))
        assert len(server.paths) == 2
    assert _found(one).record.arxiv_id == "2509.00001"


def test_a_doi_is_asked_of_openalex() -> None:
    with web(_json(WORK)) as server:
        (one,) = _looked_up(server, "https://doi.org/10.1000/18<2>")
        assert server.paths == ["/works/doi:10.1000/18%3C2%3E"]
    found = _found(one)
    assert (found.format, found.record.abstract, found.record.date) == ("openalex", "An abstract.", DAY)


@pytest.mark.parametrize(
    "openalex", [_json({**WORK, "abstract_inverted_index": None}), answer(b"", 404), answer(b"", 503)]
)
def test_what_openalex_cannot_tell_is_asked_of_semantic_scholar(openalex: Reply) -> None:
    with web(openalex, _json({**PAPER, "externalIds": None})) as server:
        (one,) = _looked_up(server, "10.1000/182")
        assert server.paths[1].startswith("/paper/DOI:10.1000/182?fields=paperId,externalIds,")
    found = _found(one)
    assert (found.format, found.record.abstract) == ("semantic-scholar", "From Semantic Scholar.")
    assert found.record.doi == "10.1000/182"


@pytest.mark.parametrize(
    ("openalex", "scholar", "told"),
    [
        (answer(b"", 404), answer(b"", 404), ("not found at OpenAlex and Semantic Scholar", 1)),
        (
            _json({**WORK, "abstract_inverted_index": None}),
            _json({**PAPER, "abstract": None}),
            ("OpenAlex: no abstract for 'A Title'", 1),
        ),
        (
            _json({**WORK, "abstract_inverted_index": None}),
            answer(b"", 429),
            ("Semantic Scholar: answered 429 Too Many Requests", 3),
        ),
        (answer(b"", 404), answer(b"[cut"), ("Semantic Scholar: JSON that does not parse: expecting value", 3)),
    ],
)
def test_a_doi_that_nobody_can_tell_of_says_why(openalex: Reply, scholar: Reply, told: tuple[str, int]) -> None:
    with web(openalex, scholar) as server:
        (one,) = _looked_up(server, "10.1000/182")
    assert _missing(one) == told
