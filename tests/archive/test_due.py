"""Which days are asked for, and what is known of them afterwards."""

from pathlib import Path

import pytest

from sitegen.archive.coverage import Coverage, Days, State, gaps, quiet_days, read_coverage, write_coverage
from sitegen.archive.due import answered, due_days, not_answered, not_merged, validators_of
from sitegen.problems import SiteError
from sitegen.sources.fetching import NO_VALIDATORS, Validators
from sitegen.sources.web_source import UrlPattern, WebSource
from tests.archive.harness import ArchiveTest, changed, day


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path / "site")


SOURCE = WebSource(
    name="digest",
    format="huggingface",
    asked=UrlPattern("https://example.org/{date}"),
    start=day("2026-05-01"),
    settle_days=2,
    keep_raw=False,
)
NEWEST = WebSource(
    name="feed",
    format="feed",
    asked=UrlPattern("https://example.org/feed"),
    start=day("2026-05-01"),
    settle_days=2,
    keep_raw=False,
)


def known(**states: State) -> Days:
    """What is known of days in May 2026: `_3="open"`."""
    lines = {day(f"2026-05-{int(name[1:]):02}"): state for name, state in states.items()}
    return {(date, "digest"): Coverage(day=date, source="digest", state=state) for date, state in lines.items()}


def due(days: Days, today: str, since: str = "") -> list[int]:
    return [date.day for date in due_days(SOURCE, days, day(today), day(since) if since else None)]


def test_the_first_run_asks_for_every_day_since_the_start() -> None:
    assert due({}, "2026-05-04") == [1, 2, 3, 4]


def test_a_source_whose_start_is_to_come_is_asked_for_nothing() -> None:
    assert due({}, "2026-04-30") == []


def test_days_that_are_complete_are_not_asked_for_again_and_holes_are() -> None:
    days = known(_1="complete", _2="pending", _3="complete", _4="open")
    assert due(days, "2026-05-06") == [2, 4, 5, 6]


def test_a_day_that_cannot_have_settled_yet_is_asked_for_again() -> None:
    days = known(_1="complete", _2="complete", _3="complete", _4="complete")
    assert due(days, "2026-05-04") == [3, 4]


def test_since_asks_for_complete_days_too_and_for_none_before_the_start() -> None:
    days = known(_1="complete", _2="pending", _3="complete")
    assert due(days, "2026-05-04", since="2026-05-03") == [3, 4]
    assert due(days, "2026-05-02", since="2020-01-01") == [1, 2]


def test_what_is_known_of_one_source_says_nothing_of_another() -> None:
    other = {(day("2026-05-01"), "other"): Coverage(day=day("2026-05-01"), source="other", state="complete")}
    assert due(other, "2026-05-01") == [1]


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-05-03", "open"), ("2026-05-04", "open"), ("2026-05-05", "complete"), ("2027-01-01", "complete")],
)
def test_a_day_is_complete_once_it_was_read_after_it_had_settled(today: str, state: State) -> None:
    line = answered(SOURCE, day("2026-05-03"), day(today), 7, 1, Validators('"a"', "b"))
    assert (line.state, line.papers, line.rejected) == (state, 7, 1)
    assert (line.etag, line.last_modified) == (('"a"', "b") if state == "open" else ("", ""))


def test_a_day_that_is_not_over_is_never_complete() -> None:
    hasty = WebSource(
        name="digest", format="huggingface", asked=SOURCE.asked, start=SOURCE.start, settle_days=0, keep_raw=False
    )
    states = [
        answered(hasty, day("2026-05-03"), day(today), 7, 0, NO_VALIDATORS).state
        for today in ("2026-05-03", "2026-05-04")
    ]
    assert states == ["open", "complete"]


def test_a_source_without_days_is_never_complete_and_never_pending() -> None:
    assert answered(NEWEST, NEWEST.start, day("2027-01-01"), 7, 0, NO_VALIDATORS).state == "newest"
    assert not_answered(NEWEST, NEWEST.start, None, was_asked=True) is None


