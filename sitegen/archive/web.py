"""The sources on the web, asked for the days that are missing, and merged as they answer. Knows no clock.

What a run that is killed has merged is kept, with the days it is from: the next run goes on behind them.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from sitegen.archive.coverage import Coverage, Days, read_coverage, write_coverage
from sitegen.archive.due import answered, due_days, nobodys_gaps, not_answered, validators_of, was_in_vain
from sitegen.archive.ingest import Manner, Report, ingest
from sitegen.archive.tallies import Tally
from sitegen.problems import Problem, SiteError
from sitegen.sources.day_fetch import fetch_day
from sitegen.sources.day_reading import day_read
from sitegen.sources.fetching import NO_VALIDATORS, Fetcher, Unchanged
from sitegen.sources.formats import Source
from sitegen.sources.raw import keep_raw
from sitegen.sources.record import Harvest
from sitegen.sources.web_source import WebSource

# What is merged at once: a month of a digest, or a few days of all arXiv. A merge reads the whole ledger.
_DAYS_AT_ONCE = 31
_RECORDS_AT_ONCE = 3000


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask for. sources: in their order of precedence. today: in UTC. since: ask again from this day on.

    progress: is told, now and then, how far it is.
    """

    sources: tuple[WebSource, ...]
    today: dt.date
    since: dt.date | None = None
    progress: Callable[[str], None] = lambda _: None


class Failure(msgspec.Struct, frozen=True):
    """A day of a source that could not be had, and why. problems: at least one."""

    source: str
    day: dt.date
    problems: tuple[Problem, ...]


class Fetched(msgspec.Struct, frozen=True):
    """What came of asking. days: what is known of every day now. asked: how many days of each source were asked for.

    report: of what was merged; its problems are those of items. failures: in the order in which they happened.
    """

    report: Report
    days: Days
    asked: dict[str, int]
    failures: tuple[Failure, ...]


class _Day(msgspec.Struct, frozen=True):
    """What came of a day of a source: what is known of it now, if anything, and what it told, if that may be new."""

    date: dt.date
    source: str
    line: Coverage | None
    told: tuple[Source, Harvest] | None = None
    early_count: int = 0
    failure: Failure | None = None


def ingest_web(site_root: Path, asking: Asking, fetcher: Fetcher, manner: Manner) -> Fetched:
    """Asks the sources for their missing days and merges what they tell. The caller holds `archive_lock`.

    A source that fails leaves its days for the next run and stops no other. Raises SiteError if the ledger cannot be
    read; everything else that goes wrong is in what is returned.
    """
    known = read_coverage(site_root)
    nobodys = nobodys_gaps(asking.sources, known)
    days = {place: line for place, line in known.items() if place not in nobodys}
    write_coverage(site_root, known, days)
    report = Report()
    failures: list[Failure] = []
    asked = dict.fromkeys((source.name for source in asking.sources), 0)
    batch: list[_Day] = []

    def merge() -> None:
        nonlocal report
        told = [day.told for day in batch if day.told]
        # To look at the archive takes longer than to be told of nothing.
        if any(harvest.read_count for _, harvest in told):
            report += ingest(site_root, told, manner)
        report += Report(tuple(_early(day) for day in batch if day.told and day.early_count))
        new = {**days, **{(day.date, day.source): day.line for day in batch if day.line}}
        write_coverage(site_root, days, new)
        days.update(new)
        if batch:
            asking.progress(f"merged to {max(day.date for day in batch)}")
        batch.clear()

    for source, date in _every_day(asking, days):
        day = _asked(site_root, source, date, asking.today, days.get((date, source.name)), fetcher)
        asked[source.name] += 1
        batch.append(day)
        if day.failure:
            failures.append(day.failure)
        if len({each.date for each in batch}) >= _DAYS_AT_ONCE or _record_count(batch) >= _RECORDS_AT_ONCE:
            merge()
    merge()
    return Fetched(report, days, asked, tuple(failures))


def _every_day(asking: Asking, days: Days) -> Iterator[tuple[WebSource, dt.date]]:
    """What to ask for: day after day, the sources of each in their order; then the newest of those without days.

    Days that were asked for in vain before come late: what never answers must not keep the others waiting.
    """
    due = [
        (was_in_vain(days.get((day, source.name))), day, number)
        for number, source in enumerate(asking.sources)
        if source.is_dated
        for day in due_days(source, days, asking.today, asking.since)
    ]
    for _, day, number in sorted(due):
        yield asking.sources[number], day
    for source in asking.sources:
        if not source.is_dated and source.start <= asking.today:
            yield source, source.start


def _asked(
    site_root: Path, source: WebSource, date: dt.date, today: dt.date, line: Coverage | None, fetcher: Fetcher
) -> _Day:
    outcome = fetch_day(fetcher, source, date, validators_of(line))
    if isinstance(outcome, Problem):
        return _Day(date, source.name, not_answered(source, date, line), failure=Failure(source.name, date, (outcome,)))
    papers, rejected = (line.papers, line.rejected) if line else (0, 0)
    if isinstance(outcome, Unchanged):
        return _Day(date, source.name, answered(source, date, today, papers, rejected, validators_of(line)))
    try:
        told, harvest = day_read(source, date, outcome)
    except SiteError as error:
        failure = Failure(source.name, date, error.problems)
        return _Day(date, source.name, not_answered(source, date, line), failure=failure)
    if source.keep_raw:
        keep_raw(site_root, source.name, date, outcome.answers)
    # Papers that a list has no more were listed all the same: they stay, and so does what is known of the day.
    papers = len(harvest.records) or papers
    new_line = answered(source, date, today, papers, len(harvest.rejected), outcome.validators)
    kept = tuple(record for record in harvest.records if source.is_dated or record.date >= source.start)
    early_count = len(harvest.records) - len(kept)
    # Of a source without days there is nothing to remember but what it may be asked with.
    is_known = source.is_dated or outcome.validators != NO_VALIDATORS
    told_from_start = (told, msgspec.structs.replace(harvest, records=kept))
    return _Day(date, source.name, new_line if is_known else None, told_from_start, early_count)


def _early(day: _Day) -> Tally:
    return Tally(source=day.source, early=day.early_count)


def _record_count(batch: Sequence[_Day]) -> int:
    return sum(len(day.told[1].records) for day in batch if day.told)
