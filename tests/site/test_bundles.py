"""Which papers share a search bundle: laws, and one readable example of each rule."""

import datetime as dt
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from sitegen.site.bundles import PAPER_LIMIT, Span, spans_of

DAYS = st.dates(dt.date(2023, 11, 1), dt.date(2026, 2, 28))
ARCHIVES = st.dictionaries(DAYS, st.integers(0, PAPER_LIMIT + 10), max_size=40)


def names(papers: dict[str, int]) -> list[str]:
    return [span.name for span in spans_of({dt.date.fromisoformat(date): count for date, count in papers.items()})]


def test_an_empty_archive_has_no_bundle() -> None:
    assert names({}) == []
    assert names({"2025-09-01": 0}) == []


def test_the_two_newest_months_stand_alone_and_older_ones_join() -> None:
    papers = {"2025-09-02": 26, "2025-08-30": 20, "2025-07-01": 9, "2025-05-31": 9, "2024-11-01": 9}
    assert names(papers) == ["2025-09", "2025-08", "2024-11--2025-07"]


def test_months_join_from_the_oldest_up_to_the_limit() -> None:
    papers = {"2025-09-02": 1, "2025-08-02": 1, "2025-03-01": 10, "2025-02-01": 2_000, "2025-01-01": 3_000}
    assert names(papers) == ["2025-09", "2025-08", "2025-03", "2025-01--2025-02"]


def test_a_larger_month_is_cut_between_its_days_and_joins_no_other() -> None:
    papers = {"2025-09-02": 1, "2025-08-02": 1, "2025-07-01": 1, "2025-05-01": 1}
    papers |= {"2025-06-03": 2_500, "2025-06-15": 2_500, "2025-06-16": 6_000, "2025-06-30": 4}
    assert names(papers) == [
        "2025-09",
        "2025-08",
        "2025-07",
        "2025-06-30--2025-06-30",
        "2025-06-16--2025-06-29",
        "2025-06-01--2025-06-15",
        "2025-05",
    ]


@given(ARCHIVES)
def test_each_day_with_papers_lies_in_exactly_one_span_and_each_span_has_one(papers: dict[dt.date, int]) -> None:
    spans = spans_of(papers)
    days = [date for date, count in papers.items() if count]
    assert all(sum(span.first <= date <= span.last for span in spans) == 1 for date in days)
    assert all(any(span.first <= date <= span.last for date in days) for span in spans)


@given(ARCHIVES)
def test_spans_are_newest_first_and_apart_and_names_are_their_own(papers: dict[dt.date, int]) -> None:
    spans = spans_of(papers)
    assert all(span.first <= span.last for span in spans)
    assert all(newer.first > older.last for newer, older in pairwise(spans))
    assert len({span.name for span in spans}) == len(spans)


@given(ARCHIVES)
def test_a_span_holds_at_most_the_limit_unless_it_is_one_day(papers: dict[dt.date, int]) -> None:
    for span in spans_of(papers):
        held = [count for date, count in papers.items() if count and span.first <= date <= span.last]
        assert sum(held) <= PAPER_LIMIT or len(held) == 1


@given(ARCHIVES)
def test_the_order_of_the_days_and_days_without_papers_change_nothing(papers: dict[dt.date, int]) -> None:
    kept = {date: count for date, count in reversed(papers.items()) if count}
    assert spans_of(kept) == spans_of(papers)


@given(ARCHIVES, st.integers(1, 30), st.integers(1, PAPER_LIMIT))
def test_a_newer_day_of_the_newest_month_changes_the_newest_span_alone(
    papers: dict[dt.date, int], later: int, count: int
) -> None:
    newest = newest_day(papers)
    day = newest + dt.timedelta(days=later)
    assume(day.month == newest.month)
    assert gone(papers, {**papers, day: count}) in ([], [spans_of(papers)[0]])


@given(ARCHIVES, st.integers(31, 200), st.integers(1, PAPER_LIMIT))
def test_a_new_month_joins_the_one_that_closes_to_the_span_before_it_at_most(
    papers: dict[dt.date, int], later: int, count: int
) -> None:
    newest = newest_day(papers)
    changed = gone(papers, {**papers, newest + dt.timedelta(days=later): count})
    assert len(changed) <= 2
    assert all(span.last < newest.replace(day=1) for span in changed)


def newest_day(papers: dict[dt.date, int]) -> dt.date:
    days = [date for date, count in papers.items() if count]
    assume(days)
    return max(days)


def gone(before: dict[dt.date, int], after: dict[dt.date, int]) -> list[Span]:
    kept = spans_of(after)
    return [span for span in spans_of(before) if span not in kept]
