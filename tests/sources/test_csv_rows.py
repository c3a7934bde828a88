"""Papers as CSV: the delimiter is found by the header, every row is read, or rejected with its line and reason."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError
from sitegen.sources.csv_rows import is_csv, read_csv
from sitegen.sources.record import Harvest, Record

DAY = dt.date(2025, 5, 23)


def _read(text: str, day: dt.date | None = DAY) -> Harvest:
    return read_csv(text.encode(), "papers.csv", day)


def _rejected(harvest: Harvest) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in harvest.rejected]


def _refused(text: str) -> str:
    with pytest.raises(SiteError) as caught:
        _read(text)
    return str(caught.value).splitlines()[0]


def test_a_row_becomes_a_record_by_the_names_of_the_columns() -> None:
    text = (
        "Title;Abstract;Authors;arXiv ID;Published at;Upvotes;Shelf\n"
        '"A ""Title""";"First; line\nsecond line.\n\nA paragraph.";'
        "Ada Lovelace, Alan Turing;2503.01234v2;2025-03-21;;x\n"
    )
    assert _read(text) == Harvest(
        records=(
            Record(
                title='A "Title"',
                abstract="First; line second line.\n\nA paragraph.",
                date=DAY,
                item="2503.01234",
                position=1,
                published=dt.date(2025, 3, 21),
                authors=("Ada Lovelace", "Alan Turing"),
                arxiv_id="2503.01234",
                links={"abs": "https://arxiv.org/abs/2503.01234", "pdf": "https://arxiv.org/pdf/2503.01234"},
            ),
        ),
        rejected=(),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_by_which_more_columns_have_a_known_name(delimiter: str) -> None:
    text = f"title{delimiter}abstract{delimiter}a,b;c\nOne; two, three{delimiter}An abstract{delimiter}x\n"
    expected = "One; two, three" if delimiter == "\t" else None
    harvest = _read(text) if expected else _read(text.replace("One; two, three", "One").replace("a,b;c", "c"))
    assert [record.title for record in harvest.records] == [expected or "One"]


def test_a_byte_order_mark_other_line_ends_and_empty_lines_change_nothing() -> None:
    plain = _read("title,abstract\nOne,A\nTwo,B\n")
    assert _read("\ufefftitle,abstract\r\nOne,A\r\nTwo,B\r\n") == plain
    other = _read("\n\ntitle,abstract\n\nOne,A\n,\n\nTwo,B")
    assert [record.title for record in other.records] == ["One", "Two"]


def test_a_row_is_called_by_the_line_on_which_it_begins() -> None:
    harvest = _read('title,abstract\nOne,"A\nB"\nTwo,C\n')
    assert [record.item for record in harvest.records] == ["line 2", "line 4"]


BAD_ROWS = """\
title,abstract,date
One,A,
Two,B
Three,"C" D,
Four,,
Five,E,2025-02-30
"Six,F,
Seven,G,
Eight,H,2025-03-21
"""


def test_rows_that_cannot_be_read_are_told_with_their_line_and_the_others_are_read() -> None:
    harvest = _read(BAD_ROWS)
    assert [record.title for record in harvest.records] == ["One", "Seven", "Eight"]
    assert _rejected(harvest) == [
        "papers.csv:3:1: row 2: 2 columns (expected 3, as in the header)",
        "papers.csv:4:1: row 3: CSV that does not parse: ',' expected after '\"'",
        "papers.csv:5:1: row 4: no abstract for 'Four'",
        "papers.csv:6:1: row 5: date: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)",
        "papers.csv:7:1: row 6: CSV that does not parse: unexpected end of data",
    ]


def test_a_row_without_a_date_needs_a_declared_one() -> None:
    assert _rejected(_read("title,abstract\nOne,A\n", None)) == [
        "papers.csv:2:1: row 1: no digest date for 'One' (expected a declared date)"
    ]


def test_a_cell_that_is_too_long_rejects_its_row() -> None:
    assert _rejected(_read(f"title,abstract\nOne,{'x' * 131_073}\nTwo,{'x' * 100_001}\n")) == [
        "papers.csv:2:1: row 1: CSV that does not parse: field larger than field limit (131072)",
        "papers.csv:3:1: row 2: abstract: a text of 100,001 characters (expected at most 100,000)",
    ]


def test_after_a_hundred_rows_that_do_not_parse_the_rest_is_not_read() -> None:
    harvest = _read("title,abstract\n" + 'One,"A" B\n' * 200)
    assert len(harvest.rejected) == 101
    assert _rejected(harvest)[-1] == ("papers.csv:102:1: 100 rows that do not parse: the lines from here were not read")


NOT_CSV = [
    ("", "papers.csv: an empty file (expected CSV with a header)"),
    ("<html>", "papers.csv:1:1: a header without 'title': '<html>'"),
    ("title,authors\n", "papers.csv:1:1: a header without 'abstract': 'title, authors'"),
    ("\ntitle,abstract,Title\n", "papers.csv:2:1: 2 columns 'title' (expected each once)"),
    ("x" * 200_000, "papers.csv:1:1: a header without 'title': ''"),
]


@pytest.mark.parametrize(("text", "problem"), NOT_CSV, ids=range(len(NOT_CSV)))
def test_a_file_without_a_header_is_refused(text: str, problem: str) -> None:
    assert _refused(text) == problem


def test_csv_is_recognised_by_its_header() -> None:
    assert is_csv(b"\xef\xbb\xbfID;Title;Summary\r\n")
    assert not is_csv(b"id;name\n")
    assert not is_csv(b'{"title": 1, "abstract": 2}')
    assert not is_csv(b"")


cells = st.text(alphabet="ab ,;\t\"\n'é漢", max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_what_a_writer_of_csv_wrote_is_read(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("title", "abstract", "venue"), *rows])
    harvest = _read(out.getvalue())
    named = [row for row in rows if row[0].strip() and row[1].strip()]
    assert [record.title for record in harvest.records] == [" ".join(title.split()) for title, _, _ in named]
    assert [record.venue for record in harvest.records] == [" ".join(venue.split()) for _, _, venue in named]


@given(st.text(alphabet='title,abstract\n";x', max_size=60))
def test_no_text_is_more_than_a_problem(text: str) -> None:
    harvest = _read(f"title,abstract\n{text}")
    assert harvest.read_count >= len(harvest.records)
