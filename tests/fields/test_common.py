"""YAML that is read without libyaml says what libyaml says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.fields.common import common_mapping
from sitegen.fields.nodes import Items, Mapping, Scalar, parse_past_repeats
from sitegen.problems import SiteError

COMMON = """\
title: "A title: with all of it"
date: 2025-09-02
authors:
  - Ada Lovelace
  - 'Alan "A" Turing'
topics: [scaling, rl-alignment]
links:
  pdf: https://arxiv.org/pdf/2509.01234
"""

odd_characters = st.sampled_from(list("ab1_.,:;#-?!&*|>%@`'\"\\[]{}()~= \t\n\x85\u2028\ufeff\x07é中😀"))
words = st.one_of(
    st.text(st.sampled_from("ab1_. é中-/,"), min_size=1, max_size=6),
    st.text(odd_characters, max_size=6),
    st.sampled_from(
        ["a", "null", "~", "true", "1.5", "a b", "a: b", "a:b", "a #b", "a#b", "https://x.org/a?b=1#c", "---", "..."]
    ),
)
values = st.one_of(
    words,
    words.map('"{}"'.format),
    words.map("'{}'".format),
    st.lists(words, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
)
indents = st.sampled_from(["", " ", "  ", "    ", "\t"])
names = st.sampled_from(["a", "b", "c_d", "null", "A", "a b", "'a'", "?", "-", "---", "..."])
lines = st.one_of(
    st.tuples(indents, names, values).map(lambda line: "{}{}: {}\n".format(*line)),
    st.tuples(indents, names).map(lambda line: "{}{}:\n".format(*line)),
    st.tuples(indents, values).map(lambda line: "{}- {}\n".format(*line)),
    st.text(odd_characters, max_size=8),
)
fields = st.tuples(st.sampled_from("abcdefgh"), values).map(lambda field: "{}: {}\n".format(*field))
items = st.lists(values.map("  - {}\n".format), min_size=1, max_size=3).map("".join)
inner = st.lists(fields.map("  {}".format), min_size=1, max_size=3).map("".join)
blocks = st.tuples(st.sampled_from("abcdefgh"), st.one_of(items, inner)).map(lambda block: "{}:\n{}".format(*block))


@given(st.lists(st.one_of(fields, blocks, lines), max_size=3).map("".join))
@example("a: b\n c\n")
@example("a: b \n")
@example("a:\n  - b\n  c: d\n")
@example("a:\n - b\n  - c\n")
@example("a:\n  b: c\n   d: e\n")
@example("a: 'b''c'\n")
@example("a: b\na: c\n")
@example("a: b")
def test_what_is_read_without_libyaml_is_what_libyaml_reads(text: str) -> None:
    found = common_mapping(text)
    if found is None:
        return
    try:
        expected, problems = parse_past_repeats(text, "a.md", 1)
    except SiteError as error:
        pytest.fail(f"libyaml refuses {text!r}: {error}")
    assert problems == ()
    assert found == expected


def test_front_matter_as_people_write_it_needs_no_libyaml() -> None:
    found = common_mapping(COMMON)
    assert found is not None
    assert found == parse_past_repeats(COMMON, "a.md", 1)[0]
    authors, topics, links = found.node("authors"), found.node("topics"), found.node("links")
    assert isinstance(authors, Items)
    assert isinstance(topics, Items)
    assert isinstance(links, Mapping)
    assert authors.nodes[1] == Scalar('Alan "A" Turing', False, authors.nodes[1].place)
    assert (topics.place.line, topics.place.column) == (6, 9)
    assert links.pairs[0].value.place.column == 8


LEFT_TO_LIBYAML = [
    "",
    "a: # nothing\n",
    "a: |\n  text\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !b c\n",
    'a: "b\\n"\n',
    "a: {b: c}\n",
    "a: [b, [c]]\n",
    "a:\n",
    "a: \u2028\n",
    "# a\nb: c\n",
    "---\na: b\n",
    "a: b\n...\n",
    "a:\tb\n",
]


@pytest.mark.parametrize("text", LEFT_TO_LIBYAML)
def test_what_may_be_more_is_left_to_libyaml(text: str) -> None:
    assert common_mapping(text) is None
