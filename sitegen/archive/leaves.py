"""Front matter as leaves: 'title', 'links.pdf' … → text or a list of texts. Changes one leaf and no other byte."""

from collections.abc import Mapping as MappingOf
from typing import NamedTuple

from sitegen.archive.entry import front_matter_schema
from sitegen.archive.front_matter import FENCE, Document, take_apart
from sitegen.fields import emit
from sitegen.fields.nodes import Items, Mapping, Node, Pair, Scalar

Leaf = str | tuple[str, ...]

# The leaf that stands for the body; the ledger holds its digest.
BODY = "body"
NESTED = ("links", "source")
_ORDER = {field.name: index for index, field in enumerate(front_matter_schema(frozenset()))}
# Dates, numbers and truths of our own making need no quotes; other text has them where a YAML reader would misread it.
_UNQUOTED = frozenset({"date", "published", "updated", "votes", "position", "listed_on", "draft", "source.read"})
_BLOCK_LISTS = frozenset({"authors", "keywords", "aliases"})
_INDENT = 2
_EMPTY = take_apart(f"{FENCE}\n{FENCE}\n", "a new entry").mapping


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
    lines: list[str] = []
    above = ""
    for name in sorted(leaves, key=lambda name: _ORDER[name.partition(".")[0]]):
        outer, _, inner = name.partition(".")
        if inner and outer == above:
            lines.append(f"{' ' * _INDENT}{inner}: {_shown(name, leaves[name], is_flow=False)}\n")
        else:
            lines.append(f"{_field(outer, inner, leaves[name], _EMPTY)}\n")
        above = outer
    return f"{FENCE}\n{''.join(lines)}{FENCE}\n\n{body}\n"


def with_leaf(document: Document, name: str, value: Leaf) -> str:
    """The text of the file with one leaf set; comments, order and spacing of everything else stay."""
    edit = _set(document.mapping, name, value, document.text[document.yaml_start : document.body_start])
    offset = document.yaml_start
    return document.text[: offset + edit.start] + edit.text + document.text[offset + edit.end :]


def without_leaf(document: Document, name: str) -> str:
    """The text of the file without the lines of a list; every other byte stays. In `{…}` it becomes an empty list."""
    pair = document.mapping.pair(name)
    if pair is None or document.mapping.is_flow:
        return with_leaf(document, name, ())
    yaml = document.text[document.yaml_start : document.body_start]
    start, end = pair.key.place.start, _line_end(yaml, pair.value.place.end)
    return document.text[: document.yaml_start + start] + document.text[document.yaml_start + end :]


def with_item(document: Document, name: str, text: str) -> str:
    """The text of the file with one more text at the end of a list that has some; every other byte stays."""
    pair = document.mapping.pair(name)
    assert pair is not None, "a list that is there"
    assert isinstance(pair.value, Items), "a list"
    offset, last = document.yaml_start, pair.value.nodes[-1].place
    if pair.value.is_flow:
        end, item = offset + last.end, f", {emit.flow_scalar(text)}"
    else:
        end = offset + _line_end(document.text[offset : document.body_start], last.end)
        item = f"{' ' * (pair.value.place.column - 1)}- {emit.scalar(text)}\n"
    return document.text[:end] + item + document.text[end:]


def is_open(document: Document, name: str) -> bool:
    """True if the file says nothing under the name of a leaf: not even something that is no leaf."""
    outer, _, inner = name.partition(".")
    pair = document.mapping.pair(outer)
    if inner and pair is not None and isinstance(pair.value, Mapping):
        pair = pair.value.pair(inner)
    return pair is None or (isinstance(pair.value, Scalar) and pair.value.is_nothing)


def with_body(document: Document, body: str) -> str:
    """The text of the file with another body; the blank lines before it stay."""
    old = document.body
    lead = old[: len(old) - len(old.lstrip("\n"))] or "\n"
    return f"{document.text[: document.body_start]}{lead}{body}\n"


def with_field(document: Document, name: str, shown: str) -> str:
    """The text of the file with a field that it does not have yet. shown: its value as YAML, on one line."""
    yaml = document.text[document.yaml_start : document.body_start]
    edit = _insert(document.mapping, name, f"{name}: {shown}", yaml)
    offset = document.yaml_start
    return document.text[: offset + edit.start] + edit.text + document.text[offset + edit.end :]


def _leaf(node: Node) -> Leaf | None:
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.nodes):
        return tuple(item.text for item in node.nodes if isinstance(item, Scalar))
    return None