@pytest.mark.parametrize("state", ["open", "complete"])
def test_a_day_whose_list_came_once_is_not_pending_when_it_fails_later(state: State) -> None:
    line = Coverage(day=day("2026-05-03"), source="digest", state=state, papers=7)
    later = not_answered(SOURCE, line.day, line, was_asked=True)
    assert later == changed(line, tries=1 if state == "open" else 0)
    assert not_answered(SOURCE, line.day, line, was_asked=False) == line


def test_a_day_that_was_due_and_not_read_is_pending_and_tells_how_often_it_was_asked_for() -> None:
    date = day("2026-05-03")
    passed_over = not_answered(SOURCE, date, None, was_asked=False)
    assert passed_over == Coverage(day=date, source="digest", state="pending")
    once = not_answered(SOURCE, date, passed_over, was_asked=True)
    assert once == Coverage(day=date, source="digest", state="pending", tries=1)
    assert answered(SOURCE, date, date, 7, 0, NO_VALIDATORS).tries == 0


def test_an_answer_is_asked_for_again_at_the_address_it_is_from_only() -> None:
    line = answered(SOURCE, day("2026-05-03"), day("2026-05-03"), 7, 0, Validators('"a"', "b"))
    assert validators_of(SOURCE, line, line.day) == Validators('"a"', "b")
    moved = changed(SOURCE, asked=UrlPattern("https://example.org/new/{date}"))
    assert validators_of(moved, line, line.day) == NO_VALIDATORS


def test_a_day_of_which_something_was_not_merged_is_not_complete() -> None:
    line = Coverage(day=day("2026-05-03"), source="digest", state="complete", papers=7)
    assert not_merged(line) == changed(line, state="open")
    assert not_merged(changed(line, state="open", etag='"a"', address="x")) == changed(line, state="open")


def test_gaps_are_days_that_a_source_still_owes_and_quiet_days_those_on_which_none_listed_anything() -> None:
    lines = [
        Coverage(day=day("2026-05-01"), source="a", state="complete"),
        Coverage(day=day("2026-05-01"), source="b", state="complete"),
        Coverage(day=day("2026-05-02"), source="a", state="complete"),
        Coverage(day=day("2026-05-02"), source="b", state="pending"),
        Coverage(day=day("2026-05-03"), source="a", state="complete", papers=2),
        Coverage(day=day("2026-05-04"), source="a", state="open"),
    ]
    days = {(line.day, line.source): line for line in lines}
    assert (gaps(days), quiet_days(days)) == ((day("2026-05-02"),), (day("2026-05-01"),))


def test_what_is_known_is_kept_by_month_sorted_and_only_changed_months_are_written(archive: ArchiveTest) -> None:
    may = Coverage(day=day("2026-05-02"), source="b", state="open", papers=3, etag='"x"')
    earlier = Coverage(day=day("2026-05-02"), source="a", state="complete")
    june = Coverage(day=day("2026-06-01"), source="a", state="pending")
    days = {(line.day, line.source): line for line in (june, may, earlier)}
    written = write_coverage(archive.folder, {}, days)
    assert written == ("content/.ledger/days/2026-05.jsonl", "content/.ledger/days/2026-06.jsonl")
    assert archive.text(written[0]) == (
        '{"day":"2026-05-02","source":"a","state":"complete"}\n'
        '{"day":"2026-05-02","etag":"\\"x\\"","papers":3,"source":"b","state":"open"}\n'
    )
    assert read_coverage(archive.folder) == days
    more = {**days, (june.day, "a"): Coverage(day=june.day, source="a", state="open")}
    assert write_coverage(archive.folder, days, more) == ("content/.ledger/days/2026-06.jsonl",)
    assert write_coverage(archive.folder, more, more) == ()


def test_a_line_that_is_no_day_is_told_with_its_place(archive: ArchiveTest) -> None:
    archive.write("content/.ledger/days/2026-05.jsonl", '\n{"day":"2026-05-02","source":"a","state":"done"}\n<<<<<<<\n')
    with pytest.raises(SiteError) as caught:
        read_coverage(archive.folder)
    assert [str(problem.location) for problem in caught.value.problems] == [
        "content/.ledger/days/2026-05.jsonl:2:1",
        "content/.ledger/days/2026-05.jsonl:3:1",
    ]
