"""Papers as JSON in the shapes people keep them in: every row is read, or rejected with its place and reason."""

import datetime as dt
import gzip
import json
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.json_rows import is_json, read_json
from sitegen.sources.record import Harvest, Record
from sitegen.text.characters import allowed
from tests.harness import SHARED

DAY = dt.date(2025, 5, 23)
NO_DATA = "the real rows are not in this checkout: ../shared/data"


def _read(text: str, day: dt.date | None = DAY) -> Harvest:
    return read_json(text.encode(), "papers.jsonl", day)


def _row(**fields: object) -> dict[str, object]:
    return {"title": "A Title", "abstract": "An abstract.", **fields}


def _only(**fields: object) -> Record:
    harvest = _read(json.dumps(_row(**fields)))
    assert harvest.rejected == ()
    (record,) = harvest.records
    return record


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def _why(**fields: object) -> str:
    (problem,) = _rejected(_read(json.dumps(_row(**fields))))
    return problem.removeprefix("papers.jsonl:1:1: row 1: ")


def _refused(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        _read(text)
    return str(caught.value).splitlines()[0]


def test_a_line_of_the_daily_arxiv_dump_is_read() -> None:
    line = (
        '{"id": "2505.16397", "pdf": "https://arxiv.org/pdf/2505.16397", "abs": "https://arxiv.org/abs/2505.16397",'
        ' "authors": ["Koki Nagakura", "Yoichi Ochiai"], "title": "Dynamic Caustics\\n  by Ultrasound", "categories":'
        ' ["cs.GR", "cs.HC", "68U05"], "comment": null, "summary": "This paper presents\\na method with $x$."}'
    )
    assert _read(line) == Harvest(
        records=(
            Record(
                title="Dynamic Caustics by Ultrasound",
                abstract="This paper presents a method with $x$.",
                date=DAY,
                item="2505.16397",
                position=1,
                authors=("Koki Nagakura", "Yoichi Ochiai"),
                arxiv_id="2505.16397",
                categories=("cs.GR", "cs.HC"),
                links={"abs": "https://arxiv.org/abs/2505.16397", "pdf": "https://arxiv.org/pdf/2505.16397"},
            ),
        ),
        rejected=(),
    )


ONE, TWO = json.dumps(_row(title="One")), json.dumps(_row(title="Two"))
SHAPES = [
    f"{ONE}\n{TWO}",
    f"\ufeff{ONE}\r\n\r\n  {TWO}\r\n",
    f"[{ONE}, {TWO}]",
    f'{{"status": 200, "papers": [{ONE},{TWO}]}}',
    f'{{\n  "data": [\n    {ONE},\n    {TWO}\n  ],\n  "next": [1]\n}}',
    f'{{"2025-05-23": [{ONE}, {TWO}], "count": 2}}',
]


@pytest.mark.parametrize("text", SHAPES, ids=range(len(SHAPES)))
def test_lines_arrays_and_lists_inside_an_object_give_the_same(text: str) -> None:
    harvest = _read(text)
    assert [(record.title, record.position) for record in harvest.records] == [("One", 1), ("Two", 2)]
    assert harvest.rejected == ()


def test_one_object_over_many_lines_is_one_row() -> None:
    assert [record.title for record in _read(json.dumps(_row(authors=["A"]), indent=1)).records] == ["A Title"]


def test_an_empty_list_is_read() -> None:
    assert _read("[]") == _read('{"data": []}') == Harvest((), ())


def test_a_date_of_the_row_counts_before_the_declared_one() -> None:
    assert _only(date="2025-03-21").date == dt.date(2025, 3, 21)
    assert _only(day="20250321").date == dt.date(2025, 3, 21)
    assert _only(date=None).date == DAY
    assert _rejected(_read(ONE, None)) == [
        "papers.jsonl:1:1: row 1: no digest date for 'One' (expected a declared date)"
    ]


def test_rows_are_counted_in_their_day_unless_they_tell_their_place() -> None:
    rows = [_row(date="2025-05-01"), _row(date="2025-05-02"), _row(date="2025-05-01"), _row(rank=9), _row(rank=None)]
    harvest = _read("\n".join(json.dumps(row) for row in rows))
    assert [record.position for record in harvest.records] == [1, 1, 2, 9, None]


NAMES = [
    ({"summary": "One sentence."}, "summary", "One sentence."),
    ({"tldr": "One sentence."}, "summary", "One sentence."),
    ({"publishedAt": "2025-03-21T01:56:58.604Z"}, "published", dt.date(2025, 3, 21)),
    ({"Published at": "2025-03"}, "published", None),
    ({"publication_date": 2025}, "published", None),
    ({"journal-ref": "Mind 59"}, "venue", "Mind 59"),
    ({"container-title": "Mind"}, "venue", "Mind"),
    ({"issued": {"date-parts": [[2025, 3, "1"]]}}, "published", dt.date(2025, 3, 1)),
    ({"issued": {"date-parts": [[2025, 3]]}}, "published", None),
    ({"issued": {"date-parts": [[None]]}}, "published", None),
    ({"issued": {"date-parts": [[1950, 10, 1], [1950, 10, 9]]}}, "published", dt.date(1950, 10, 1)),
    ({"submittedOnDailyAt": "2025-03-21T01:56:58Z"}, "date", dt.date(2025, 3, 21)),
    ({"doi": "https://doi.org/10.1000/182"}, "doi", "10.1000/182"),
    ({"doi": "unknown"}, "doi", ""),
    ({"upvotes": "12"}, "votes", 12),
    ({"votes": 12.0}, "votes", 12),
    ({"votes": None, "upvotes": 3}, "votes", 3),
    ({"tags": "a, b,a"}, "keywords", ("a", "b")),
    ({"tags": "a, b; c"}, "keywords", ("a, b", "c")),
    ({"keywords": [{"display_name": "a"}, None]}, "keywords", ("a",)),
    ({"categories": "cs.CL stat.ML 68U05"}, "categories", ("cs.CL", "stat.ML")),
    ({"id": 17}, "item", "17"),
    ({"id": "P-17"}, "arxiv_id", ""),
    ({"arxiv": "arXiv:2503.01234v2 [cs.CL]"}, "arxiv_id", "2503.01234"),
    ({"id": "10.48550/arXiv.2503.01234"}, "arxiv_id", "2503.01234"),
    ({"url": "http://arxiv.org/abs/math/0309136v1"}, "arxiv_id", "math/0309136"),
    ({"is_retracted": True}, "withdrawn", "withdrawn"),
    ({"withdrawn": False}, "withdrawn", ""),
    ({"withdrawn": "A wrong proof"}, "withdrawn", "A wrong proof"),
    ({"status": "withdrawn"}, "withdrawn", "withdrawn"),
    ({"status": 200}, "withdrawn", ""),
    ({"comment": "This paper is withdrawn by us"}, "withdrawn", "This paper is withdrawn by us"),
    ({"comment": "Extends a method that others withdrawn"}, "withdrawn", ""),
    ({"numComments": 3, "comments": 4}, "withdrawn", ""),
    ({"unknown": {"a": [1]}}, "title", "A Title"),
    ({"votes": float("nan")}, "votes", None),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "name", "expected"), NAMES)