def _set(mapping: Mapping, name: str, value: Leaf, yaml: str) -> _Edit:
    outer, _, inner = name.partition(".")
    pair = mapping.pair(outer)
    if pair is None:
        return _insert(mapping, outer, _field(outer, inner, value, mapping), yaml)
    if not inner:
        return _replace(pair, name, value, mapping.is_flow, yaml)
    if not isinstance(pair.value, Mapping):
        return _fill(pair, _nested(inner, name, value, mapping), yaml)
    inner_pair = pair.value.pair(inner)
    if inner_pair is not None:
        return _replace(inner_pair, name, value, pair.value.is_flow, yaml)
    return _insert(pair.value, inner, f"{inner}: {_shown(name, value, pair.value.is_flow)}", yaml)


def _replace(pair: Pair, name: str, value: Leaf, is_flow: bool, yaml: str) -> _Edit:
    node = pair.value
    if not isinstance(node, Items) or node.is_flow:
        return _fill(pair, _shown(name, value, is_flow), yaml)
    if isinstance(value, tuple) and value:
        return _fill(pair, emit.block(value, node.place.column - 1), yaml)
    # The dashes of a list may stand right below the name; nothing else may.
    return _fill(pair, f"{' ' * _INDENT}{_shown(name, value, is_flow)}", yaml)


def _fill(pair: Pair, text: str, yaml: str) -> _Edit:
    """Puts `text` in the place of a value."""
    start, end = pair.value.place.start, pair.value.place.end
    if start < end:
        return _Edit(start, end, f"{text}\n" if yaml[end - 1] == "\n" else text)
    if ":" not in yaml[pair.key.place.end : start]:  # `{abs}` is `{abs: }`
        return _Edit(start, end, f": {text}")
    return _Edit(start, end, text if text.startswith("\n") or yaml[start - 1] == " " else f" {text}")


def _insert(mapping: Mapping, name: str, field: str, yaml: str) -> _Edit:
    """A new line after the nearest field that stands before `name` in the schema; in `{…}`, an item at the end."""
    if not mapping.pairs:
        end = mapping.place.end - 1
        return _Edit(end, end, field) if mapping.is_flow else _Edit(0, 0, f"{field}\n")
    if mapping.is_flow:
        end = mapping.pairs[-1].value.place.end
        return _Edit(end, end, f", {field}")
    before = [pair for pair in mapping.pairs if _ORDER.get(pair.key.text, 0) < _ORDER.get(name, 1 << 30)]
    indent = " " * _indent_of(mapping)
    if not before:
        start = mapping.place.start
        return _Edit(start, start, f"{field}\n{indent}")
    start = _line_end(yaml, before[-1].value.place.end)
    return _Edit(start, start, f"{indent}{field}\n")


def _line_end(yaml: str, end: int) -> int:
    """The start of the line after a value; a block scalar that keeps its line ends reaches there already."""
    return end if yaml[end - 1 : end] == "\n" else yaml.index("\n", end) + 1


def _indent_of(mapping: Mapping) -> int:
    return mapping.place.column - 1


def _field(outer: str, inner: str, value: Leaf, mapping: Mapping) -> str:
    """A new field of a front matter; its first line is not indented."""
    if inner:
        nested = _nested(inner, f"{outer}.{inner}", value, mapping)
        return f"{outer}:{nested}" if nested.startswith("\n") else f"{outer}: {nested}"
    if isinstance(value, tuple) and value and outer in _BLOCK_LISTS and not mapping.is_flow:
        indent = _indent_of(mapping) + _INDENT
        return f"{outer}:\n{' ' * indent}{emit.block(value, indent)}"
    return f"{outer}: {_shown(outer, value, mapping.is_flow)}"


def _nested(inner: str, name: str, value: Leaf, mapping: Mapping) -> str:
    """A mapping of one leaf, as the value of a field of `mapping`."""
    shown = f"{inner}: {_shown(name, value, mapping.is_flow)}"
    return f"{{{shown}}}" if mapping.is_flow else f"\n{' ' * (_indent_of(mapping) + _INDENT)}{shown}"


def _shown(name: str, value: Leaf, is_flow: bool) -> str:
    if name in _UNQUOTED:
        return value if isinstance(value, str) else f"[{', '.join(value)}]"
    if isinstance(value, tuple):
        return emit.flow(value)
    return emit.flow_scalar(value) if is_flow else emit.scalar(value)
