"""Which bundles of the search index a build makes, and what is found until they are made."""

import json
from pathlib import Path

import pytest

from sitegen.build import Options, Report, build
from sitegen.build.searching import index_span
from tests.harness import SiteTest


@pytest.fixture
def month(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    """A site of five days with two papers each, where a run of days holds two papers: 4 runs, and the last one."""
    monkeypatch.setattr("sitegen.site.bundles.TAIL_LIMIT", 2)
    for day in range(1, 6):
        site.entry(f"2025/09/{day:02}/a{day}").entry(f"2025/09/{day:02}/b{day}")
    site.build()
    assert listed(site) == {"2025-09-05--2025-09-05": 2, "2025-09-01--2025-09-04": 8}
    return site


def listed(site: SiteTest) -> dict[str, int]:
    """The published bundles, newest first: the name of the span and how many papers."""
    bundles = json.loads(site.page("pagefind/bundles.json"))["bundles"]
    return {bundle["path"].rpartition("-")[0]: bundle["pages"] for bundle in bundles}


def build_pages(site: SiteTest) -> Report:
    """As the preview builds: the index follows."""
    return build(site.folder, Options(output=Path("public"), search="later"))


def planned(report: Report) -> list[str]:
    return [task.span.name for task in report.pending]


def test_a_new_day_leaves_the_older_bundles_of_its_month_unthought_of(month: SiteTest) -> None:
    month.entry("2025/09/08/a8")
    assert planned(build_pages(month)) == ["2025-09-08--2025-09-08"]
    assert month.build().bundles_indexed == 1
    assert list(listed(month)) == ["2025-09-08--2025-09-08", "2025-09-05--2025-09-05", "2025-09-01--2025-09-04"]


def test_a_paper_more_on_the_newest_day_indexes_its_run_alone(month: SiteTest) -> None:
    month.entry("2025/09/08/a8").build()
    month.entry("2025/09/08/b8")
    assert planned(build_pages(month)) == ["2025-09-08--2025-09-08"]


def test_an_edit_indexes_the_bundle_that_has_the_paper(month: SiteTest) -> None:
    month.entry("2025/09/02/a2", title="Another Title")
    assert planned(build_pages(month)) == ["2025-09-01--2025-09-04"]


def test_a_note_and_a_paper_that_is_listed_again_leave_the_bundles_of_a_day(month: SiteTest) -> None:
    month.write("content/2025/09/05/_day.md", "A note.\n")
    month.entry("2025/08/01/old", listed_on='["2025-09-04"]')
    assert planned(build_pages(month)) == ["2025-08"]


def test_until_bundles_that_join_are_indexed_all_that_was_found_is_found(month: SiteTest) -> None:
    month.entry("2025/09/08/a8").entry("2025/09/08/b8").build()
    month.entry("2025/09/09/a9")
    report = build_pages(month)
    assert planned(report) == ["2025-09-09--2025-09-09", "2025-09-05--2025-09-08"]
    assert listed(month) == {
        "2025-09-08--2025-09-08": 2,
        "2025-09-05--2025-09-05": 2,
        "2025-09-01--2025-09-04": 8,
    }
    index_span(report.pending[1])
    assert planned(build_pages(month)) == ["2025-09-09--2025-09-09"]
    assert listed(month) == {"2025-09-05--2025-09-08": 4, "2025-09-01--2025-09-04": 8}
    month.build()
    assert list(listed(month)) == ["2025-09-09--2025-09-09", "2025-09-05--2025-09-08", "2025-09-01--2025-09-04"]


def test_until_a_month_that_closes_is_indexed_it_is_found_in_the_bundles_it_had(month: SiteTest) -> None:
    month.entry("2025/10/01/c")
    assert planned(build_pages(month)) == ["2025-10", "2025-09"]
    assert listed(month) == {"2025-09-05--2025-09-05": 2, "2025-09-01--2025-09-04": 8}
    month.build()
    assert listed(month) == {"2025-10": 1, "2025-09": 10}


def test_a_paper_is_never_listed_in_two_bundles_while_others_are_left_to_index(month: SiteTest) -> None:
    for key in ("2025/09/04/c4", "2025/09/05/c5", "2025/09/06/a6", "2025/09/06/b6", "2025/09/07/a7"):
        month.entry(key)
    report = build_pages(month)
    assert planned(report) == ["2025-09-07--2025-09-07", "2025-09-05--2025-09-06", "2025-09-01--2025-09-04"]
    assert listed(month) == {"2025-09-05--2025-09-05": 2, "2025-09-01--2025-09-04": 8}
    index_span(report.pending[1])
    build_pages(month)
    assert listed(month) == {"2025-09-05--2025-09-06": 5, "2025-09-01--2025-09-04": 8}


def test_a_bundle_that_was_cut_is_listed_until_a_part_of_it_is_made(month: SiteTest) -> None:
    for path in ("01/a1", "01/b1", "02/a2"):
        (month.folder / f"content/2025/09/{path}.md").unlink()
    report = build_pages(month)
    assert planned(report) == ["2025-09-04--2025-09-04", "2025-09-02--2025-09-03"]
    assert listed(month) == {"2025-09-05--2025-09-05": 2, "2025-09-01--2025-09-04": 8}
    index_span(report.pending[1])
    build_pages(month)
    assert listed(month) == {"2025-09-05--2025-09-05": 2, "2025-09-02--2025-09-03": 3}


def test_bundles_that_came_day_by_day_are_those_of_a_clean_build(month: SiteTest, tmp_path: Path) -> None:
    clean = SiteTest(tmp_path / "clean")
    for day in range(1, 13):
        for site in (month, clean):
            site.entry(f"2025/09/{day:02}/a{day}").entry(f"2025/09/{day:02}/b{day}")
        month.build()
    clean.build()
    assert month.page("pagefind/bundles.json") == clean.page("pagefind/bundles.json")
