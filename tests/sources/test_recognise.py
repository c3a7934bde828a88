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
