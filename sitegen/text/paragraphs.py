"""Where paragraphs of a text from outside end: at a blank line, and where a sentence ends before an indented line."""

import re

from sitegen.text.characters import allowed

_BLANK_LINES = re.compile(r"\n\s*\n")
# Of 404 indented lines in 14,442 abstracts, 389 come after one of these marks; the others are plain wraps.
_INDENTED_LINE = re.compile(r"(?<=[.:!?)\"”])\n[ \t]{2,}")
_LINE_AT_THE_MARGIN = re.compile(r"\n(?![ \t]{2})")
_INDENTED_IN_A_SENTENCE = re.compile(r"(?<![.:!?)\"”])\n[ \t]{2,}")


def folded(text: str) -> str:
    """The paragraphs on one line each, a blank line between them; blank lines alone part them."""
    if not _BLANK_LINES.search(text):
        return " ".join(text.split())
    paragraphs = (" ".join(paragraph.split()) for paragraph in _BLANK_LINES.split(text))
    return "\n\n".join(filter(None, paragraphs))


def paragraphs_of(text: str) -> str:
    """A text from outside, folded, with only characters that may enter the archive.

    arXiv keeps its authors' line ends: a line that is indented begins a paragraph, if a sentence ended before it. Where
    every line but the first is indented, some in the middle of a sentence, that is how the file wraps its text.
    """
    return folded("\n\n".join(map(_with_blank_lines, _BLANK_LINES.split(allowed(text).strip()))))


def _with_blank_lines(block: str) -> str:
    is_wrapped_so = _INDENTED_IN_A_SENTENCE.search(block) and not _LINE_AT_THE_MARGIN.search(block)
    return block if is_wrapped_so else _INDENTED_LINE.sub("\n\n", block)
