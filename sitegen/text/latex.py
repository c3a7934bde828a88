"""LaTeX in running text, such as BibTeX's, as plain text. Formulas stay as they are; knows nothing of Markdown."""

import re
import unicodedata

from sitegen.text.formulas import pieces

# Characters for private use stand for what must not be read twice: a formula, and braces that are meant.
_FORMULA, _OPEN, _CLOSE, _BACKSLASH = "\ue000", "\ue001", "\ue002", "\ue003"
_PRIVATE = re.compile(f"[{_FORMULA}-{_BACKSLASH}]")

# The accents of LaTeX: the mark or letter of the command, and the character that Unicode combines.
_ACCENTS = dict(
    zip(
        "`'^~=u.\"rHvdckb",
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0327\u0328\u0331",
        strict=True,
    )
)
_BASE = (
    r"(?:\{\s*(?:\\(?P<dotless>[ij])|(?P<braced>[^\W\d_]))\s*\}"
    r"|\\(?P<bare_dotless>[ij])(?![A-Za-z])\s*|(?P<bare>[^\W\d_]))"
)
_ACCENT = re.compile(rf"\\(?:(?P<mark>[`'^~=.\"])\s*|(?P<letter>[urHvdckb])(?:\s+|(?=\{{|\\))){_BASE}")
_SYMBOL_TABLE = """
    ss ß o ø O Ø ae æ AE Æ oe œ OE Œ aa å AA Å l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ S §
    textendash – textemdash — ldots … dots … textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ”
    LaTeX LaTeX TeX TeX copyright © textregistered ® texttrademark ™ textasciitilde ~ textdegree ° textmu µ
    textgreater > textless < textbar | textunderscore _
"""
_WORDS = _SYMBOL_TABLE.split()
_SYMBOLS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True)) | {"textbackslash": _BACKSLASH}
_SYMBOL = re.compile(rf"\\({'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])(?:\s*\{{\}}|\s+)?")
_STYLE = re.compile(
    r"\\(?:(?:text(?:bf|it|tt|sc|rm|sf|sl|up|md|normal)|emph|underline|mbox|url|uppercase|enquote)\s*(?=\{)"
    r"|(?:bf|it|em|tt|sc|rm|sf|sl|bfseries|itshape|ttfamily|noopsort|protect)(?![A-Za-z])\s*)"
)
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
    found = found.replace(_OPEN, "{").replace(_CLOSE, "}").replace(_BACKSLASH, "\\")
    whole = iter(formulas)
    return re.sub(_FORMULA, lambda _: next(whole), unicodedata.normalize("NFC", found))


def _without_commands(text: str) -> str:
    text = text.replace("\\\\", " ").replace("\\{", _OPEN).replace("\\}", _CLOSE)
    text = _ACCENT.sub(_accented, text)
    text = _SYMBOL.sub(lambda match: _SYMBOLS[match[1]], text)
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
    return unicodedata.normalize("NFC", base + _ACCENTS[match["mark"] or match["letter"]])
