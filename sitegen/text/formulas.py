"""Where a text holds formulas: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`; money is none. Draws none."""

import re
from collections.abc import Iterator

import msgspec

CLOSING = {"$$": "$$", "$": "$", "\\[": "\\]", "\\(": "\\)"}
"""How formulas open and close."""

_OPENING = re.compile(r"\$\$?|\\[(\[]")
# What decides where a formula ends. A blank line ends the search.
_MARK = re.compile(r"\\[^\n]|\$\$?|[{}]|\n[^\S\n]*\n")
# In braces a dollar begins or ends a formula inside of a text, as in `$\text{if $x$}$`. Real formulas have four at
# most; a limit keeps the time linear.
_INNER_DOLLARS = 8
# Pandoc forbids a digit outside the dollars, but "10$\times$ faster" is common (178 of 1,558 formulas in 12,240
# abstracts of spring 2025); so a digit there asks for a sign of TeX inside.
_TEX = re.compile(r"\\.|[\^_]")
# Two words of running text are no formula, unless TeX's \text and its like hold them; nor is an amount that runs on
# into words. Real examples: "$0.046) and low MAE (0.025$", "$5 million, up from 3$".
_PROSE = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{2,},?\s[A-Za-z]{2,}|[)%,;:.]\s[A-Za-z]{2,}|^\d\S*\s(.*\s)?[a-z]{3,}", re.DOTALL
)
_TEXT_IN_TEX = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
# Escaped brackets are more often brackets than a formula, `\[WIP\]` and `\(see below\)`; so they ask for a sign of TeX,
# round ones for as little as a single letter or number.
_SURELY_TEX = re.compile(r"\\[A-Za-z]|(?<!\\)[\^_]|[=<>+]")
_SINGLE = re.compile(r"\s*(?:[^\W\d_]|\d[\d.,]*)\s*")

# What cannot stand inside of a formula.
_BRACKETS = ("\\(", "\\[", "\\)", "\\]")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text; a formula includes its dollars or brackets."""

    text: str
    is_formula: bool


def may_hold_formulas(text: str) -> bool:
    """False if the text holds none for sure."""
    return "$" in text or "\\(" in text or "\\[" in text


def pieces(text: str) -> Iterator[Piece]:
    """The text cut into formulas and what stands between them; joined, the pieces are the text."""
    after = 0
    for start, end in formula_spans(text):
        if start > after:
            yield Piece(text[after:start], is_formula=False)
        yield Piece(text[start:end], is_formula=True)
        after = end
    if after < len(text):
        yield Piece(text[after:], is_formula=False)


def formula_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each formula of a text begins and ends, its dollars or brackets included; first to last."""
    opening = _OPENING.search(text) if may_hold_formulas(text) else None
    while opening:
        start = opening.start()
        end = formula_end(text, start)
        if end:
            yield start, end
        opening = _OPENING.search(text, end or start + 1)


def without_formulas(text: str, instead: str) -> str:
    """The text with something else in the place of each formula."""
    if not may_hold_formulas(text):
        return text
    return "".join(instead if piece.is_formula else piece.text for piece in pieces(text))


def formula_end(text: str, position: int) -> int:
    """Where the formula that begins with the dollar or backslash at `position` ends; 0 if none begins there."""
    opening = _OPENING.match(text, position)
    if not opening or _is_escaped(text, position):
        return 0
    end = _close(text, opening.end(), CLOSING[opening[0]])
    inner = text[opening.end() : end]
    if opening[0] == "$$":
        return end + 2 if end and inner.strip() else 0
    if not inner.strip() or _PROSE.search(_TEXT_IN_TEX.sub("", inner)):
        return 0
    if opening[0] != "$":
        is_meant = _SURELY_TEX.search(inner) or (opening[0] == "\\(" and _SINGLE.fullmatch(inner))
        return end + 2 if is_meant else 0
    # No white space inside the dollars, as in Pandoc's tex_math_dollars.
    if inner[0].isspace() or inner[-1].isspace():
        return 0
    touches_digit = text[max(0, position - 1) : position].isdigit() or text[end + 1 : end + 2].isdigit()
    return 0 if touches_digit and not _TEX.search(inner) else end + 1


def _close(text: str, start: int, closing: str) -> int:
    """Where what closes a formula stands; 0 if it is missing, or first comes what no formula holds."""
    depth = 0
    dollars = 0
    for mark in _MARK.finditer(text, start):
        sign = mark[0]
        if sign == closing and not depth:
            return mark.start()
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign[0] == "$":
            dollars += 1
            if not depth or dollars > _INNER_DOLLARS:
                return mark.start() if sign == "$$" and closing == "$" and not depth else 0
        if depth < 0 or sign[0] == "\n" or sign in _BRACKETS:
            return 0
    return 0


def _is_escaped(text: str, position: int) -> bool:
    start = position
    while start and text[start - 1] == "\\":
        start -= 1
    return (position - start) % 2 == 1
