"""What sources said of days → gaps and days without a digest."""

import datetime as dt

import pytest

from sitegen.archive.marks import Marks, read_marks
from sitegen.problems import SiteError
from tests.build.worlds import day_line, days_path

PATH = days_path("2025-09")
DAY = dt.date(2025, 9, 4)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("pending", 0)], Marks(gaps=(DAY,))),
        ([("complete", 7), ("pending", 0)], Marks(gaps=(DAY,))),
        ([("complete", 0), ("pending", 0)], Marks(gaps=(DAY,))),
        ([("complete", 0)], Marks(quiet=(DAY,))),
        ([("complete", 0), ("complete", 0)], Marks(quiet=(DAY,))),
        ([("complete", 0), ("complete", 7)], Marks()),
        ([("complete", 0), ("open", 0)], Marks()),
        ([("open", 0)], Marks()),
        ([("open", 7)], Marks()),
    ],
)
def test_a_day_is_a_gap_until_all_sources_answered_and_quiet_when_all_are_done_and_list_nothing(
    said: list[tuple[str, int]], expected: Marks
) -> None:
    lines = (day_line("2025-09-04", state, papers, source=f"source-{n}") for n, (state, papers) in enumerate(said))
    assert read_marks("".join(lines), PATH) == expected


def test_a_file_without_a_line_marks_nothing() -> None:
    assert read_marks("", PATH) == Marks()


def test_a_day_of_another_month_is_told_with_the_file_it_belongs_into() -> None:
    with pytest.raises(SiteError) as caught:
        read_marks(day_line("2025-09-30", "open") + day_line("2025-10-01", "open"), PATH)
    assert str(caught.value) == (
        f"{PATH}:2:1: a day of 2025-10 (expected one of 2025-09)\n"
        f"  hint: the line belongs into {days_path('2025-10')}; removed, its day is asked for again"
    )
