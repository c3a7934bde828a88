"""Which record is which entry, and what a new entry is called."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.entry import KEY
from sitegen.archive.identity import Identities, entry_path, first_choice, new_key
from sitegen.archive.leaves import Leaf
from sitegen.sources.record import Record
from sitegen.text.characters import allowed, on_one_line
from tests.archive.harness import paper

KEYS = [
    (paper("A Title", arxiv_id="2509.01234"), "2509.01234"),
    (paper("A Title", arxiv_id="math.GT/0309136"), "math.gt-0309136"),
    (paper("A Title", arxiv_id="hep-th/9901001"), "hep-th-9901001"),
    (paper("Attention Is All You Need"), "attention-is-all-you-need"),
    (paper("深度学习"), "shen-du-xue-xi"),
    (paper("🎉"), "paper"),
    (paper("???"), "paper"),
    (paper("..."), "paper"),
    (paper("CON"), "con"),
]


@pytest.mark.parametrize(("record", "key"), KEYS)
def test_a_key_is_the_arxiv_id_or_the_title_spelt(record: Record, key: str) -> None:
    assert new_key(record, ()) == first_choice(record) == key


def test_a_taken_key_gains_the_first_author_then_the_date_then_a_number() -> None:
    record = paper("A Title", authors=("Ada Lovelace", "Alan Turing"))
    taken: list[str] = []
    for expected in (
        "a-title",
        "a-title-ada-lovelace",
        "a-title-ada-lovelace-2025-09-02",
        "a-title-ada-lovelace-2025-09-02-2",
        "a-title-ada-lovelace-2025-09-02-3",
    ):
        assert new_key(record, taken) == expected
        taken.append(expected)


def test_a_taken_key_without_author_gains_the_date() -> None:
    assert new_key(paper("A Title"), ["a-title"]) == "a-title-2025-09-02"


lines = st.text(max_size=120).map(allowed).map(on_one_line)
arxiv_ids = st.from_regex(r"([0-9]{4}\.[0-9]{4,5}|[a-z][a-z-]{0,9}(\.[A-Z]{2})?/[0-9]{7})", fullmatch=True)


@given(
    lines.filter(bool), st.one_of(st.just(""), arxiv_ids), st.lists(lines, max_size=2), st.dates(), st.integers(0, 6)
)
def test_every_key_is_free_and_can_be_a_file_and_an_address(
    title: str, arxiv_id: str, authors: list[str], date: dt.date, taken_count: int
) -> None:
    record = paper(title, date.isoformat(), arxiv_id=arxiv_id, authors=tuple(authors))
    taken: list[str] = []
    for _ in range(taken_count):
        taken.append(new_key(record, taken))
    key = new_key(record, taken)
    assert key not in taken
    assert KEY.fullmatch(key)
    assert len(first_choice(record).encode()) <= 80
    assert len(f".{key}.md.new".encode()) <= 255


def test_a_file_lies_in_the_folder_of_its_day() -> None:
    assert entry_path(dt.date(2025, 9, 2), "a") == "content/2025/09/02/a.md"
    assert entry_path(dt.date(1, 1, 1), "a") == "content/0001/01/01/a.md"


def _known(*papers: tuple[str, Mapping[str, Leaf], bool]) -> Identities:
    identities = Identities()
    for key, leaves, has_file in papers:
        identities.add(key, leaves, (), has_file)
    return identities


SAME = [
    ({"title": "Old", "arxiv_id": "2509.01234"}, paper("New", arxiv_id="2509.01234")),
    ({"title": "A Title: It's Here"}, paper("a title — its   here!")),
    ({"title": "A Title", "arxiv_id": "2509.01234"}, paper("A Title")),
    ({"title": "A Title"}, paper("A Title", arxiv_id="2509.01234")),
    ({"title": "A Title", "authors": ("Ada Lovelace", "B")}, paper("A Title", authors=("ADA  Lovelace", "C"))),
    ({"title": "A Title", "authors": ("Ada Lovelace",)}, paper("A Title")),
    ({"title": "Old", "doi": "10.1000/AB"}, paper("New", doi="10.1000/ab")),
    ({"title": "Old", "doi": "10.1000/1", "arxiv_id": "2509.01234"}, paper("New", doi="10.1000/1")),
    ({"title": "Old", "arxiv_id": "2509.01234"}, paper("New", doi="10.48550/arXiv.2509.01234")),
    ({"title": "A Title", "doi": "10.48550/arXiv.2509.01234"}, paper("A Title", doi="10.1000/1")),
    ({"title": "???"}, paper("???")),
    ({"title": "🎉"}, paper("🎉")),
]


@pytest.mark.parametrize(("leaves", "record"), SAME)
def test_an_equal_id_doi_or_title_is_the_same_paper(leaves: Mapping[str, Leaf], record: Record) -> None:
    assert _known(("k", leaves, True)).key_of(record, "Hub", "", {}) == "k"


def test_a_paper_is_known_by_the_titles_it_had() -> None:
    identities = Identities()
    identities.add("k", {"title": "New"}, ("Old",), has_file=True)
    assert [identities.key_of(paper(title), "Hub", "", {}) for title in ("New", "old!", "Other")] == ["k", "k", ""]


OTHER = [
    ({"title": "A Title", "arxiv_id": "2509.01234"}, paper("A Title", arxiv_id="2509.09999")),
    ({"title": "A Title", "authors": ("Ada Lovelace",)}, paper("A Title", authors=("Alan Turing",))),
    ({"title": "A Title"}, paper("Another Title")),
    ({"title": "A Title", "doi": "10.1000/1"}, paper("A Title", doi="10.1000/2")),
    ({"title": "A", "doi": "10.1000/1", "arxiv_id": "2509.01234"}, paper("B", doi="10.1000/1", arxiv_id="2509.09999")),
    ({"title": "???"}, paper("!!!")),
    ({"title": "深度学习"}, paper("深度")),
    ({}, paper("A Title")),
]


@pytest.mark.parametrize(("leaves", "record"), OTHER)
def test_another_id_author_or_title_is_another_paper(leaves: Mapping[str, Leaf], record: Record) -> None:
    assert _known(("k", leaves, True)).key_of(record, "Hub", "", {}) == ""


def test_of_papers_with_one_title_the_one_with_a_file_comes_first_then_the_one_of_the_day() -> None:
    gone = ("a", {"title": "T", "date": "2025-09-02"}, False)
    other_day = ("b", {"title": "T", "date": "2025-08-01"}, True)
    leaves: Mapping[str, Leaf] = {"title": "T", "date": "2025-08-01", "listed_on": ("2025-09-02",)}
    of_the_day = ("c", leaves, True)
    assert _known(gone, other_day, of_the_day).key_of(paper("T"), "Hub", "", {}) == "c"
    assert _known(gone, other_day).key_of(paper("T"), "Hub", "", {}) == "b"
    assert _known(gone).key_of(paper("T"), "Hub", "", {}) == "a"


def test_of_papers_with_one_title_and_day_the_one_made_from_the_same_item_comes_first() -> None:
    leaves = {"title": "T", "date": "2025-09-02"}
    one, two = ("a", {**leaves, "source.item": "line 9"}, True), ("b", {**leaves, "source.item": "item T"}, True)
    assert _known(one, two).key_of(paper("T"), "Hub", "", {}) == "b"
    assert _known(one, ("b", {**leaves, "source.item": "line 5"}, True)).key_of(paper("T"), "Hub", "", {}) == "a"


def test_what_was_learnt_of_a_paper_takes_the_place_of_what_was_known() -> None:
    identities = _known(("k", {"title": "T"}, True), ("k", {"title": "T", "arxiv_id": "2509.01234"}, True))
    assert identities.key_of(paper("T", arxiv_id="2509.09999"), "Hub", "", {}) == ""


def test_one_harvest_with_one_title_and_two_abstracts_lists_two_papers() -> None:
    identities = _known(("k", {"title": "T", "body": "changed since"}, True))
    assert identities.key_of(paper("T"), "Hub", "one", {"k": "one"}) == "k"
    assert identities.key_of(paper("T"), "Hub", "two", {"k": "one"}) == ""
    assert identities.key_of(paper("T"), "Hub", "two", {}) == "k"


def test_of_papers_with_one_title_the_one_with_the_same_abstract_comes_first() -> None:
    one, two = ("a", {"title": "T", "body": "one"}, True), ("b", {"title": "T", "body": "two"}, True)
    assert _known(one, two).key_of(paper("T"), "Hub", "two", {}) == "b"
    assert _known(one, two).key_of(paper("T"), "Hub", "three", {}) == "a"
