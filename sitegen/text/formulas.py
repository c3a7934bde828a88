"""Where a text holds formulas: `$…$` as TeX means it, money not. Knows nothing of how a formula is drawn."""

import re
from collections.abc import Iterator
from html import escape

import msgspec

# No white space inside the dollars, as in Pandoc's tex_math_dollars. A blank line ends the search.
_SINGLE = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\[^\n]|\n(?!\s*\n))+?)(?<![\s\\])\$")
_DOUBLE = re.compile(r"\$\$(?!\$)((?:[^$\\\n]|\\[^\n]|\n(?!\s*\n))+?)\$\$(?!\$)")
# Pandoc forbids a digit outside the dollars, but "10$\times$ faster" is common (178 of 1,558 formulas in 12,240
# abstracts of spring 2025); so a digit there asks for a sign of TeX inside.
_TEX = re.compile(r"\\.|[\^_]")
# Two words of running text are no formula, unless TeX's \text and its like hold them; nor is an amount that runs on
# into words. Real examples: "$0.046) and low MAE (0.025$", "$5 million, up from 3$".
_PROSE = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{2,},?\s[A-Za-z]{2,}|[)%,;:.]\s[A-Za-z]{2,}|^\d\S*\s(.*\s)?[a-z]{3,}", re.DOTALL
)
_TEXT_IN_TEX = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text; a formula includes its dollars."""

    text: str
    is_formula: bool


def pieces(text: str) -> Iterator[Piece]:
    """The text cut into formulas and what stands between them; joined, the pieces are the text."""
    start = 0
    position = text.find("$")
    while position >= 0:
        end = formula_end(text, position)
        if end:
            if position > start:
                yield Piece(text[start:position], is_formula=False)
            yield Piece(text[position:end], is_formula=True)
            start = end
        position = text.find("$", end or position + 1)
    if start < len(text):
        yield Piece(text[start:], is_formula=False)


def formula_end(text: str, position: int) -> int:
    """Where the formula that begins with the dollar at `position` ends; 0 if none begins there."""
    if _is_escaped(text, position):
        return 0
    if double := _DOUBLE.match(text, position):
        return double.end()
    single = _SINGLE.match(text, position)
    if single is None or _PROSE.search(_TEXT_IN_TEX.sub("", single[1])):
        return 0
    touches_digit = text[max(0, position - 1) : position].isdigit() or text[single.end() : single.end() + 1].isdigit()
    return 0 if touches_digit and not _TEX.search(single[1]) else single.end()


def formula_html(formula: str) -> str:
    """A formula as a page shows it: its source, for a reader or a script that draws it."""
    return f'<span class="math">{escape(formula)}</span>'


def _is_escaped(text: str, position: int) -> bool:
    start = position
    while start and text[start - 1] == "\\":
        start -= 1
    return (position - start) % 2 == 1
