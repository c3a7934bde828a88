"""The format of a file by its content: each has a check, the order decides, and what none knows is a problem."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.problems import SiteError, one_of
from sitegen.sources.formats import READERS
from sitegen.sources.recognise import CHECKS, recognised
from tests.harness import ROOT, SHARED

PAGES = sorted(path.stem for path in (ROOT / "docs/reference/sources").glob("*.md") if path.stem != "fields")
SNIPPET = re.compile(r"^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_format_has_a_reader_a_check_and_a_page() -> None:
    assert sorted(READERS) == sorted(name for name, _ in CHECKS) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_snippets_of_a_page_are_recognised_as_its_format(name: str) -> None:
    text = (ROOT / f"docs/reference/sources/{name}.md").read_text(encoding="utf-8")
    snippets = SNIPPET.findall(text)
    assert snippets
    assert {recognised(snippet.encode(), "snippet") for snippet in snippets} == {name}


CONTENTS = [
    (b'[{"paper": {"id": "x", "title": "A", "summary": "B"}}]', "huggingface"),
    (b'{"data": [{"paperId": "x", "title": "A", "abstract": "B"}]}', "semantic-scholar"),
    (b'{"results": [{"id": "https://openalex.org/W1", "title": "A"}]}', "openalex"),
    (b'{"title": "A", "abstract": "B"}\n{"title": "C"', "json"),
    (b"[]\n", "json"),
    (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query: a</title>',
        "arxiv-api",
    ),
    (b"<rss version='2.0'><channel><title>cs.LG updates on arXiv.org</title><item>", "arxiv-feed"),
    (b"<?xml version='1.0'?>\n<rss version='2.0'><channel><title>A Blog</title>", "feed"),
    (b"<?xml version='1.0'?>\n<collection id='2022.acl'>\n  <volume id='long'>", "acl-anthology"),
    (b'{"offset": 0, "data": [{"citingPaper": {"title": "A", "abstract": "B"}}]}', "semantic-scholar"),
    (b"\xef\xbb\xbf% refs\n@article{key,\n  title = {A}}", "bibtex"),
    (b"\xef\xbb\xbftitle\tsummary\nA\tB\n", "csv"),
    (b"new\r\n\r\nDaily Papers\r\n\r\nbyAK\r\n\r\nSep 2\r\n\r\nTitle\r\n", "capture"),
]


@pytest.mark.parametrize(("data", "name"), CONTENTS)
def test_a_format_is_known_by_its_content(data: bytes, name: str) -> None:
    assert recognised(data, "file") == name


UNKNOWN = [b"words", b"{}", b"\x89PNG\r\n", b"\xff\xfet\x00i\x00", b"<?xml version='1.0'?>", b"id,name\n"]


@pytest.mark.parametrize("data", UNKNOWN)
def test_what_no_check_knows_is_a_problem_that_says_what_was_tried(data: bytes) -> None:
    with pytest.raises(SiteError) as caught:
        recognised(data, "notes.txt")
    assert str(caught.value) == (
        f"notes.txt: a format that is not recognised (tried: {one_of(READERS)})\n"
        "  hint: name it with --format, or with 'format' in seeds/seeds.yaml"
    )


LATER = [
    (b'garbage\n{"title": "A", "abstract": "B"}\n', "json"),
    (b'\xef\xbb\xbfnull\r\n\r\n[1, 2\r\n{"title": "A", "abstract": "B"}\r\n', "json"),
    (b'fetching ...\n{"sitegen": 1, "title": "A"}\n{"sitegen": 1}', "sitegen"),
    (b'null\n{"paperId": "x", "title": "A", "abstract": "B"}', "semantic-scholar"),
]


@pytest.mark.parametrize(("data", "name"), LATER)
def test_a_bad_first_line_does_not_hide_the_rows_below_it(data: bytes, name: str) -> None:
    assert recognised(data, "file") == name


NO_ROW = [
    b'garbage\n{"name": "A", "abstract": "B"}\n',
    b'garbage\n{"title": "A", "abstract": "B"',
    b'garbage\n["title", "abstract"]\n',
    b'rows = [\n{"title": "A", "abstract": "B"}\n',
    b'garbage {"title": "A", "abstract": "B"}\n',
]


@pytest.mark.parametrize("data", NO_ROW)
def test_only_a_whole_object_with_a_title_is_a_row_below_a_bad_line(data: bytes) -> None:
    with pytest.raises(SiteError, match="a format that is not recognised"):
        recognised(data, "file")


def test_a_page_of_html_with_an_object_in_it_is_a_page_of_html() -> None:
    with pytest.raises(SiteError, match="a page of HTML"):
        recognised(b'<html>\n<script>\n{"title": "A", "abstract": "B"}\n</script>', "day.json")


FOREIGN = [
    (b"<!DOCTYPE html>\n<html>", "a page of HTML", "look at it, and fetch the file again"),
    (b"\xef\xbb\xbf\n<html lang='en'>", "a page of HTML", "look at it, and fetch the file again"),
    (b"[\n  \"{'paper': {'id': '2404.1'}}\"", "rows of text, as when a program writes Python's repr", "json.dump"),
    (b'{"status": 200, "data": ["{\'paper\': 1}"]}', "rows of text, as when a program", "json.dump"),
    (
        b'{"SLAM": {"2110.07546": "|**2021-10-14**|**A Title**|Ada Lovelace et.al.|[2110.07546](http://a.b)|null|\\n"}}',
        "a list of cv-arxiv-daily, which tells titles and first authors but no abstracts",
        "https://export.arxiv.org/api/query?id_list=",
    ),
    (b'{"error": "Invalid date"}', "an answer that tells an error: 'Invalid date'", "fetch again"),
    (b'{"error": {"message": "Too many\\nrequests"}}', "an answer that tells an error: 'Too many requests'", "again"),
    (b"TY  - JOUR\nTI  - A Title\n", "RIS, which is not read", "BibTeX"),
    (b"%PDF-1.7", "a PDF", "not the papers"),
    (b"PK\x03\x04abc", "a ZIP archive", "unpack it first"),
    (b"BZh91AY", "a packed file", "unpack it first"),
]


@pytest.mark.parametrize(("data", "what", "hint"), FOREIGN)
def test_a_file_that_is_known_not_to_be_one_of_ours_is_called_by_its_name(data: bytes, what: str, hint: str) -> None:
    with pytest.raises(SiteError) as caught:
        recognised(data, "day.json")
    (problem,) = caught.value.problems
    assert problem.message.startswith(what)
    assert problem.message.endswith(f"(tried: {one_of(READERS)})")
    assert hint in problem.hint


EMPTY = [b"[]", b'\xef\xbb\xbf{"meta": {"count": 0}, "results": []}\n', b'{"data": [ ], "total": 0}']


@pytest.mark.parametrize("data", EMPTY)
def test_an_answer_without_papers_is_recognised(data: bytes) -> None:
    assert recognised(data, "day.json") == "json"
    assert READERS["json"](data, "day.json", None).read_count == 0


def test_an_empty_file_is_told_as_such() -> None:
    with pytest.raises(SiteError, match=r"^day.json: an empty file \(tried: "):
        recognised(b"\n", "day.json")


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_a_problem(data: bytes) -> None:
    with suppress(SiteError):
        assert recognised(data, "file") in READERS


REAL = [
    ("acl-2022.bib", "bibtex"),
    ("arxiv-api-query-2025-08-old-format.xml", "arxiv-api"),
    ("arxiv-api-query-2025-11.xml", "arxiv-api"),
    ("arxiv-feed.atom", "arxiv-feed"),
    ("arxiv-feed.rss", "arxiv-feed"),
    ("daily-arxiv.jsonl", "json"),
    ("hf-daily-papers-2024-05-27.json", "huggingface"),
    ("hf-daily-papers-2025-03-21.json", "huggingface"),
    ("semantic-scholar-paper.json", "semantic-scholar"),
]


@pytest.mark.parametrize(("name", "expected"), REAL)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")
def test_real_files_are_recognised(name: str, expected: str) -> None:
    assert recognised((SHARED / "fixtures" / name).read_bytes(), name) == expected


def test_the_seed_is_recognised() -> None:
    seeds = sorted(Path(ROOT / "seeds").glob("*.txt"))
    assert [recognised(path.read_bytes(), path.name) for path in seeds] == ["capture"] * len(seeds)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")
def test_a_real_dump_of_python_reprs_is_called_by_its_name() -> None:
    name = "hf-daily-papers-python-repr.json"
    with pytest.raises(SiteError, match="rows of text, as when a program writes Python's repr"):
        recognised((SHARED / "fixtures" / name).read_bytes(), name)
