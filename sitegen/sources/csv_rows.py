"""Papers as CSV with a header: commas, semicolons or tabs; a quoted cell may hold line ends."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from sitegen.problems import Location, Problem, quoted
from sitegen.sources.aliases import Days, fields_of, record_of
from sitegen.sources.record import Harvest
from sitegen.sources.rows import Row, broken, harvested
from sitegen.text.files import decoded

_DELIMITERS = (",", ";", "\t")
# A row that does not parse may have swallowed those after it, so reading begins anew at its second line. Each attempt
# costs up to the 131,072 characters that Python's csv allows a cell.
_MOST_BROKEN = 100
_QUOTES = "a quote inside a quoted cell is doubled, and a cell has at most 131,072 characters"


def read_csv(data: bytes, path: str, date: dt.date | None) -> Harvest:
    """The papers of CSV whose first line names the columns. date: the digest date for rows that do not tell theirs.

    docs/reference/sources/fields.md lists the names of the columns; others are passed over. Raises SiteError if the
    header lacks the title or the abstract, or names one twice. A row that cannot be read is rejected with its line.
    """
    lines = [f"{line}\n" for line in decoded(data, path).split("\n")]
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise broken(Location(path), "an empty file (expected CSV with a header)", "fetch it again")
    delimiter, header = _header(lines[first])
    _check(header, Location(path, first + 1, 1))
    days = Days()
    return harvested(_rows(lines, first + 1, delimiter, header, path), lambda row: record_of(row, date, days))


def is_csv(head: bytes) -> bool:
    """True if the first line of a file names columns for a title and an abstract."""
    line = head.decode("utf-8-sig", "replace").lstrip("\r\n").partition("\n")[0]
    return {"title", "abstract"} <= set(fields_of(_header(line)[1]))


def _header(line: str) -> tuple[str, list[str]]:
    """The delimiter, by which more columns have a name that is known, and the names of the columns."""
    try:
        headers = [(delimiter, next(csv.reader([line], delimiter=delimiter), [])) for delimiter in _DELIMITERS]
    except csv.Error:
        return ",", []
    return max(headers, key=lambda found: sum(map(bool, fields_of(found[1]))))


def _check(header: list[str], place: Location) -> None:
    fields = fields_of(header)
    for name in ("title", "abstract"):
        if name not in fields:
            message = f"a header without '{name}': {quoted(', '.join(header))}"
            raise broken(
                place, message, "the first line names the columns; docs/reference/sources/fields.md has the names"
            )
    counts = Counter(name.strip().casefold() for name in header)
    for name, count in counts.items():
        if count > 1 and name:
            raise broken(place, f"{count} columns '{name}' (expected each once)", "rename or remove one of them")


def _rows(lines: list[str], first: int, delimiter: str, header: list[str], path: str) -> Iterator[Row | Problem]:
    """The rows from a line on, counted from 0; what does not parse, or has other columns, is a Problem."""
    number = broken_count = 0
    start = first
    reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
    while True:
        place = Location(path, start + reader.line_num + 1, 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            number += 1
            broken_count += 1
            yield Problem(place, f"row {number}: CSV that does not parse: {error}", _QUOTES)
            start = place.line
            reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
            if broken_count < _MOST_BROKEN:
                continue
            message = f"{_MOST_BROKEN} rows that do not parse: the lines from here were not read"
            yield Problem(
                Location(path, start + 1, 1), message, "mend them, or is this another format? --format names it"
            )
            return
        if cells is None:
            return
        if not any(cells):
            continue
        number += 1
        if len(cells) == len(header):
            yield Row(number, place, f"line {place.line}", dict(zip(header, cells, strict=True)))
        else:
            message = f"row {number}: {len(cells)} columns (expected {len(header)}, as in the header)"
            yield Problem(place, message, "a cell that holds the delimiter stands in quotes; mend it and ingest again")