def test_a_field_goes_by_many_names(fields: dict[str, object], name: str, expected: object) -> None:
    assert getattr(_only(**fields), name) == expected


def test_a_summary_is_the_abstract_where_nothing_else_is() -> None:
    (record,) = _read('{"title": "A", "summary": "The abstract.", "abstract": null}').records
    assert (record.abstract, record.summary) == ("The abstract.", "")


AUTHORS = [
    (["Ada Lovelace", " Alan\nTuring ", None, ""], ("Ada Lovelace", "Alan Turing")),
    ([{"name": "Ada Lovelace"}, {"name": "Hidden", "hidden": True}, {}], ("Ada Lovelace",)),
    ([{"given": "Ada", "family": "Lovelace"}], ("Ada Lovelace",)),
    ("Ada Lovelace, Alan Turing and Emmy Noether", ("Ada Lovelace", "Alan Turing", "Emmy Noether")),
    ("Lovelace, Ada; Turing, Alan", ("Ada Lovelace", "Alan Turing")),
    ("Lovelace, Ada and Turing, Alan", ("Ada Lovelace", "Alan Turing")),
    ("Lovelace, Ada", ("Ada Lovelace",)),
    ("Ada Lovelace, Sammy Davis, Jr., et al.", ("Ada Lovelace", "Sammy Davis Jr.")),
    ("['Ada Lovelace', \"Miles O'Brien\"]", ("Ada Lovelace", "Miles O'Brien")),
    ("Ada Lovelace", ("Ada Lovelace",)),
    (None, ()),
]


