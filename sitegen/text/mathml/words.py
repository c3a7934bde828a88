"""Text inside of formulas: what `\\text{…}` shows, and the names of operators."""

import re
from collections.abc import Iterator

from sitegen.text.mathml.macros import SIGNS, TEXTS
from sitegen.text.mathml.reading import Reader
from sitegen.text.mathml.refusal import UndrawableError

_RUN = re.compile(r"[^\\{}$~`'-]+")
_PRINTED = re.compile(r"~|---?|``|''|[`'-]")
_PRINTS = {"~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘", "'": "’", "-": "-"}
_SPACES = {
    " ": " ",
    ",": "\u2009",
    ";": " ",
    ":": " ",
    "\\": " ",
    "quad": " ",
    "{": "{",
    "}": "}",
    "ldots": "…",
    "dots": "…",
}
_DROPPED = ("mathrm", "rm", "bf", "it", "tt", "!", "/")


def text_parts(raw: str) -> Iterator[tuple[str, str]]:
    """The parts of a text: `words` as they are shown, `math` as TeX, or a command of `TEXTS` with its argument."""
    shown: list[str] = []
    for kind, value in _parts(raw):
        if kind == "words":
            shown.append(value)
            continue
        if shown:
            yield "words", _folded("".join(shown))
            shown.clear()
        yield kind, value
    if shown:
        yield "words", _folded("".join(shown))


def name_of(raw: str) -> str:
    """The name of an operator, such as `arg\\,max`."""
    parts = list(text_parts(raw))
    for _ in range(3):
        parts = [inner for kind, value in parts for inner in (text_parts(value) if kind in TEXTS else [(kind, value)])]
    name = "".join(value for _, value in parts).strip()
    if not name or any(kind != "words" for kind, _ in parts):
        raise UndrawableError(r"\operatorname")
    return name


def _parts(raw: str) -> Iterator[tuple[str, str]]:
    reader = Reader(raw)
    while reader.position < len(raw):
        if found := reader.match(_RUN):
            yield "words", found[0]
        elif found := reader.match(_PRINTED):
            yield "words", _PRINTS[found[0]]
        elif reader.peek() in "{}":
            reader.position += 1
        elif reader.peek() == "$":
            reader.position += 1
            yield "math", reader.until("$")
        elif name := reader.command():
            yield from _command(name, reader)


def _command(name: str, reader: Reader) -> Iterator[tuple[str, str]]:
    if name in TEXTS:
        yield name, reader.argument()
    elif name in _SPACES or name in SIGNS:
        yield "words", _SPACES.get(name) or SIGNS[name]
        if name.isalpha():
            reader.skip_space()
    elif name in _DROPPED:
        reader.skip_space()
    elif name.isalpha() and not name.startswith("text"):
        # `\text{of \alpha}` is a mistake for TeX; what it means is plain.
        yield "math", f"\\{name}"
    else:
        raise UndrawableError(f"\\{name} in a text")


def _folded(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text)
