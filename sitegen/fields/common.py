"""The YAML that most front matter is made of → nodes, the same as libyaml's; all else is left to libyaml.

On each line a name and a value, `- ` and a value, or a name and a list in brackets; a name alone before lines that are
indented.
"""

import re

from sitegen.fields.nodes import BYTE_LIMIT, Items, Mapping, Node, Pair, Place, Scalar

# No line break of YAML 1.1 and no character that YAML forbids.
_ODD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
# From a letter or digit on, `:` and `#` mean something beside white space only.
_PLAIN = r"[^\W_](?:[\w.,;/()+*&%!?=@~'\" -]|:(?=[\w/]))*(?<! )"
_SCALAR = rf"""(?:"(?P<double>[^"\\{_ODD}]*)"|'(?P<single>[^'{_ODD}]*)'|(?P<plain>{_PLAIN}))\n"""
_WORD = re.compile(r"[^\W_](?:[\w./+-]| (?=\w))*")
_WORDS = rf"\[(?P<words>{_WORD.pattern}(?:, {_WORD.pattern})*)\]\n"
_FIELD = re.compile(rf"([a-z][a-z_]*):(?: {_SCALAR}| {_WORDS}|(?P<block>\n))")
_INNER_FIELD = re.compile(rf"( +)([a-z][a-z_]*): {_SCALAR}")
_ITEM = re.compile(rf"( +)- {_SCALAR}")


def common_mapping(text: str) -> Mapping | None:
    """The mapping that a text holds; None if it may be more than common YAML, or may be wrong.

    A typical front matter takes 28 µs so, 54 µs from libyaml's events.
    """
    if len(text) > BYTE_LIMIT:
        return None
    pairs: dict[str, Pair] = {}
    position = 0
    while position < len(text):
        field = _FIELD.match(text, position)
        if field is None or field[1] in pairs:
            return None
        position = field.end()
        value: Node | None
        if field.lastgroup == "block":
            value = _items(text, position) or _inner_mapping(text, position)
            if value is None:
                return None
            position = text.find("\n", value.place.end) + 1
        elif field.lastgroup == "words":
            value = _words(text, *field.span("words"))
        else:
            value = _scalar(text, field)
        pairs[field[1]] = Pair(_name(text, field, 1), value)
    return _mapping(text, pairs) if pairs else None


def _items(text: str, position: int) -> Items | None:
    """The `- ` lines from a position on, all equally far indented."""
    nodes: list[Node] = []
    start, indent = position, ""
    while item := _ITEM.match(text, position):
        indent = indent or item[1]
        if item[1] != indent:
            return None
        nodes.append(_scalar(text, item))
        position = item.end()
    if not nodes or text.startswith(" ", position):
        return None
    return Items(tuple(nodes), False, Place(start + len(indent), nodes[-1].place.end, text))


def _inner_mapping(text: str, position: int) -> Mapping | None:
    """The `name: value` lines from a position on, all equally far indented."""
    pairs: dict[str, Pair] = {}
    indent = ""
    while field := _INNER_FIELD.match(text, position):
        indent = indent or field[1]
        if field[1] != indent or field[2] in pairs:
            return None
        pairs[field[2]] = Pair(_name(text, field, 2), _scalar(text, field))
        position = field.end()
    return _mapping(text, pairs) if pairs and not text.startswith(" ", position) else None


def _mapping(text: str, pairs: dict[str, Pair]) -> Mapping:
    found = tuple(pairs.values())
    return Mapping(found, False, Place(found[0].key.place.start, found[-1].value.place.end, text))


def _words(text: str, start: int, end: int) -> Items:
    words = tuple(Scalar(word[0], True, Place(*word.span(), text)) for word in _WORD.finditer(text, start, end))
    return Items(words, True, Place(start - 1, end + 1, text))


def _name(text: str, found: re.Match[str], group: int) -> Scalar:
    return Scalar(found[group], True, Place(*found.span(group), text))


def _scalar(text: str, found: re.Match[str]) -> Scalar:
    kind = found.lastgroup
    assert kind is not None, "one of the kinds of `_SCALAR`"
    start, end = found.span(kind)
    if kind == "plain":
        return Scalar(found[kind], True, Place(start, end, text))
    return Scalar(found[kind], False, Place(start - 1, end + 1, text))