@pytest.mark.parametrize(("found", "expected"), AUTHORS)
def test_authors_are_a_list_of_names_or_of_objects_or_one_text(found: object, expected: tuple[str, ...]) -> None:
    assert _only(authors=found).authors == expected


PARAGRAPHS = [
    ("One\nline.", "One line."),
    ("First.\n\nSecond\nline.", "First.\n\nSecond line."),
    ("First\nline.\n  Second.", "First line.\n\nSecond."),
    ("Wrapped in the\n  middle of a\nsentence.", "Wrapped in the middle of a sentence."),
    ("Wrapped.\n  With an indent\n  everywhere.", "Wrapped. With an indent everywhere."),
]


@pytest.mark.parametrize(("found", "expected"), PARAGRAPHS)
def test_wrapped_lines_are_joined_and_paragraphs_stay(found: str, expected: str) -> None:
    assert _only(abstract=found).abstract == expected


def test_links_are_those_of_the_row_else_those_that_follow() -> None:
    code = "Code: https://github.com/a/b."
    assert _only(id="2503.01234", comment=code).links == {
        "abs": "https://arxiv.org/abs/2503.01234",
        "pdf": "https://arxiv.org/pdf/2503.01234",
        "code": "https://github.com/a/b",
    }
    assert _only(url="https://a.b/paper", github="https://a.b/code", abstract=code).links == {
        "abs": "https://a.b/paper",
        "code": "https://a.b/code",
    }
    assert _only(url="https://huggingface.co/papers/2503.01234").links["discussion"] == (
        "https://huggingface.co/papers/2503.01234"
    )
    assert _only(url="javascript:x", pdf=7).links == {}
    assert _only(id="2503.01234", links={"pdf": "https://a.b/c", "other": "https://a.b", "code": "no"}).links == {
        "pdf": "https://a.b/c"
    }


MISTAKES = [
    ({"title": " "}, "no title"),
    ({"title": 0}, "title: a number (expected text)"),
    ({"abstract": None}, "no abstract for 'A Title'"),
    ({"abstract": ["An abstract."]}, "abstract: a list (expected text)"),
    ({"abstract": "x" * 100_001}, "abstract: a text of 100,001 characters (expected at most 100,000)"),
    ({"date": "2025-02-30"}, "date: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)"),
    ({"date": "yesterday"}, "date: bad date 'yesterday' (expected YYYY-MM-DD)"),
    ({"date": 1742521018}, "date: a number (expected text)"),
    (
        {"issued": {"date-parts": [[2025, 2, 30]]}},
        "issued: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)",
    ),
    ({"published": "21.3.2025"}, "published: bad date '21.3.2025' (expected YYYY-MM-DD)"),
    ({"id": 2503.1}, "id: arXiv id 2503.1 as a number (expected text: a number loses its last zeros)"),
    ({"id": "2503.0123"}, "id: arXiv id '2503.0123' (expected 5 digits after the point)"),
    ({"votes": -3}, "votes: '-3' (expected a whole number from 0)"),
    ({"votes": True}, "votes: 'True' (expected a whole number from 0)"),
    ({"votes": 10**30}, "votes: 'a number too long' (expected a whole number from 0)"),
    ({"rank": 0}, "rank: 0 (expected a whole number from 1)"),
    ({"authors": {"name": "A"}}, "authors: an object (expected a list)"),
    ({"authors": [["A"]]}, "authors: a list (expected text)"),
]


@pytest.mark.parametrize(("fields", "reason"), MISTAKES)
def test_a_value_that_cannot_be_meant_rejects_its_row(fields: dict[str, object], reason: str) -> None:
    assert _why(**fields) == reason


def test_a_line_that_does_not_parse_is_rejected_and_the_others_are_read() -> None:
    lines = [
        '{"title": "Cut',
        ONE,
        "nonsense",
        f"{TWO} {TWO}",
        "null",
        f'{{"a": {"9" * 5000}}}',
        '{"a": ' + "[" * 100_000,
        TWO,
        '{"title": "Cut',
    ]
    harvest = _read("\n".join(lines))
    assert [(record.title, record.item) for record in harvest.records] == [("One", "line 2"), ("Two", "line 8")]
    assert sorted(harvest.rejected)[0].hint == "the other lines were read; mend this one and ingest again"
    assert _rejected(harvest) == [
        "papers.jsonl:1:11: row 1: JSON that does not parse: unterminated string starting at",
        "papers.jsonl:3:1: row 3: JSON that does not parse: expecting value",
        "papers.jsonl:4:46: row 4: JSON that does not parse: more text after the object",
        "papers.jsonl:5:1: row 5: null (expected an object)",
        "papers.jsonl:6:1: row 6: JSON with a number too long",
        "papers.jsonl:7:1: row 7: JSON nested too deep",
        "papers.jsonl:9:11: row 9: JSON that does not parse: unterminated string starting at",
    ]


