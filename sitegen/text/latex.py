"""LaTeX in running text, such as BibTeX's, as plain text. Formulas stay as they are; knows nothing of Markdown.

Unlike hygiene, which meets LaTeX in plain text, it may take every brace for one that groups.
"""

import re
import unicodedata
from collections.abc import Iterable

from sitegen.text.formulas import pieces
from sitegen.text.tex import LETTERS, STYLES, SYMBOLS, accented

# Characters for private use stand for what must not be read twice: a formula, and braces that are meant.
_FORMULA, _OPEN, _CLOSE, _BACKSLASH, _TILDE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_PRIVATE = re.compile(f"[{_FORMULA}-{_TILDE}]")


def _one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_BASE = (
    r"(?:\{\s*(?:(?P<dotless>\\[ij])|(?P<braced>[^\W\d_]))\s*\}"
    r"|(?P<bare_dotless>\\[ij])(?![A-Za-z])\s*|(?P<bare>[^\W\d_]))"
)
_ACCENT = re.compile(rf"\\(?:(?P<mark>[`'^~=.\"])\s*|(?P<letter>[urHvdckb])(?:\s+|(?=\{{|\\))){_BASE}")
_MEANT = {
    "textbackslash": _BACKSLASH,
    "textasciitilde": _TILDE,
    "textasciicircum": "^",
    "textbraceleft": _OPEN,
    "textbraceright": _CLOSE,
}
_PRINTED = {**SYMBOLS, **LETTERS, **_MEANT}
_SYMBOL = re.compile(rf"\\({_one_of(_PRINTED)})(?![A-Za-z])(?:\s*\{{\}}|\s+)?")
# What BibTeX's styles and their users add to the styles of a text.
_MORE_STYLES = ("url", "uppercase", "enquote", "noopsort", "protect")
_NO_FOOTNOTES = (name for name, kind in STYLES.items() if kind != "footnote")
_STYLE = re.compile(rf"\\(?:{_one_of((*_NO_FOOTNOTES, *_MORE_STYLES))})(?![A-Za-z])\s*")
_LINK = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_UNKNOWN = re.compile(r"\\([A-Za-z]+)\{([^{}]*)\}")
_TIE = re.compile(r"(?<![/\s\\])~(?=\S)")


def plain_of_latex(text: str) -> str:
    """The characters that LaTeX prints: accents composed, braces and styles gone, dashes and quotes as such.

    A formula `$…$` and a command that is not known here stay as they are written, so nothing is lost.
    """
    if not re.search(r"[\\{}~]|--|``|''", text):
        return text
    formulas: list[str] = []
    parts: list[str] = []
    for piece in pieces(_PRIVATE.sub("\ufffd", text)):
        if piece.is_formula:
            formulas.append(piece.text)
        parts.append(_FORMULA if piece.is_formula else piece.text)
    found = _without_commands("".join(parts))
    found = found.replace("{", "").replace("}", "")
    found = found.replace(_OPEN, "{").replace(_CLOSE, "}").replace(_BACKSLASH, "\\").replace(_TILDE, "~")
    whole = iter(formulas)
    return re.sub(_FORMULA, lambda _: next(whole), unicodedata.normalize("NFC", found))


def _without_commands(text: str) -> str:
    text = text.replace("\\\\", " ").replace("\\{", _OPEN).replace("\\}", _CLOSE)
    text = _ACCENT.sub(_accented, text)
    text = _SYMBOL.sub(lambda match: _PRINTED[match[1]], text)
    text = _LINK.sub(r"\2 (\1)", text)
    text = _STYLE.sub("", text)
    text = _UNKNOWN.sub(rf"\\\1{_OPEN}\2{_CLOSE}", text)
    text = _TIE.sub(" ", text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = re.sub(r"\\([%&#_$])", r"\1", text)
    text = re.sub(r"\\[ ,;:!]", " ", text)
    return re.sub(r"\\[-/]", "", text)


def _accented(match: re.Match[str]) -> str:
    base = match["dotless"] or match["bare_dotless"] or match["braced"] or match["bare"]
    return accented(match["mark"] or match["letter"], base)
