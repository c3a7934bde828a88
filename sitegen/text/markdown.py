"""Markdown → HTML and plain text, and back. Plain paragraphs go a short way, all else through the dialect."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from sitegen.text.formulas import formula_spans, pieces
from sitegen.text.marks import Mark
from sitegen.text.mathml.showing import formula_html, formula_words
from sitegen.text.mathml.writing import escaped
from sitegen.text.spans import Span, plain_spans

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
    return "\n\n".join(text for part in _parts(markdown) for text in _texts(part, str))


def to_words(markdown: str) -> str:
    """The same, formulas in words: `O(n²)` for `$O(n^2)$`."""
    return "\n\n".join(text for part in _parts(markdown) for text in _texts(part, formula_words))


def is_plain_markup(markdown: str) -> bool:
    """True if the text is paragraphs of words, formulas, emphasis and links to the web, for certain."""
    return not any(isinstance(part, tuple) for part in _parts(markdown))


def from_plain(text: str, marks: tuple[Mark, ...] = ()) -> str:
    """Markdown that shows exactly the characters of `text`. Formulas stay as they are, other dollars become `\\$`.

    marks: stretches of a tidy text that are to be emphasis or links, each inside the one before it or after it; one
    that Markdown cannot hold where it stands is left out.
    """
    lines = (line.strip() for line in text.strip().split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    for some in (marks, _outermost(marks)) if marks and tidy == text else ():
        markdown = _with_line_starts(_marked(tidy, some))
        if _shows(markdown, tidy):
            return markdown
    escaped = "".join(piece.text if piece.is_formula else _escaped(piece.text) for piece in pieces(tidy))
    markdown = _with_line_starts(escaped)
    if _shows(markdown, tidy):
        return markdown
    return _with_line_starts(_escaped(tidy))


def _shows(markdown: str, text: str) -> bool:
    return to_plain(markdown) == text


def _outermost(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks that are inside no other: stars beside stars are not always read as they were meant."""
    found: list[Mark] = []
    for mark in marks:
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return tuple(found)


def _marked(text: str, marks: tuple[Mark, ...]) -> str:
    """The text, escaped, with the signs of its marks between the characters where they begin and end."""
    formulas = dict(formula_spans(text))
    starts = tuple(formulas)
    signs: dict[int, list[str]] = {}
    for mark in marks:
        is_cut = any(_formula_end_at(cut, starts, formulas) > cut for cut in (mark.start, mark.end))
        if not is_cut and _is_possible(text, mark):
            target = mark.target if _PLAIN_ADDRESS.fullmatch(mark.target) else f"<{mark.target}>"
            opening, closing = _SIGNS.get(mark.kind, ("[", f"]({target})"))
            # Marks come from the outside in: what opens later closes earlier.
            signs.setdefault(mark.start, []).append(opening)
            signs.setdefault(mark.end, []).insert(0, closing)
    made: list[str] = []
    start = 0
    for cut in sorted({*signs, *formulas, *formulas.values(), len(text)}):
        part = text[start:cut]
        made.append(part if formulas.get(start) == cut else _escaped(part))
        made.extend(signs.get(cut, ()))
        start = cut
    return "".join(made)


_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9./:~?=&%#+,_-]*")
_SIGNS = {"emphasis": ("*", "*"), "strong": ("**", "**")}


def _formula_end_at(position: int, starts: tuple[int, ...], formulas: Mapping[int, int]) -> int:
    """The end of the formula that begins before a position, nearest to it; 0 if none does."""
    number = bisect_left(starts, position)
    return formulas[starts[number - 1]] if number else 0


def _is_possible(text: str, mark: Mark) -> bool:
    """False where stars would be no emphasis: between a letter outside and punctuation inside (CommonMark's flanks)."""
    if mark.kind == "link":
        return True
    before, after = text[max(0, mark.start - 1) : mark.start], text[mark.end : mark.end + 1]
    opens = text[mark.start].isalnum() or not before.isalnum()
    closes = text[mark.end - 1].isalnum() or not after.isalnum()
    return opens and closes


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


def _with_line_starts(markdown: str) -> str:
    """The text, its lines beginning as text; what stands in a formula begins nothing."""
    spans = tuple(formula_spans(markdown)) if "\n" in markdown else ()
    return _LINE_START.sub(
        lambda found: (
            found[0]
            if any(start < found.start() < end for start, end in spans)
            else f"{found['lead']}\\{found['mark']}"
        ),
        markdown,
    )


def _escaped(text: str) -> str:
    return _INLINE.sub(lambda match: "".join(f"\\{character}" for character in match[0]), text)


class _Paragraph(msgspec.Struct, frozen=True, array_like=True):
    spans: tuple[Span, ...]


# A part of a text: a paragraph without any markup as it is, one with plain markup, else the tokens of its blocks.
_Part = str | _Paragraph | tuple["Token", ...]
# A line that begins like this may be more than a line of a paragraph.
_MAY_BE_A_BLOCK = re.compile(r"\n(?:[^\S\n]|[#>+=~\[-]|```|[*_](?![^\W_])|\d{1,9}[.)])")
# `in` finds these in 0.1 µs for each character, a class of a regular expression in 4 µs for each paragraph.
_MARKUP = "\\`*_[<&$"


# An abstract is asked for several times in a row: for its sentence, its description, its page. The tokens of one with
# much markup take about 10 KB, so only the last ones stay.
@lru_cache(maxsize=1024)
def _parts(markdown: str) -> tuple[_Part, ...]:
    """The text, parsed. Nine of ten real abstracts (of 14,442) are paragraphs with plain markup at most, which need no
    parser.

    An abstract takes 15 µs so, 35 µs if the parser reads each paragraph with markup, 280 µs if it reads all of it.
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
    spans = plain_spans(text)
    if spans is not None:
        return _Paragraph(spans)
    from sitegen.text import dialect

    return dialect.paragraph(text)


def _html(part: _Part, root: str, heading_level: int) -> str:
    if isinstance(part, str):
        return f"<p>{escaped(part)}</p>\n"
    if isinstance(part, _Paragraph):
        return f"<p>{''.join(map(_span_html, part.spans))}</p>\n"
    from sitegen.text import dialect

    return dialect.html_of(part, root, heading_level)


def _span_html(span: Span) -> str:
    if span.kind == "text":
        return escaped(span.text)
    if span.kind == "formula":
        return formula_html(span.text)
    if span.kind == "emphasis":
        return f"<em>{span.text}</em>"
    return f'<a href="{span.target}" rel="noopener nofollow">{span.text}</a>'


def _texts(part: _Part, formula: Callable[[str], str]) -> Iterable[str]:
    """formula: what a formula becomes."""
    if isinstance(part, str):
        return (part,)
    if isinstance(part, _Paragraph):
        return ("".join([formula(span.text) if span.kind == "formula" else span.text for span in part.spans]),)
    from sitegen.text import dialect

    return dialect.plain_texts(part, formula)
