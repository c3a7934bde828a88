"""Text → YAML → the same text, in this project and in readers that guess types."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.fields.emit import block, flow, flow_scalar, scalar
from sitegen.fields.nodes import Items, Node, Scalar, parse
from sitegen.text.characters import allowed

MISLEADING = [
    *("no", "Yes", "true", "null", "~", "", " ", "1e3", "0x10", "1_000", "010", "12:30", "2025-01-01", "2401.00010"),
    *(".inf", ".nan", "<<", "=", "-", "- a", "? a", ": a", "a: b", "a:", "a #b", "#b", "@a", "`a`", "%a", "&a", "*a"),
    *("!a", "|", ">", "[a]", "{a}", "a, b", "a]", "a}", "'a'", '"a"', "it's", 'a "b"', "\\", "a\\nb", "---", "..."),
    *("--- a", " a ", "a\n", "\na", "a\n\nb", "a\tb", "\u2028", "a\x85b", "\ufeff", "\xa0", "\U0001f600", "é漢"),
]
texts = st.one_of(
    st.sampled_from(MISLEADING),
    st.lists(st.sampled_from([*MISLEADING, "a", " ", "\n"]), max_size=5).map("".join).map(allowed),
    st.text(max_size=80).map(allowed),
)


def _ours(yaml_text: str) -> Node:
    node = parse(yaml_text, "f").node("name")
    assert node is not None
    return node


def _text(node: Node) -> str:
    assert isinstance(node, Scalar)
    assert not node.is_nothing
    return node.text


def _texts(node: Node) -> list[str]:
    assert isinstance(node, Items)
    return [_text(item) for item in node.nodes]


@given(texts)
def test_any_text_survives_as_a_scalar_in_every_reader(text: str) -> None:
    line = f"name: {scalar(text)}"
    assert line.count("\n") == 0
    assert _text(_ours(line)) == text
    assert yaml.safe_load(line) == {"name": text}


@given(st.lists(texts, max_size=4).map(tuple))
def test_any_texts_survive_as_a_flow_list_in_every_reader(given_texts: tuple[str, ...]) -> None:
    line = f"name: {flow(given_texts)}"
    assert line.count("\n") == 0
    assert _texts(_ours(line)) == list(given_texts)
    assert yaml.safe_load(line) == {"name": list(given_texts)}


@given(st.lists(texts, max_size=4).map(tuple), st.integers(0, 6))
def test_any_texts_survive_as_a_block_list_in_every_reader(given_texts: tuple[str, ...], indent: int) -> None:
    lines = f"name:\n{' ' * indent}{block(given_texts, indent)}" if given_texts else f"name: {block((), indent)}"
    assert _texts(_ours(lines)) == list(given_texts)
    assert yaml.safe_load(lines) == {"name": list(given_texts)}


@given(texts, texts)
def test_any_text_survives_in_a_flow_mapping_in_every_reader(one: str, two: str) -> None:
    line = f"name: {{a: {flow_scalar(one)}, b: {flow_scalar(two)}}}"
    assert line.count("\n") == 0
    assert yaml.safe_load(line) == {"name": {"a": one, "b": two}}
    mapping = parse(f"{{name: {flow_scalar(one)}, other: {flow_scalar(two)}}}", "f")
    assert _text(mapping.pairs[0].value) == one


SHOWN = [
    ("Scaling Laws, Revisited", "Scaling Laws, Revisited"),
    ("2401.00010", "'2401.00010'"),
    ("no", "'no'"),
    ("2025-01-01", "'2025-01-01'"),
    ("STP: Self-play", "'STP: Self-play'"),
    ("It's", "It's"),
    ("$O(n \\log n)$", "$O(n \\log n)$"),
    ("two\nlines", '"two\\nlines"'),
    ("漢字 😀", "漢字 😀"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_text_is_quoted_only_where_a_reader_would_err(text: str, shown: str) -> None:
    assert scalar(text) == shown


def test_lists_are_shown_on_one_line_or_a_line_each() -> None:
    assert flow(("a", "b, c", "1")) == "[a, 'b, c', '1']"
    assert block(("a", "b, c", "1"), 2) == "- a\n  - b, c\n  - '1'"
    assert (flow(()), block((), 2)) == ("[]", "[]")


def test_a_comma_needs_quotes_inside_brackets_only() -> None:
    assert (scalar("a, b"), flow_scalar("a, b")) == ("a, b", "'a, b'")
