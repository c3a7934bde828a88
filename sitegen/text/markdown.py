"""Markdown → HTML and plain text, and back. Paragraphs without markup go a short way, all else through the dialect."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.text.formulas import pieces

if TYPE_CHECKING:
    from markdown_it.token import Token


def to_html(markdown: str, root: str = "/", heading_level: int = 2) -> str:
    """HTML of a Markdown text, safe to insert in a page.

    root: what a path that begins with `/` is put under: the path of the site, or its address where the text leaves the
    site; ends with `/`.
    heading_level: the level that `#` becomes, so that a page keeps its one `h1`.
    """
    return "".join(_html(part, root, heading_level) for part in _parts(markdown))


def to_plain(markdown: str) -> str:
    """The text a reader sees, without markup; paragraphs separated by a blank line, formulas as their source."""
    return "\n\n".join(text for part in _parts(markdown) for text in _texts(part))


def from_plain(text: str) -> str:
    """Markdown that shows exactly the characters of `text`. Formulas stay as they are, other dollars become `\\$`."""
    lines = (line.strip() for line in text.strip().split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    escaped = "".join(piece.text if piece.is_formula else _escaped(piece.text) for piece in pieces(tidy))
    markdown = _LINE_START.sub(r"\g<lead>\\\g<mark>", escaped)
    if _shows(markdown, tidy):
        return markdown
    return _LINE_START.sub(r"\g<lead>\\\g<mark>", _escaped(tidy))


def _shows(markdown: str, text: str) -> bool:
    return to_plain(markdown) == text


# What would be markup inside a line. `<` before a letter is escaped although this dialect has no HTML: the files are
# read in other viewers too. An underscore inside a word is no emphasis in CommonMark.
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\n|$)"
    r"|[*`$\[]|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<!\S)~{3,}(?=\S|$)"
)
# What would be a block at the start of a line: heading, quote, list, rule, underline of a heading.
_LINE_START = re.compile(
    r"^(?P<lead>\d{0,9})(?P<mark>(?<!\d)(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-[- \t]*$|~~~)|(?<=\d)[.)](?=\s|$))",
    re.MULTILINE,
)


def _escaped(text: str) -> str:
    return _INLINE.sub(lambda match: "".join(f"\\{character}" for character in match[0]), text)


# A part of a text: a paragraph without any markup as it is, else the tokens of its blocks.
_Part = str | tuple["Token", ...]
# A line that begins like this may be more than a line of a paragraph.
_MAY_BE_A_BLOCK = re.compile(r"\n(?:[^\S\n]|[#>+=~\[-]|```|[*_](?![^\W_])|\d{1,9}[.)])")
# `in` finds these in 0.1 µs for each character, a class of a regular expression in 4 µs for each paragraph.
_MARKUP = "\\`*_[<&$"


# An abstract is asked for several times in a row: for its sentence, its description, its page. The tokens of one with
# much markup take about 10 KB, so only the last ones stay.
@lru_cache(maxsize=1024)
def _parts(markdown: str) -> tuple[_Part, ...]:
    """The text, parsed. Four of five real abstracts (of 14,442) are paragraphs without markup, which need no parser.

    An abstract takes 44 µs so, 280 µs if the parser reads all of it.
    """
    texts = [text for part in markdown.split("\n\n") if (text := part.strip("\n"))]
    if not _are_paragraphs(markdown, texts):
        from sitegen.text import dialect

        return (dialect.blocks(markdown),)
    return tuple(map(_paragraph, texts))


def _are_paragraphs(markdown: str, texts: list[str]) -> bool:
    """False if in doubt: any white space at the ends of a paragraph or line, any odd character."""
    odd = ("\r", "\0", " \n", "\t\n")
    return (
        not any(characters in markdown for characters in odd)
        and all(text == text.strip() for text in texts)
        and not _MAY_BE_A_BLOCK.search(f"\n{markdown}")
    )


def _paragraph(text: str) -> _Part:
    if not any(character in text for character in _MARKUP):
        return text
    from sitegen.text import dialect

    return dialect.paragraph(text)


def _html(part: _Part, root: str, heading_level: int) -> str:
    if isinstance(part, str):
        # As the dialect escapes text; quotes need no more outside of attributes.
        escaped = part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        return f"<p>{escaped}</p>\n"
    from sitegen.text import dialect

    return dialect.html_of(part, root, heading_level)


def _texts(part: _Part) -> Iterable[str]:
    if isinstance(part, str):
        return (part,)
    from sitegen.text import dialect

    return dialect.plain_texts(part)
