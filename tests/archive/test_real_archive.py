"""A year of a digest and a spring of arXiv, ingested: every row is accounted for, every abstract is the source's."""

import gzip
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from sitegen.archive.prepared import cleaned
from sitegen.archive.tallies import OUTCOMES, total
from sitegen.sources.harvest import named
from sitegen.text.markdown import to_plain
from tests.archive.harness import ArchiveTest
from tests.harness import SHARED

FILES = {"hf-daily-2024.jsonl.gz": 2_202, "arxiv-2025-spring.jsonl.gz": 12_240}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")


class Row(msgspec.Struct, frozen=True):
    id: str
    date: str


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_accounted_for_and_every_abstract_is_what_hygiene_makes_of_it(name: str, tmp_path: Path) -> None:
    archive = ArchiveTest(tmp_path / "site")
    (harvest,) = named(tmp_path, (str(SHARED / name),), None, None, None)
    report = archive.ingest(harvest)
    tally = total(report.tallies)
    assert tally.read == sum(getattr(tally, outcome) for outcome in OUTCOMES) == FILES[name]
    with gzip.open(SHARED / name) as lines:
        rows = [msgspec.json.decode(line, type=Row) for line in lines]
    entries = archive.entries().values()
    assert sorted(entry.arxiv_id for entry in entries) == sorted({row.id for row in rows})
    by_day = Counter(row.date for row in rows)
    assert {str(each.day): each.read for each in report.tallies} == by_day
    clean = {record.arxiv_id: cleaned(record).record for record in harvest[1].records}
    wrong = [
        entry.path
        for entry in entries
        if (entry.title, to_plain(entry.abstract)) != (clean[entry.arxiv_id].title, clean[entry.arxiv_id].abstract)
    ]
    assert wrong == []
    assert archive.ingest(harvest).written == ()
