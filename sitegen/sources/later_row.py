"""JSON Lines whose first line is none of them: where the rows begin. Knows no format and no field but the title."""

import json
import re

# As much of a file as says what it is: enough for its first paper, with its abstract and some hundred authors.
HEAD_COUNT = 65_536
# A line after one of these is an element of an array that is broken, not a row.
_OPEN = (",", "[")
_LINE = re.compile(r"[^\n]*\n?")
_TITLES = frozenset({"title", "display_name"})


def later_row(text: str) -> int:
    """Where a line begins that is a whole object of JSON with a title; -1 if there is none.

    The first line of the text does not count; the second one does, and others that begin in the first `HEAD_COUNT`
    characters.
    """
    before = ""
    for number, found in enumerate(_LINE.finditer(text), 1):
        if number > 2 and found.start() >= HEAD_COUNT:
            break
        line = found[0].strip()
        if before and not before.endswith(_OPEN) and _is_row(line):
            return found.start()
        before = line or before
    return -1


def _is_row(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    # A list of citations has its papers inside.
    return any(_TITLES & {name.casefold() for name in row} for row in (value, *value.values()) if isinstance(row, dict))
