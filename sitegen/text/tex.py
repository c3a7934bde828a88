"""What the macros and accents of TeX print, outside of formulas. Tables alone, the only ones."""

import unicodedata
from typing import Literal

StyleKind = Literal["emphasis", "strong", "plain", "footnote"]

_EMPHASIS = ("emph", "textit", "textsl", "em", "it", "itshape", "sl")
_STRONG = ("textbf", "bf", "bfseries")
# Their text is shown as any other. \underline marks the letters of an acronym, \texttt and \textsc a name.
_PLAIN = (
    *("texttt", "textsc", "textsf", "textrm", "textnormal", "textup", "textmd", "text", "mbox", "underline", "uline"),
    *("tt", "sc", "sf", "rm", "normalfont", "scshape", "ttfamily", "tiny", "small", "footnotesize", "normalsize"),
    *("textsuperscript", "textsubscript", "large", "Large", "LARGE", "huge", "Huge"),
)
_FOOTNOTES = ("footnote", "footnotetext", "thanks")
STYLES: dict[str, StyleKind] = {
    **dict.fromkeys(_EMPHASIS, "emphasis"),
    **dict.fromkeys(_STRONG, "strong"),
    **dict.fromkeys(_PLAIN, "plain"),
    **dict.fromkeys(_FOOTNOTES, "footnote"),
}

SYMBOLS = {
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "textemdash": "—",
    "textendash": "–",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textregistered": "®",
    "texttrademark": "™",
    "copyright": "©",
    "textcopyright": "©",
    "textdegree": "°",
    "deg": "°",
    "degree": "°",
    "textmu": "μ",
    "textpertenthousand": "‱",
    "textperthousand": "‰",
    "pm": "±",
    "times": "×",
    "approx": "≈",
    "sim": "∼",
    "leq": "≤",
    "geq": "≥",
    "rightarrow": "→",
    "S": "§",
    "textasciitilde": "~",
    "textbar": "|",
    "textgreater": ">",
    "textless": "<",
    "textunderscore": "_",
    "xspace": "",
    "AA": "Å",
    "pounds": "£",
    # The shorthands of the computer-vision conferences.
    "eg": "e.g.",
    "ie": "i.e.",
    "etc": "etc.",
    "etal": "et al.",
    "wrt": "w.r.t.",
}
# arXiv writes a Greek letter of an abstract as `{\mu}`, and breaks some: `\b{eta}`, `\r{ho}`.
_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega"""
_GREEK = tuple(_GREEK_NAMES.split())


def _greek(name: str) -> str:
    letter = "lamda" if name == "lambda" else name
    return unicodedata.lookup(f"GREEK SMALL LETTER {letter.upper()}")


IN_BRACES = {
    **{name: _greek(name) for name in _GREEK},
    **{name.capitalize(): _greek(name).upper() for name in _GREEK},
}
BROKEN_GREEK = {r"\b{eta}": "β", r"\r{ho}": "ρ", r"\t{au}": "τ", r"\t{heta}": "θ", r"\c{hi}": "χ"}
LETTERS = {
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
}
# The character that Unicode combines, and the letters that the accent is written over in some language.
_ACCENTS = {
    "'": ("\u0301", "aceilnorsuyz"),
    "`": ("\u0300", "aeinou"),
    "^": ("\u0302", "aceghijosuwy"),
    '"': ("\u0308", "aeiouy"),
    "~": ("\u0303", "ainou"),
    "=": ("\u0304", "aeiou"),
    ".": ("\u0307", "cegiz"),
    "u": ("\u0306", "aegiou"),
    "v": ("\u030c", "acdeginorstuz"),
    "H": ("\u030b", "ou"),
    "c": ("\u0327", "cegklnrst"),
    "k": ("\u0328", "aeiou"),
    "r": ("\u030a", "au"),
    "d": ("\u0323", "abdehiklmnorstuvwyz"),
    "b": ("\u0331", "bdhklnrtz"),
}


def accented(accent: str, letter: str) -> str:
    """The letter with the accent, composed. letter: may be `\\i` or `\\j`, which are without their dots."""
    return unicodedata.normalize("NFC", letter.removeprefix("\\") + _ACCENTS[accent][0])


def is_written(accent: str, letter: str) -> bool:
    """True if some language writes the letter so; `\\"no` in a quoted string is no accent."""
    return letter.removeprefix("\\").lower() in _ACCENTS[accent][1]


# Those that the standard encodings of LaTeX have; \\dh and \\th need another one.
_WRITTEN_LETTERS = ("o", "O", "l", "L", "ss", "ae", "AE", "oe", "OE", "aa", "i", "j")


def _written() -> dict[str, str]:
    found = {LETTERS[name]: f"{{\\{name}}}" for name in _WRITTEN_LETTERS}
    for accent, (mark, letters) in _ACCENTS.items():
        for letter in (*letters, *letters.upper()):
            composed = unicodedata.normalize("NFC", letter + mark)
            if len(composed) == 1:
                base = f"{{{letter}}}" if accent.isalpha() else letter
                found.setdefault(composed, f"{{\\{accent}{base}}}")
    return found


WRITTEN: dict[str, str] = _written()
"""How TeX writes a letter with an accent, in the braces that make it one letter for BibTeX: `{\\~o}`, `{\\v{s}}`."""
