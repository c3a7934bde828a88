"""What an ingest did → what people and programs read of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.archive.coverage import Days
from sitegen.archive.ingest import Report
from sitegen.archive.tallies import OUTCOMES, Tally, added_up, total
from sitegen.problems import Location, Problem, as_object, counted

if TYPE_CHECKING:  # loading what fetches takes a while, and files need none of it
    from sitegen.archive.web import Failure, WebReport
    from sitegen.sources.web_source import WebSource

# A source with more days than these is told by months: more would hide what else there is to say.
_MOST_DAYS = 40
_MOST_NAMED = 30
_ALWAYS = ("read", "new", "updated", "unchanged", "again", "merged", "kept", "rejected")
_HEADS = {"not_listed": "not listed"}
_COLUMNS = ("read", *(name for name in OUTCOMES if name != "rejected"), "kept", "rejected")
_SHOWN = {"body": "abstract"}


def as_text(report: Report) -> Iterator[str]:
    """The rules that fired and the titles that are alike, then the table by source and day, with its sum."""
    yield from _cleanings(report)
    yield from _alike(report)
    if report.tallies:
        yield from table(report.tallies)


def table(tallies: Sequence[Tally]) -> Iterator[str]:
    """A line for each source and day, then one for all. Columns that few ever need are shown where they are needed."""
    names = [name for name in _COLUMNS if name in _ALWAYS or any(getattr(tally, name) for tally in tallies)]
    rows = [(_label(tally), period, tally) for period, tally in _by_period(tallies)]
    rows.append(("all", "", total(tallies)))
    sources = max(len("source"), *(len(label) for label, _, _ in rows))
    heads = [_HEADS.get(name, name) for name in names]
    widths = [
        max(len(head), *(len(f"{getattr(tally, name):,}") for _, _, tally in rows))
        for head, name in zip(heads, names, strict=True)
    ]
    periods = max(len("day"), *(len(period) for _, period, _ in rows))
    head = "  ".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    yield f"{'source':{sources}}  {'day':{periods}}  {head}"
    for label, period, tally in rows:
        counts = (f"{getattr(tally, name):>{width},}" for name, width in zip(names, widths, strict=True))
        yield f"{label:{sources}}  {period:{periods}}  {'  '.join(counts)}"


def coverage(fetched: WebReport, sources: Iterable[WebSource]) -> Iterator[str]:
    """A line for each source on the web: how many days were asked for, which are pending, up to where all are there."""
    for source in sources:
        asked = fetched.asked[source.name]
        if not source.is_dated:
            failed = any(failure.source == source.name for failure in fetched.failures)
            yield f"{source.name}: {'not answered' if failed else 'the newest were read'}"
            continue
        pending = _pending(fetched.days, source)
        state = f"pending: {runs(pending)}" if pending else "none pending"
        silent = fetched.passed_over[source.name]
        over = f", {counted(silent, 'day')} not, for want of answers" if silent else ""
        yield f"{source.name}: {counted(asked, 'day')} asked for{over}, {state}; {_complete(fetched.days, source)}"


def warnings(fetched: WebReport) -> Iterator[Problem]:
    """What did not answer, once for all the days it is true of; then the items that could not be read."""
    same: dict[tuple[str, str], list[Failure]] = {}
    for failure in fetched.failures:
        same.setdefault((failure.source, failure.problems[0].message), []).append(failure)
    for failures in same.values():
        first = failures[0].problems[0]
        others = f" (and {counted(len(failures) - 1, 'other day')} of {failures[0].source})" if failures[1:] else ""
        yield Problem(first.location, f"{first.message}{others}", first.hint)
        yield from failures[0].problems[1:]
    yield from fetched.report.problems


def unanswered(fetched: WebReport) -> Iterator[Problem]:
    """A problem for each source that left a day without an answer, for who requires them all."""
    for name, passed_over in fetched.passed_over.items():
        count = passed_over + sum(failure.source == name for failure in fetched.failures)
        if not count:
            continue
        hint = "run it again; without --require what is there goes on"
        yield Problem(Location(name), f"{counted(count, 'day')} without an answer (required)", hint)


def as_json(report: Report, fetched: WebReport | None, sources: Iterable[WebSource]) -> str:
    """All of it as one JSON object, day by day."""
    told = {
        "tallies": [_tally(tally) for tally in report.tallies],
        "total": _tally(total(report.tallies)),
        "written": report.written,
        "cleaned": report.cleaned,
        "alike": report.alike,
        "sources": [_source(fetched, source) for source in sources] if fetched else [],
        "warnings": [as_object(problem) for problem in warnings(fetched)] if fetched else [],
        "problems": [as_object(problem) for problem in report.problems if not _is_of_the_web(problem, fetched)],
    }
    return msgspec.json.encode(told).decode()


def _tally(tally: Tally) -> dict[str, object]:
    return {"source": tally.source, "file": tally.file, "day": tally.day, "read": tally.read} | {
        name: getattr(tally, name) for name in (*OUTCOMES, "kept")
    }


def _source(fetched: WebReport, source: WebSource) -> dict[str, object]:
    return {
        "name": source.name,
        "asked": fetched.asked[source.name],
        "passed_over": fetched.passed_over[source.name],
        "pending": _pending(fetched.days, source),
        "failed": sorted({failure.day for failure in fetched.failures if failure.source == source.name}),
        "complete_to": complete_to(fetched.days, source),
    }


def _is_of_the_web(problem: Problem, fetched: WebReport | None) -> bool:
    return fetched is not None and problem in fetched.report.problems


def complete_to(days: Days, source: WebSource) -> dt.date | None:
    """The last day up to which every day since the source's start is complete; None if the first is not."""
    last = None
    day = source.start
    while (line := days.get((day, source.name))) and line.state == "complete":
        last = day
        day += dt.timedelta(days=1)
    return last


