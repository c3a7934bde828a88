"""A place in a file → the lines around it. Reads files of the site and its theme, no others."""

import unicodedata

import msgspec

from sitegen.preview.places import Places, file_of
from sitegen.problems import Location, printable

_CONTEXT = 2
_WIDTH = 160
# Where the column stands in a line that had to be cut at its start.
_LEAD = 60
_BYTE_LIMIT = 1 << 20


class Line(msgspec.Struct, frozen=True):
    """A line of a file, printable and cut to what fits. number: counts from 1."""

    number: int
    text: str
    is_marked: bool


class Excerpt(msgspec.Struct, frozen=True):
    """The lines around a place, in order. caret: what stands under the marked line; '' without a column."""

    lines: tuple[Line, ...]
    caret: str


def excerpt_of(location: Location, places: Places) -> Excerpt | None:
    """The line that is meant and two on either side; None if no line is, or if its file is not ours to show."""
    path = file_of(location.path, places) if location.line else None
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            data = file.read(_BYTE_LIMIT)
    except OSError:
        return None
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[-1] == "" and location.line < len(lines):
        lines.pop()
    if location.line > len(lines):
        return None
    first, last = max(1, location.line - _CONTEXT), min(len(lines), location.line + _CONTEXT)
    marked = lines[location.line - 1]
    start = max(0, location.column - 1 - _LEAD) if len(marked) > _WIDTH and location.column > _WIDTH - _LEAD else 0
    shown = tuple(
        Line(number, _cut(lines[number - 1], start if number == location.line else 0), number == location.line)
        for number in range(first, last + 1)
    )
    return Excerpt(shown, _caret(marked, start, location.column) if location.column else "")


def _cut(line: str, start: int) -> str:
    end = start + _WIDTH
    text = _visible(line[start:end])
    return ("…" if start else "") + text + ("…" if len(line) > end else "")


def _caret(line: str, start: int, column: int) -> str:
    """Spaces as wide as what stands before the column, and a caret."""
    before = ("…" if start else "") + _visible(line[start : column - 1])
    return "".join(_blank(character) for character in before) + "^"


def _visible(text: str) -> str:
    return printable(text.replace("\t", " "))


def _blank(character: str) -> str:
    """A space that is as wide as the character in a font of fixed width."""
    if unicodedata.combining(character):
        return ""
    return "\N{IDEOGRAPHIC SPACE}" if unicodedata.east_asian_width(character) in "WF" else " "
