"""Hugging Face's daily papers: each trap of its answers, and rows that cannot be read told one by one."""

import datetime as dt
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.huggingface import read_huggingface
from sitegen.sources.record import Harvest, Record
from sitegen.text.characters import allowed
from tests.harness import SHARED

DECLARED = dt.date(2025, 3, 24)
WHOLE = """\
[{"paper": {"id": "2608.19880",
  "authors": [{"_id": "a1", "name": "Chengsong Huang", "hidden": false}, {"_id": "a2", "name": "Ada L. Byron"}],
  "publishedAt": "2026-08-20T00:00:00.000Z",
  "submittedOnDailyAt": "2026-08-21T03:04:05.000Z",
  "submittedOnDailyBy": {"_id": "b1", "fullname": "A Reader", "user": "reader", "type": "user", "name": "reader"},
  "title": "EnvHarness: Awakening Static Worlds", "summary": "LLM agents learn by doing.", "upvotes": 163,
  "discussionId": "c1", "githubRepo": "https://github.com/example/envharness", "githubStars": 8,
  "projectPage": "https://example.org/envharness", "ai_summary": "Agents learn from static worlds.",
  "ai_keywords": ["LLM agents", "Environment Harness"]},
  "publishedAt": "2026-08-19T20:00:00.000Z", "title": "EnvHarness: Awakening Static Worlds",
  "summary": "LLM agents learn by doing.", "thumbnail": "https://cdn.example.org/2608.19880.png", "numComments": 2,
  "mediaUrls": ["https://cdn.example.org/a.png", "https://cdn.example.org/b.mp4"], "isAuthorParticipating": false}]
"""


def _row(outer: Mapping[str, object] | None = None, **paper: object) -> dict[str, object]:
    return {"paper": {"id": "2503.01234", "title": "A Title", "summary": "An abstract.", **paper}, **(outer or {})}


def _read(*rows: object, day: dt.date | None = DECLARED) -> Harvest:
    return read_huggingface(json.dumps(rows).encode(), "day.json", day)


