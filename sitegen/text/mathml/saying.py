"""Nodes → words: a formula on one line of plain text, for tabs, feeds' titles, the search index, and for the ear."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from sitegen.text.mathml.nodes import Node, core
from sitegen.text.mathml.refusal import UndrawableError
from sitegen.text.mathml.signs import APPLY, class_of

_RAISED = str.maketrans("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISABLE = re.compile("[0-9+−=()ni]+")
_LOWERABLE = re.compile("[0-9+−=()]+")
_MARKS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c"}
_PRIMES = frozenset("′″‴⁗*∗†‡°")
# Signs of a number at the beginning of a row.
_BEFORE = ("−", "+", "±", "∓")
_OVERBRACE = "⏞"
_UNDERBRACE = "⏟"
# What stands alone beside `/`, `^` or `√`.
_SIMPLE = re.compile(r"[\w.′]+|\(.*\)|\W", re.DOTALL)
# A space narrower than this divides no words.
_NARROWEST_EM = 0.1


def said(nodes: tuple[Node, ...]) -> str:
    """The nodes as a line of text."""
    return " ".join(_row(nodes).split())


def blank_of(nodes: tuple[Node, ...]) -> str:
    """The space that a formula of spaces alone leaves, as in 5`$\\,$`km; raises UndrawableError if it shows nothing."""
    if not nodes or any(node.name not in ("mspace", "mtext") for node in nodes):
        raise UndrawableError("nothing to see")
    return " " if _row(nodes) else ""


def _row(nodes: tuple[Node, ...]) -> str:
    if len(nodes) > 1 and nodes[0].name == "mo" and nodes[0].text in _BEFORE:
        return nodes[0].text + _row(nodes[1:])
    return (
        "".join(f"{_said(node)} " if _is_large(node) else _said(node) for node in nodes)
        .replace(f"{APPLY}(", "(")
        .replace(APPLY, " ")
    )


def _is_large(node: Node) -> bool:
    """Whether this is a sum or the like with its limits, after which a space reads better."""
    found = core(node)
    return node is not found and found.name == "mo" and len(found.text) == 1 and class_of(found.text) == "large"


def _said(node: Node) -> str:
    ways = _WAYS.get(node.name)
    return ways(node) if ways else _row(node.children)


def _letters(node: Node) -> str:
    """Letters of the mathematical alphabets become those that a keyboard has."""
    return unicodedata.normalize("NFKC", node.text) if node.text.isalnum() else node.text


def _sign(node: Node) -> str:
    if node.text in ("", APPLY):
        return node.text
    kind = class_of(node.text) if len(node.text) == 1 else "ord"
    is_tight = dict(node.attributes).get("lspace") == "0" or "form" in dict(node.attributes)
    if kind == "rel" or (kind == "bin" and not is_tight and node.text not in _PRIMES):
        return f" {node.text} "
    return f"{node.text} " if kind == "punct" else node.text


def _space(node: Node) -> str:
    return " " if float(dict(node.attributes)["width"].removesuffix("em")) > _NARROWEST_EM else ""


def _fraction(node: Node) -> str:
    top, bottom = map(_argument, node.children)
    return f"{top} choose {bottom}" if dict(node.attributes).get("linethickness") == "0" else f"{top}/{bottom}"


def _root(node: Node) -> str:
    base, degree = node.children
    return f"{_raised(said((degree,)))}√{_argument(base)}"


def _lower(node: Node) -> str:
    base, mark = node.children
    if dict(node.attributes).get("accentunder") == "true" or mark.text == _UNDERBRACE:
        return _grouped(base)
    if _brace_of(base) == _UNDERBRACE:
        return _noted(base, mark)
    return f"{_said(base)}{_lowered(said((mark,)))}"


def _upper(node: Node) -> str:
    base, mark = node.children
    if dict(node.attributes).get("accent") == "true":
        letter = _grouped(base)
        return unicodedata.normalize("NFC", letter + _MARKS.get(mark.text, "")) if len(letter) == 1 else letter
    if mark.text == _OVERBRACE:
        return _grouped(base)
    if _brace_of(base) == _OVERBRACE:
        return _noted(base, mark)
    return f"{_said(base)}{_raised(said((mark,)))}"


def _both(node: Node) -> str:
    base, lower, upper = node.children
    brace = _brace_of(base)
    if brace == _UNDERBRACE:
        return f"{_noted(base, lower)}{_raised(said((upper,)))}"
    if brace == _OVERBRACE:
        return f"{_noted(base, upper)}{_lowered(said((lower,)))}"
    return f"{_said(base)}{_lowered(said((lower,)))}{_raised(said((upper,)))}"


def _brace_of(node: Node) -> str:
    """The brace that is over or under the whole of a node; empty if none is."""
    sign = node.children[1].text if node.name in ("munder", "mover") else ""
    return sign if sign in (_UNDERBRACE, _OVERBRACE) else ""


def _noted(braced: Node, note: Node) -> str:
    """What a brace holds, and the note at the brace, which is neither an index nor a power."""
    words = said((note,))
    return f"({_said(braced.children[0])}: {words})" if words else _said(braced)


def _grouped(node: Node) -> str:
    """What a line, a hat or a brace holds together; in brackets, if a sign between its parts would part it."""
    depth = 0
    for child in node.children if node.name == "mrow" else ():
        sign = core(child)
        kind = class_of(sign.text) if sign.name == "mo" and len(sign.text) == 1 else "ord"
        depth += (kind == "open") - (kind == "close")
        if not depth and kind in ("bin", "rel", "punct") and " " in _said(child):
            return f"({_said(node)})"
    return _said(node)


_WAYS: Mapping[str, Callable[[Node], str]] = {
    "mfrac": _fraction,
    "mi": _letters,
    "mn": _letters,
    "mo": _sign,
    "mover": _upper,
    "mphantom": lambda _: "",
    "mroot": _root,
    "mspace": _space,
    "msqrt": lambda node: f"√{_bracketed(said(node.children))}",
    "msub": _lower,
    "msubsup": _both,
    "msup": _upper,
    "mtable": lambda node: "; ".join(said(line.children) for line in node.children),
    "mtd": lambda node: f"{_row(node.children)} ",
    "mtext": lambda node: node.text,
    "munder": _lower,
    "munderover": _both,
}


def _raised(text: str) -> str:
    if text in ("", "∘"):
        return text and "°"
    if _RAISABLE.fullmatch(text):
        return text.translate(_RAISED)
    return text if set(text) <= _PRIMES else f"^{_bracketed(text)}"


def _lowered(text: str) -> str:
    text = text.replace(", ", ",")
    return text.translate(_LOWERED) if _LOWERABLE.fullmatch(text) else f"_{_bracketed(text)}" if text else ""


def _argument(node: Node) -> str:
    return _bracketed(said((node,)))


def _bracketed(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"