def _complete(days: Days, source: WebSource) -> str:
    last = complete_to(days, source)
    return f"complete from {source.start} to {last}" if last else f"{source.start}, its first day, is not complete yet"


def _pending(days: Days, source: WebSource) -> tuple[dt.date, ...]:
    return tuple(sorted(day for (day, name), line in days.items() if name == source.name and line.state == "pending"))


def runs(days: Sequence[dt.date]) -> str:
    """Days in runs: '2026-05-03, 2026-05-08 to 2026-05-11'."""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    shown = [f"{run[0]} to {run[-1]}" if run[1:] else f"{run[0]}" for run in runs]
    more = f" and {counted(len(shown) - 5, 'other run')} of days" if len(shown) > 5 else ""
    return ", ".join(shown[:5]) + more


def _label(tally: Tally) -> str:
    return tally.file or tally.source


def _by_period(tallies: Sequence[Tally]) -> Iterator[tuple[str, Tally]]:
    """The tallies of each source by day, or by month where there are many."""
    labels: dict[str, list[Tally]] = {}
    for tally in tallies:
        labels.setdefault(_label(tally), []).append(tally)
    for every in labels.values():
        if len(every) <= _MOST_DAYS:
            yield from ((str(tally.day or ""), tally) for tally in every)
            continue
        months = [msgspec.structs.replace(tally, day=tally.day and tally.day.replace(day=1)) for tally in every]
        yield from ((f"{tally.day:%Y-%m}" if tally.day else "", tally) for tally in added_up(months))


def _cleanings(report: Report) -> Iterator[str]:
    """The entries that were written and are not as their sources told them, with the rules that fired."""
    found = []
    for path in report.written:
        rules = report.cleaned.get(path, {})
        fields = [f"{_SHOWN.get(name, name)}: {', '.join(fired)}" for name, fired in rules.items()]
        if set().union(*rules.values()) - {"white-space"}:
            found.append(f"  cleaned {path}: {'; '.join(fields)}")
    yield from found[:_MOST_NAMED]
    if len(found) > _MOST_NAMED:
        yield f"  cleaned, and not named here: {counted(len(found) - _MOST_NAMED, 'paper')}"


def _alike(report: Report) -> Iterator[str]:
    """New entries that may be papers that are there already."""
    for one, other in report.alike[:_MOST_NAMED]:
        yield f"  kept apart, though the titles are alike: {one} and {other}"
    if len(report.alike) > _MOST_NAMED:
        yield f"  kept apart so, and not named here: {counted(len(report.alike) - _MOST_NAMED, 'pair')}"
