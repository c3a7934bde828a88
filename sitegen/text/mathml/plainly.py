"""Formulas that are no more than text, as in 10`$\\times$` and E`$^3$`Net → HTML in the font around them.

They are most of those in titles: text wraps, is bold in a heading, and is read as it is.
"""

from sitegen.text.mathml.nodes import Node
from sitegen.text.mathml.saying import said
from sitegen.text.mathml.writing import escaped

_STYLES = {"": "", "bold": "strong", "italic": "em", "monospace": "code"}
_SCRIPTS = {"msup": "sup", "msub": "sub"}
_EMPTY = (Node("mrow"), Node("mi"))
# Raised signs that every font has.
_EVERYWHERE = frozenset("¹²³°")


def text_of(nodes: tuple[Node, ...]) -> str:
    """The HTML of a row; empty if it is more than text."""
    if all(node.name in ("mn", "mtext") for node in nodes) or (len(nodes) == 1 and nodes[0].name == "mo"):
        return "".join(map(_text, nodes))
    if len(nodes) != 1 or nodes[0].name not in _SCRIPTS or nodes[0].children[0] not in _EMPTY:
        return ""
    words = said(nodes)
    if set(words) <= _EVERYWHERE:
        return words
    element = _SCRIPTS[nodes[0].name]
    inner = _flat(nodes[0].children[1])
    return f"<{element}>{inner}</{element}>" if inner else ""


def _flat(node: Node) -> str:
    if node.name == "mrow":
        inner = tuple(map(_flat, node.children))
        return "".join(inner) if all(inner) else ""
    return _text(node) if node.name in ("mn", "mtext", "mo") else ""


def _text(node: Node) -> str:
    text = escaped(node.text.replace("\u00a0", " "))
    element = _STYLES.get(dict(node.attributes).get("mathvariant", ""), "")
    return f"<{element}>{text}</{element}>" if element else text
