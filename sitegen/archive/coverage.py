"""Which days each source on the web was asked for, and what it said: the proof that no day is missing.

`content/.ledger/days/YYYY-MM.jsonl`, one line for a day and a source, sorted. Knows no network.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from sitegen.archive import walk
from sitegen.archive.ledger import month_of
from sitegen.memo import SCRATCH, write_whole
from sitegen.problems import Location, Problem, SiteError, raise_if
from sitegen.text.files import read_text

DAYS = walk.DAYS

State = Literal["complete", "open", "pending", "newest"]


class Coverage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a source's day.

    state: `complete` once the source was read after the day had settled, `open` while it may still change, `pending`
    where it was due and was not read; `newest` for a source without days, under its start. papers: how many it listed.
    rejected: how many items of it could not be read. tries: how often in a row it was asked for in vain. etag,
    last_modified: of its answer, to be asked only for a newer one; empty once the day is complete. address: a digest of
    where they are from.
    """

    day: dt.date
    source: str
    state: State
    papers: int = 0
    rejected: int = 0
    tries: int = 0
    etag: str = ""
    last_modified: str = ""
    address: str = ""


Days = Mapping[tuple[dt.date, str], Coverage]
"""What is known, by day and name of the source."""


def read_coverage(site_root: Path) -> Days:
    """What is known of all days; nothing if none was ever asked for. Raises SiteError with every line that is none."""
    days: dict[tuple[dt.date, str], Coverage] = {}
    problems: list[Problem] = []
    for path in walk.days_paths(site_root):
        try:
            days |= days_in(read_text(site_root, path), path)
        except SiteError as error:
            problems.extend(error.problems)
    raise_if(problems)
    return days


def days_in(text: str, path: str) -> Days:
    """What a month's file says. path: for messages; its name is the month. Raises SiteError with every other line."""
    month = path.rsplit("/", 1)[1].removesuffix(".jsonl")
    days: dict[tuple[dt.date, str], Coverage] = {}
    problems: list[Problem] = []
    for number, written in enumerate(text.split("\n"), 1):
        if not written:
            continue
        place = Location(path, number, 1)
        try:
            line = msgspec.json.decode(written, type=Coverage)
        except msgspec.DecodeError as error:
            hint = "was a merge left undone? a line may be removed: its day is then asked for again"
            problems.append(Problem(place, f"not a day of the ledger: {error}", hint))
            continue
        if month_of(line.day) != month:
            hint = f"the line belongs into {walk.DAYS}/{month_of(line.day)}.jsonl; removed, its day is asked for again"
            problems.append(Problem(place, f"a day of {month_of(line.day)} (expected one of {month})", hint))
            continue
        days[line.day, line.source] = line
    raise_if(problems)
    return days


def write_coverage(site_root: Path, old: Days, new: Days) -> tuple[str, ...]:
    """Writes the months in which `new` differs from `old`, each file whole or not at all; returns their paths.

    The caller holds `archive_lock`.
    """
    for scratch in (site_root / DAYS).glob(f"{SCRATCH}*"):
        scratch.unlink(missing_ok=True)
    months = sorted({month_of(place[0]) for place in {*old, *new} if old.get(place) != new.get(place)})
    for month in months:
        file = site_root / _path(month)
        if lines := [line for (day, _), line in new.items() if month_of(day) == month]:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, _emitted(lines).encode())
        else:
            file.unlink(missing_ok=True)
    return tuple(map(_path, months))


def _path(month: str) -> str:
    return f"{DAYS}/{month}.jsonl"


def _emitted(lines: Iterable[Coverage]) -> str:
    encode = msgspec.json.Encoder(order="sorted").encode
    return "".join(f"{encode(line).decode()}\n" for line in sorted(lines, key=lambda line: (line.day, line.source)))


def gaps(days: Days) -> tuple[dt.date, ...]:
    """The days for which a source has still to answer, sorted."""
    return tuple(sorted({day for (day, _), line in days.items() if line.state == "pending"}))


def quiet_days(days: Days) -> tuple[dt.date, ...]:
    """The days on which every source that was asked listed nothing, and said so for good; sorted."""
    by_day: dict[dt.date, list[Coverage]] = defaultdict(list)
    for line in days.values():
        if line.state != "newest":
            by_day[line.day].append(line)
    return tuple(
        sorted(
            day for day, lines in by_day.items() if all(line.state == "complete" and not line.papers for line in lines)
        )
    )