def _only(row: object) -> Record:
    harvest = _read(row)
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def _refused(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        read_huggingface(text.encode(), "day.json", DECLARED)
    return str(caught.value).splitlines()[0]


def test_a_row_becomes_a_record_with_all_that_it_says() -> None:
    assert read_huggingface(WHOLE.encode(), "day.json", None) == Harvest(
        records=(
            Record(
                title="EnvHarness: Awakening Static Worlds",
                abstract="LLM agents learn by doing.",
                date=dt.date(2026, 8, 21),
                item="2608.19880",
                position=1,
                published=dt.date(2026, 8, 20),
                authors=("Chengsong Huang", "Ada L. Byron"),
                arxiv_id="2608.19880",
                summary="Agents learn from static worlds.",
                keywords=("LLM agents", "Environment Harness"),
                votes=163,
                submitted_by="A Reader",
                thumbnail="https://cdn.example.org/2608.19880.png",
                links={
                    "abs": "https://arxiv.org/abs/2608.19880",
                    "pdf": "https://arxiv.org/pdf/2608.19880",
                    "code": "https://github.com/example/envharness",
                    "project": "https://example.org/envharness",
                    "video": "https://cdn.example.org/b.mp4",
                    "discussion": "https://huggingface.co/papers/2608.19880",
                },
            ),
        ),
        rejected=(),
    )


def test_the_digest_date_is_the_day_of_submission() -> None:
    outer = {"publishedAt": "2025-03-20T20:00:00.000Z"}
    assert _only(_row(outer, submittedOnDailyAt="2025-03-21T01:56:58.604Z")).date == dt.date(2025, 3, 21)


def test_without_a_day_of_submission_the_declared_date_counts_and_never_the_outer_one() -> None:
    outer = {"publishedAt": "2025-03-20T20:00:00.000Z"}
    assert _only(_row(outer)).date == DECLARED
    assert _rejected(_read(_row(outer), day=None)) == [
        "day.json:1:2: row 1: no digest date for 'A Title' (expected submittedOnDailyAt, or a declared date)"
    ]


def test_the_day_of_publication_is_the_inner_one() -> None:
    outer = {"publishedAt": "2025-03-19T20:00:00.000Z"}
    assert _only(_row(outer, publishedAt="2025-03-20T00:00:00.000Z")).published == dt.date(2025, 3, 20)
    assert _only(_row(outer)).published is None


TITLES = [
    ("$μ$LO: Learned Optimizers", "μLO: Learned Optimizers", "$μ$LO: Learned Optimizers"),
    ("$\\nabla^2$DFT", "nabla^2DFT", "$\\nabla^2$DFT"),
    ("An older title", "A newer title", "A newer title"),
    ("Only outside", "", "Only outside"),
    ("", "Only inside", "Only inside"),
]


@pytest.mark.parametrize(("outside", "inside", "expected"), TITLES)
def test_the_outer_title_counts_only_where_it_kept_its_formulas(outside: str, inside: str, expected: str) -> None:
    assert _only(_row({"title": outside}, title=inside)).title == expected


def test_hard_wraps_are_folded() -> None:
    record = _only(_row(title="A Title\n  in Two Lines", summary=" First line\nsecond  line.\r\n"))
    assert (record.title, record.abstract) == ("A Title in Two Lines", "First line second line.")


def test_an_abstract_only_outside_is_read() -> None:
    assert _only(_row({"summary": "From outside."}, summary="")).abstract == "From outside."


def test_what_looks_like_markup_stays_as_it_is_written() -> None:
    text = 'We <think> in `code`, *stars*, a_b and <a href="x">links</a> &amp; 36times 64.'
    assert _only(_row(summary=text)).abstract == text


def test_hidden_authors_and_nameless_ones_are_left_out() -> None:
    authors = [
        {"name": "Ada Lovelace", "hidden": False},
        {"name": "Hidden One", "hidden": True},
        {"name": "  "},
        {"hidden": False},
        {"name": 'Linxi  "Jim" Fan', "user": {"fullname": "Jim", "isPro": False}, "status": "claimed"},
        {"name": "Shuhan Song§"},
    ]
    assert _only(_row(authors=authors)).authors == ("Ada Lovelace", 'Linxi "Jim" Fan', "Shuhan Song§")


def test_keywords_are_folded_and_equal_ones_count_once() -> None:
    assert _only(_row(ai_keywords=["b", "a", " b", "", "a\nc"])).keywords == ("b", "a", "a c")


def test_only_the_inner_summary_of_a_model_is_read() -> None:
    assert _only(_row({"ai_summary": "Outside."}, ai_summary="In one\nline.")).summary == "In one line."
    assert _only(_row({"ai_summary": "Outside."})).summary == ""


IDS = [
    ("2503.01234", "2503.01234", "https://arxiv.org/abs/2503.01234"),
    ("2503.01234v2", "2503.01234", "https://arxiv.org/abs/2503.01234"),
    ("math.GT/0309136", "math.GT/0309136", "https://arxiv.org/abs/math.GT/0309136"),
    ("hep-th/9901001v3", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
    ("２５０３.０１２３４", "", ""),
    ("-/0309136", "", ""),
    ("../../etc", "", ""),
    ("6650f0", "", ""),
]


@pytest.mark.parametrize(("found", "arxiv_id", "address"), IDS)
def test_an_arxiv_id_is_known_by_its_form(found: str, arxiv_id: str, address: str) -> None:
    record = _only(_row(id=found))
    assert (record.arxiv_id, record.links.get("abs", ""), record.item) == (arxiv_id, address, found)


def test_only_web_addresses_become_links() -> None:
    record = _only(
        _row(
            {"thumbnail": "data:image/png;base64,AA", "mediaUrls": ["javascript:x.mp4", "https://a.b/c.MP4"]},
            githubRepo="github.com/a/b",
            projectPage="https://user@a.b/",
        )
    )
    assert record.thumbnail == ""
    assert sorted(record.links) == ["abs", "discussion", "pdf", "video"]
    assert record.links["video"] == "https://a.b/c.MP4"


def test_a_video_stands_in_a_list_and_until_june_2024_alone() -> None:
    assert _only(_row({"mediaUrl": "https://a.b/c.mp4"})).links["video"] == "https://a.b/c.mp4"
    assert "video" not in _only(_row({"mediaUrl": "https://a.b/c.png"})).links


def test_six_hundred_authors_stay_in_their_order() -> None:
    names = tuple(f"Author {number}" for number in range(664))
    assert _only(_row(authors=[{"name": name, "hidden": False} for name in names])).authors == names


def test_code_is_found_in_the_abstract_if_the_row_has_no_repository() -> None:
    text = "The code is at https://github.com/a/b."
    assert _only(_row(summary=text)).links["code"] == "https://github.com/a/b"
    assert _only(_row(summary=text, githubRepo="https://github.com/c/d")).links["code"] == "https://github.com/c/d"


def test_whoever_submitted_is_named_as_fully_as_known() -> None:
    inner = {"fullname": "Full Name", "user": "user"}
    assert _only(_row({"submittedBy": {"fullname": "Outer"}}, submittedOnDailyBy=inner)).submitted_by == "Full Name"
    assert _only(_row({"submittedBy": {"name": "outer"}})).submitted_by == "outer"
    assert _only(_row(submittedOnDailyBy={"fullname": "", "user": "user"})).submitted_by == "user"


OPTIONAL_INSIDE = [
    *("summary", "publishedAt", "upvotes", "authors", "submittedOnDailyAt", "submittedOnDailyBy", "ai_keywords"),
    *("ai_summary", "githubRepo", "githubStars", "projectPage", "organization", "discussionId", "title"),
]
OPTIONAL_OUTSIDE = [
    *(
        "title",
        "summary",
        "thumbnail",
        "numComments",
        "submittedBy",
        "mediaUrl",
        "mediaUrls",
        "organization",
        "publishedAt",
    ),
]


@pytest.mark.parametrize("name", OPTIONAL_INSIDE)
def test_null_in_an_optional_field_of_the_paper_is_the_same_as_leaving_it_out(name: str) -> None:
    outer: dict[str, object] = {"title": "A Title", "summary": "An abstract."}
    assert _only(_row(outer, **{name: None})) == _only(_row(outer))


@pytest.mark.parametrize("name", OPTIONAL_OUTSIDE)
def test_null_in_an_optional_field_of_the_row_is_the_same_as_leaving_it_out(name: str) -> None:
    assert _only(_row({name: None})) == _only(_row())


def test_null_inside_a_list_or_a_person_rejects_nothing() -> None:
    record = _only(
        _row(
            {"mediaUrls": [None, "https://a.b/c.mp4"], "submittedBy": {"fullname": None, "name": None}},
            authors=[None, {"name": None}, {"name": "Ada", "hidden": None}],
            ai_keywords=[None, "a"],
        )
    )
    assert (record.authors, record.keywords, record.submitted_by) == (("Ada",), ("a",), "")
    assert record.links["video"] == "https://a.b/c.mp4"


def test_a_field_that_is_not_known_changes_nothing() -> None:
    assert _only(_row({"new": {"a": [1]}}, newer=[None])) == _only(_row())


BAD_ROWS = """\
[
  {"paper": {"id": "2503.00001", "title": "One", "summary": "An abstract."}},
  {"paper": {"id": 2503.00002, "title": "Two", "summary": "An abstract."}},
  {"paper": {"id": "2503.00003", "title": "Three", "summary": "An abstract.", "upvotes": "many"}},
    {"papers": {}}, null,
  {"paper": {"id": "2503.00004", "title": " ", "summary": "An abstract."}},
  {"paper": {"id": "2503.00005", "title": "Five", "summary": ""}},
  {"paper": {"id": "2503.00006", "title": "Six", "summary": "An abstract.", "submittedOnDailyAt": "yesterday"}},
  {"paper": {"id": "2503.00007", "title": "Seven", "summary": "An abstract."}}
]
"""


def test_a_row_that_cannot_be_read_is_told_with_its_place_and_the_others_are_read() -> None:
    harvest = read_huggingface(BAD_ROWS.encode(), "day.json", DECLARED)
    assert [(record.title, record.position) for record in harvest.records] == [("One", 1), ("Seven", 9)]
    assert _rejected(harvest) == [
        "day.json:3:3: row 2: expected `str`, got `float` - at `$.paper.id`",
        "day.json:4:3: row 3: expected `int | null`, got `str` - at `$.paper.upvotes`",
        "day.json:5:5: row 4: object missing required field `paper`",
        "day.json:5:21: row 5: expected `object`, got `null`",
        "day.json:6:3: row 6: no title",
        "day.json:7:3: row 7: no abstract for 'Five'",
        "day.json:8:3: row 8: bad date 'yesterday' (expected YYYY-MM-DD)",
    ]


NOT_AN_ANSWER = [
    ("", "day.json: an empty file (expected the JSON of Hugging Face's daily papers)"),
    (' {"data": []}', "day.json:1:2: JSON that begins with '{' (expected the array of GET /api/daily_papers)"),
    ("<html>", "day.json:1:1: JSON that begins with '<' (expected the array of GET /api/daily_papers)"),
    ("[", "day.json:1:2: JSON that does not parse: expecting value"),
    ('[{"paper": {"id": "2503.0', "day.json:1:19: JSON that does not parse: unterminated string starting at"),
    ('[{"a": 1}\n {"a": 1}]', "day.json:2:2: JSON that does not parse: expecting ',' or ']'"),
    ('[{"a": 1}]\n[{"a": 1}]', "day.json:2:1: JSON that does not parse: more text after the array"),
    ("[" * 100_000, "day.json:1:2: JSON nested too deep"),
    (f'[\n{{"paper": {{"upvotes": {"9" * 5000}}}}}]', "day.json:2:1: JSON with a number too long"),
    (
        "[\"{'paper': {'id': '2404.00001', 'title': None}}\"]",
        "day.json:1:2: rows of text, as when a program writes Python's repr (expected JSON objects with 'paper')",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), NOT_AN_ANSWER, ids=range(len(NOT_AN_ANSWER)))
def test_what_is_no_answer_of_the_api_is_refused_with_its_place(text: str, problem: str) -> None:
    assert _refused(text) == problem


def test_an_answer_without_papers_is_read() -> None:
    assert _read() == Harvest((), ())


def test_lone_surrogates_and_control_characters_never_come_through() -> None:
    text = (
        '[{"paper": {"id": "x\\ud800", "title": "A\\ud800B\\u0000", "summary": "C\\udfffD", "ai_keywords": ["\\ud83d"],'
        ' "authors": [{"name": "\\ud83d\\ude00 \\ud800"}], "projectPage": "https://a.b/\\ud800"},'
        ' "thumbnail": "https://a.b/\\u0007", "mediaUrls": ["https://a.b/\\ud800.mp4"]}]'
    )
    (record,) = read_huggingface(text.encode(), "day.json", DECLARED).records
    assert (record.item, record.title, record.abstract) == ("x\ufffd", "A\ufffdB\ufffd", "C\ufffdD")
    assert (record.keywords, record.authors, record.thumbnail, record.links) == (("\ufffd",), ("😀 \ufffd",), "", {})


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("2025-03-21")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)
inner_names = st.sampled_from([*OPTIONAL_INSIDE, "id", "title"])
rows = st.one_of(
    json_values,
    st.builds(
        lambda outer, paper: _row(outer, **paper),
        st.dictionaries(st.sampled_from(OPTIONAL_OUTSIDE), json_values, max_size=3),
        st.dictionaries(inner_names, json_values, max_size=3),
    ),
)


@given(st.lists(rows.filter(lambda row: not isinstance(row, str)), max_size=4))
def test_every_row_is_read_or_rejected_and_holds_only_text_that_may_enter(given_rows: list[object]) -> None:
    harvest = _read(*given_rows)
    assert harvest.read_count == len(given_rows)
    for record in harvest.records:
        texts = [record.title, record.abstract, record.item, record.summary, record.submitted_by, record.thumbnail]
        for text in (*texts, *record.authors, *record.keywords, *record.links.values()):
            assert text == " ".join(allowed(text).split())
        assert record.title
        assert record.abstract


REAL = [("hf-daily-papers-2024-05-27.json", 3), ("hf-daily-papers-2025-03-21.json", 3)]


@pytest.mark.parametrize(("name", "count"), REAL)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
def test_real_answers_are_read_whole(name: str, count: int) -> None:
    harvest = read_huggingface((SHARED / "fixtures" / name).read_bytes(), name, DECLARED)
    assert (len(harvest.records), harvest.rejected) == (count, ())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not in this checkout: ../shared/data")
def test_a_real_dump_of_python_reprs_is_refused() -> None:
    name = "hf-daily-papers-python-repr.json"
    with pytest.raises(SiteError, match="rows of text, as when a program writes Python's repr"):
        read_huggingface((SHARED / "fixtures" / name).read_bytes(), name, DECLARED)
