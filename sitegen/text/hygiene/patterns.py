"""What a pass looks for. Each repetition stops at the next brace or has a limit, so that a pass takes linear time."""

import re
from collections.abc import Iterable

from sitegen.text.tex import BROKEN_GREEK as BROKEN
from sitegen.text.tex import STYLES


def _one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


# All begin with a letter that is known, which halves the time: 20 µs for an abstract.
BEGIN = re.compile(r"[\\{}$~`'\"]|--|https?://|times|sim")
ADDRESS = re.compile(r"https?://(?:[^\s{}\\\"'<>`$]|\\[_#%&~$])*")
ESCAPED_IN_ADDRESS = re.compile(r"\\([_#%&~$])")
NAME = re.compile(r"\\([A-Za-z]+)\*?")
GROUP = re.compile(r" ?\{")
TARGET = re.compile(r" ?\{ ?((?:[^\s{}\\]|\\[_#%&~$])*) ?\}")
# The text where the address belongs, as in \href{this link}{http://www.lidarhumanmotion.net/climbingcap/}.
SWAPPED = re.compile(r" ?\{([\w ,.:()-]{1,60})\} ?\{ ?(https?://(?:[^\s{}\\]|\\[_#%&~$]){1,500}) ?\}")
_COLOUR = r"(?:\[[^\[\]{}]{0,40}\])?\{[^{}]{0,80}\}"
TEXT_COLOUR = re.compile(_COLOUR + r" ?\{")
COLOUR_CHANGE = re.compile(_COLOUR + " ?")
_CITE = (
    r"\\(?:[a-z]{0,8}cite[a-zA-Z]{0,8}\*?|[cC]ref|(?:auto|eq|page|name)?ref|label)"
    r"(?:\[[^\[\]{}]{0,200}\]){0,2}\{[^{}]*\}"
)
CITATIONS = re.compile(rf"{_CITE}(?:[,;]? ?{_CITE})*")
# "the findings in \citet{Razin-2025}": the sentence needs what is cited.
TEXTUAL_CITATION = re.compile(r"\\(?:citet|citeauthor|textcite)\*?\{([^{}\\$~`'\"]*)\}")
BROKEN_GREEK = re.compile(_one_of(map(re.escape, BROKEN)))
SCRIPT = re.compile(r"\\text(super|sub)script\{([0-9]{1,4})\}")
SCRIPTS = {
    "super": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_LETTER = r"\\[ij](?![A-Za-z])|[A-Za-z]"
ACCENT = re.compile(rf"\\(?:([uvHckrd])(?=\{{)|(['`^\"~=.]) ?)(?:\{{({_LETTER})\}}|({_LETTER}))")
SPACED_ACCENT = re.compile(r"\{\\([uvHckrd]) ([A-Za-z])\}")
SWITCH = re.compile(rf"\{{ ?\\(?:({_one_of(STYLES)})(?![A-Za-z])(?! ?\{{)|color{_COLOUR}) ?")
BRACED_NAME = re.compile(r"\{\\([A-Za-z]+)\}")
# Braces around the macro of a style alone, as in `{{\large {\textbf{F}}}}`.
GROUP_OF_STYLE = re.compile(rf"\{{(?=(?:\{{ ?){{0,3}}\\(?:{_one_of(STYLES)}|textcolor)(?![A-Za-z]))")
IN_FORMULA = re.compile(r"\\\(((?:[^\\$]|\\[^()\[\]$]){1,500})\\\)|\\\[((?:[^\\$]|\\[^()\[\]$]){1,500})\\\]")
# A formula of nothing but text: `$\textbf{A}$daptive`, `$\textbf{S}patially$`, `$\href{…}{\text{this link}}$`.
_TEXT = r"\\(?:text|textbf|textit|texttt|textsc|textsf|textrm|emph)\{[^{}\\$^_]*\}"
TEXT_FORMULA = re.compile(
    rf"\$(?:{_TEXT}|(?:\\text(?:bf|it)\{{[^{{}}\\$^_]*\}}[a-z]*)+"
    rf"|\\href\{{(?:[^\s{{}}\\$]|\\[_#%&~])*\}}\{{(?:{_TEXT}|[^{{}}\\$])*\}})\$"
)
TIMES = re.compile(r"(?<=\d)times(?: (?=\d)|(?![a-z]))|(?<=\d )times (?=\d)")
# `sim2real` is a word.
SIM = re.compile(r"(?<![A-Za-z])sim(?=\d)(?!2[a-z]{3})|(?<=[(\d])sim (?=\d)")
SINGLE_QUOTED = re.compile(r"(?<![\w`])`(?=[^\s`'\"\\][^`'\"\\]{0,60}'(?![\w']))")
