"""The days of an archive: what each has, where it is from, and which are missing."""

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.coverage import Coverage, Days, State
from sitegen.archive.days import Head, Row, by_month, rows_of, total
from sitegen.archive.days_telling import as_text, gaps_as_text
from sitegen.archive.marks import read_marks
from sitegen.sources.web_source import DailyPapers, WebSource
from tests.archive.harness import day

HUB = WebSource(
    name="hub", format="huggingface", asked=DailyPapers(), start=day("2025-09-01"), settle_days=7, keep_raw=False
)


def _head(date: str, *sources: str, again: tuple[str, ...] = (), is_draft: bool = False) -> Head:
    return Head(day(date), tuple(map(day, again)), is_draft, sources)


def _known(**states: State) -> Days:
    """What is known of the hub's days of September, as `d01="complete"`."""
    lines = [Coverage(day=day(f"2025-09-{name[1:]}"), source="hub", state=state) for name, state in states.items()]
    return {(line.day, line.source): line for line in lines}


def test_a_day_tells_its_entries_its_drafts_and_where_they_are_from() -> None:
    heads = [
        _head("2025-09-01", "hub", again=("2025-09-02", "2025-09-04")),
        _head("2025-09-01", "hub", "arxiv", is_draft=True),
        _head("2025-09-02"),
    ]
    assert rows_of(heads, {}) == (
        Row(first=day("2025-09-01"), entries=2, drafts=1, sources={"arxiv": 1, "hub": 2}, day_count=1),
        Row(first=day("2025-09-02"), entries=1, again=1, sources={"": 1}, day_count=1),
        Row(first=day("2025-09-04"), again=1, day_count=1),
    )


def test_a_gap_is_a_day_for_which_a_source_has_still_to_answer_and_names_it() -> None:
    days = _known(d01="complete", d02="pending", d05="complete")
    days = {**days, (day("2025-09-02"), "arxiv"): Coverage(day=day("2025-09-02"), source="arxiv", state="pending")}
    rows = rows_of([_head("2025-09-02", "feed")], days)
    assert [(row.first.day, row.entries, dict(row.missing)) for row in rows if row.gap_count] == [
        (2, 1, {"arxiv": 1, "hub": 1})
    ]


states = st.sampled_from(["complete", "open", "pending"])
coverage = st.builds(
    Coverage,
    day=st.dates(dt.date(2025, 9, 1), dt.date(2025, 9, 6)),
    source=st.sampled_from(["hub", "arxiv"]),
    state=states,
    papers=st.integers(0, 2),
)


@given(st.lists(coverage))
def test_the_list_has_the_gaps_and_the_quiet_days_of_the_calendar(lines: list[Coverage]) -> None:
    days = {(line.day, line.source): line for line in lines}
    rows = rows_of([], days)
    text = b"\n".join(map(msgspec.json.encode, days.values())).decode()
    marks = read_marks(text, "content/.ledger/days/2025-09.jsonl")
    assert tuple(row.first for row in rows if row.gap_count) == marks.gaps
    assert tuple(row.first for row in rows if row.quiet_count) == marks.quiet


def test_a_day_on_which_every_source_listed_nothing_had_no_digest_unless_it_has_entries() -> None:
    days = _known(d01="complete", d02="complete", d03="open")
    rows = rows_of([_head("2025-09-02")], days)
    assert [(row.first.day, row.quiet_count, row.day_count) for row in rows] == [(1, 1, 0), (2, 0, 1)]


def test_older_months_are_a_line_each_and_the_newest_two_a_line_for_each_day() -> None:
    heads = [
        _head("2025-06-30", "Daily"),
        _head("2025-07-01", "Daily"),
        _head("2025-07-02", "arxiv"),
        _head("2025-08-31", "Daily", again=("2025-09-03",)),
        _head("2025-09-01", "Daily", is_draft=True),
    ]
    days = _known(d01="complete", d02="pending", d03="complete", d04="complete")
    rows = rows_of(heads, days)
    assert list(as_text(rows, days, (HUB,), has_each_day=False)) == [
        "day         entries  drafts  again  sources",
        "2025-06           1       -      -  Daily",
        "2025-07           2       -      -  Daily 1, arxiv 1",
        "2025-08-31        1       -      -  Daily",
        "2025-09-01        1       1      -  Daily",
        "2025-09-02        -       -      -  gap: hub",
        "2025-09-03        -       -      1",
        "2025-09-04        -       -      -  no digest",
        "all               5       1      1  Daily 4, arxiv 1; 1 gap",
        "6 days with entries, from 2025-06-30 to 2025-09-04; 1 gap: 2025-09-02; 1 day without a digest",
        "hub: complete from 2025-09-01 to 2025-09-01",
    ]
    assert list(as_text(rows, days, (HUB,), has_each_day=True))[2].startswith("2025-07-01 ")
    assert list(gaps_as_text(rows)) == ["2025-09-02  hub", "1 gap"]


def test_an_empty_archive_says_so() -> None:
    assert list(as_text((), {}, (), has_each_day=False)) == ["no days yet"]
    assert list(gaps_as_text(())) == ["no gaps"]


heads = st.builds(
    Head,
    st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
    st.lists(st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)), max_size=2).map(tuple),
    st.booleans(),
    st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple),
)


@given(st.lists(heads, min_size=1))
def test_every_entry_is_counted_once_by_day_and_by_month(given_heads: list[Head]) -> None:
    rows = rows_of(given_heads, {})
    assert [row.first for row in rows] == sorted({row.first for row in rows})
    assert total(by_month(rows)) == total(rows)
    assert total(rows).entries == len(given_heads)
    assert total(rows).drafts == sum(head.is_draft for head in given_heads)
    assert total(rows).again == sum(len(head.listed_on) for head in given_heads)
