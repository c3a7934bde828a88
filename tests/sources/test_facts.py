"""A file of facts: which shapes it may have, and what becomes of rows that say too little."""

import datetime as dt
import gzip
from pathlib import Path

import pytest

from sitegen.problems import SiteError
from sitegen.sources.facts import Fact, Facts, facts_file, source_name
from tests.harness import SHARED


def facts(folder: Path, text: str | bytes, name: str = "facts.jsonl") -> Facts:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return facts_file(folder / name, name)


ROW = '{"title": "A  Title", "arxiv_id": "2508.00001v2", "authors": ["Ada"], "categories": ["cs.CL"], "doi": "10.1/x"}'


def test_a_row_needs_no_abstract_and_no_date(tmp_path: Path) -> None:
    found = facts(tmp_path, f'{ROW}\n{{"title": "B", "arxiv_id": "math/0309136", "published": "2003-09-08"}}\n')
    assert found == Facts(
        (
            Fact(
                title="A Title",
                arxiv_id="2508.00001",
                place="facts.jsonl:1",
                authors=("Ada",),
                categories=("cs.CL",),
            ),
            Fact(title="B", arxiv_id="math/0309136", place="facts.jsonl:2", published=dt.date(2003, 9, 8)),
        ),
        (),
    )


def test_the_names_of_fields_are_those_of_ingest(tmp_path: Path) -> None:
    row = '{"Title": "A", "id": "http://arxiv.org/abs/2508.00001v1", "journal_ref": "NeurIPS 2025", "doi": "10.1000/X"}'
    (fact,) = facts(tmp_path, f"[{row}]", "facts.json").facts
    assert (fact.arxiv_id, fact.venue, fact.doi, fact.place) == (
        "2508.00001",
        "NeurIPS 2025",
        "10.1000/X",
        "facts.json:1",
    )


def test_the_doi_of_arxiv_is_its_id(tmp_path: Path) -> None:
    (fact,) = facts(tmp_path, '{"title": "A", "doi": "10.48550/arXiv.2508.00001"}').facts
    assert (fact.arxiv_id, fact.doi) == ("2508.00001", "")


def test_a_bad_row_is_told_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [ROW, "{broken", '{"title": "No id"}', '{"arxiv_id": "2508.00002"}', '{"title": "B", "arxiv_id": 2508.1}']
    found = facts(tmp_path, "\n".join(rows))
    assert [fact.title for fact in found.facts] == ["A Title"]
    assert [(problem.location.line, problem.message) for problem in sorted(found.rejected)] == [
        (2, "row 2: JSON that does not parse: expecting property name enclosed in double quotes"),
        (3, "row 3: no arXiv id for 'No id' (expected one like 2509.01234)"),
        (4, "row 4: no title"),
        (5, "row 5: arxiv_id: arXiv id 2508.1 as a number (expected text: a number loses its last zeros)"),
    ]
    assert not [problem for problem in found.rejected if "ingest" in problem.hint]


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    assert len(facts(tmp_path, gzip.compress(ROW.encode()), "facts.jsonl.gz").facts) == 1


def test_other_formats_of_ingest_are_facts_too(tmp_path: Path) -> None:
    entry = "@misc{a, title = {A {T}itle}, abstract = {B.}, eprint = {2508.00001}, author = {Lovelace, Ada}}\n"
    other = "@misc{b, title = {No id}, abstract = {B.}}\n"
    found = facts(tmp_path, entry + other, "facts.bib")
    assert [(fact.title, fact.arxiv_id, fact.authors) for fact in found.facts] == [
        ("A Title", "2508.00001", ("Ada Lovelace",))
    ]
    assert [problem.message for problem in found.rejected] == [
        "b: no arXiv id for 'No id' (expected one like 2509.01234)"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty file"),
        ("<!doctype html><title>Sign in</title>", "a page of HTML"),
        ('["a", "b"]', "rows of text"),
        ('[{"title": "A"', "JSON that does not parse"),
    ],
)
def test_a_file_that_is_none_of_facts_stops(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        facts(tmp_path, text)


def test_a_file_that_is_not_there_stops(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^facts.jsonl: cannot be read: No such file"):
        facts_file(tmp_path / "facts.jsonl", "facts.jsonl")


@pytest.mark.parametrize(
    ("name", "source"),
    [("seed-facts.jsonl", "seed-facts"), ("facts.v2.jsonl.gz", "facts.v2"), ("facts", "facts")],
)
def test_a_source_is_called_as_its_file(name: str, source: str) -> None:
    assert source_name(Path("elsewhere") / name) == source


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real facts are not in this checkout: ../shared/data")
def test_the_facts_of_the_seeds_are_all_read() -> None:
    found = facts_file(SHARED / "seed-facts.jsonl", "seed-facts.jsonl")
    assert (len(found.facts), found.rejected) == (12, ())
    assert sum(1 for fact in found.facts if fact.authors) == 12
