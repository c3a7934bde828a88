"""Real answers of each source, as ingest takes them: every item accounted for, and a second run changes no byte."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from sitegen.archive.ingest import Report
from sitegen.sources.harvest import named
from tests.archive.harness import ArchiveTest, counted
from tests.harness import SHARED

# read, new, updated, unchanged, ignored or not listed, rejected
REAL = {
    "acl-2022.bib": (143, 0, 0, 0, 0, 143),
    "arxiv-api-error-400.xml": (1, 0, 0, 0, 0, 1),
    "arxiv-api-old-style-id.xml": (1, 1, 0, 0, 0, 0),
    "arxiv-api-query-2025-08-old-format.xml": (10, 10, 0, 0, 0, 0),
    "arxiv-api-query-2025-11.xml": (10, 10, 0, 0, 0, 0),
    "arxiv-api-query-2026.xml": (10, 10, 0, 0, 0, 0),
    "arxiv-api-unknown-id.xml": (0, 0, 0, 0, 0, 0),
    "arxiv-feed.atom": (7, 7, 0, 0, 0, 0),
    "arxiv-feed.rss": (3, 2, 0, 0, 1, 0),
    "daily-arxiv.jsonl": (20, 20, 0, 0, 0, 0),
    "hf-daily-papers-2024-05-27.json": (3, 3, 0, 0, 0, 0),
    "hf-daily-papers-2025-03-21.json": (3, 3, 0, 0, 0, 0),
    "hf-daily-papers-python-repr.json": (1, 0, 0, 0, 0, 1),
    "semantic-scholar-paper.json": (1, 1, 0, 0, 0, 0),
}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")


def _ingested(archive: ArchiveTest, name: str) -> Report:
    return archive.ingest(*named(archive.folder, (name,), None, dt.date(2025, 5, 23), None))


def test_no_real_file_is_left_out() -> None:
    assert sorted(REAL) == sorted(path.name for path in (SHARED / "fixtures").iterdir())


@pytest.mark.parametrize("name", sorted(REAL))
def test_every_item_of_a_real_file_is_accounted_for_and_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    archive = ArchiveTest(tmp_path / "site")
    shutil.copy(SHARED / "fixtures" / name, archive.folder)
    report = _ingested(archive, name)
    assert counted(report) == [REAL[name]]
    assert len(report.problems) == REAL[name][-1]
    entries = archive.entries()
    assert len(entries) == REAL[name][1]
    for entry in entries.values():
        assert entry.authors
        assert "\n" not in entry.abstract.strip().replace("\n\n", "")
        assert "Announce Type" not in entry.abstract
    before = archive.stamps()
    again = _ingested(archive, name)
    assert (again.written, archive.stamps()) == ((), before)
