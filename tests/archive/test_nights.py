"""Years of nights on which a source fails in every way: nothing is lost, nothing is there twice."""

import datetime as dt
import gzip
import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from sitegen.archive.coverage import read_coverage
from tests.archive.harness import ArchiveTest
from tests.archive.nights import (
    DAY,
    FIRST,
    PATIENT,
    SETTLE_DAYS,
    Digest,
    Night,
    Weather,
    nights_of,
    run_and_kill,
    run_night,
    source_at,
)
from tests.harness import SHARED
from tests.sources.web import served


def _assert_is_all_of(archive: ArchiveTest, digest: Digest, today: dt.date) -> None:
    entries = archive.entries()
    assert sorted(entries) == sorted(paper.id for paper in digest.papers)
    for paper in digest.papers:
        entry = entries[paper.id]
        assert sorted({entry.date, *entry.listed_on}) == list(paper.days)
        assert (entry.votes, entry.title) == (paper.votes(paper.days[-1], today), paper.title(today))


def test_over_a_thousand_days_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    digest, weather, chance = Digest(1000, seed=4), Weather(seed=5), random.Random(6)
    archive = ArchiveTest(tmp_path / "site")
    night = Night(digest.list_of, weather)
    failed_nights = killed = 0
    with served(night):
        source = source_at(night.server_address[1])
        for number, today in enumerate(nights_of(FIRST, digest.last, chance)):
            night.today = today
            weather.share = chance.choice([0.0, 0.1, 0.5])
            weather.is_dead = chance.random() < 0.05
            if number % 40 == 20:
                killed += run_and_kill(archive.folder, source, today, chance.uniform(0, 0.12))
            fetched = run_night(archive.folder, source, today)
            failed_nights += bool(fetched.failures)
            assert not fetched.report.problems
        weather.share, weather.is_dead = 0.0, False
        night.today = end = digest.last + SETTLE_DAYS * DAY
        assert run_night(archive.folder, source, end, PATIENT).failures == ()
        _assert_is_all_of(archive, digest, end)
        days = read_coverage(archive.folder)
        assert {day for (day, _), line in days.items() if line.state == "complete"} == {
            FIRST + number * DAY for number in range(1000)
        }
        files = archive.files()
        asked = len(night.paths)
        assert run_night(archive.folder, source, end, PATIENT).report.written == ()
        # The days after the last one of the digest are not final yet; no other is asked for again.
        assert len(night.paths) - asked == SETTLE_DAYS
        assert archive.files() == files
    assert min(weather.seen.values()) > 20
    assert len(weather.seen) == 9
    assert failed_nights > 100
    assert killed > 5


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real rows are not in this checkout: ../shared/data")
def test_real_rows_over_their_days_all_arrive_once(tmp_path: Path) -> None:
    rows: dict[dt.date, list[bytes]] = defaultdict(list)
    with gzip.open(SHARED / "hf-daily-2024.jsonl.gz") as lines:
        for line in lines:
            rows[dt.date.fromisoformat(json.loads(line)["date"])].append(line)
    first, last = min(rows), max(rows)
    weather, chance = Weather(seed=7), random.Random(8)
    archive = ArchiveTest(tmp_path / "site")
    night = Night(lambda day, _: b"".join(rows.get(day, [b"[]"])), weather)
    with served(night):
        source = source_at(night.server_address[1], "json", first)
        for today in nights_of(first, last, chance):
            weather.share = chance.choice([0.0, 0.5])
            run_night(archive.folder, source, today)
        weather.share = 0.0
        fetched = run_night(archive.folder, source, last + SETTLE_DAYS * DAY, PATIENT)
        assert (fetched.failures, fetched.report.problems) == ((), ())
        files = archive.files()
        assert run_night(archive.folder, source, last + SETTLE_DAYS * DAY, PATIENT).report.written == ()
        assert archive.files() == files
    ids = {json.loads(line)["id"] for lines in rows.values() for line in lines}
    assert set(archive.entries()) == ids
