"""A text into a box: in the largest letters in which its lines fit, else shortened. Measures with a font's widths."""

from collections.abc import Iterable

import msgspec

from sitegen.text.fonts import Font

_MORE = "…"
# From one line to the next, as a part of the letters' size.
LEADING = 1.2
# Of the box: kerning and hinting may make a line a little wider than the sum of its letters.
_ROOM = 0.985


class FittedLine(msgspec.Struct, frozen=True):
    """A line of a fitted text."""

    text: str
    """The line, as text."""
    y: float
    """How far its base line is below that of the first line."""


class Fitted(msgspec.Struct, frozen=True):
    """A text that fits into a box."""

    size: int
    """The size of its letters."""
    lines: tuple[FittedLine, ...]
    """Its lines, as many as there are."""


def fitted(text: str, font: Font, width: float, height: float, sizes: Iterable[int]) -> Fitted:
    """The text in the first of these sizes in which it fits; shortened in the last one. sizes: in the order to try.

    A box has room for one line at least, however low it is.
    """
    words = text.split()
    size, most_lines, lines = 0, 1, [""]
    for size in sizes:
        most_lines = max(1, int(height // (size * LEADING)))
        lines = _wrapped(words, font, 1000 * width * _ROOM / size)
        if len(lines) <= most_lines:
            break
    else:
        room = 1000 * width * _ROOM / size
        lines = [*lines[: most_lines - 1], _shortened(" ".join(lines[most_lines - 1 :]), font, room)]
    return Fitted(size, tuple(FittedLine(line, round(n * size * LEADING, 1)) for n, line in enumerate(lines)))


def _wrapped(words: list[str], font: Font, room: float) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if font.width(longer) <= room:
            lines[-1] = longer
            continue
        *full, rest = _pieces(word, font, room)
        lines.extend([*full, rest])
    return [line for line in lines if line] or [""]


def _pieces(word: str, font: Font, room: float) -> list[str]:
    """A word, cut where it is longer than a line: after a hyphen or a slash, else anywhere."""
    pieces = []
    while font.width(word) > room:
        count = max(1, _count_within(word, font, room))
        mark = max(word.rfind(sign, 1, count) for sign in "-/")
        count = mark + 1 if mark > 0 else count
        pieces.append(word[:count])
        word = word[count:]
    return [*pieces, word] if word or not pieces else pieces


def _shortened(text: str, font: Font, room: float) -> str:
    """As many whole words as fit before the sign for more; letters, if not even one word does."""
    if font.width(text) <= room:
        return text
    count = _count_within(text, font, room - font.width(_MORE))
    words = text[:count].rstrip() if text[count : count + 1].isspace() else text[:count].rpartition(" ")[0]
    return (words or text[:count]).rstrip(" ,;:.–—-") + _MORE


def _count_within(text: str, font: Font, room: float) -> int:
    """How many of the first characters of a text fit."""
    width = 0.0
    for count, character in enumerate(text):
        width += font.width(character)
        if width > room:
            return count
    return len(text)
