"""JSON text → rows with their line and column: an array, a list inside an object, one object, or one on each line.

Knows no field of a paper but those that tell a row from an envelope around rows.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator

from sitegen.problems import Location, Problem, SiteError, quoted
from sitegen.sources.later_row import later_row
from sitegen.sources.rows import MOST_ROWS, Row, broken, too_many
from sitegen.text.characters import on_one_line
from sitegen.text.files import lines_of

_SPACE = re.compile(r"[ \t\n\r]*")
# What a program writes where it has no number is the same as null; no JSON parser of a browser would read it.
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
_CUT_OFF = "fetch the file again; was it cut off?"
_LINE_HINT = "the other lines were read; mend this one and ingest again"
_ENVELOPES = ("papers", "data", "results", "entries", "items", "works")
_ERRORS = ("error", "message", "detail")
_LONGEST_ERROR = 10_000
_OF_A_ROW = frozenset({"title", "display_name"})


class _Places:
    """Lines and columns of offsets in a text. Each is counted from the one asked for before, so that asking in the
    order of the text reads it once and remembers no line ends.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self._text = text
        self._offset = self._line = self._line_start = 0

    def at(self, offset: int) -> Location:
        if offset < self._offset:
            self._offset = self._line = self._line_start = 0
        self._line += self._text.count("\n", self._offset, offset)
        self._line_start = self._text.rfind("\n", self._offset, offset) + 1 or self._line_start
        self._offset = offset
        return Location(self.path, self._line + 1, offset - self._line_start + 1)


def begins_as_json(head: bytes) -> bool:
    """True if the first bytes of a file may be those of an object or an array."""
    return head.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def array_rows(text: str, path: str, expected: str, row_form: str) -> tuple[Row, ...]:
    """The elements of the array that the text is.

    expected, row_form: how messages call the text and its rows. Raises SiteError if the text is no array, or one of
    texts.
    """
    places = _Places(text, path)
    start = _next(text, 0)
    if text[start : start + 1] != "[":
        _check_is_no_error(text, start, places)
        raise _begins(text, start, places, expected)
    rows, end = _array(text, start, places)
    _check_end(text, end, places, "array")
    _check_values(rows, row_form)
    return rows


def json_rows(text: str, path: str, expected: str, row_form: str) -> tuple[Row | Problem, ...]:
    """The rows of an array, of the list inside an object, of one object, or of JSON Lines.

    A line of JSON Lines that does not parse is a Problem in its place. Raises SiteError if the text as a whole is
    broken: nothing tells where the next row of a broken array begins.
    """
    if text.startswith("[", _next(text, 0)):
        return array_rows(text, path, expected, row_form)
    rows = _object_or_lines(text, path, expected)
    _check_values(rows, row_form)
    return rows


def _object_or_lines(text: str, path: str, expected: str) -> tuple[Row | Problem, ...]:
    places = _Places(text, path)
    start = _next(text, 0)
    if text[start : start + 1] != "{":
        if later_row(text) >= 0:
            return tuple(_lines(text, path))
        raise _begins(text, start, places, expected)
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        if later_row(text) >= 0:
            return tuple(_lines(text, path))
        raise broken(_where(error, start, places), *_why(error)) from None
    if _next(text, end) < len(text) and text.find("\n", start, end) < 0:
        del value  # it may be the largest of all
        return tuple(_lines(text, path))
    _check_end(text, end, places, "object")
    _check_is_no_error(text, start, places)
    return _inside(text, start, value, places)


def _lines(text: str, path: str) -> Iterator[Row | Problem]:
    number = 0
    for line_number, line in enumerate(lines_of(text), 1):
        start = _next(line, 0)
        if start == len(line):
            continue
        number += 1
        if number > MOST_ROWS:
            raise too_many(Location(path, line_number, 1))
        places = _Places(line, path)
        try:
            value, end = _DECODER.raw_decode(line, start)
            after = _next(line, end)
            if after < len(line):
                raise json.JSONDecodeError("more text after the object", line, after)
        except (ValueError, RecursionError) as error:
            column = _where(error, start, places).column
            yield Problem(Location(path, line_number, column), f"row {number}: {_why(error)[0]}", _LINE_HINT)
            continue
        yield Row(number, Location(path, line_number, start + 1), f"line {line_number}", value)


