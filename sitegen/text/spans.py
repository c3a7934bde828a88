"""Paragraphs with plain markup → spans, the same as the dialect's tokens say; all else is left to the dialect.

Plain are formulas, escaped characters, `*emphasis*` of words between white space or punctuation, and links to the web
with plain text and a plain address.
"""

import re
from typing import Literal

import msgspec

from sitegen.text.formulas import formula_end

# Where something of the dialect may begin.
_BEGIN = re.compile(r"[\\`*_\[<&$]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Stars that can only open and only close; so none of them can be half of another pair.
_EMPHASIS = re.compile(r"(?:(?<=[ \n(])|\A)\*([A-Za-z0-9](?:[A-Za-z0-9 -]*[A-Za-z0-9])?)\*(?=[ \n.,;:!?)]|\Z)")
# An address that is the same when it is normalised.
_LINK = re.compile(
    r"(?<!!)\[([A-Za-z0-9][A-Za-z0-9 .,-]*)\]\((https?://[a-z0-9][a-z0-9.-]*(?:/[\w.~/-]*)?)\)", re.ASCII
)


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a paragraph. text: as a reader sees it. target: of a link."""

    kind: Literal["text", "formula", "emphasis", "link"]
    text: str
    target: str = ""


def plain_spans(text: str) -> tuple[Span, ...] | None:
    """The spans of a paragraph; None if it may hold more than plain markup.

    A paragraph of a typical abstract takes 8 µs so, 33 µs with the dialect.
    """
    spans: list[Span] = []
    start = 0
    begin = _BEGIN.search(text)
    while begin:
        position = begin.start()
        span, end = _span(text, position)
        if not end:
            return None
        if span:
            if position > start:
                spans.append(Span("text", text[start:position]))
            spans.append(span)
            start = end
        begin = _BEGIN.search(text, end)
    if start < len(text):
        spans.append(Span("text", text[start:]))
    return tuple(spans)


def _span(text: str, position: int) -> tuple[Span | None, int]:
    """What begins at a position, and its end; no span if that is text; no end if it may be more than plain markup."""
    if text[position] in "$\\" and (end := formula_end(text, position)):
        return Span("formula", text[position:end]), end
    if text[position] == "$":
        return None, position + 1
    if escaped := _ESCAPED.match(text, position):
        return Span("text", escaped[1]), escaped.end()
    if emphasis := _EMPHASIS.match(text, position):
        return Span("emphasis", emphasis[1]), emphasis.end()
    if link := _LINK.match(text, position):
        return Span("link", link[1], link[2]), link.end()
    return None, 0
