"""Markdown of ours → Markdown that other programs show the same way, and that is no HTML or script in any of them."""

import re

from sitegen.text.formulas import pieces
from sitegen.text.markdown import from_plain, is_plain_markup, to_plain

# Where a program with raw HTML would begin a tag. This dialect has none, so archives may hold it as text.
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_SIGN = re.compile(r"<(?=[A-Za-z/!?])")
# What may be markup anywhere, or where a line begins. Most names, titles and dates have none of it.
_MAY_BE_MARKUP = re.compile(r"[\\`*_$\[\]<>&~|\n]|^(?:[#+=\s-]|\d{1,9}[.)])|\s$")
_OUT_OF_PLACE = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "`": "%60"})


def portable(markdown: str) -> str:
    """The text. Paragraphs with emphasis, links to the web and formulas are as they were; all else is plain text."""
    if is_plain_markup(markdown) and not _TAG.search(markdown):
        return markdown
    return portable_text(to_plain(markdown))


def portable_text(text: str) -> str:
    """Markdown that shows exactly these characters. In formulas `<` is `\\lt` where it would begin a tag."""
    if not _MAY_BE_MARKUP.search(text):
        return text
    safe = "".join(_SIGN.sub(r"\\lt ", piece.text) if piece.is_formula else piece.text for piece in pieces(text))
    return from_plain(safe)


def shown_address(url: str) -> str:
    """An address that shows and leads to itself."""
    return f"<{url.translate(_OUT_OF_PLACE)}>"
