"""MathML as a tree of values: what stands between latex2mathml's elements and the text of a page."""

from __future__ import annotations

import msgspec

TOKENS = frozenset(("mi", "mn", "mo", "mtext"))
"""Elements that hold text, and nothing else."""
WITH_BASE = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))
"""Elements whose first child is what the others stand around."""


class Node(msgspec.Struct, frozen=True):
    """An element. kind: what a token is to TeX, where the element's name does not say it: `function`."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    kind: str = ""


def row(children: tuple[Node, ...]) -> Node:
    """What holds these, and nothing around a single one."""
    return children[0] if len(children) == 1 else Node("mrow", children=children)


def core(node: Node) -> Node:
    """The element that decides what a node is: its innermost base."""
    while _has_core_inside(node):
        node = node.children[0]
    return node


def with_core(node: Node, found: Node) -> Node:
    """The node with another core."""
    path: list[Node] = []
    while _has_core_inside(node):
        path.append(node)
        node = node.children[0]
    for outer in reversed(path):
        found = msgspec.structs.replace(outer, children=(found, *outer.children[1:]))
    return found


def _has_core_inside(node: Node) -> bool:
    return bool(node.children) and (node.name in WITH_BASE or (node.name == "mstyle" and len(node.children) == 1))


def with_attributes(node: Node, **attributes: str) -> Node:
    """The node with more attributes, of which the new ones win."""
    return msgspec.structs.replace(node, attributes=tuple({**dict(node.attributes), **attributes}.items()))
