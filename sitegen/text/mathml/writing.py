"""Nodes → HTML. Knows the elements and attributes of MathML Core that a formula may have, and lets nothing else out."""

import re

from sitegen.text.mathml.nodes import Node
from sitegen.text.mathml.refusal import UndrawableError

_LENGTH = r"-?\d*\.?\d+(?:em|ex|px|pt)"
_BOOLEAN = "true|false"
_MO = {
    "stretchy": _BOOLEAN,
    "form": "prefix|infix|postfix",
    "lspace": f"0|{_LENGTH}",
    "rspace": f"0|{_LENGTH}",
    "minsize": _LENGTH,
    "maxsize": _LENGTH,
}
_STYLES = "bold|italic|bold-italic|sans-serif|monospace"
ALLOWED: dict[str, dict[str, str]] = {
    "mi": {"mathvariant": "normal"},
    "mn": {},
    "mo": _MO,
    # Core draws no other variant; of texts the style sheet does.
    "mtext": {"mathvariant": _STYLES},
    "mspace": {"width": _LENGTH},
    "mrow": {},
    "mfrac": {"linethickness": f"0|{_LENGTH}"},
    "msqrt": {},
    "mroot": {},
    "mstyle": {"displaystyle": _BOOLEAN, "scriptlevel": "[0-2]"},
    "mphantom": {},
    "msub": {},
    "msup": {},
    "msubsup": {},
    "munder": {"accentunder": _BOOLEAN},
    "mover": {"accent": _BOOLEAN},
    "munderover": {},
    "mtable": {"displaystyle": _BOOLEAN},
    "mtr": {},
    # Not in Core; the style sheet reads it.
    "mtd": {"columnalign": "left|right|center"},
}
"""The elements inside of `<math>`, each with its attributes and the values they may have."""


def written(nodes: tuple[Node, ...]) -> str:
    """The nodes as HTML; raises UndrawableError at what is not allowed."""
    return "".join(map(_written, nodes))


def escaped(text: str) -> str:
    """Text that is no markup, in an element or in quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _written(node: Node) -> str:
    allowed = ALLOWED.get(node.name)
    if allowed is None:
        raise UndrawableError(f"<{node.name}>")
    start = node.name
    for name, value in node.attributes:
        if name not in allowed or not re.fullmatch(allowed[name], value):
            raise UndrawableError(f'<{node.name} {name}="{value}">')
        start += f' {name}="{value}"'
    inner = escaped(node.text) + written(node.children)
    return f"<{start}>{inner}</{node.name}>" if inner else f"<{start}/>"
