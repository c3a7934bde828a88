"""The sources on the web, asked for the days that are missing, and merged as they answer. Knows no clock.

What a run that is killed has merged is kept, with the days it is from: the next run goes on behind them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from sitegen.archive.coverage import Coverage, Days, read_coverage, write_coverage
from sitegen.archive.due import answered, due_days, nobodys_gaps, not_answered, not_merged, tries_of, validators_of
from sitegen.archive.ingest import Manner, Report, ingest
from sitegen.archive.tallies import Tally
from sitegen.problems import Problem, SiteError
from sitegen.sources.day_fetch import fetch_day
from sitegen.sources.day_reading import day_read
from sitegen.sources.fetching import NO_VALIDATORS, Fetcher, Unanswered, Unchanged
from sitegen.sources.formats import Source
from sitegen.sources.raw import keep_raw
from sitegen.sources.record import Harvest
from sitegen.sources.web_source import WebSource

# What is merged at once: a month of a digest, or a few days of all arXiv. A merge reads the whole ledger.
_DAYS_AT_ONCE = 31
_RECORDS_AT_ONCE = 3000
# After so many requests in a row without an answer a source is not asked again in this run.
_SILENCES = 2


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


class WebReport(msgspec.Struct, frozen=True):
    """What came of asking. days: what is known of every day now. asked: how many days of each source were asked for.

    passed_over: how many were due and not asked for, because the source left others without an answer. report: of what
    was merged; its problems are those of items. failures: in the order in which they happened.
    """

    report: Report
    days: Days
    asked: dict[str, int]
    passed_over: dict[str, int]
    failures: tuple[Failure, ...]


class _Day(msgspec.Struct, frozen=True):
    """What came of a day of a source: what is known of it now, if anything, and what it told, if that may be new.

    is_silent: True if its host left the request without an answer, as it may leave the next one.
    """

    date: dt.date
    source: str
    line: Coverage | None
    told: tuple[Source, Harvest] | None = None
    early_count: int = 0
    failure: Failure | None = None
    is_silent: bool = False


def ingest_web(site_root: Path, asking: Asking, fetcher: Fetcher, manner: Manner) -> WebReport:
    """Asks the sources for their missing days and merges what they tell. The caller holds `archive_lock`.

    A source that fails leaves its days for the next run and stops no other. Raises SiteError if the ledger cannot be
    read, and OSError if the archive or an answer to keep cannot be written; what came before is merged then, too.
    Everything else that goes wrong is in what is returned.
    """
    run = _Run(site_root, asking, fetcher, manner)
    try:
        run.ask_all()
    except OSError:
        run.merge()
        raise
    run.merge()
    return WebReport(run.report, run.days, run.asked, run.passed_over, tuple(run.failures))


class _Run:
    """One run: what came so far, and what of it is not merged yet."""

    def __init__(self, site_root: Path, asking: Asking, fetcher: Fetcher, manner: Manner) -> None:
        self._site_root = site_root
        self._asking = asking
        self._fetcher = fetcher
        self._manner = manner
        self._batch: list[_Day] = []
        self._silences: Counter[str] = Counter()
        known = read_coverage(site_root)
        nobodys = nobodys_gaps(asking.sources, known)
        self.days = {place: line for place, line in known.items() if place not in nobodys}
        write_coverage(site_root, known, self.days)
        self.report = Report()
        self.failures: list[Failure] = []
        self.asked = {source.name: 0 for source in asking.sources}
        self.passed_over = {source.name: 0 for source in asking.sources}

    def ask_all(self) -> None:
        """Asks for every day that is due, and merges what came whenever it is enough."""
        for source, date in _every_day(self._asking, self.days):
            if self._silences[source.name] >= _SILENCES:
                # Each of the days that are left would take as long as those before.
                line = not_answered(source, date, self.days.get((date, source.name)), was_asked=False)
                self._batch.append(_Day(date, source.name, line))
                self.passed_over[source.name] += 1
                continue
            day = self._asked(source, date)
            self._silences[source.name] = self._silences[source.name] + 1 if day.is_silent else 0
            self.asked[source.name] += 1
            self._batch.append(day)
            if day.failure:
                self.failures.append(day.failure)
            if _is_enough(self._batch):
                self.merge()

    def merge(self) -> None:
        """Merges what came and is not merged yet; then what is known of the days is true, and written."""
        told = [day.told for day in self._batch if day.told]
        unmerged: frozenset[tuple[str, dt.date | None]] = frozenset()
        # To look at the archive takes longer than to be told of nothing.
        if any(harvest.read_count for _, harvest in told):
            report = ingest(self._site_root, told, self._manner)
            unmerged = report.unmerged
            self.report += report
        self.report += Report(tuple(_early(day) for day in self._batch if day.told and day.early_count))
        new = dict(self.days)
        for day in self._batch:
            if day.line:
                place = (day.source, day.told[0].date if day.told else day.date)
                new[day.date, day.source] = not_merged(day.line) if place in unmerged else day.line
        write_coverage(self._site_root, self.days, new)
        self.days = new
        if self._batch:
            self._asking.progress(f"merged to {max(day.date for day in self._batch)}")
        self._batch.clear()

    def _asked(self, source: WebSource, date: dt.date) -> _Day:
        line, today = self.days.get((date, source.name)), self._asking.today
        is_asked_anew = self._asking.since is not None or self._manner.restores
        validators = NO_VALIDATORS if is_asked_anew else validators_of(source, line, date)
        outcome = fetch_day(self._fetcher, source, date, validators)
        if isinstance(outcome, Problem):
            return _failed(source, date, line, (outcome,))
        papers, rejected = (line.papers, line.rejected) if line else (0, 0)
        if isinstance(outcome, Unchanged):
            return _Day(date, source.name, answered(source, date, today, papers, rejected, validators))
        try:
            told, harvest = day_read(source, date, outcome)
        except SiteError as error:
            return _failed(source, date, line, error.problems)
        if source.keep_raw and outcome.answers:
            keep_raw(self._site_root, source.name, date if source.is_dated else today, outcome.answers)
        # Papers that a list has no more were listed all the same: they stay, and so does what is known of the day.
        papers = len(harvest.records) or papers
        new_line = answered(source, date, today, papers, len(harvest.rejected), outcome.validators)
        kept = tuple(record for record in harvest.records if source.is_dated or record.date >= source.start)
        early_count = len(harvest.records) - len(kept)
        # Of a source without days there is nothing to remember but what it may be asked with.
        is_known = source.is_dated or outcome.validators != NO_VALIDATORS
        told_from_start = (told, msgspec.structs.replace(harvest, records=kept))
        return _Day(date, source.name, new_line if is_known else None, told_from_start, early_count)


def _every_day(asking: Asking, days: Days) -> Iterator[tuple[WebSource, dt.date]]:
    """What to ask for: day after day, the sources of each in their order; then the newest of those without days.

    Days that were asked for in vain come after the others, those most often last: what never answers must not keep the
    others waiting.
    """
    due = [
        (tries_of(days.get((day, source.name))), day, number)
        for number, source in enumerate(asking.sources)
        if source.is_dated
        for day in due_days(source, days, asking.today, asking.since)
    ]
    for _, day, number in sorted(due):
        yield asking.sources[number], day
    for source in asking.sources:
        if not source.is_dated and source.start <= asking.today:
            yield source, source.start


def _failed(source: WebSource, date: dt.date, line: Coverage | None, problems: tuple[Problem, ...]) -> _Day:
    is_silent = any(isinstance(problem, Unanswered) for problem in problems)
    new_line = not_answered(source, date, line, was_asked=True)
    return _Day(date, source.name, new_line, failure=Failure(source.name, date, problems), is_silent=is_silent)


def _early(day: _Day) -> Tally:
    return Tally(source=day.source, early=day.early_count)


def _is_enough(batch: Sequence[_Day]) -> bool:
    record_count = sum(len(day.told[1].records) for day in batch if day.told)
    return record_count >= _RECORDS_AT_ONCE or len({day.date for day in batch}) >= _DAYS_AT_ONCE
