"""What Semantic Scholar's Graph API answers: only the fields that were asked for, each of which may be null."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.record import Harvest, Record
from sitegen.sources.semantic_scholar import is_semantic_scholar, read_semantic_scholar
from tests.harness import SHARED

DAY = dt.date(2025, 9, 2)
PAPER: dict[str, object] = {
    "paperId": "2d5673",
    "externalIds": {"ArXiv": "2509.01234", "DOI": "10.1000/182", "CorpusId": 14636783, "DBLP": "x"},
    "url": "https://www.semanticscholar.org/paper/2d5673",
    "title": "A\n  Title",
    "abstract": "An\nabstract.",
    "venue": "Mind",
    "year": 2025,
    "publicationDate": "2025-08-29",
    "authors": [{"authorId": "1", "name": "Ada Lovelace"}, {"authorId": None, "name": None}, None],
    "tldr": {"model": "tldr@v2.0.0", "text": "It works."},
    "s2FieldsOfStudy": [
        {"category": "Computer Science", "source": "external"},
        {"category": "Computer Science", "source": "s2-fos-model"},
    ],
    "fieldsOfStudy": ["Sociology"],
    "openAccessPdf": {"url": "https://example.org/a.pdf", "status": None},
}


def _read(value: object, day: dt.date | None = DAY) -> Harvest:
    return read_semantic_scholar(json.dumps(value).encode(), "papers.json", day)


def _only(**fields: object) -> Record:
    harvest = _read({"title": "A Title", "abstract": "An abstract.", **fields})
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


EXPECTED = Record(
    title="A Title",
    abstract="An abstract.",
    date=DAY,
    item="2d5673",
    position=1,
    published=dt.date(2025, 8, 29),
    authors=("Ada Lovelace",),
    arxiv_id="2509.01234",
    doi="10.1000/182",
    venue="Mind",
    summary="It works.",
    keywords=("Computer Science",),
    links={"abs": "https://arxiv.org/abs/2509.01234", "pdf": "https://example.org/a.pdf"},
)


@pytest.mark.parametrize("value", [PAPER, [PAPER], {"total": 1, "offset": 0, "next": 1, "data": [PAPER]}])
def test_a_paper_a_list_and_an_envelope_give_the_same(value: object) -> None:
    assert _read(value) == Harvest((EXPECTED,), ())


@pytest.mark.parametrize("role", ["citingPaper", "citedPaper"])
def test_lists_of_citations_and_references_hold_their_papers_inside(role: str) -> None:
    rows = [{"contexts": ["as shown"], "isInfluential": False, role: PAPER}, {role: None}]
    harvest = _read({"offset": 0, "next": 2, "data": rows})
    assert harvest.records == (EXPECTED,)
    assert [text.partition(": row ")[2] for text in _rejected(harvest)] == ["2: expected `object`, got `null`"]


@pytest.mark.parametrize("name", sorted(PAPER.keys() - {"title", "abstract"}))
def test_null_is_the_same_as_leaving_a_field_out(name: str) -> None:
    rest = {key: value for key, value in PAPER.items() if key != name}
    assert _read({**PAPER, name: None}) == _read(rest)
    assert _read(rest).rejected == ()


def test_without_an_arxiv_id_the_address_is_that_of_the_answer() -> None:
    assert _only(url="https://a.b/c", externalIds={"DOI": "10.1000/182"}).links == {"abs": "https://a.b/c"}
    assert _only(openAccessPdf={"url": "", "status": "CLOSED"}).links == {}


def test_fields_of_study_without_their_source_are_keywords_too() -> None:
    assert _only(fieldsOfStudy=["Medicine", None, "Medicine"]).keywords == ("Medicine",)


def test_what_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    papers = [
        {**PAPER, "abstract": None},
        {**PAPER, "title": None},
        None,
        {**PAPER, "authors": "Ada"},
        {**PAPER, "publicationDate": "2025-02-30"},
        PAPER,
    ]
    harvest = _read({"data": papers})
    assert [record.position for record in harvest.records] == [6]
    assert [text.partition(": row ")[2] for text in _rejected(harvest)] == [
        "1: no abstract for 'A Title'",
        "2: no title",
        "3: expected `object`, got `null`",
        "4: expected `array | null`, got `str` - at `$.authors`",
        "5: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)",
    ]


def test_an_answer_tells_no_digest_date() -> None:
    harvest = _read(PAPER, None)
    assert _rejected(harvest) == ["papers.json:1:1: row 1: no digest date for 'A Title' (expected a declared date)"]
    assert harvest.rejected[0].hint == "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD"


@pytest.mark.parametrize("text", ["", "<html>", '{"data": [{"title": "A', "[\"{'title': 1}\"]"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(SiteError):
        read_semantic_scholar(text.encode(), "papers.json", DAY)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(PAPER)), json_values))
def test_every_paper_is_read_or_rejected(fields: dict[str, object]) -> None:
    assert _read([{**PAPER, **fields}]).read_count == 1


def test_an_answer_is_recognised_by_a_field_that_no_other_has() -> None:
    assert is_semantic_scholar(json.dumps({"data": [PAPER]}).encode())
    assert not is_semantic_scholar(b'[{"title": "A", "abstract": "paperId"}]')


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answer is not in this checkout: ../shared/data")
def test_a_real_answer_is_read() -> None:
    data = (SHARED / "fixtures/semantic-scholar-paper.json").read_bytes()
    harvest = read_semantic_scholar(data, "paper.json", DAY)
    assert is_semantic_scholar(data)
    assert [(record.title, record.doi) for record in harvest.records] == [
        ("Computing Machinery and Intelligence", "10.1093/MIND/LIX.236.433")
    ]
