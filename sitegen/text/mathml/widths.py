"""How wide a formula is, so that one too wide for a phone gets a box that scrolls. A guess, on the large side."""

from itertools import zip_longest

from sitegen.text.mathml.nodes import Node
from sitegen.text.mathml.signs import APPLY

# In em, of STIX Two, Cambria, Latin Modern and DejaVu Math the widest; wide letters such as 𝒲 and m count as all.
_LETTER = 0.72
_WORD = 0.55
_SIGN = 0.8
_SPACED_SIGN = 1.35
_SCRIPT = 0.75
_TABLE_GAP = 0.8


def width_of(nodes: tuple[Node, ...]) -> float:
    """The width of a row in em."""
    return sum(map(_width, nodes))


def _width(node: Node) -> float:
    children = node.children
    if node.name == "mi":
        return len(node.text) * (_LETTER if len(node.text) == 1 else _WORD)
    if node.name in ("mn", "mtext"):
        return len(node.text) * _WORD
    if node.name == "mo":
        is_tight = not node.text or node.text in f"()[]{{}}|,;!′{APPLY}" or dict(node.attributes).get("lspace") == "0"
        return _SIGN if is_tight else _SPACED_SIGN
    if node.name == "mspace":
        return max(0.0, float(dict(node.attributes).get("width", "0em").removesuffix("em")))
    if node.name in ("mfrac", "munder", "mover", "munderover"):
        return max(map(_width, children), default=0.0) + 0.2
    if node.name in ("msub", "msup", "msubsup"):
        return _width(children[0]) + _SCRIPT * max(map(_width, children[1:]))
    if node.name == "mtable":
        rows = [[_width(cell) + _TABLE_GAP for cell in line.children] for line in children]
        return sum(map(max, zip_longest(*rows, fillvalue=0.0)))
    return width_of(children) + (1.0 if node.name in ("msqrt", "mroot") else 0.0)
