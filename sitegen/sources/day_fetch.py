"""A source and a day → all its answers, or why there are none. Half a day is never handed on."""

import datetime as dt
from functools import partial

import msgspec

from sitegen.problems import Location, Problem
from sitegen.sources.fetching import NO_VALIDATORS, Absent, Fetched, Fetcher, Unchanged, Validators
from sitegen.sources.masking import masked
from sitegen.sources.web_source import WebSource, complaint_about, next_request

# 20,000 papers of arXiv: ten times what all of it gets on a day.
_PAGE_LIMIT = 20


class FetchedDay(msgspec.Struct, frozen=True):
    """The answers for a day, in order; none if there is no list of that day.

    validators: for the next time; empty if one answer cannot speak for all.
    """

    answers: tuple[Fetched, ...]

    @property
    def validators(self) -> Validators:
        return self.answers[0].validators if len(self.answers) == 1 else NO_VALIDATORS


def fetch_day(
    fetcher: Fetcher, source: WebSource, date: dt.date, validators: Validators = NO_VALIDATORS
) -> FetchedDay | Unchanged | Problem:
    """What a source has for a day: every page of it, or that nothing is new, or a problem.

    validators: of the day as it was last fetched.
    """
    answers: tuple[Fetched, ...] = ()
    bodies: tuple[bytes, ...] = ()
    while request := next_request(source, date, bodies, validators):
        if len(bodies) == _PAGE_LIMIT:
            message = f"more than {_PAGE_LIMIT} pages for {date.isoformat()}"
            return Problem(Location(masked(request.url)), message, "ask for fewer categories, or a narrower query")
        outcome = fetcher.fetch(request, partial(complaint_about, source, bodies))
        if isinstance(outcome, Absent):
            return FetchedDay(())
        if not isinstance(outcome, Fetched):
            return outcome
        answers += (outcome,)
        bodies += (outcome.body,)
    return FetchedDay(answers)
