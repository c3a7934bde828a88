"""Leaves: words, numbers and signs that go through latex2mathml untouched, in characters for private use.

latex2mathml looks for commands, units, comments and entities in the text that it is given. A leaf travels as the text
of `\\textnormal{…}` and its like, with a mark in front that says what it is, and with every character that TeX gives a
meaning swapped for one that it gives none.
"""

import re
from typing import Literal

Kind = Literal["mtext", "mi", "mn", "mo", "function"]

_MARKS: dict[Kind, str] = {"mtext": "\ue000", "mi": "\ue001", "mn": "\ue002", "mo": "\ue003", "function": "\ue004"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_SWAPPED = "\\{}$&%#^_~<>'\""
_FIRST = 0xE100
_HIDE = {ord(character): chr(_FIRST + ord(character)) for character in _SWAPPED}
_SHOW = {_FIRST + ord(character): character for character in _SWAPPED}

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What no formula may hold by itself."""


def leaf(kind: Kind, text: str, command: str = "textnormal") -> str:
    """TeX for a leaf. command: one of latex2mathml's for text; it says how the text is set."""
    return f"\\{command}{{{_MARKS[kind]}{text.translate(_HIDE)}}}"


def parted(text: str) -> tuple[Kind | None, str]:
    """What latex2mathml passed on: the kind of a leaf, None for all else, and the text as it was."""
    kind = _KINDS.get(text[:1])
    return kind, (text[1:] if kind else text).translate(_SHOW)
