"""The items of a file → its harvest: what is read, and what is rejected with its place. Knows no format."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.record import Harvest, Record

# Three months of all of arXiv have 75,000 papers. Each item costs some 300 bytes, however short it is in the file.
MOST_ROWS = 250_000
# The longest title of 14,442 papers has 226 characters.
LONGEST_TITLE = 2_000
_ABSTRACT_HINT = "an entry needs an abstract: add it to the file, or leave it out"
_DATE_HINT = "declare it in seeds/seeds.yaml, or with --date YYYY-MM-DD"

Value = TypeVar("Value")


class Row(msgspec.Struct, frozen=True):
    """One item of a file. number: among its items, from 1; item: how people name it; value: as the format parses it."""

    number: int
    location: Location
    item: str
    value: object


class Rejected(Exception):
    """An item is no paper of a day. The message begins in lower case; hint: what to do, if it is not to mend the item;
    place: what is to blame, if it is not the item as a whole.
    """

    def __init__(self, message: str, hint: str = "", place: Location | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = place


def harvested(rows: Iterable[Row | Problem], record_of: Callable[[Row], Record], called: str = "row") -> Harvest:
    """The harvest of rows; a Problem among them is a row that could not even be parsed.

    record_of: may raise Rejected or msgspec's ValidationError, which reject the row. called: what messages call a row.
    """
    return Harvest(*sorted_out(rows, record_of, called))


def sorted_out(
    rows: Iterable[Row | Problem], value_of: Callable[[Row], Value], called: str = "row"
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
            rejected.append(_problem(row, called, str(error), error.hint, error.place))
        except msgspec.ValidationError as error:
            rejected.append(_problem(row, called, f"{str(error)[:1].lower()}{str(error)[1:]}"))
    return tuple(found), tuple(rejected)


def listing_day(
    title: str, abstract: str, day: dt.date | None, *, known_as: str = "", expected: str = "a declared date"
) -> dt.date:
    """The digest date of an item that may become a record: with a title and an abstract.

    day: of the item, else the declared one. known_as: what tells an item without a title from others. expected: where
    the date could come from, for messages. Raises Rejected.
    """
    if not title:
        raise Rejected(f"no title for {quoted(known_as)}" if known_as else "no title")
    if len(title) > LONGEST_TITLE:
        raise Rejected(f"a title of {len(title):,} characters (expected at most {LONGEST_TITLE:,}): {quoted(title)}")
    if not abstract:
        raise Rejected(f"no abstract for {quoted(title)}", _ABSTRACT_HINT)
    if not day:
        raise Rejected(f"no digest date for {quoted(title)} (expected {expected})", _DATE_HINT)
    return day


def broken(place: Location, message: str, hint: str) -> SiteError:
    """The error for a file that cannot be read as a whole."""
    return SiteError([Problem(place, message, hint)])


def too_many(place: Location, what: str = "rows") -> SiteError:
    """The error for a file of more rows than any real one. place: of the first that is one too many."""
    return broken(place, f"more than {MOST_ROWS:,} {what}", "is this a file of papers? split it by day or month")


def _problem(row: Row, called: str, message: str, hint: str = "", place: Location | None = None) -> Problem:
    otherwise = f"the other {called}s were read; mend this one and ingest again"
    return Problem(place or row.location, f"{called} {row.number}: {message}", hint or otherwise)
