"""Which days a source is to be asked for, and what an answer says of a day. Pure: knows no clock and no network."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sitegen.archive.coverage import Coverage, Days, State
from sitegen.sources.fetching import NO_VALIDATORS, Validators
from sitegen.sources.web_source import WebSource, next_request

_DAY = dt.timedelta(days=1)


def due_days(source: WebSource, days: Days, today: dt.date, since: dt.date | None = None) -> tuple[dt.date, ...]:
    """The days from the source's start to today that are not complete, the oldest first.

    One that has not settled by now is not complete, whatever is written: the clock was ahead, or days settle later than
    they did. since: instead, every day from this one on, complete or not.
    """
    first = max(source.start, since) if since else source.start
    return tuple(day for day in _from(first, today) if since or not _is_done(source, day, today, days))


def nobodys_gaps(sources: Iterable[WebSource], days: Days) -> frozenset[tuple[dt.date, str]]:
    """The pending days that nobody will be asked for again: the source is declared no more, or starts later."""
    starts = {source.name: source.start for source in sources if source.is_dated}
    return frozenset(
        (day, name)
        for (day, name), line in days.items()
        if line.state == "pending" and (name not in starts or day < starts[name])
    )


def tries_of(line: Coverage | None) -> int:
    """How often in a row a day was asked for in vain. Who was asked more often waits for the others."""
    return line.tries if line else 0


def validators_of(source: WebSource, line: Coverage | None, day: dt.date) -> Validators:
    """What to ask with for a newer answer only: of the last one, if the address is still the same."""
    if line is None or line.address != _address(source, day):
        return NO_VALIDATORS
    return Validators(line.etag, line.last_modified)


def answered(
    source: WebSource, day: dt.date, today: dt.date, papers: int, rejected: int, validators: Validators
) -> Coverage:
    """What is known of a day whose list came."""
    state = _state(source, day, today)
    line = Coverage(day=day, source=source.name, state=state, papers=papers, rejected=rejected)
    if state == "complete" or validators == NO_VALIDATORS:
        return line
    address = _address(source, day)
    return replace(line, etag=validators.etag, last_modified=validators.last_modified, address=address)


def not_answered(source: WebSource, day: dt.date, line: Coverage | None, *, was_asked: bool) -> Coverage | None:
    """What is known of a day that was due and not read: what was known before, if its list had come once.

    was_asked: False if there was no use in asking.
    """
    if line is None and not source.is_dated:
        return None
    known = line or Coverage(day=day, source=source.name, state="pending")
    return replace(known, tries=known.tries + 1) if was_asked and known.state in ("pending", "open") else known


def not_merged(line: Coverage) -> Coverage:
    """What is known of a day whose list came and of which a paper could not be merged: it has to come again."""
    state: State = "open" if line.state == "complete" else line.state
    return replace(line, state=state, etag="", last_modified="", address="")


def _state(source: WebSource, day: dt.date, today: dt.date) -> State:
    """A list of a day is final once the day is over and has settled; one without days is never."""
    if not source.is_dated:
        return "newest"
    return "complete" if _has_settled(source, day, today) else "open"


def _has_settled(source: WebSource, day: dt.date, today: dt.date) -> bool:
    return today - day >= max(source.settle_days, 1) * _DAY


def _address(source: WebSource, day: dt.date) -> str:
    """A digest of where a day is asked for: it may hold what nobody is to see."""
    request = next_request(source, day, ())
    assert request, "a day begins with a request"
    return hashlib.blake2b(request.url.encode(), digest_size=4).hexdigest()


def _from(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += _DAY


def _is_done(source: WebSource, day: dt.date, today: dt.date, days: Days) -> bool:
    line = days.get((day, source.name))
    return line is not None and line.state == "complete" and _has_settled(source, day, today)
