"""The rows of a file → its harvest: what is read, and what is rejected with its place. Knows no format."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from sitegen.problems import Location, Problem, SiteError
from sitegen.sources.record import Harvest, Record

_HINT = "the other rows were read; mend this one and ingest again"
_ABSTRACT_HINT = "an entry needs an abstract: add it to the file, or leave this row out"
_DATE_HINT = "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD"

Value = TypeVar("Value")


class Row(msgspec.Struct, frozen=True):
    """One item of a file. number: among its items, from 1; item: how people name it; value: as the format parses it."""

    number: int
    location: Location
    item: str
    value: object


class Rejected(Exception):
    """A row is no paper of a day. The message begins in lower case; the hint says what to do."""

    def __init__(self, message: str, hint: str = _HINT) -> None:
        super().__init__(message)
        self.hint = hint


def harvested(rows: Iterable[Row | Problem], record_of: Callable[[Row], Record]) -> Harvest:
    """The harvest of rows; a Problem among them is a row that could not even be parsed.

    record_of: may raise Rejected or msgspec's ValidationError, which reject the row.
    """
    return Harvest(*sorted_out(rows, record_of))


def sorted_out(
    rows: Iterable[Row | Problem], value_of: Callable[[Row], Value]
) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
    """What rows say, and why some say nothing; see `harvested`."""
    found: list[Value] = []
    rejected: list[Problem] = []
    for row in rows:
        if isinstance(row, Problem):
            rejected.append(row)
            continue
        try:
            found.append(value_of(row))
        except Rejected as error:
            rejected.append(_problem(row, str(error), error.hint))
        except msgspec.ValidationError as error:
            rejected.append(_problem(row, f"{str(error)[:1].lower()}{str(error)[1:]}", _HINT))
    return tuple(found), tuple(rejected)


def no_title() -> Rejected:
    """Why a row without a title is none."""
    return Rejected("no title")


def no_abstract(title: str) -> Rejected:
    """Why a row without an abstract is none. title: as messages show it, in quotes."""
    return Rejected(f"no abstract for {title}", _ABSTRACT_HINT)


def no_date(title: str) -> Rejected:
    """Why a row is none if neither it nor the declaration says when the digest listed it."""
    return Rejected(f"no digest date for {title} (expected a declared date)", _DATE_HINT)


def broken(place: Location, message: str, hint: str) -> SiteError:
    """The error for a file that cannot be read as a whole."""
    return SiteError([Problem(place, message, hint)])


def _problem(row: Row, message: str, hint: str) -> Problem:
    return Problem(row.location, f"row {row.number}: {message}", hint)
