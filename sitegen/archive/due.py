"""Which days a source is to be asked for, and what an answer says of a day. Pure: knows no clock and no network."""

import datetime as dt
from collections.abc import Iterable, Iterator

from sitegen.archive.coverage import Coverage, Days, State
from sitegen.sources.fetching import Validators
from sitegen.sources.web_source import WebSource

_DAY = dt.timedelta(days=1)


def due_days(source: WebSource, days: Days, today: dt.date, since: dt.date | None = None) -> tuple[dt.date, ...]:
    """The days from the source's start to today that are not complete, the oldest first.

    since: instead, every day from this one on, complete or not.
    """
    first = max(source.start, since) if since else source.start
    return tuple(day for day in _from(first, today) if since or not _is_complete(days.get((day, source.name))))


def validators_of(line: Coverage | None) -> Validators:
    return Validators(line.etag, line.last_modified) if line else Validators()


def nobodys_gaps(sources: Iterable[WebSource], days: Days) -> frozenset[tuple[dt.date, str]]:
    """The pending days that nobody will be asked for again: the source is declared no more, or starts later."""
    starts = {source.name: source.start for source in sources}
    return frozenset(
        (day, name)
        for (day, name), line in days.items()
        if was_in_vain(line) and (name not in starts or day < starts[name])
    )


def answered(
    source: WebSource, day: dt.date, today: dt.date, papers: int, rejected: int, validators: Validators
) -> Coverage:
    """What is known of a day whose list came."""
    state = _state(source, day, today)
    if state == "complete":
        validators = Validators()
    return Coverage(
        day=day,
        source=source.name,
        state=state,
        papers=papers,
        rejected=rejected,
        etag=validators.etag,
        last_modified=validators.last_modified,
    )


def not_answered(source: WebSource, day: dt.date, line: Coverage | None) -> Coverage | None:
    """What is known of a day that was asked for in vain: what was known before, if its list had come once."""
    return Coverage(day=day, source=source.name, state="pending") if source.is_dated and line is None else line


def _state(source: WebSource, day: dt.date, today: dt.date) -> State:
    """A list of a day is final once the day is over and has settled; one without days is never."""
    is_final = source.is_dated and today - day >= max(source.settle_days, 1) * _DAY
    return "complete" if is_final else "open"


def _from(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += _DAY


def _is_complete(line: Coverage | None) -> bool:
    return line is not None and line.state == "complete"


def was_in_vain(line: Coverage | None) -> bool:
    """True if a day was asked for and never answered."""
    return line is not None and line.state == "pending"
