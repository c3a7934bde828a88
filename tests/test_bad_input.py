"""Bad files: what cannot be read is rejected with place and reason, all else goes through, nothing is written half."""

import datetime as dt
import gzip
import json
import re
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitegen.archive.ingest import Report
from sitegen.problems import Problem, SiteError
from sitegen.sources.formats import READERS
from sitegen.sources.harvest import named
from sitegen.sources.packed import LARGEST_BYTE_COUNT
from sitegen.sources.record import Record
from sitegen.sources.rows import MOST_ROWS
from tests.archive.harness import ArchiveTest, counted
from tests.harness import ROOT, SHARED, SiteTest

DAY = dt.date(2025, 9, 2)
FORMATS = sorted(READERS)
XML = ("acl-anthology", "arxiv-api", "arxiv-feed", "feed")
JSON = ("huggingface", "json", "openalex", "semantic-scholar")
PAGE = "<!DOCTYPE html>\n<html><head><title>503</title></head><p>Sorry, write to help@example.org</p></html>"


def _snippet(name: str) -> str:
    """The real snippet of a format's page: one paper."""
    text = (ROOT / f"docs/reference/sources/{name}.md").read_text(encoding="utf-8")
    found = re.search(r"```\w+\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1].replace("Sep 02", "Sep 2")


def _outcome(name: str, data: bytes) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """What a reader makes of bytes; whatever else it might raise fails the test."""
    try:
        harvest = READERS[name](data, "file", DAY)
    except SiteError as error:
        return (), error.problems
    return harvest.records, harvest.rejected


def _told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{problem.location}: {problem.message}" for problem in problems]


# A line of CSV or a block of a capture that was cut off looks like a shorter one; what stands before it is whole.
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("csv", "capture")])
def test_a_file_that_was_cut_off_anywhere_gives_no_half_of_a_paper(name: str) -> None:
    data = _snippet(name).rstrip().encode()
    whole, _ = _outcome(name, data)
    assert len(whole) == 1
    for length in range(len(data)):
        records, problems = _outcome(name, data[:length])
        assert problems or records == whole, f"cut after {length} bytes"
        assert not records or records == whole
        assert all(problem.message and problem.hint for problem in problems)


@pytest.mark.parametrize("name", ["csv", "capture"])
def test_a_text_that_was_cut_off_keeps_what_stands_before(name: str) -> None:
    first = _snippet(name).rstrip()
    second = 'Two,"An abstract that was cut' if name == "csv" else "A Title Alone"
    header = first.splitlines()[0]
    text = f"{first}\n{second}" if name == "csv" else f"{first}\n\n{second}"
    assert header
    records, problems = _outcome(name, text.encode())
    assert records == _outcome(name, first.encode())[0]
    assert len(problems) == 1
    assert problems[0].location.line > 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_of_html_with_status_200_is_refused_by_every_format(name: str) -> None:
    records, problems = _outcome(name, PAGE.encode())
    assert records == ()
    assert len(problems) == 1
    assert problems[0].hint


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_file_and_one_of_another_encoding_are_refused_by_every_format(name: str) -> None:
    for data in (b"", b"\n \n", b"\xff\xfe\x00\xd8", b"\x89PNG\r\n\x1a\n\0\0"):
        records, problems = _outcome(name, data)
        assert records == ()
        assert len(problems) == 1


@pytest.mark.parametrize("name", XML)
def test_a_document_type_and_its_entities_are_refused_before_anything_is_read(name: str) -> None:
    bomb = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "ha" * 50}">' for number in range(9))
    for subset in (bomb, '<!ENTITY e8 SYSTEM "file:///etc/passwd">', '<!ENTITY % e8 SYSTEM "http://example.org/x">'):
        bare = re.sub(r"\A<\?xml.*?\?>\s*", "", _snippet(name))
        text = f"<?xml version='1.0'?>\n<!DOCTYPE feed [{subset}]>\n{bare}"
        records, problems = _outcome(name, text.replace("</title>", "&e8;</title>").encode())
        assert records == ()
        assert [problem.message.partition(",")[0] for problem in problems] == ["a document type declaration"]