NOT_ROWS = [
    ("", "papers.jsonl: an empty file (expected JSON Lines, a JSON array or an object)"),
    ("<html>\n<p>", "papers.jsonl:1:1: JSON that begins with '<' (expected JSON Lines, a JSON array or an object)"),
    ("[", "papers.jsonl:1:2: JSON that does not parse: expecting value"),
    (f"[{ONE},\n {TWO[:-5]}", "papers.jsonl:2:31: JSON that does not parse: unterminated string starting at"),
    ('{"data": [\n{"a"', "papers.jsonl:2:5: JSON that does not parse: expecting ':' delimiter"),
    ('{\n"a": 1}\n{\n"a": 1}', "papers.jsonl:3:1: JSON that does not parse: more text after the object"),
    ("[" * 100_000, "papers.jsonl:1:2: JSON nested too deep"),
    (
        '{"data": ["{\'title\': None}"]}',
        "papers.jsonl:1:11: rows of text, as when a program writes Python's repr (expected JSON objects with 'title')",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), NOT_ROWS, ids=range(len(NOT_ROWS)))
def test_what_holds_no_rows_is_refused_with_its_place(text: str, problem: str) -> None:
    assert _refused(text) == problem


BAD_FIRST_LINES = [
    ("garbage\n", ["rows.jsonl:1:1: row 1: JSON that does not parse: expecting value"]),
    ("null\n", ["rows.jsonl:1:1: row 1: null (expected an object)"]),
    (
        '{"title": "A", "abs\n\nmore garbage\n',
        [
            "rows.jsonl:1:16: row 1: JSON that does not parse: unterminated string starting at",
            "rows.jsonl:3:1: row 2: JSON that does not parse: expecting value",
        ],
    ),
]


@pytest.mark.parametrize(("text", "problems"), BAD_FIRST_LINES)
def test_bad_lines_at_the_beginning_are_rejected_alone(text: str, problems: list[str]) -> None:
    harvest = read_json(f'{text}{{"title": "A", "abstract": "B"}}\n'.encode(), "rows.jsonl", DAY)
    assert [f"{problem.location}: {problem.message}" for problem in harvest.rejected] == problems
    assert [record.title for record in harvest.records] == ["A"]


def test_an_object_with_a_broken_list_is_refused_whole() -> None:
    text = '{"papers": [\n{"title": "A" "abstract": "B"},\n{"title": "C", "abstract": "D"}\n]}'
    with pytest.raises(SiteError, match=r"^rows.jsonl:2:15: "):
        read_json(text.encode(), "rows.jsonl", DAY)


def test_a_page_of_html_is_told_as_such() -> None:
    with pytest.raises(SiteError, match="a page of HTML or XML, perhaps that of an error"):
        _read("<!doctype html>")


def test_what_may_not_enter_does_not_come_in_by_a_list_inside_a_text() -> None:
    record = _only(authors='["A\\ud800", "B\\u0000"]', tags='["\\udfff"]', title="A\ud800")
    assert (record.title, record.authors, record.keywords) == ("A\ufffd", ("A\ufffd", "B\ufffd"), ("\ufffd",))


def test_rows_that_stand_twice_are_both_read() -> None:
    assert len(_read(f"{ONE}\n{ONE}").records) == 2


