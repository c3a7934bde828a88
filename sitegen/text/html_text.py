"""The plain text of HTML from outside, as feeds carry it: paragraphs kept, everything else dropped. Never HTML again.

A scanner of our own, because the text must not depend on the release of Python (html.parser reads comments and scripts
differently since mid-2025) and must be linear: 60 KB of unclosed tags take html.parser of 3.11.7 37 s.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from sitegen.text.characters import on_one_line

_OPENING = re.compile(r"<(?:(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])|(?P<comment>!--)|(?P<other>[!?]))")
_END = re.compile(r">|=\s*([\"'])")
_END_WITHOUT_QUOTES = re.compile(r">()")
_SPACE = re.compile(r"\s+")
_EMPTY_LINE = re.compile(r"\n[ \n]*\n")
# html.unescape fails on numbers of more than 4,300 digits; no character has more than seven.
_NO_CHARACTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{7,});?")

# https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3, what it displays as a block, and table rows.
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search
section summary table tbody tfoot thead tr ul xmp"""
_INLINE_NAMES = """
a abbr acronym area audio b base bdi bdo big br canvas cite code col colgroup data del dfn em embed font i img input ins
kbd label link map mark math meta meter mfrac mi mn mo mrow ms msqrt msub msubsup msup mtext nobr output param picture
progress q rp rt ruby s samp semantics small source span strike strong sub sup td th time track tt u var video wbr"""
# Their content is no text of the page.
_SKIPPED_NAMES = """
annotation applet button frameset head iframe noembed noframes noscript object script select style svg template textarea
title"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_ELEMENTS = _BLOCKS | _SKIPPED | frozenset(_INLINE_NAMES.split())
# Inside these a `<` begins nothing but their end.
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes"})
_SMALL = {
    "sup": str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}


class _Token(NamedTuple):
    """Text (name is empty), or the start or end of an element."""

    text: str
    name: str = ""
    is_end: bool = False


def text_of_html(html: str) -> str:
    """The text, paragraphs separated by a blank line, white space folded.

    Scripts, styles and embedded things are left out. A `<` that begins no element of HTML is text: `p < 0.05`,
    `x<y`, `<think>`. Raised and lowered digits become characters of their own, so that 10<sup>8</sup> is not 108.
    """
    text = _Text()
    skipped, depth = "", 0
    for token in _tokens(html):
        if skipped:
            if token.name == skipped:
                depth += -1 if token.is_end else 1
                skipped = skipped if depth else ""
        elif token.name in _SKIPPED:
            if not token.is_end:
                skipped, depth = token.name, 1
        else:
            text.take(token)
    return text.whole()


class _Text:
    """Paragraphs while they are read."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.parts: list[str] = []
        self.small_from: dict[str, int] = {}

    def take(self, token: _Token) -> None:
        if token.name in _BLOCKS:
            self._end_paragraph()
        elif token.name in _SMALL:
            self._take_small(token)
        elif token.name == "br":
            self.parts.append("\n")
        elif token.name in ("td", "th"):
            self.parts.append(" ")
        elif not token.name:
            self.parts.append(_SPACE.sub(" ", token.text))

    def _take_small(self, token: _Token) -> None:
        if not token.is_end:
            self.small_from[token.name] = len(self.parts)
            return
        start = self.small_from.pop(token.name, len(self.parts))
        raised, table = "".join(self.parts[start:]), _SMALL[token.name]
        if raised and all(ord(character) in table for character in raised):
            self.parts[start:] = [raised.translate(table)]

    def _end_paragraph(self) -> None:
        # Two line breaks are how many write a paragraph.
        lines = (on_one_line(part) for part in _EMPTY_LINE.split("".join(self.parts)))
        self.paragraphs.extend(line for line in lines if line)
        self.parts.clear()
        self.small_from.clear()

    def whole(self) -> str:
        self._end_paragraph()
        return "\n\n".join(self.paragraphs)


def _tokens(html: str) -> Iterator[_Token]:
    """The tokens of HTML. Linear: what has no end is looked for once."""
    position = text_start = 0
    end_pattern = _END
    while match := _OPENING.search(html, position):
        position = match.end()
        name = (match["name"] or "").lower()
        if name and name not in _ELEMENTS:
            continue
        yield _Token(_unescaped(html[text_start : match.start()]))
        text_start = match.start()
        if not name:
            position = text_start = _after_comment(html, position, "-->" if match["comment"] else ">")
            continue
        end = _end_of_tag(html, position, end_pattern)
        if end < 0 and end_pattern is _END:
            # A quote that nobody closed: from here on quotes mean nothing.
            end_pattern = _END_WITHOUT_QUOTES
            end = _end_of_tag(html, position, end_pattern)
        if end < 0:
            break
        yield _Token("", name, bool(match["slash"]))
        position = text_start = _end_of_raw(html, name, end) if name in _RAW and not match["slash"] else end
    yield _Token(_unescaped(html[text_start:]))


def _after_comment(html: str, position: int, end: str) -> int:
    """Where the text after a comment begins; one without an end goes on to the last character, as in a browser."""
    found = html.find(end, position)
    return len(html) if found < 0 else found + len(end)


def _end_of_raw(html: str, name: str, position: int) -> int:
    """Where the end tag of a script and its like stands; at the end of the text if there is none."""
    close = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, position)
    return close.start() if close else len(html)


def _end_of_tag(html: str, position: int, pattern: re.Pattern[str]) -> int:
    """Where the text after a tag begins; -1 if the tag does not end."""
    while match := pattern.search(html, position):
        if not match[1]:
            return match.end()
        position = html.find(match[1], match.end()) + 1
        if not position:
            return -1
    return -1


def _unescaped(text: str) -> str:
    return unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text
