"""The spaces between the signs of a row as TeX has them, where MathML's own dictionary of operators says otherwise.

The rules are those of The TeXbook, chapter 18 and appendix G: a binary operator without an operand on one side is a
letter, a relation has no space at the ends, the name of a function is set off from letters by a thin space.
"""

from collections.abc import Iterator

from sitegen.text.mathml.nodes import Node, core, with_attributes, with_core
from sitegen.text.mathml.signs import APPLY, class_of

_THIN = "0.167em"
_THICK = "0.278em"
# Signs that the dictionary knows before an operand too; at the start of a row they need no attribute.
_PREFIX = frozenset("+−±∓")
_NO_OPERAND_BEFORE = ("", "bin", "rel", "open", "punct", "function", "large")
_NO_OPERAND_AFTER = ("", "rel", "close", "punct")


def spaced(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The row, with spaces of its own where they are needed."""
    classes = [_class(node) for node in nodes]
    made: list[Node] = []
    for number, node in enumerate(nodes):
        before = next((name for name in reversed(classes[:number]) if name != "space"), "")
        after = next((name for name in classes[number + 1 :] if name != "space"), "")
        if classes[number] == "bin" and (before in _NO_OPERAND_BEFORE or after in _NO_OPERAND_AFTER):
            classes[number] = "sign"
        made.extend(_with_spaces(node, classes[number], before, after, is_first=number == 0 < len(nodes) - 1))
    return tuple(made)


def _class(node: Node) -> str:
    if node.name == "mspace":
        return "space"
    found = core(node)
    if found.kind == "function":
        return "function"
    if found.name == "mrow" and found.children and found.children[0].name == "mo":
        return "inner" if dict(found.children[0].attributes).get("form") == "prefix" else "ord"
    if found.name != "mo" or len(found.text) != 1:
        return "ord"
    form = dict(found.attributes).get("form", "")
    if form:
        return "open" if form == "prefix" else "close"
    return class_of(found.text)


def _with_spaces(node: Node, name: str, before: str, after: str, is_first: bool) -> Iterator[Node]:
    """is_first: others stand behind it, none before it."""
    found = core(node)
    attributes = dict(found.attributes)
    if name == "function":
        yield from _function(node, before, after)
    elif found.name != "mo" or "form" in attributes or (name == "sign" and is_first and found.text in _PREFIX):
        yield node
    elif name in ("sign", "bar") or (name == "ord" and not attributes):
        yield with_core(node, with_attributes(found, lspace="0", rspace="0"))
    elif name == "rel":
        ends = {"lspace": "0"} if before in ("", "open") else {}
        ends |= {"rspace": "0"} if after in ("", "close", "punct") else {}
        if found.text == ":":
            ends = {"lspace": _THICK, "rspace": _THICK} | ends
        yield with_core(node, with_attributes(found, **ends)) if ends else node
    else:
        yield node


def _function(node: Node, before: str, after: str) -> Iterator[Node]:
    if before in ("ord", "close", "inner"):
        yield Node("mspace", attributes=(("width", _THIN),))
    yield node
    if after in ("open", "inner", "ord", "function", "large", "bar"):
        is_apart = after not in ("open", "inner", "bar")
        yield Node("mo", APPLY, attributes=(("rspace", _THIN),) if is_apart else ())
