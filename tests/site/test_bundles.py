"""Which papers share a search bundle: laws, and one readable example of each rule."""

import datetime as dt
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from sitegen.site.bundles import PAPER_LIMIT, TAIL_LIMIT, Span, spans_of

DAYS = st.dates(dt.date(2023, 11, 1), dt.date(2026, 2, 28))
ARCHIVES = st.dictionaries(DAYS, st.integers(0, PAPER_LIMIT + 10), max_size=40)
# The counts of days one after the other: most of an ordinary digest, some that fill a run or a bundle.
COUNTS = st.lists(st.one_of(st.integers(0, 60), st.integers(0, PAPER_LIMIT + 10)), max_size=29)


def names(papers: dict[str, int]) -> list[str]:
    return [span.name for span in spans_of({dt.date.fromisoformat(date): count for date, count in papers.items()})]


def test_an_empty_archive_has_no_bundle() -> None:
    assert names({}) == []
    assert names({"2025-09-01": 0}) == []


def test_a_newest_month_that_may_be_indexed_daily_has_one_bundle_with_its_name() -> None:
    assert names({"2025-09-02": 26, "2025-09-03": TAIL_LIMIT - 26}) == ["2025-09"]
    assert names({"2025-09-02": 2 * TAIL_LIMIT}) == ["2025-09"]


def test_a_day_that_no_longer_fits_begins_a_run_of_the_newest_month() -> None:
    papers = {"2025-09-01": 100, "2025-09-04": 50, "2025-09-05": 1}
    assert names(papers) == ["2025-09-05--2025-09-05", "2025-09-01--2025-09-04"]
    assert names(papers | {"2025-09-08": 149}) == ["2025-09-05--2025-09-08", "2025-09-01--2025-09-04"]


def test_the_closed_runs_of_the_newest_month_stand_together_like_the_digits_of_a_binary_number() -> None:
    runs = [f"2025-09-{day:02}" for day in range(1, 10)]
    assert [names(dict.fromkeys(runs[:count], TAIL_LIMIT)) for count in (1, 2, 3, 4, 5, 8)] == [
        ["2025-09"],
        ["2025-09-02--2025-09-02", "2025-09-01--2025-09-01"],
        ["2025-09-03--2025-09-03", "2025-09-01--2025-09-02"],
        ["2025-09-04--2025-09-04", "2025-09-03--2025-09-03", "2025-09-01--2025-09-02"],
        ["2025-09-05--2025-09-05", "2025-09-01--2025-09-04"],
        ["2025-09-08--2025-09-08", "2025-09-07--2025-09-07", "2025-09-05--2025-09-06", "2025-09-01--2025-09-04"],
    ]


def test_runs_that_stand_together_are_cut_between_days_where_they_hold_too_many() -> None:
    assert names({"2025-09-01": 3_000, "2025-09-02": 2_001, "2025-09-03": 1}) == [
        "2025-09-03--2025-09-03",
        "2025-09-02--2025-09-02",
        "2025-09-01--2025-09-01",
    ]


def test_a_month_that_is_the_newest_no_longer_has_one_bundle() -> None:
    assert names({"2025-10-01": 1, "2025-09-01": 100, "2025-09-04": 100}) == ["2025-10", "2025-09"]


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


@given(st.lists(ARCHIVES, max_size=8))
def test_spans_of_one_name_have_the_same_dates_in_every_archive(archives: list[dict[dt.date, int]]) -> None:
    spans = {span for papers in archives for span in spans_of(papers)}
    assert len({span.name for span in spans}) == len(spans)


@given(ARCHIVES, st.integers(1, 30), st.integers(1, PAPER_LIMIT))
def test_a_newer_day_of_the_newest_month_changes_its_newest_spans_alone(
    papers: dict[dt.date, int], later: int, count: int
) -> None:
    newest = newest_day(papers)
    day = newest + dt.timedelta(days=later)
    assume(day.month == newest.month)
    before = spans_of(papers)
    changed = gone(papers, {**papers, day: count})
    assert changed == list(before[: len(changed)])
    assert all(span.first >= newest.replace(day=1) for span in changed)


@given(COUNTS)
def test_a_day_that_fits_into_the_last_run_changes_that_run_alone(counts: list[int]) -> None:
    before = month_of(counts)
    assume(before)
    last_run = spans_of(before)[0]
    held = sum(count for date, count in before.items() if date >= last_run.first)
    assume(held < TAIL_LIMIT)
    after = month_of([*counts, TAIL_LIMIT - held])
    assert gone(before, after) in ([], [last_run])
    assert spans_of(after)[0].first == last_run.first


@given(COUNTS)
def test_in_a_month_that_grows_a_day_whose_run_is_closed_stands_in_five_spans_at_most(counts: list[int]) -> None:
    archives = [month_of(counts[: length + 1]) for length in range(len(counts))]
    closed = {span for papers in archives for span in spans_of(papers)[1:]}
    # With its run alone, then among 2, 4, 8 and 16 runs.
    assert all(sum(span.first <= day <= span.last for span in closed) <= 5 for day in month_of(counts))


@given(COUNTS)
def test_the_newest_month_has_six_spans_at_most_apart_from_those_that_the_limit_cuts(counts: list[int]) -> None:
    papers = month_of(counts)
    assert len(spans_of(papers)) <= 6 + 2 * sum(papers.values()) // PAPER_LIMIT


@given(ARCHIVES, st.integers(31, 200), st.integers(1, PAPER_LIMIT))
def test_a_new_month_joins_the_one_that_closes_to_the_span_before_it_at_most(
    papers: dict[dt.date, int], later: int, count: int
) -> None:
    newest = newest_day(papers)
    changed = gone(papers, {**papers, newest + dt.timedelta(days=later): count})
    older = [span for span in changed if span.last < newest.replace(day=1)]
    assert len(older) <= 2
    assert set(changed) - set(older) <= {span for span in spans_of(papers) if span.first >= newest.replace(day=1)}


def month_of(counts: list[int]) -> dict[dt.date, int]:
    return {dt.date(2025, 9, day): count for day, count in enumerate(counts, 1) if count}


def newest_day(papers: dict[dt.date, int]) -> dt.date:
    days = [date for date, count in papers.items() if count]
    assume(days)
    return max(days)


def gone(before: dict[dt.date, int], after: dict[dt.date, int]) -> list[Span]:
    kept = spans_of(after)
    return [span for span in spans_of(before) if span not in kept]
