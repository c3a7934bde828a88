"""What OpenAlex answers: the abstract is an index of words by position, and much may be null."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.openalex import is_openalex, read_openalex
from sitegen.sources.record import Harvest, Record

DAY = dt.date(2025, 9, 2)
WORK: dict[str, object] = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.1000/182",
    "title": "A Title",
    "display_name": "A Title",
    "publication_date": "2025-08-29",
    "authorships": [
        {"author": {"display_name": "Ada Lovelace", "orcid": None}, "institutions": []},
        {"author": None, "raw_author_name": "Turing, Alan"},
        None,
    ],
    "abstract_inverted_index": {"study": [1, 3], "We": [0], "what": [2]},
    "primary_location": {
        "landing_page_url": "https://example.org/a",
        "pdf_url": "https://example.org/a.pdf",
        "source": {"display_name": "PeerJ"},
    },
    "topics": [{"display_name": "Scaling", "score": 0.9}, {"display_name": "Memory", "score": 0.8}],
    "is_retracted": True,
    "type": "article",
}
EXPECTED = Record(
    title="A Title",
    abstract="We study what study",
    date=DAY,
    item="https://openalex.org/W2741809807",
    position=1,
    published=dt.date(2025, 8, 29),
    authors=("Ada Lovelace", "Turing, Alan"),
    doi="10.1000/182",
    venue="PeerJ",
    keywords=("Scaling", "Memory"),
    links={"abs": "https://example.org/a", "pdf": "https://example.org/a.pdf"},
    withdrawn="retracted",
)


def _read(value: object, day: dt.date | None = DAY) -> Harvest:
    return read_openalex(json.dumps(value).encode(), "works.json", day)


def _only(**fields: object) -> Record:
    harvest = _read({**WORK, **fields})
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


@pytest.mark.parametrize("value", [WORK, [WORK], {"meta": {"count": 1}, "results": [WORK], "group_by": []}])
def test_a_work_a_list_and_an_envelope_give_the_same(value: object) -> None:
    assert _read(value) == Harvest((EXPECTED,), ())


@pytest.mark.parametrize("name", sorted(WORK.keys() - {"abstract_inverted_index"}))
def test_null_is_the_same_as_leaving_a_field_out(name: str) -> None:
    rest = {key: value for key, value in WORK.items() if key != name}
    assert _read({**WORK, name: None}) == _read(rest)
    assert _read(rest).rejected == ()


def test_the_abstract_is_put_together_by_position_whatever_is_missing() -> None:
    assert _only(abstract_inverted_index={"b": [7, 3], "a": [0], "<p>": [-1]}).abstract == "<p> a b b"


words = st.lists(st.sampled_from(["we", "study", "what", "\u00e9t\u00e9", "$x$"]), min_size=1, max_size=20)


@given(words)
def test_an_abstract_that_was_taken_apart_is_whole_again(given_words: list[str]) -> None:
    index: dict[str, list[int]] = {}
    for position, word in enumerate(given_words):
        index.setdefault(word, []).append(position)
    assert _only(abstract_inverted_index=index).abstract == " ".join(given_words)


def test_an_arxiv_id_stands_in_the_doi_or_a_location() -> None:
    arxiv = {
        "landing_page_url": "http://arxiv.org/abs/2509.01234",
        "pdf_url": None,
        "source": {"display_name": "arXiv"},
    }
    assert _only(doi="https://doi.org/10.48550/arxiv.2509.01234").arxiv_id == "2509.01234"
    assert _only(locations=[None, arxiv]).links["abs"] == "https://arxiv.org/abs/2509.01234"
    assert _only(primary_location=arxiv).venue == ""


def test_without_a_landing_page_the_doi_is_the_address() -> None:
    assert _only(primary_location=None).links == {"abs": "https://doi.org/10.1000/182"}


def test_keywords_are_the_topics_else_the_keywords() -> None:
    assert _only(topics=[], keywords=[{"display_name": "Growth"}]).keywords == ("Growth",)


def test_what_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    works = [
        {**WORK, "abstract_inverted_index": None},
        {**WORK, "title": None, "display_name": None},
        {**WORK, "abstract_inverted_index": {"a": ["first"]}},
        {**WORK, "abstract_inverted_index": {"a": list(range(20_001))}},
        {**WORK, "is_retracted": "no"},
        WORK,
    ]
    harvest = _read({"results": works})
    assert [record.position for record in harvest.records] == [6]
    assert [str(problem).splitlines()[0].partition(": row ")[2] for problem in harvest.rejected] == [
        "1: no abstract for 'A Title'",
        "2: no title",
        "3: expected `int`, got `str` - at `$.abstract_inverted_index[...][0]`",
        "4: an abstract of 20,001 words (expected at most 20,000)",
        "5: expected `bool | null`, got `str` - at `$.is_retracted`",
    ]


def test_an_answer_tells_no_digest_date() -> None:
    (problem,) = _read(WORK, None).rejected
    assert problem.message == "row 1: no digest date for 'A Title' (expected a declared date)"
    assert problem.hint == "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD"


@pytest.mark.parametrize("text", ["", "<html>", '{"results": [{"title": "A', "[\"{'title': 1}\"]"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(SiteError):
        read_openalex(text.encode(), "works.json", DAY)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(WORK)), json_values))
def test_every_work_is_read_or_rejected(fields: dict[str, object]) -> None:
    assert _read([{**WORK, **fields}]).read_count == 1


def test_an_answer_is_recognised_by_what_no_other_has() -> None:
    assert is_openalex(json.dumps({"results": [WORK]}).encode())
    assert is_openalex(b'[{"abstract_inverted_index" : null}]')
    assert not is_openalex(b'[{"title": "A", "abstract": "https://openalex.org/"}]')
