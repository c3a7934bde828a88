"""Entries that may be one paper by their titles: told, never merged."""

import time

import pytest

from sitegen.archive.alike import alike_pairs, titled
from sitegen.archive.leaves import Leaf

TITLE = "On the Scaling Law of Data"
ALIKE: list[tuple[dict[str, Leaf], dict[str, Leaf]]] = [
    ({"title": TITLE}, {"title": "On the Scaling Laws of Data"}),
    ({"title": TITLE}, {"title": "on the scaling-law of data!"}),
    ({"title": TITLE}, {"title": "The Scaling Law of Data"}),
    ({"title": TITLE, "arxiv_id": "2509.00001"}, {"title": "On the Scaling Laws of Data"}),
    ({"title": TITLE, "authors": ("Ada Lovelace",)}, {"title": TITLE, "authors": ("A. Lovelace", "Alan Turing")}),
]
APART: list[tuple[dict[str, Leaf], dict[str, Leaf]]] = [
    ({"title": TITLE}, {"title": "On the Scaling Law of Speech Recognition"}),
    ({"title": "Scaling Laws for Vision Models"}, {"title": "Scaling Laws for Speech Models"}),
    ({"title": "A Survey"}, {"title": "A Survey"}),
    ({"title": TITLE, "arxiv_id": "2509.00001"}, {"title": TITLE, "arxiv_id": "2509.00002"}),
    ({"title": TITLE, "doi": "10.1000/1"}, {"title": TITLE, "doi": "10.1000/2"}),
    ({"title": TITLE, "authors": ("Ada Lovelace",)}, {"title": TITLE, "authors": ("Alan Turing",)}),
]


def _pairs(one: dict[str, Leaf], other: dict[str, Leaf], *new: str) -> tuple[tuple[str, str], ...]:
    return alike_pairs([titled("a", one), titled("b", other)], new)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_titles_that_differ_by_a_word_with_nearly_the_same_letters_are_alike(
    one: dict[str, Leaf], other: dict[str, Leaf]
) -> None:
    assert _pairs(one, other, "b") == (("b", "a"),)
    assert _pairs(other, one, "b") == (("b", "a"),)
    assert _pairs(one, other, "a", "b") == (("b", "a"),)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_ids_and_last_names_tell_papers_apart(one: dict[str, Leaf], other: dict[str, Leaf]) -> None:
    assert _pairs(one, other, "a", "b") == ()


def test_entries_that_were_there_before_are_not_told_again() -> None:
    assert _pairs({"title": TITLE}, {"title": TITLE}) == ()


def test_a_title_of_many_is_the_name_of_a_series() -> None:
    entries = [titled(str(number), {"title": "News of the Week in Brief"}) for number in range(6)]
    assert alike_pairs(entries[:5], {"1"}) == (("1", "0"), ("1", "2"), ("1", "3"), ("1", "4"))
    assert alike_pairs(entries, {"1"}) == ()
    assert alike_pairs(entries, {str(number) for number in range(6)}) == ()


def test_many_entries_and_long_titles_take_no_more_than_linear_time() -> None:
    entries = [
        titled(str(number), {"title": f"A paper of some words {number % 50} {number}"}) for number in range(9000)
    ]
    hostile = [titled(f"x{number}", {"title": "word " * 30_000 + str(number)}) for number in range(20)]
    started = time.process_time()
    alike_pairs([*entries, *hostile], {entry.key for entry in (*entries, *hostile)})
    assert time.process_time() - started < 20
