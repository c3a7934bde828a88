"""Front matter as leaves: 'title', 'links.pdf' … → text or a list of texts. Changes one leaf and no other byte."""

from collections.abc import Mapping as MappingOf
from typing import NamedTuple

from sitegen.archive.entry import front_matter_schema
from sitegen.archive.front_matter import FENCE, Document, take_apart
from sitegen.fields import emit
from sitegen.fields.nodes import Items, Mapping, Node, Scalar

Leaf = str | tuple[str, ...]

NESTED = ("links", "source")
_ORDER = {field.name: index for index, field in enumerate(front_matter_schema(frozenset()))}
# Dates and numbers of our own making need no quotes; all other text is quoted where a YAML reader would misread it.
_UNQUOTED = frozenset({"date", "published", "updated", "votes", "position", "listed_on"})
_BLOCK_LISTS = frozenset({"authors", "keywords", "aliases"})
_INDENT = 2


class _Edit(NamedTuple):
    """Puts `text` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def leaves_of(document: Document) -> dict[str, Leaf]:
    """The leaves of a file's front matter; `extra` and what is not text or a list of texts is left out."""
    leaves: dict[str, Leaf] = {}
    for pair in document.mapping.pairs:
        name = pair.key.text
        if name in NESTED and isinstance(pair.value, Mapping):
            nested = {f"{name}.{inner.key.text}": _leaf(inner.value) for inner in pair.value.pairs}
            leaves.update({inner: leaf for inner, leaf in nested.items() if leaf is not None})
        elif (leaf := _leaf(pair.value)) is not None:
            leaves[name] = leaf
    return leaves


def new_text(leaves: MappingOf[str, Leaf], body: str) -> str:
    """A file with these leaves, in the order of the schema."""
    text = f"{FENCE}\n{FENCE}\n\n{body}\n"
    for name, value in leaves.items():
        text = with_leaf(take_apart(text, "a new entry"), name, value)
    return text


def with_leaf(document: Document, name: str, value: Leaf) -> str:
    """The text of the file with one leaf set; comments, order and spacing of everything else stay."""
    edit = _set(document.mapping, name, value, document.text[document.yaml_start :])
    offset = document.yaml_start
    return document.text[: offset + edit.start] + edit.text + document.text[offset + edit.end :]


def with_body(document: Document, body: str) -> str:
    """The text of the file with another body; the blank lines before it stay."""
    old = document.body
    lead = old[: len(old) - len(old.lstrip("\n"))] or "\n"
    return f"{document.text[: document.body_start]}{lead}{body}\n"


def _leaf(node: Node) -> Leaf | None:
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.nodes):
        return tuple(item.text for item in node.nodes if isinstance(item, Scalar))
    return None


def _set(mapping: Mapping, name: str, value: Leaf, yaml: str) -> _Edit:
    outer, _, inner = name.partition(".")
    node = mapping.node(outer)
    if node is None:
        shown = f"\n{' ' * _INDENT}{inner}: {_shown(name, value)}" if inner else _after_colon(name, value)
        return _insert(mapping, outer, f"{outer}:{shown}", f"{outer}: {_flow(inner, name, value)}", yaml)
    if not inner:
        return _replace(node, name, value)
    if not isinstance(node, Mapping):
        return _Edit(node.place.start, node.place.end, f"\n{' ' * _INDENT}{inner}: {_shown(name, value)}")
    inner_node = node.node(inner)
    if inner_node is not None:
        return _replace(inner_node, name, value)
    shown = f"{inner}: {_shown(name, value)}"
    return _insert(node, inner, shown, shown, yaml)


def _replace(node: Node, name: str, value: Leaf) -> _Edit:
    place = node.place
    if isinstance(node, Items) and not node.is_flow and isinstance(value, tuple):
        return _Edit(place.start, place.end, emit.block(value, place.column - 1))
    shown = _shown(name, value)
    is_bare = isinstance(node, Scalar) and place.start == place.end
    return _Edit(place.start, place.end, f" {shown}" if is_bare else shown)


def _insert(mapping: Mapping, name: str, block: str, flow: str, yaml: str) -> _Edit:
    """A new line after the nearest field that stands before `name` in the schema; in `{…}`, an item at the end."""
    if mapping.is_flow:
        end = mapping.place.end - 1
        return _Edit(end, end, f", {flow}" if mapping.pairs else flow)
    before = [pair for pair in mapping.pairs if _ORDER.get(pair.key.text, 0) < _ORDER.get(name, 1 << 30)]
    if not mapping.pairs:
        return _Edit(0, 0, f"{block}\n")
    indent = " " * (mapping.pairs[0].key.place.column - 1)
    if not before:
        start = mapping.pairs[0].key.place.start
        return _Edit(start, start, f"{block}\n{indent}")
    start = _line_end(yaml, before[-1].value.place.end)
    return _Edit(start, start, f"{indent}{block}\n")


def _line_end(yaml: str, end: int) -> int:
    """The start of the line after a value; a block scalar's value ends there already."""
    if end and yaml[end - 1 : end] == "\n":
        return end
    newline = yaml.find("\n", end)
    return len(yaml) if newline < 0 else newline + 1


def _after_colon(name: str, value: Leaf) -> str:
    if isinstance(value, tuple) and value and name in _BLOCK_LISTS:
        return f"\n{' ' * _INDENT}{emit.block(value, _INDENT)}"
    return f" {_shown(name, value)}"


def _flow(inner: str, name: str, value: Leaf) -> str:
    shown = _shown(name, value)
    return f"{{{inner}: {shown}}}" if inner else shown


def _shown(name: str, value: Leaf) -> str:
    if name in _UNQUOTED:
        return value if isinstance(value, str) else f"[{', '.join(value)}]"
    return emit.scalar(value) if isinstance(value, str) else emit.flow(value)
