"""Papers as CSV with a header: commas, semicolons or tabs; a quoted cell may hold line ends."""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from sitegen.problems import Location, Problem, quoted
from sitegen.sources.aliases import Days, fields_of, record_of
from sitegen.sources.record import Harvest
from sitegen.sources.rows import MOST_ROWS, Row, broken, harvested, too_many
from sitegen.text.files import decoded, lines_of

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
    text = decoded(data, path)
    first = re.search(r"\S", text)
    if not first:
        raise broken(Location(path), "an empty file (expected CSV with a header)", "fetch it again")
    start = text.rfind("\n", 0, first.start()) + 1
    place = Location(path, text.count("\n", 0, start) + 1, 1)
    delimiter, header = _header(next(lines_of(text, start)))
    _check(header, place)
    days = Days()
    return harvested(_rows(_Lines(text, start, place), delimiter, header), lambda row: record_of(row, date, days))


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


class _Lines:
    """The lines of a text from an offset on, with their ends, one after the other; they can be read anew.

    place: of the next line.
    """

    def __init__(self, text: str, start: int, place: Location) -> None:
        self._text = text
        self._offset = start
        self.place = place

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._offset >= len(self._text):
            raise StopIteration
        end = self._text.find("\n", self._offset) + 1 or len(self._text)
        line = self._text[self._offset : end]
        self._offset = end
        self.place = Location(self.place.path, self.place.line + 1, 1)
        return line

    def mark(self) -> tuple[int, Location]:
        """Where the next line begins."""
        return self._offset, self.place

    def after(self, mark: tuple[int, Location]) -> None:
        """Goes back to the line after a mark."""
        self._offset, self.place = mark
        next(self, None)


def _rows(lines: _Lines, delimiter: str, header: list[str]) -> Iterator[Row | Problem]:
    """The rows after the header; what does not parse, or has other columns, is a Problem."""
    next(lines)
    number = broken_count = 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        mark = lines.mark()
        place = lines.place
        try:
            cells = next(reader, None)
        except csv.Error as error:
            number += 1
            broken_count += 1
            yield Problem(place, f"row {number}: CSV that does not parse: {error}", _QUOTES)
            lines.after(mark)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            if broken_count < _MOST_BROKEN:
                continue
            message = f"{_MOST_BROKEN} rows that do not parse: the lines from here were not read"
            yield Problem(lines.place, message, "mend them, or is this another format? --format names it")
            return
        if cells is None:
            return
        if not any(cells):
            continue
        number += 1
        if number > MOST_ROWS:
            raise too_many(place)
        if len(cells) == len(header):
            yield Row(number, place, f"line {place.line}", dict(zip(header, cells, strict=True)))
        else:
            message = f"row {number}: {len(cells)} columns (expected {len(header)}, as in the header)"
            yield Problem(place, message, "a cell that holds the delimiter stands in quotes; mend it and ingest again")
