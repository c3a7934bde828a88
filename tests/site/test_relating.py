"""Lists of related papers: one total order, whatever order the papers come in."""

import datetime as dt
from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sitegen.site.profiles import Filing, Wanted, filed, filings
from sitegen.site.relating import MOST, Near, Papers, Relating
from sitegen.site.terms import LEAST, profile_of, score

DAY = dt.date(2025, 9, 1)
MATTERS = ("dysarthric phoneme", "protein lattice", "dysarthric singer", "phoneme lattice of a singer", "the of")
SOME_PAPERS = st.lists(st.tuples(st.sampled_from(MATTERS), st.integers(0, 3)), max_size=14)


def filing(number: int, matter: str, day: int) -> Filing:
    text = " ".join([matter] * (number % 3 + 4))
    return Filing(f"k{number}", bytes(16), bytes(8), DAY + dt.timedelta(day), profile_of(matter, text))


def lists_of(papers: Papers, order: Iterable[int]) -> dict[str, tuple[Near, ...]]:
    relating = Relating(papers)
    for number in order:
        relating.compare(number)
        relating.add(number)
    return {papers.keys[number]: tuple(near) for number, near in relating.joined.items()}


def directly(found: Sequence[Filing]) -> dict[str, tuple[Near, ...]]:
    """Every paper compared with every other one."""
    lists = {}
    for one in found:
        scores = [(score(one.profile, other.profile), other) for other in found if other.key != one.key]
        near = sorted((-each, -other.date.toordinal(), other.key) for each, other in scores if each >= LEAST)
        if near:
            lists[one.key] = tuple(near[:MOST])
    return lists


@given(SOME_PAPERS, st.randoms(use_true_random=False))
def test_lists_are_what_a_comparison_of_all_with_all_finds_in_any_order(some: list[tuple[str, int]], chance) -> None:  # type: ignore[no-untyped-def]
    found = sorted((filing(n, *each) for n, each in enumerate(some)), key=lambda each: each.key)
    papers = Papers([filed(DAY, b"", found)])
    order = list(range(len(found)))
    chance.shuffle(order)
    assert lists_of(papers, order) == directly(found)


def test_of_equally_close_papers_the_newer_one_comes_first_then_the_key_decides() -> None:
    found = [filing(3 * n, "dysarthric phoneme", day) for n, day in enumerate((0, 1, 1, 2, 0, 0, 0))]
    lists = lists_of(Papers([filed(DAY, b"", found)]), range(7))
    assert [key for _, _, key in lists["k0"]] == ["k9", "k3", "k6", "k12", "k15"]


@given(SOME_PAPERS)
def test_papers_that_are_filed_are_as_they_were(some: list[tuple[str, int]]) -> None:
    found = [filing(n, *each) for n, each in enumerate(some)]
    assert list(filings(filed(DAY, b"", found))) == sorted(found, key=lambda each: each.key)


@given(SOME_PAPERS, st.sets(st.integers(0, 40)))
def test_terms_are_found_with_the_papers_that_have_them(some: list[tuple[str, int]], others: set[int]) -> None:
    found = sorted((filing(n, *each) for n, each in enumerate(some)), key=lambda each: each.key)
    month = filed(DAY, b"", found)
    having: dict[int, list[int]] = {}
    for place, each in enumerate(found):
        for term in each.profile.rare:
            having.setdefault(term, []).append(place)
    for asked in ({*having, *others}, others, {*list(having)[:1]}):
        wanted = Wanted(asked)
        wanted.look(month, 100)
        assert wanted.index == {term: [100 + place for place in having.get(term, ())] for term in asked}
