"""Lists of related papers: one total order, whatever order the papers come in."""

import datetime as dt
from collections.abc import Iterable, Sequence, Set

from hypothesis import given
from hypothesis import strategies as st

from sitegen.site.profiles import Filing, Wanted, filed
from sitegen.site.profiles import filings as filings_of
from sitegen.site.relating import MOST, Lists, Near, Newcomers, Papers, Relating
from sitegen.site.terms import LEAST, Profile, profile_of, score

DAY = dt.date(2025, 9, 1)
MATTERS = ("dysarthric phoneme", "protein lattice", "dysarthric singer", "phoneme lattice of a singer", "the of")
SOME_PAPERS = st.lists(st.tuples(st.sampled_from(MATTERS), st.integers(0, 3)), max_size=14)


def filing(number: int, matter: str, day: int) -> Filing:
    text = " ".join([matter] * (number % 3 + 4))
    return Filing(f"k{number}", bytes(16), bytes(8), DAY + dt.timedelta(day), profile_of(matter, text))


def lists_of(found: Iterable[Filing], order: Iterable[int]) -> dict[str, tuple[Near, ...]]:
    month, terms = filed(DAY, b"", found)
    papers = Papers([month])
    relating = Relating(papers, [*terms.each()])
    for number in order:
        relating.compare(number)
        relating.add(number)
    return {papers.keys[number]: tuple(near) for number, near in relating.joined.items()}


def directly(found: Sequence[Filing], asked: Set[str] | None = None) -> dict[str, tuple[Near, ...]]:
    """Every paper compared with every other one; or with every other one of which either is asked for."""
    lists = {}
    for one in found:
        others = [other for other in found if asked is None or asked & {one.key, other.key}]
        scores = [(score(one.profile, other.profile), other) for other in others if other.key != one.key]
        near = sorted((-each, -other.date.toordinal(), other.key) for each, other in scores if each >= LEAST)
        if near:
            lists[one.key] = tuple(near[:MOST])
    return lists


@given(SOME_PAPERS, st.randoms(use_true_random=False))
def test_lists_are_what_a_comparison_of_all_with_all_finds_in_any_order(some: list[tuple[str, int]], chance) -> None:  # type: ignore[no-untyped-def]
    found = sorted((filing(n, *each) for n, each in enumerate(some)), key=lambda each: each.key)
    order = list(range(len(found)))
    chance.shuffle(order)
    assert lists_of(found, order) == directly(found)


def test_of_equally_close_papers_the_newer_one_comes_first_then_the_key_decides() -> None:
    found = [filing(3 * n, "dysarthric phoneme", day) for n, day in enumerate((0, 1, 1, 2, 0, 0, 0))]
    lists = lists_of(found, range(7))
    assert [key for _, _, key in lists["k0"]] == ["k9", "k3", "k6", "k12", "k15"]


@given(SOME_PAPERS, st.sets(st.integers(0, 13)))
def test_newcomers_that_meet_month_after_month_find_what_a_comparison_of_all_finds(
    some: list[tuple[str, int]], asked: set[int]
) -> None:
    # Some of the papers stand in another month.
    found = [filing(n, matter, day * 20) for n, (matter, day) in enumerate(some)]
    by_month = {month: [each for each in found if each.date.month == month] for month in (9, 10)}
    months = [filed(DAY.replace(month=month), b"", these) for month, these in by_month.items()]
    papers = Papers(month for month, _ in months)
    filings = [each for month, terms in months for each in filings_of(month, terms)]
    new = {number for number in asked if number < len(filings)}
    lists = Lists(papers)
    said = [each for _, terms in months for each in terms.each()]
    newcomers = Newcomers(lists, {number: said[number] for number in new})
    for first, (_, terms) in zip(papers.starts, months, strict=True):
        newcomers.meet(first, terms)
    assert {papers.keys[n]: tuple(near) for n, near in lists.joined.items()} == directly(
        filings, {filings[number].key for number in new}
    )


def test_a_score_that_is_just_enough_joins_a_list() -> None:
    profile = Profile((1, 2), bytes(1), 50)
    found = [Filing(f"k{n}", bytes(16), bytes(8), DAY + dt.timedelta(n), profile) for n in range(8)]
    assert score(profile, profile) == 6400  # with nothing behind the point that could be rounded up
    assert lists_of(found, range(8)) == directly(found)


@given(SOME_PAPERS)
def test_papers_that_are_filed_are_as_they_were(some: list[tuple[str, int]]) -> None:
    found = [filing(n, *each) for n, each in enumerate(some)]
    assert list(filings_of(*filed(DAY, b"", found))) == sorted(found, key=lambda each: each.key)


def test_a_month_may_have_more_papers_than_two_bytes_number() -> None:
    profile = Profile((7,), b"\x01", 40)
    found = [Filing(f"{n:08}", bytes(16), bytes(8), DAY, profile) for n in range((1 << 16) + 1)]
    _, terms = filed(DAY, b"", found)
    ((term, places),) = Wanted([7]).places(terms)
    assert (term, list(places)) == (7, list(range(len(found))))
    _, terms = filed(DAY, b"", found[:-1])
    ((_, fewer),) = Wanted([7]).places(terms)
    assert (fewer.itemsize, len(fewer)) == (2, len(found) - 1)


@given(SOME_PAPERS, st.sets(st.integers(0, 40)))
def test_terms_are_found_with_the_papers_that_have_them(some: list[tuple[str, int]], others: set[int]) -> None:
    found = sorted((filing(n, *each) for n, each in enumerate(some)), key=lambda each: each.key)
    _, month = filed(DAY, b"", found)
    having: dict[int, list[int]] = {}
    for place, each in enumerate(found):
        for term in each.profile.rare:
            having.setdefault(term, []).append(place)
    for asked in ({*having, *others}, others, {*list(having)[:1]}):
        places = {term: list(places) for term, places in Wanted(asked).places(month)}
        assert places == {term: having[term] for term in asked if term in having}
