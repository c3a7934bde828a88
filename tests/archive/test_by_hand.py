"""A paper added by hand is merged as any other: it has one page, and what is there stays in its place."""

import datetime as dt
from pathlib import Path

import pytest

from sitegen.archive.by_hand import Additions, add
from sitegen.archive.ingest import Manner
from sitegen.archive.ledger import read_ledger
from sitegen.sources.look_up import Found
from sitegen.sources.paper_name import PaperName
from sitegen.sources.record import Record
from tests.archive.harness import TOPICS, ArchiveTest, changed, day, paper, told

DAY = day("2025-09-09")
PAPER = paper("A Benchmark", date="2025-09-09", arxiv_id="2509.00001", votes=3, position=1)
PATH = "content/2025/09/09/2509.00001.md"
OLD = "content/2025/09/02/2509.00001.md"


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path)


def _add(archive: ArchiveTest, *records: Record, date: dt.date = DAY, is_day_asked: bool = False) -> Additions:
    found = tuple(
        Found(PaperName(record.arxiv_id, arxiv_id=record.arxiv_id), "arxiv-api", changed(record, date=date))
        for record in records
    )
    return add(archive.folder, found, date, Manner(topics=TOPICS), is_day_asked=is_day_asked)


def _outcomes(additions: Additions) -> list[tuple[str, str, str]]:
    assert additions.problems == ()
    return [(each.outcome, each.path, each.since) for each in additions.papers]


def test_a_new_paper_goes_to_the_day_with_topics_and_a_source_and_without_a_place_among_the_others(
    archive: ArchiveTest,
) -> None:
    assert _outcomes(_add(archive, PAPER)) == [("added", PATH, "2025-09-09")]
    entry = archive.entries()["2509.00001"]
    assert (entry.date, entry.topics, entry.position, entry.votes) == (DAY, ("evaluation",), None, 3)
    assert (entry.source.name, entry.source.format, entry.source.file) == ("added by hand", "arxiv-api", "")


def test_a_paper_that_is_there_stays_as_it_is_on_its_day(archive: ArchiveTest) -> None:
    archive.ingest(told(changed(PAPER, date=day("2025-09-02"))))
    files = archive.files()
    new = changed(PAPER, title="A Benchmark, Again", votes=9)
    assert _outcomes(_add(archive, new)) == [("already there", OLD, "2025-09-02")]
    assert archive.files() == files


def test_a_paper_that_is_there_is_listed_again_on_a_day_that_was_asked_for(archive: ArchiveTest) -> None:
    archive.ingest(told(changed(PAPER, date=day("2025-09-02"))))
    archive.ingest(told(changed(PAPER, date=day("2025-09-04"))))
    assert _outcomes(_add(archive, PAPER, is_day_asked=True)) == [("listed again", OLD, "2025-09-02")]
    assert archive.entries()["2509.00001"].listed_on == (day("2025-09-04"), DAY)
    assert _outcomes(_add(archive, PAPER, is_day_asked=True)) == [("already there", OLD, "2025-09-02")]
    assert _outcomes(_add(archive, PAPER, date=day("2025-09-02"), is_day_asked=True)) == [
        ("already there", OLD, "2025-09-02")
    ]


def test_a_paper_that_was_added_twice_is_there_once(archive: ArchiveTest) -> None:
    _add(archive, PAPER)
    files = archive.files()
    assert _outcomes(_add(archive, PAPER)) == [("already there", PATH, "2025-09-09")]
    assert archive.files() == files


def test_what_the_entry_lacks_is_filled_in_when_it_is_listed_again_and_what_it_says_stays(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("A Benchmark", date="2025-09-02")))
    path = "content/2025/09/02/a-benchmark.md"
    archive.edit(path, "An abstract.", "Mine.")
    additions = _add(archive, changed(PAPER, authors=("Ada",)), is_day_asked=True)
    assert _outcomes(additions) == [("listed again", path, "2025-09-02")]
    entry = archive.entries()["a-benchmark"]
    assert (entry.abstract, entry.authors, entry.arxiv_id) == ("Mine.", ("Ada",), "2509.00001")
    assert entry.also_from == ("added by hand",)


@pytest.mark.parametrize("is_day_asked", [True, False])
def test_a_paper_whose_file_was_deleted_comes_back_because_it_was_asked_for(
    archive: ArchiveTest, is_day_asked: bool
) -> None:
    archive.ingest(told(changed(PAPER, date=day("2025-09-02")), paper("Other", date="2025-09-02")))
    archive.remove(OLD)
    archive.remove("content/2025/09/02/other.md")
    assert _outcomes(_add(archive, PAPER, is_day_asked=is_day_asked)) == [("brought back", PATH, "2025-09-09")]
    assert sorted(archive.entries()) == ["2509.00001"]
    archive.ingest(told(changed(PAPER, date=day("2025-09-02"))))
    assert sorted(archive.entries()) == ["2509.00001"]


def test_a_paper_whose_file_cannot_be_read_is_told_and_stops_no_other(archive: ArchiveTest) -> None:
    archive.write(PATH, "no front matter")
    additions = _add(archive, PAPER, paper("Another Paper", arxiv_id="2509.00002"))
    assert [each.outcome for each in additions.papers] == ["added"]
    assert [problem.location.path for problem in additions.problems] == [PATH]


def test_papers_that_are_there_and_papers_that_are_new_are_told_in_the_order_of_the_question(
    archive: ArchiveTest,
) -> None:
    archive.ingest(told(changed(PAPER, date=day("2025-09-02"))))
    new = paper("Another Paper Of Ours", arxiv_id="2509.00002", withdrawn="A wrong proof")
    additions = _add(archive, new, PAPER)
    assert [(each.outcome, each.title, each.withdrawn) for each in additions.papers] == [
        ("added", "Another Paper Of Ours", "A wrong proof"),
        ("already there", "A Benchmark", ""),
    ]
    assert archive.entries()["2509.00002"].status == "withdrawn"


def test_a_source_that_tells_the_paper_later_fills_in_and_lists_it_again(archive: ArchiveTest) -> None:
    _add(archive, PAPER)
    archive.ingest(told(changed(PAPER, date=day("2025-09-11"), summary="It works.")))
    entry = archive.entries()["2509.00001"]
    assert (entry.date, entry.listed_on, entry.summary) == (DAY, (day("2025-09-11"),), "It works.")
    assert read_ledger(archive.folder).lines["2509.00001"].source == "added by hand"


def test_an_entry_like_one_that_is_there_is_told(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("On the Scaling Law of Data", date="2025-09-02")))
    additions = _add(archive, changed(PAPER, title="On the Scaling Laws of Data"))
    assert additions.alike == ((PATH, "content/2025/09/02/on-the-scaling-law-of-data.md"),)
