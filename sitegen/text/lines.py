"""Plain text with formulas, such as a title → HTML for a line, words, a beginning that cuts no formula in two."""

from sitegen.text.formulas import formula_spans, may_hold_formulas, pieces
from sitegen.text.mathml.showing import formula_html, formula_words
from sitegen.text.mathml.writing import escaped
from sitegen.text.plain import shortened


def line_html(text: str) -> str:
    """HTML of a text, safe to insert inside of a heading or a link: its characters, and its formulas drawn.

    Where all of them leave nothing but space, a title would be a link that nobody sees: then the text as it is written.
    """
    if not may_hold_formulas(text) or not _words(text).strip():
        return escaped(text)
    return "".join(
        formula_html(piece.text, False) if piece.is_formula else escaped(piece.text) for piece in pieces(text)
    )


def line_words(text: str) -> str:
    """The text as readers say it: formulas as words, `O(n²)` for `$O(n^2)$`; as it is written, if that is nothing."""
    if not may_hold_formulas(text):
        return text
    words = _words(text)
    return words if words.strip() else text


def _words(text: str) -> str:
    return "".join(formula_words(piece.text) if piece.is_formula else piece.text for piece in pieces(text))


def shortened_line(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters, as `shortened` cuts it, but never inside of a formula."""
    line = shortened(text, limit)
    if not line.endswith("…") or not may_hold_formulas(line):
        return line
    whole = " ".join(text.split())
    cut = next((start for start, end in formula_spans(whole) if start < len(line) <= end), None)
    return line if cut is None else f"{whole[:cut].rstrip()}…"
