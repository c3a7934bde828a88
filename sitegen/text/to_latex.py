"""Plain text → LaTeX as BibTeX takes it. What is written here, `text/latex` reads back; knows no fields."""

import re

from sitegen.text.formulas import Piece, pieces
from sitegen.text.tex import WRITTEN

_SIGNS = {
    "\\": r"\textbackslash{}",
    # BibTeX counts `\{` as a brace, so that one alone would end a field.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "%&#_$"},
}
_SIGN = re.compile(r"[\\{}^~%&#_$]|-(?=-)|`(?=`)|'(?=')|[?!](?=`)")
_ACCENTED = re.compile(f"[{''.join(WRITTEN)}]")
_ANY_BRACE = re.compile(r"[{}]")
_BRACE = re.compile(r"(?<!\\)[{}]")
# A comment, a parameter of a macro; and the next column of what is no table.
_UNFIT = re.compile(r"(?<!\\)[%#]")
_COLUMN = re.compile(r"(?<!\\)&")
_LETTERS = r"[^\W_]+(?:[.'’][^\W_]+)*"
# `Llama-3` is one word, `Text-to-3D` are three.
_WORD = re.compile(rf"[A-Z]{_LETTERS}-[0-9][^\W_]*(?:\.[0-9]+)*|{_LETTERS}(?:\++(?![^\W_]))?")
# After these a title begins anew, and styles leave its first letter as it is.
_BEGINS = re.compile(r"(?:^|[:.?!—–]\s)[^\w]*$")
_SHORTEST_TELLING = 4


def latex(text: str) -> str:
    """A text with formulas. Letters stay as they are: it is kept, and hardly ever typeset."""
    return "".join(_formula(piece) or _escaped(piece.text) for piece in pieces(text))


def latex_line(text: str) -> str:
    """A name, a venue: without formulas, accented letters as TeX writes them.

    BibTeX's own program takes bytes for letters: it would cut the initial of Émile in two, where `{\\'E}` is one.
    """
    return _with_accents(_escaped(text))


def latex_title(text: str) -> str:
    """A title, with braces around what styles must not write in small letters.

    These are acronyms, names with capitals or digits inside, single capitals, formulas with capitals; and every capital
    inside of a title that is written in small letters otherwise, which begins a name.
    """
    has_small_words = _has_small_words(text)
    made: list[str] = []
    before = ""
    for piece in pieces(text):
        formula = _formula(piece)
        if formula:
            made.append(f"{{{formula}}}" if re.search(r"[A-Z]", formula) else formula)
        else:
            made.append(_protected(piece.text, before, has_small_words=has_small_words))
        before += piece.text
    return "".join(made)


def _protected(text: str, before: str, *, has_small_words: bool) -> str:
    made: list[str] = []
    start = 0
    for match in _WORD.finditer(text):
        word = match[0]
        made.append(_with_accents(_escaped(text[start : match.start()])))
        start = match.end()
        is_name = has_small_words and word[0].isupper() and not _BEGINS.search(before + text[: match.start()])
        written = _with_accents(_escaped(word))
        made.append(f"{{{written}}}" if is_name or _is_protected(word) else written)
    made.append(_with_accents(_escaped(text[start:])))
    return "".join(made)


def _is_protected(word: str) -> bool:
    if any(map(str.isupper, word[1:])):
        return True
    if not word[0].isupper():
        return False
    return (not word[1:].isalpha() and any(map(str.isdigit, word))) or (word.rstrip("+") == word[0] and word != "A")


def _has_small_words(title: str) -> bool:
    """True for a title as a sentence: its words begin with small letters, so that a capital tells a name."""
    small = capital = 0
    for match in _WORD.finditer(title):
        word = match[0]
        if len(word) >= _SHORTEST_TELLING and word.isalpha() and not _BEGINS.search(title[: match.start()]):
            small += word.islower()
            capital += word[0].isupper() and word[1:].islower()
    return small >= 2 * capital


def _formula(piece: Piece) -> str:
    """A formula that TeX can read, whose braces match as BibTeX and as TeX count them; '' for any other text."""
    if not piece.is_formula or _UNFIT.search(piece.text):
        return ""
    if r"\begin" not in piece.text and _COLUMN.search(piece.text):
        return ""
    if _is_balanced(piece.text):
        return piece.text
    named = piece.text.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")
    return named if _is_balanced(named) else ""


def _is_balanced(formula: str) -> bool:
    return _matches(_ANY_BRACE.findall(formula)) and _matches(_BRACE.findall(formula))


def _matches(braces: list[str]) -> bool:
    depth = 0
    for brace in braces:
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _escaped(text: str) -> str:
    return _SIGN.sub(lambda match: _SIGNS.get(match[0]) or f"{match[0]}{{}}", text)


def _with_accents(text: str) -> str:
    return text if text.isascii() else _ACCENTED.sub(lambda match: WRITTEN[match[0]], text)
