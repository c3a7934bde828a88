"""YAML without guessing: every scalar is text with its place, and what could surprise is refused with a hint."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.fields.nodes import Items, Node, Scalar, parse
from sitegen.problems import SiteError


def _texts(yaml_text: str) -> dict[str, str]:
    """The scalars of a flat mapping."""
    return {pair.key.text: pair.value.text for pair in parse(yaml_text, "f").pairs if isinstance(pair.value, Scalar)}


def _problems(yaml_text: str, first_line: int = 1) -> list[str]:
    """What is wrong with a text, without the hints."""
    with pytest.raises(SiteError) as caught:
        parse(yaml_text, "f", first_line)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


LOOKS_LIKE_SOMETHING_ELSE = """\
id: 2401.00010
answer: no
size: 1e3
day: 2025-01-01
address: 0x10
octal: 010
time: 12:30:45
truth: true
infinite: .inf
merge: <<
equals: =
"""


def test_a_value_that_looks_like_a_number_a_date_or_a_truth_stays_text() -> None:
    assert _texts(LOOKS_LIKE_SOMETHING_ELSE) == {
        "id": "2401.00010",
        "answer": "no",
        "size": "1e3",
        "day": "2025-01-01",
        "address": "0x10",
        "octal": "010",
        "time": "12:30:45",
        "truth": "true",
        "infinite": ".inf",
        "merge": "<<",
        "equals": "=",
    }


def test_names_stay_text_too() -> None:
    assert _texts("no: a\n1: b\n2025-01-01: c\n~: d\n") == {"no": "a", "1": "b", "2025-01-01": "c", "~": "d"}


def test_nothing_is_told_from_an_empty_text() -> None:
    pairs = parse("a:\nb: ~\nc: null\nd: ''\ne: '~'\n", "f").pairs
    assert [pair.value.is_nothing for pair in pairs if isinstance(pair.value, Scalar)] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_a_text_without_fields_is_an_empty_mapping(text: str) -> None:
    assert parse(text, "f").pairs == ()


PLACES = """\
# a comment
title:   'Naïve 😀'   # a note
list:
  - one
  -   two

# another
flow: [a, b]   # a note
empty:
block: |
  first
  second

# the last
"""


def _slice(node: Node) -> str:
    return PLACES[node.place.start : node.place.end]


def test_a_node_knows_its_line_its_column_and_its_characters() -> None:
    mapping = parse(PLACES, "f")
    nodes = [pair.value for pair in mapping.pairs]
    assert [(node.place.line, node.place.column, _slice(node)) for node in nodes] == [
        (2, 10, "'Naïve 😀'"),
        (4, 3, "- one\n  -   two"),
        (8, 7, "[a, b]"),
        (9, 7, ""),
        (10, 8, "|\n  first\n  second"),
    ]


def test_a_line_ends_where_an_editor_ends_it() -> None:
    mapping = parse("a: 'one\u2028two\u0085three'\nb: x\n", "f")
    assert [(pair.value.place.line, pair.value.place.column) for pair in mapping.pairs] == [(1, 4), (2, 4)]


REFUSED = {
    "equal keys": (
        "a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n",
        """\
f:2:1: 'a' stands here a second time (first on line 1)
f:3:11: 'c' stands here a second time (first on line 3)
f:4:1: 'a' stands here a second time (first on line 1)""",
    ),
    "equal keys and a syntax error": (
        "a: 1\na: 2\nb: c: d\n",
        """\