SHAPES = [
    ({"error": "Invalid date"}, "an answer that tells an error: 'Invalid date'"),
    ({"message": "Too Many Requests", "code": "429"}, "an answer that tells an error: 'Too Many Requests'"),
    ({"detail": {"message": "no such day"}}, "an answer that tells an error: 'no such day'"),
]


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(("value", "message"), SHAPES)
def test_an_error_with_status_200_is_told_in_its_words(name: str, value: object, message: str) -> None:
    assert _told(_outcome(name, json.dumps(value).encode())[1]) == [f"file:1:1: {message}"]


OTHER_SHAPES: list[object] = [None, True, 7, "text", [1, 2.5], [None], [[]], ["a"], {"a": {"b": 1}}, {"a": [[1]]}, {}]


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("value", OTHER_SHAPES, ids=map(json.dumps, OTHER_SHAPES))
def test_json_of_another_shape_is_refused_or_rejected_row_by_row(name: str, value: object) -> None:
    records, problems = _outcome(name, json.dumps(value).encode())
    assert records == ()
    assert problems
    assert all(problem.location.line == 1 and problem.hint for problem in problems)


LONG = "words " * (50_000_000 // 6)
TWO: Mapping[str, Callable[[str], str]] = {
    "acl-anthology": lambda text: (
        f"<collection id='x'><volume><paper><title>One</title><abstract>{text}</abstract></paper>"
        "<paper><title>Two</title><abstract>B</abstract></paper></volume></collection>"
    ),
    "arxiv-api": lambda text: (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>{_entry("One", text)}'
        f"{_entry('Two', 'B')}</feed>"
    ),
    "arxiv-feed": lambda text: (
        "<rss><channel><title>cs.LG updates on arXiv.org</title>"
        f"{_item('One', text)}{_item('Two', 'B')}</channel></rss>"
    ),
    "bibtex": lambda text: (
        f"@misc{{one, title = {{One}}, abstract = {{{text}}}}}\n@misc{{two, title = {{Two}}, abstract = {{B}}}}\n"
    ),
    "capture": lambda text: f"Daily Papers\n\nSep 2\n\nOne\n\n{text}\n\nTwo\n\n{'Other words. ' * 30}",
    "csv": lambda text: f'title,abstract\nOne,"{text}"\nTwo,B\n',
    "feed": lambda text: f"<rss><channel>{_item('One', text)}{_item('Two', 'B')}</channel></rss>",
    "huggingface": lambda text: json.dumps(
        [{"paper": {"id": "2509.00001", "title": "One", "summary": text}}, _hugging("Two", "B")]
    ),
    "json": lambda text: f"{json.dumps(_row('One', text))}\n{json.dumps(_row('Two', 'B'))}",
    "openalex": lambda text: json.dumps(
        [
            {"title": "One", "abstract_inverted_index": {text: [0]}},
            {"title": "Two", "abstract_inverted_index": {"B": [0]}},
        ]
    ),
    "semantic-scholar": lambda text: json.dumps([{"paperId": "1", **_row("One", text)}, _row("Two", "B")]),
    "sitegen": lambda text: f"{_exported('One', text)}\n{_exported('Two', 'B')}\n",
}


def _exported(title: str, text: str) -> str:
    key = title.lower()
    path = f"content/2025/09/02/{key}.md"
    entry = {"sitegen": 1, "key": key, "path": path, "title": title, "date": "2025-09-02", "body": text}
    return json.dumps(entry)


def _entry(title: str, text: str) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/2509.0000{len(title)}v1</id><title>{title}</title><summary>{text}</summary>"
        "<published>2025-09-02T17:59:59Z</published></entry>"
    )


def _item(title: str, text: str) -> str:
    return (
        f"<item><title>{title}</title><link>https://arxiv.org/abs/2509.00001</link>"
        f"<description>{text}</description></item>"
    )