def _inside(text: str, start: int, value: object, places: _Places) -> tuple[Row, ...]:
    """The rows of an object that was decoded: those of a list in it, unless it is a row itself."""
    assert isinstance(value, dict), "the text begins with a brace"
    lists = [name for name, member in value.items() if isinstance(member, list)]
    named = [name for name in _ENVELOPES if name in lists]
    if _OF_A_ROW & value.keys() or not (named or len(lists) == 1):
        return (Row(1, places.at(start), "row 1", value),)
    name = (named or lists)[0]
    found: tuple[Row, ...] = ()
    position = _next(text, start + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        position = _next(text, _next(text, end) + 1)
        if key == name and text[position] == "[":
            found, end = _array(text, position, places)
        else:
            _, end = _DECODER.raw_decode(text, position)
        position = _next(text, end)
        if text[position] == ",":
            position = _next(text, position + 1)
    return found


def _array(text: str, start: int, places: _Places) -> tuple[tuple[Row, ...], int]:
    """The elements of the array at an offset, and where it ends."""
    rows: list[Row] = []
    position = _next(text, start + 1)
    try:
        while text[position : position + 1] != "]":
            if len(rows) == MOST_ROWS:
                raise too_many(places.at(position))
            value, end = _DECODER.raw_decode(text, position)
            rows.append(Row(len(rows) + 1, places.at(position), f"row {len(rows) + 1}", value))
            position = _after_element(text, end)
    except (ValueError, RecursionError) as error:
        raise broken(_where(error, position, places), *_why(error)) from None
    return tuple(rows), position + 1


def _after_element(text: str, end: int) -> int:
    """Where the next element or the closing bracket begins."""
    position = _next(text, end)
    if text[position : position + 1] == ",":
        return _next(text, position + 1)
    if text[position : position + 1] != "]":
        raise json.JSONDecodeError("expecting ',' or ']'", text, position)
    return position


def _check_end(text: str, position: int, places: _Places, what: str) -> None:
    """Two answers written one after the other would lose the second."""
    end = _next(text, position)
    if end < len(text):
        error = json.JSONDecodeError(f"more text after the {what}", text, end)
        raise broken(_where(error, end, places), *_why(error))


def _check_is_no_error(text: str, start: int, places: _Places) -> None:
    """Servers tell their errors as an object, also with status 200."""
    told = error_told(text[start : start + _LONGEST_ERROR])
    if told:
        raise broken(places.at(start), *told)


def error_told(text: str) -> tuple[str, str] | None:
    """The message and the hint for an answer that is an object of JSON that tells an error; None if it tells none."""
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or any(isinstance(member, list) for member in value.values()):
        return None
    found = [value[name] for name in _ERRORS if name in value and not _OF_A_ROW & value.keys()]
    found = [member.get("message") if isinstance(member, dict) else member for member in found]
    reason = next((member for member in found if isinstance(member, str) and member.strip()), "")
    if not reason:
        return None
    return f"an answer that tells an error: {quoted(on_one_line(reason), 200)}", "mend what was asked, and fetch again"


def _check_values(rows: Collection[Row | Problem], row_form: str) -> None:
    """A file of texts is one mistake, not one for each row."""
    found = [row for row in rows if isinstance(row, Row)]
    if found and all(isinstance(row.value, str) for row in found):
        message = f"rows of text, as when a program writes Python's repr (expected {row_form})"
        hint = "write the file with json.dump, or fetch it again from the API"
        raise broken(found[0].location, message, hint)


def _begins(text: str, start: int, places: _Places, expected: str) -> SiteError:
    if start == len(text):
        return broken(Location(places.path), f"an empty file (expected {expected})", "fetch it again")
    message = f"JSON that begins with '{text[start]}' (expected {expected})"
    page = "a page of HTML or XML, perhaps that of an error: fetch the file again"
    other = "is this another format? --format names it"
    return broken(places.at(start), message, page if text[start] == "<" else other)


def _where(error: Exception, start: int, places: _Places) -> Location:
    """Where the text is broken; where the value begins, if the error does not say."""
    return places.at(error.pos if isinstance(error, json.JSONDecodeError) else start)


def _why(error: Exception) -> tuple[str, str]:
    """The message and the hint."""
    if isinstance(error, json.JSONDecodeError):
        return f"JSON that does not parse: {error.msg.lower()}", _CUT_OFF
    if isinstance(error, RecursionError):
        return "JSON nested too deep", "is this the answer of the API?"
    # Python reads no integer of more than 4,300 digits.
    return "JSON with a number too long", "fetch the file again"


def _next(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    assert match, "the pattern matches no character too"
    return match.end()