f:2:1: 'a' stands here a second time (first on line 1)
f:3:5: YAML that does not parse: mapping values are not allowed in this context""",
    ),
    "an anchor": ("a: &x 1\n", "f:1:4: an anchor '&x' (expected plain values)"),
    "an alias": ("a: *x\n", "f:1:4: an alias '*x' (expected plain values)"),
    "a tag": ("a: !!int 1\n", "f:1:4: a tag 'tag:yaml.org,2002:int' (expected plain values)"),
    "a tag on a mapping": ("a:\n  b: !x {}\n", "f:2:6: a tag '!x' (expected plain values)"),
    "a list": ("- a\n", "f:1:1: a sequence (expected 'name: value' lines)"),
    "words": ("words\n", "f:1:1: text 'words' (expected 'name: value' lines)"),
    "null": ("~\n", "f:1:1: nothing (expected 'name: value' lines)"),
    "a list as a key": ("? [a]\n: b\n", "f:1:3: a sequence as a name (expected text)"),
    "two documents": ("a: 1\n---\nb: 2\n", "f:2:1: a second YAML document (expected one)"),
    "an unquoted colon": (
        "a: 1\nb: c: d\n",
        "f:2:5: YAML that does not parse: mapping values are not allowed in this context",
    ),
    "an unquoted at sign": (
        "a: @b\n",
        "f:1:4: YAML that does not parse: found character that cannot start any token",
    ),
    "a control character": ("a: é\nb: \x07\n", "f:2:4: the character U+0007 (expected text)"),
    "a byte order mark": ("\ufeffa: 1\n", "f:1:1: the character U+FEFF (expected text)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_told_with_its_place(case: str) -> None:
    text, problems = REFUSED[case]
    assert _problems(text) == problems.split("\n")


def test_a_tag_that_would_run_a_program_is_refused_like_any_other() -> None:
    assert _problems("a: !!python/object/apply:os.system [id]\n") == [
        "f:1:4: a tag 'tag:yaml.org,2002:python/object/apply:os.system' (expected plain values)"
    ]


def test_lines_count_from_the_top_of_the_file() -> None:
    assert _problems("a: 1\na: 2\n", first_line=5) == ["f:6:1: 'a' stands here a second time (first on line 5)"]


DEEP = [
    ("[" * 30_000, "f:1:21: nested more than 20 deep"),
    ("{" * 30_000, "f:1:21: nested more than 20 deep"),
    ("a: " + "[" * 30_000, "f:1:23: nested more than 20 deep"),
    ("- " * 10_000, "f:1:41: nested more than 20 deep"),
    ("? " * 10_000, "f:1:41: nested more than 20 deep"),
]


@pytest.mark.parametrize(("text", "problem"), DEEP, ids=["[", "{", "a: [", "-", "?"])
def test_deep_nesting_is_a_problem_and_no_crash(text: str, problem: str) -> None:
    assert _problems(text) == [problem]


def test_twenty_levels_are_not_too_deep() -> None:
    assert [pair.key.text for pair in parse("a: " + "[" * 19 + "]" * 19, "f").pairs] == ["a"]


def test_more_than_a_mebibyte_is_refused_unread() -> None:
    assert _problems("a: " + "[" * (1 << 20)) == ["f:1:1: 1,048,579 characters of YAML (expected at most 1,048,576)"]


def _all_text(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_all_text(item) for item in node.nodes]
    return {pair.key.text: _all_text(pair.value) for pair in node.pairs}


def _lines_of_yaml() -> st.SearchStrategy[str]:
    pieces = [
        "a",
        "b",
        ": ",
        ":",
        "- ",
        "#",
        " # ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "|\n",
        ">",
        "&x",
        "*x",
        "!t",
        "%",
        "@",
    ]
    more = [
        "?",
        "? ",
        "~",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n- ",
        "\t",
        "\\",
        "\\n",
        "é",
        "😀",
        "\u2028",
        "\x07",
        "---",
        "...",
    ]
    return st.lists(st.sampled_from(pieces + more), max_size=25).map("".join)


@given(st.one_of(_lines_of_yaml(), _lines_of_yaml().map(lambda text: f"a: {text}")))
def test_any_text_is_read_as_libyaml_reads_it_or_refused_with_a_place_inside_it(text: str) -> None:
    try:
        mapping = parse(text, "f")
    except SiteError as error:
        for problem in error.problems:
            line, column = problem.location.line, problem.location.column
            assert 1 <= line <= text.count("\n") + 1
            assert 1 <= column <= len(text.split("\n")[line - 1]) + 1
        return
    assert _all_text(mapping) == (yaml.load(text, Loader=yaml.CBaseLoader) or {})