def _row(title: str, text: str) -> dict[str, str]:
    return {"title": title, "abstract": text}


def _hugging(title: str, text: str) -> dict[str, object]:
    return {"paper": {"id": "2509.00002", "title": title, "summary": text}}


@pytest.mark.parametrize("name", FORMATS)
def test_a_field_of_50_megabytes_rejects_its_paper_alone_and_fills_no_memory(name: str) -> None:
    data = TWO[name](LONG).encode()
    tracemalloc.start()
    records, problems = _outcome(name, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [record.title for record in records] == ["Two"]
    assert len(problems) == 1
    # The text decoded, its line, its field: each once, and what bibtexparser holds.
    assert peak < 6 * len(data)


SMALL_ROWS: Mapping[str, bytes] = {
    "bibtex": b"@a{b,}\n",
    "capture": b"a\n\n",
    "csv": b"a\n",
    "huggingface": b"1,",
    "json": b"x\n",
}


@pytest.mark.parametrize("name", sorted(SMALL_ROWS))
def test_more_rows_than_any_file_of_papers_has_are_refused_before_they_fill_the_memory(name: str) -> None:
    begin = {"csv": b"title,abstract\n", "huggingface": b"[", "json": b'{"a": 1}\n', "capture": b"Sep 2\n\n"}
    records, problems = _outcome(name, begin.get(name, b"") + SMALL_ROWS[name] * (MOST_ROWS + 9))
    assert records == ()
    assert [problem.message.startswith(f"more than {MOST_ROWS:,} ") for problem in problems] == [True]


def test_a_file_of_line_ends_is_an_empty_file_and_costs_no_more_than_its_text() -> None:
    data = b"\n" * 2_000_000
    for name in ("json", "csv", "capture", "huggingface"):
        tracemalloc.start()
        records, problems = _outcome(name, data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (records, [problem.message.partition(" (")[0] for problem in problems]) == ((), ["an empty file"])
        assert peak < 3 * len(data)


DATES = [
    ("arxiv-api", '"2002-01-18T15:08:05Z"', "'2002-02-30T15:08:05Z' is no day of the calendar"),
    ("arxiv-api", '"2002-01-18T15:08:05Z"', "'0001-01-01T00:00:00Z' is a day on which no paper came out"),
    ("feed", '"Wed, 20 Aug 2025 23:30:00 -0700"', "'Wed, 32 Aug 2025 23:30:00 -0700' is no day of the calendar"),
    ("huggingface", '"2026-08-21T03:04:05.000Z"', "'2026-13-21T03:04:05.000Z' is no day of the calendar"),
    ("semantic-scholar", '"2025-08-29"', "'9999-12-31' is a day on which no paper came out"),
    ("openalex", '"publication_date"', "'2025-02-29' is no day of the calendar"),
]


@pytest.mark.parametrize(("name", "found", "problem"), DATES)
def test_an_impossible_date_rejects_its_paper(name: str, found: str, problem: str) -> None:
    wrong = problem.split("'")[1]
    text = _snippet(name)
    if name == "openalex":
        text = re.sub(r'"publication_date": "[^"]*"', f'"publication_date": "{wrong}"', text)
    else:
        text = text.replace(found.strip('"'), wrong)
    records, problems = _outcome(name, text.encode())
    assert records == ()
    assert len(problems) == 1
    assert problem in problems[0].message


def _ingested(archive: ArchiveTest, *files: str) -> Report:
    return archive.ingest(*named(archive.folder, files, None, DAY, None))


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path / "site")


GOOD = "".join(f"{json.dumps({'id': f'2509.0000{number}', **_row(f'Paper {number}', 'A.')})}\n" for number in range(3))


def test_rows_that_stand_twice_make_one_entry_and_are_all_counted(archive: ArchiveTest) -> None:
    archive.write("day.jsonl", GOOD + GOOD)
    assert counted(_ingested(archive, "day.jsonl")) == [(6, 3, 0, 3, 0, 0)]
    assert len(archive.entries()) == 3


def test_bad_rows_leave_the_archive_that_the_good_ones_alone_would_make(archive: ArchiveTest, tmp_path: Path) -> None:
    bad = ['{"title": "Cut', "null", json.dumps({"title": 7, "abstract": "A."}), json.dumps(_row("Dated", "A."))[:-1]]
    lines = GOOD.splitlines()
    archive.write(
        "day.jsonl", "\n".join([lines[0], bad[0], lines[1], *bad[1:3], lines[2], f'{bad[3]}, "date": "2025-02-30"}}'])
    )
    report = _ingested(archive, "day.jsonl")
    assert counted(report) == [(7, 3, 0, 0, 0, 4)]
    assert [problem.location.line for problem in report.problems] == [2, 4, 5, 7]
    other = ArchiveTest(tmp_path / "other")
    other.write("day.jsonl", GOOD)
    _ingested(other, "day.jsonl")
    assert _without_lines(archive) == _without_lines(other)


def _without_lines(archive: ArchiveTest) -> set[str]:
    """The archive's files, but for the numbers of lines."""
    return {f"{path}\n{re.sub(rb'line [0-9]+', b'', data).decode()}" for path, data in archive.files().items()}


BAD_FILES: Mapping[str, bytes] = {
    "cut.json": b'[{"title": "A", "abstract": "B"}, {"title": "C',
    "cut.gz": gzip.compress(GOOD.encode())[:40],
    "bomb.gz": gzip.compress(bytes(LARGEST_BYTE_COUNT + 1)),
    "page.json": PAGE.encode(),
    "error.json": b'{"error": "Rate limit exceeded"}',
    "dtd.xml": b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
    "cut.xml": b"<rss version='2.0'><channel><title>A Blog</title><item><title>One</title>",
    "picture.json": b"\x89PNG\r\n\x1a\n",
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_file_that_cannot_be_read_changes_no_byte_and_stops_no_other(archive: ArchiveTest, name: str) -> None:
    archive.write("day.jsonl", GOOD)
    (archive.folder / name).write_bytes(BAD_FILES[name])
    report = _ingested(archive, name, "day.jsonl")
    assert counted(report) == [(1, 0, 0, 0, 0, 1), (3, 3, 0, 0, 0, 0)]
    (problem,) = report.problems
    assert problem.location.path == name
    assert problem.hint
    before = archive.files()
    assert _ingested(archive, name).written == ()
    assert archive.files() == before


def test_a_file_that_is_too_large_is_refused_without_reading_on(archive: ArchiveTest) -> None:
    with (archive.folder / "huge.json").open("wb") as file:
        file.truncate(LARGEST_BYTE_COUNT * 8)
    (problem,) = _ingested(archive, "huge.json").problems
    assert str(problem) == (
        "huge.json: more than 268,435,456 bytes\n  hint: is this a file of papers? split it by day or month"
    )


def test_the_command_reads_the_rest_and_ends_with_exit_code_1(site: SiteTest) -> None:
    site.write("day.jsonl", f'{{"title": "Cut\n{GOOD}')
    done = site.run("ingest", "day.jsonl", "--date", "2025-09-02")
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[0]
        == "day.jsonl:1:11: row 1: JSON that does not parse: unterminated string starting at"
    )
    assert len(list((site.folder / "content").rglob("*.md"))) == 3


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")
@pytest.mark.parametrize("path", sorted((SHARED / "fixtures").glob("*")), ids=lambda path: path.name)
def test_a_real_file_cut_off_in_its_middle_gives_whole_papers_or_a_problem(path: Path) -> None:
    data = path.read_bytes()
    for name in FORMATS:
        whole = {record.item: record for record in _outcome(name, data)[0]}
        for part in (1, 2, 3):
            records, problems = _outcome(name, data[: len(data) * part // 4])
            assert records or problems
            assert all(whole.get(record.item) == record for record in records) or name in ("csv", "capture")