# A row that tells everything: every field of a record by its name, null where nothing is known.
lines = st.text(alphabet="ab é$\\{}<>&\"'漢,;", min_size=1, max_size=20).map(
    lambda text: " ".join(allowed(text).split())
)
texts = lines.filter(bool)
addresses = st.sampled_from(["https://a.b/c", "https://github.com/a/b", "http://x.y?z=1"])
days = st.dates(min_value=dt.date(1665, 1, 1), max_value=dt.date(2199, 12, 31))
kinds = st.sampled_from(["abs", "pdf", "code", "project", "video", "discussion"])
people = texts.filter(lambda text: not text.startswith("et"))
records = st.builds(
    Record,
    title=texts,
    abstract=st.lists(texts, min_size=1, max_size=3).map("\n\n".join),
    date=days,
    item=texts,
    position=st.none() | st.integers(1, 999),
    published=st.none() | days,
    authors=st.lists(people, max_size=3).map(tuple),
    arxiv_id=st.sampled_from(["", "2503.01234", "0704.0001", "math/0309136", "math.GT/0309136"]),
    doi=st.sampled_from(["", "10.1000/182", "10.48550/arXiv.2503.01234"]),
    venue=lines,
    categories=st.lists(st.sampled_from(["cs.CL", "hep-th"]), unique=True).map(tuple),
    summary=lines,
    keywords=st.lists(texts, unique=True, max_size=3).map(tuple),
    votes=st.none() | st.integers(0, 10**15 - 1),
    submitted_by=lines,
    thumbnail=st.just("") | addresses,
    links=st.dictionaries(kinds, addresses),
    withdrawn=st.sampled_from(["", "withdrawn", "A wrong proof"]),
    is_listing=st.booleans(),
)


def _emitted(record: Record) -> bytes:
    fields = msgspec.to_builtins(record)
    return msgspec.json.encode({name: None if value == "" else value for name, value in fields.items()})


@given(st.lists(records, max_size=4))
def test_what_is_written_with_every_field_is_read_as_the_same(given_records: list[Record]) -> None:
    data = b"\n".join(map(_emitted, given_records)) if given_records else b"[]"
    assert read_json(data, "own.jsonl", None) == Harvest(tuple(given_records), ())


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("2025-03-21")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)
FIELDS = ["title", "abstract", "summary", "date", "published", "authors", "id", "doi", "venue", "categories", "tags"]
rows = json_values | st.dictionaries(
    st.sampled_from([*FIELDS, "votes", "rank", "links", "url", "withdrawn", "comment", "item", "is_listing"]),
    json_values,
).map(lambda fields: {"title": "A Title", "abstract": "An abstract.", **fields})


@given(st.lists(rows, min_size=1, max_size=4))
def test_every_line_is_read_or_rejected_and_holds_only_text_that_may_enter(given_rows: list[object]) -> None:
    harvest = _read("\n".join(['{"first": 1}', *map(json.dumps, given_rows), '{"last": 1}']))
    assert harvest.read_count == len(given_rows) + 2
    for record in harvest.records:
        for text in (record.title, record.item, record.venue, record.withdrawn, *record.authors, *record.keywords):
            assert text == " ".join(allowed(text).split())


@given(st.text(max_size=40) | st.text(alphabet='[]{}",: \nab1', max_size=40))
def test_no_text_is_more_than_a_problem(text: str) -> None:
    with suppress(SiteError):
        _read(text)


def test_json_with_papers_is_recognised() -> None:
    assert is_json(ONE.encode())
    assert is_json(b'\xef\xbb\xbf [{"Title" : "A", "summary": "')
    assert not is_json(b'{"name": "a package", "description": "not a paper"}')
    assert not is_json(b'title,"abstract":')


REAL = [("arxiv-2025-spring.jsonl.gz", 12_240), ("hf-daily-2024.jsonl.gz", 2_202)]


@pytest.mark.parametrize(("name", "count"), REAL)
@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_DATA)
def test_real_rows_are_read_whole(name: str, count: int) -> None:
    with gzip.open(SHARED / name) as file:
        harvest = read_json(file.read(), name, None)
    assert (len(harvest.records), harvest.rejected) == (count, ())
    assert all(record.arxiv_id and record.authors for record in harvest.records)


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_DATA)
def test_the_real_daily_arxiv_dump_is_read_whole() -> None:
    harvest = read_json((SHARED / "fixtures/daily-arxiv.jsonl").read_bytes(), "daily-arxiv.jsonl", DAY)
    assert (len(harvest.records), harvest.rejected) == (20, ())


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_DATA)
def test_a_real_dump_of_python_reprs_is_refused() -> None:
    name = "hf-daily-papers-python-repr.json"
    with pytest.raises(SiteError, match="rows of text, as when a program writes Python's repr"):
        read_json((SHARED / "fixtures" / name).read_bytes(), name, DAY)
