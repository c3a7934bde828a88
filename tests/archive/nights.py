"""A digest on the web over many days, a server that misbehaves, and an archive that follows it night after night."""

import datetime as dt
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sitegen.archive.ingest import Manner
from sitegen.archive.web import Asking, WebReport, ingest_web
from sitegen.archive.writing import archive_lock
from sitegen.sources.connecting import Limits
from sitegen.sources.web_source import UrlPattern, WebSource
from tests.harness import ROOT
from tests.sources.web import Handler, Time, Web, answer, fetcher, raw, reset, zipped

FIRST = dt.date(2024, 1, 1)
SETTLE_DAYS = 3
DAY = dt.timedelta(days=1)
PATIENT = Limits(read_s=20.0)
# Short, so that a night on which everything fails is over soon; the clock of all waits is one that only sleep moves.
HASTY = Limits(read_s=0.1)


class Paper(NamedTuple):
    """days: on which it is listed. late: how many days after the first it appears in that day's list."""

    number: int
    days: tuple[dt.date, ...]
    late: int

    @property
    def id(self) -> str:
        return f"24{self.number // 10000 % 12 + 1:02}.{self.number % 10000:05}"

    def votes(self, day: dt.date, today: dt.date) -> int:
        """Votes go on until the list of a day has settled, from another number in each list."""
        return self.days.index(day) * 100 + self.number % 7 + min((today - day).days, SETTLE_DAYS)

    def title(self, today: dt.date) -> str:
        """Every fifth title is corrected a day later."""
        has_typo = self.number % 5 == 0 and today <= self.days[0]
        return f"Paper {self.number} on the {'Sale' if has_typo else 'Scale'} of Things"


class Digest:
    """What a digest lists over some days; on a tenth of them nothing, and a tenth of the papers twice."""

    def __init__(self, day_count: int, seed: int) -> None:
        chance = random.Random(seed)
        self.last = FIRST + (day_count - 1) * DAY
        self.papers: list[Paper] = []
        for index in range(day_count):
            day = FIRST + index * DAY
            for _ in range(chance.choice([0, 1, 2, 2, 3, 3, 4, 3, 2, 3])):
                again = day + chance.randrange(1, 40) * DAY
                days = (day, again) if chance.random() < 0.1 and again <= self.last else (day,)
                self.papers.append(Paper(len(self.papers) + 1, days, chance.choice([0, 0, 0, 1, 2])))
        self._by_day: dict[dt.date, list[Paper]] = {}
        for paper in self.papers:
            for day in paper.days:
                self._by_day.setdefault(day, []).append(paper)

    def list_of(self, day: dt.date, today: dt.date) -> bytes:
        """The day's list as it is on `today`, in the shape of Hugging Face's answers."""
        shown = [
            paper for paper in self._by_day.get(day, ()) if (today - day).days >= paper.late or day > paper.days[0]
        ]
        return json.dumps([{"paper": _row(paper, day, today)} for paper in shown]).encode()


def _row(paper: Paper, day: dt.date, today: dt.date) -> dict[str, object]:
    return {
        "id": paper.id,
        "title": paper.title(today),
        "summary": f"The abstract of paper {paper.number}.",
        "upvotes": paper.votes(day, today),
    }


class Weather:
    """How a server misbehaves. share: of the requests; is_dead: whether it answers none at all."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.share = 0.0
        self.is_dead = False
        self.seen: dict[str, int] = {}

    def reply(self, body: bytes) -> Callable[[Handler], None]:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 1)
        kinds: Mapping[str, Callable[[Handler], None]] = {
            "429": answer(b"slow down", 429, Retry_After="7"),
            "503": answer(b"<html>busy</html>", 503),
            "reset": reset,
            "truncated": raw(head + body[: len(body) // 2]),
            "half a zip": answer(b"\x1f\x8b\x08\x00half", Content_Encoding="gzip"),
            "slow": raw(head, body[:1], pause_s=0.2),
            "a page": answer(b"<!doctype html><title>Sign in</title>", Content_Type="text/html"),
            "another shape": answer(b'{"error": "internal"}'),
            "404": answer(b"not here", 404),
        }
        if not self.is_dead and self.chance.random() >= self.share:
            return self.chance.choice([answer, zipped])(body)
        kind = "503" if self.is_dead else self.chance.choice(list(kinds))
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return kinds[kind]


class Night(Web):
    """A server that answers `/YYYY-MM-DD` as the list of the day is on `today`."""

    def __init__(self, list_of: Callable[[dt.date, dt.date], bytes], weather: Weather) -> None:
        super().__init__(self._reply)
        self._list_of = list_of
        self._weather = weather
        self.today = FIRST

    def _reply(self, handler: Handler) -> None:
        day = dt.date.fromisoformat(handler.path.strip("/"))
        self._weather.reply(self._list_of(day, self.today))(handler)


def source_at(port: int, format_name: str = "huggingface", start: dt.date = FIRST) -> WebSource:
    return WebSource(
        name="digest",
        format=format_name,
        asked=UrlPattern(f"http://127.0.0.1:{port}/{{date}}"),
        start=start,
        settle_days=SETTLE_DAYS,
        keep_raw=False,
    )


def run_night(folder: Path, source: WebSource, today: dt.date, limits: Limits = HASTY) -> WebReport:
    """One run of ingest, with its lock."""
    with archive_lock(folder):
        asking = Asking(sources=(source,), today=today)
        return ingest_web(folder, asking, fetcher(Time(), limits), Manner(topics=()))


def run_and_kill(folder: Path, source: WebSource, today: dt.date, seconds: float) -> bool:
    """One run of ingest in a process that is killed after some time; True if it was still at work then."""
    assert isinstance(source.asked, UrlPattern)
    port = source.asked.url.rpartition(":")[2].partition("/")[0]
    command = [sys.executable, "-m", "tests.archive.nights", str(folder), port, today.isoformat()]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    process.stdout.close()
    return process.wait() != 0


def nights_of(first: dt.date, last: dt.date, chance: random.Random) -> Iterator[dt.date]:
    """The nights on which cron runs: now and then it does not, once in a while for weeks."""
    today = first
    while today <= last:
        yield today
        today += DAY * chance.choices([1, 2, 3, 15], [90, 6, 3, 1])[0]


if __name__ == "__main__":
    print("ready", flush=True)  # noqa: T201
    run_night(Path(sys.argv[1]), source_at(int(sys.argv[2])), dt.date.fromisoformat(sys.argv[3]))
