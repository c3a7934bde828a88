"""Setting one leaf of a front matter changes that leaf and no other byte, however a person wrote the file."""

from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.front_matter import Document, take_apart
from sitegen.archive.leaves import Leaf, leaves_of, new_text, with_body, with_leaf, without_leaf
from sitegen.text.characters import allowed


def _apart(yaml_text: str) -> Document:
    return take_apart(f"---\n{yaml_text}---\n\nAn abstract.\n", "f.md")


def _set(yaml_text: str, name: str, value: Leaf) -> str:
    """The YAML of a file after one leaf was set; the rest of the file must stand as it was."""
    text = with_leaf(_apart(yaml_text), name, value)
    assert text.startswith("---\n")
    assert text.endswith("---\n\nAn abstract.\n")
    return text.removeprefix("---\n").removesuffix("---\n\nAn abstract.\n")


DAYS = ("2025-09-02", "2025-09-09")
EDITS: dict[str, tuple[str, str, Leaf, str]] = {
    "a plain scalar": ("title: Old  # mine\n", "title", "New", "title: New  # mine\n"),
    "a quoted scalar": ("title: 'It''s old' # mine\n", "title", "It's: new", "title: 'It''s: new' # mine\n"),
    "a scalar of two lines": ("title: Old\n  words # mine\ndate: x\n", "title", "New", "title: New # mine\ndate: x\n"),
    "a scalar below its name": ("title:\n  Old\ndate: x\n", "title", "New", "title:\n  New\ndate: x\n"),
    "nothing": ("title: # mine\ndate: x\n", "title", "New", "title: New # mine\ndate: x\n"),
    "a literal block": (
        "summary: |\n  one\n  two\n\n# mine\nvotes: 1\n",
        "summary",
        "New",
        "summary: New\n\n# mine\nvotes: 1\n",
    ),
    "a folded block": ("summary: >-\n   one\n\n   two\nvotes: 1\n", "summary", "New", "summary: New\nvotes: 1\n"),
    "a block that keeps its line ends": (
        "summary: |+\n  one\n\nvotes: 1\n",
        "summary",
        "New",
        "summary: New\nvotes: 1\n",
    ),
    "a block at the end": ("title: A\nsummary: |\n  one\n", "summary", "New", "title: A\nsummary: New\n"),
    "a block before an indented comment": (
        "summary: |\n   one\n  # mine\nvotes: 1\n",
        "summary",
        "New",
        "summary: New\n  # mine\nvotes: 1\n",
    ),
    "a flow list": (
        "keywords: [a, 'b c']  # mine\n",
        "keywords",
        ("x", "y, z"),
        "keywords: [x, 'y, z']  # mine\n",
    ),
    "a flow list of two lines": ("keywords: [a,\n  b]\nvotes: 1\n", "keywords", ("x",), "keywords: [x]\nvotes: 1\n"),
    "a block list": (
        "authors:\n    - A  # first\n    # gone with the list\n    - B # last\n# mine\nvotes: 1\n",
        "authors",
        ("C", "D: E"),
        "authors:\n    - C\n    - 'D: E' # last\n# mine\nvotes: 1\n",
    ),
    "a block list that is not indented": (
        "authors:\n- A\n- B\nvotes: 1\n",
        "authors",
        ("C",),
        "authors:\n- C\nvotes: 1\n",
    ),
    "a list of days": ("listed_on: [2025-09-02]\n", "listed_on", DAYS, "listed_on: [2025-09-02, 2025-09-09]\n"),
    "a nested leaf": (
        "links:\n   # mine\n   abs: a # first\n   pdf: b\n",
        "links.abs",
        "c",
        "links:\n   # mine\n   abs: c # first\n   pdf: b\n",
    ),
    "a nested leaf in a flow mapping": (
        "links: {abs: a, pdf: 'b'} # mine\n",
        "links.pdf",
        "c,d",
        "links: {abs: a, pdf: 'c,d'} # mine\n",
    ),
    "a leaf of a flow front matter": ("{title: Old, date: x}\n", "title", "A, B", "{title: 'A, B', date: x}\n"),
}


@pytest.mark.parametrize("case", EDITS)
def test_a_leaf_is_replaced_where_it_stands(case: str) -> None:
    before, name, value, after = EDITS[case]
    assert _set(before, name, value) == after
    assert leaves_of(_apart(after))[name] == value


INSERTS: dict[str, tuple[str, str, Leaf, str]] = {
    "into an empty front matter": ("", "title", "A", "title: A\n"),
    "into a comment": ("# mine\n", "title", "A", "title: A\n# mine\n"),
    "at the start": (
        "# mine\ndate: 2025-09-02\nvotes: 1\n",
        "title",
        "A",
        "# mine\ntitle: A\ndate: 2025-09-02\nvotes: 1\n",
    ),
    "in the middle": (
        "title: A # mine\n\n# of the day\nvotes: 1\n",
        "date",
        "2025-09-02",
        "title: A # mine\ndate: 2025-09-02\n\n# of the day\nvotes: 1\n",
    ),
    "at the end": ("title: A\nvotes: 1\n# mine\n", "position", "3", "title: A\nvotes: 1\nposition: 3\n# mine\n"),
    "after a field of another order": (
        "votes: 1\ntitle: A\n",
        "date",
        "2025-09-02",
        "votes: 1\ntitle: A\ndate: 2025-09-02\n",
    ),
    "after a block": ("summary: |\n  one\n\n# mine\n", "votes", "1", "summary: |\n  one\nvotes: 1\n\n# mine\n"),
    "after a block that keeps its line ends": (
        "summary: |+\n  one\n\n# mine\n",
        "votes",
        "1",
        "summary: |+\n  one\n\nvotes: 1\n# mine\n",
    ),
    "after a list": (
        "authors:\n  - A # mine\n\nvotes: 1\n",
        "topics",
        ("x", "y"),
        "authors:\n  - A # mine\ntopics: [x, y]\n\nvotes: 1\n",
    ),
    "a list of people": ("title: A\n", "authors", ("B", "C"), "title: A\nauthors:\n  - B\n  - C\n"),
    "a first link": ("title: A\nextra: {a: b}\n", "links.pdf", "p", "title: A\nlinks:\n  pdf: p\nextra: {a: b}\n"),
    "a link under an empty name": (
        "title: A\nlinks: # mine\nlang: de\n",
        "links.pdf",
        "p",
        "title: A\nlinks:\n  pdf: p # mine\nlang: de\n",
    ),
    "a further link": (
        "links:\n    abs: a # mine\n\n# next\nlang: de\n",
        "links.pdf",
        "p",
        "links:\n    abs: a # mine\n    pdf: p\n\n# next\nlang: de\n",
    ),
    "a link in braces": ("links: {abs: a} # mine\n", "links.pdf", "p,q", "links: {abs: a, pdf: 'p,q'} # mine\n"),
    "a link in empty braces": ("links: {}\n", "links.pdf", "p", "links: {pdf: p}\n"),
    "a link after a last comma": ("links: {abs: a, }\n", "links.pdf", "p", "links: {abs: a, pdf: p, }\n"),
    "a link in braces of many lines": (
        "links: {\n  abs: a, # mine\n}\n",
        "links.pdf",
        "p",
        "links: {\n  abs: a, pdf: p, # mine\n}\n",
    ),
    "into an indented front matter": (
        "  title: A\n  date: x\n",
        "links.pdf",
        "p",
        "  title: A\n  date: x\n  links:\n    pdf: p\n",
    ),
    "into a flow front matter": ("{title: A}\n", "links.pdf", "p", "{title: A, links: {pdf: p}}\n"),
    "under an empty name in a flow front matter": (
        "{title: A, links: }\n",
        "links.pdf",
        "p",
        "{title: A, links: {pdf: p}}\n",
    ),
    "after an empty name in braces": ("links: {abs: }\n", "links.pdf", "p", "links: {abs: , pdf: p}\n"),
    "after an empty name in quotes": ('links: {"abs":}\n', "links.pdf", "p", 'links: {"abs":, pdf: p}\n'),
    "to a name without a colon": ("links: {abs}\n", "links.abs", "p", "links: {abs: p}\n"),
}


@pytest.mark.parametrize("case", INSERTS)
def test_a_leaf_that_was_not_there_gets_a_place_of_its_own(case: str) -> None:
    before, name, value, after = INSERTS[case]
    assert _set(before, name, value) == after
    assert leaves_of(_apart(after))[name] == value


def test_setting_a_leaf_to_what_it_says_changes_nothing() -> None:
    text = "---\ntitle: A, B\nkeywords: [a, b]\nauthors:\n  - C\n---\n"
    for name, value in leaves_of(take_apart(text, "f.md")).items():
        assert with_leaf(take_apart(text, "f.md"), name, value) == text


def test_the_body_changes_and_the_lines_before_it_stay() -> None:
    document = take_apart("---\ntitle: A # mine\n---\n\n\nOld.\n\nOlder.\n", "f.md")
    assert with_body(document, "New.") == "---\ntitle: A # mine\n---\n\n\nNew.\n"


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_body_that_was_empty_stands_below_the_front_matter(end: str) -> None:
    text = with_body(take_apart(f"---\ntitle: A\n---{end}", "f.md"), "New.")
    assert take_apart(text, "f.md").body.strip() == "New."


def test_a_new_file_has_its_fields_in_the_order_of_the_schema() -> None:
    leaves: dict[str, Leaf] = {
        "source.name": "Daily Papers",
        "links.pdf": "https://a.b/p",
        "votes": "3",
        "authors": ("Ada Lovelace", "No"),
        "date": "2025-09-02",
        "title": "A: Title",
        "arxiv_id": "2401.00010",
        "source.item": "line 13",
    }
    assert (
        new_text(leaves, "An abstract.")
        == """\
---
title: 'A: Title'
date: 2025-09-02
authors:
  - Ada Lovelace
  - 'No'
arxiv_id: '2401.00010'
votes: 3
links:
  pdf: https://a.b/p
source:
  name: Daily Papers
  item: line 13
---

An abstract.
"""
    )


# What a person may write by hand: pieces of YAML, each with what stands before and after its value.

WORDS = ("a", "b c", "x, y", "[z]", "é漢", "it's", 'say "q"', "1", "no", "2401.00010", "{k}", "😀", "x\\y", "u: v", "#")
words = st.sampled_from(WORDS)
comments = st.sampled_from(["", "", " # note", "   # it's: [odd"])
spaces = st.sampled_from([" ", "  ", "    "])
between_lines = st.sampled_from(["", "", "", "\n", "# a: note {\n", "  # indented\n", "\n\n# two\n"])


def _between(value: str) -> st.SearchStrategy[str]:
    """What may stand between a value and the next field."""
    if value.startswith("|+"):
        return st.sampled_from(["", "# two\n"])  # an empty line would be one of the value
    if value.startswith(("|", ">")):
        return between_lines.filter(lambda text: "indented" not in text)  # so would an indented comment
    return between_lines


def _double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


quoted = st.one_of(words.map(_double), words.map(_single))
in_braces = st.one_of(quoted, st.sampled_from(["a", "b c", "é漢", "1", "no", "2401.00010", "x\\y"]))
on_line = st.one_of(quoted, st.sampled_from(["a", "b c", "x, y", "é漢", "it's", "1", "no", "x\\y", "a]", "a#b"]))


class Field(NamedTuple):
    """A field as it is written: `head` ends before the value, `tail` begins after it."""

    name: str
    head: str
    value: str
    tail: str

    def __str__(self) -> str:
        return f"{self.head}{self.value}{self.tail}"


@st.composite
def values(draw: st.DrawFn, indent: str) -> tuple[str, str, str]:
    """A value with the space before it and the rest of its last line."""
    comment = draw(comments)
    kind = draw(st.sampled_from(["line", "lines", "literal", "kept", "flow", "block", "nothing"]))
    deeper = indent + draw(spaces)
    if kind == "line":
        return draw(spaces), draw(on_line), f"{comment}\n"
    if kind == "lines":
        return draw(spaces), f"one\n{deeper}two\n\n{deeper}three", f"{comment}\n"
    if kind == "literal":
        header = draw(st.sampled_from(["|", "|-", ">", ">-"]))
        body = draw(st.lists(words, min_size=1, max_size=3))
        return " ", header + "".join(f"\n{deeper}{line}" for line in body), "\n" + draw(st.sampled_from(["", "\n"]))
    if kind == "kept":
        return " ", f"|+\n{deeper}one\n\n", ""
    if kind == "flow":
        items = draw(st.lists(in_braces, max_size=3))
        return draw(spaces), f"[{draw(st.sampled_from([', ', ',' + chr(10) + deeper])).join(items)}]", f"{comment}\n"
    if kind == "block":
        dash = indent + draw(st.sampled_from(["", "  ", "    "]))
        first, *rest = draw(st.lists(on_line, min_size=1, max_size=3))
        more = "".join(f"\n{draw(st.sampled_from(['', dash + '# note' + chr(10)]))}{dash}- {item}" for item in rest)
        return f"{comment}\n{dash}", f"- {first}{more}", "\n"
    return "", "", f"{comment}\n"


@st.composite
def fields(draw: st.DrawFn, name: str, indent: str = "") -> Field:
    key = draw(st.sampled_from([name, name, f'"{name}"', f"'{name}'", f"{name} "]))
    lead, value, tail = draw(values(indent))
    return Field(name, f"{indent}{key}:{lead}", value, tail + draw(_between(value)))


NESTED = ("abs", "pdf", "code", "project")


@st.composite
def links(draw: st.DrawFn) -> list[Field]:
    """`links:` as lines or in braces; its fields carry the name and the braces in their heads and tails."""
    names = draw(st.lists(st.sampled_from(NESTED), unique=True, min_size=1, max_size=3))
    if draw(st.booleans()):
        indent = draw(spaces)
        inner = [draw(fields(name, indent)) for name in names]
        head = f"links:{draw(comments)}\n{inner[0].head}"
        return [f._replace(name=f"links.{f.name}") for f in (inner[0]._replace(head=head), *inner[1:])]
    space = draw(st.sampled_from(["", " ", "\n  "]))
    comma = draw(st.sampled_from([", ", ",", ",\n    ", ", # note\n    "]))
    end = draw(st.sampled_from(["", ",", " ", ", # note\n "])) + "}" + draw(comments) + "\n"
    found = [Field(f"links.{name}", f"{name}: ", draw(in_braces), comma) for name in names]
    found[0] = found[0]._replace(head="links: {" + space + found[0].head)
    found[-1] = found[-1]._replace(tail=end + draw(between_lines))
    return found


@st.composite
def front_matters(draw: st.DrawFn) -> tuple[str, list[Field]]:
    """What stands above the first field, and the fields in any order."""
    plain = ["title", "date", "summary", "authors", "keywords", "votes", "mine"]
    names = draw(st.lists(st.sampled_from([*plain, "links"]), unique=True, max_size=6))
    groups = [draw(links()) if name == "links" else [draw(fields(name))] for name in names]
    return draw(between_lines), [field for group in groups for field in group]


LISTS = ("authors", "keywords")
LEAVES = ("title", "published", "authors", "keywords", "summary", "votes", "links.abs", "links.pdf", "source.item")
texts = st.one_of(words, st.text(max_size=30).map(allowed))


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Leaf]:
    name = draw(st.sampled_from(LEAVES))
    if name in LISTS:
        return name, tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    if name in ("votes", "published"):
        return name, draw(st.sampled_from(["12", "0"] if name == "votes" else ["2025-09-02", "2024-02-29"]))
    return name, draw(texts)


def _others(document: Document, name: str) -> dict[str, Leaf]:
    return {other: leaf for other, leaf in leaves_of(document).items() if other != name}


@given(front_matters(), changes())
def test_setting_a_leaf_leaves_every_other_byte_and_every_other_leaf(
    front_matter: tuple[str, list[Field]], change: tuple[str, Leaf]
) -> None:
    above, written = front_matter
    name, value = change
    before = above + "".join(map(str, written))
    after = _set(before, name, value)
    assert leaves_of(_apart(after))[name] == value
    assert _others(_apart(after), name) == _others(_apart(before), name)
    loaded = yaml.safe_load(after)
    inner = loaded[name.split(".")[0]][name.split(".")[1]] if "." in name else loaded[name]
    assert (str(inner) if name in ("votes", "published") else inner) == (list(value) if name in LISTS else value)
    place = next((index for index, field in enumerate(written) if field.name == name), None)
    if place is None:
        assert _is_an_insertion(before, after)
        return
    field = written[place]
    start = above + "".join(map(str, written[:place])) + field.head
    end = field.tail + "".join(map(str, written[place + 1 :]))
    assert after.startswith(start)
    assert after.endswith(end)


def _is_an_insertion(before: str, after: str) -> bool:
    """Whether `after` is `before` with one stretch of text put in."""
    size = len(after) - len(before)
    return any(after[:start] + after[start + size :] == before for start in range(len(before) + 1))


@given(front_matters(), st.lists(changes(), max_size=6))
def test_leaves_set_one_after_the_other_all_read_back(
    front_matter: tuple[str, list[Field]], made: list[tuple[str, Leaf]]
) -> None:
    above, written = front_matter
    document = _apart(above + "".join(map(str, written)))
    expected = leaves_of(document)
    for name, value in made:
        document = take_apart(with_leaf(document, name, value), "f.md")
        expected[name] = value
    assert leaves_of(document) == expected
    assert document.body == "\nAn abstract.\n"


@given(st.lists(changes(), max_size=6))
def test_a_new_file_is_what_setting_its_leaves_one_after_the_other_makes(made: list[tuple[str, Leaf]]) -> None:
    text = "---\n---\n\nAn abstract.\n"
    for name, value in dict(made).items():
        text = with_leaf(take_apart(text, "f.md"), name, value)
    assert new_text(dict(made), "An abstract.") == text


@pytest.mark.parametrize(
    ("yaml_text", "rest"),
    [
        ("title: A\ntopics: [a, b] # by the rules\nvotes: 1 # mine\n", "title: A\nvotes: 1 # mine\n"),
        ("title: A\ntopics:\n- a\n- b\n# mine\nvotes: 1\n", "title: A\n# mine\nvotes: 1\n"),
        ("title: A\ntopics:\n  - a\n  - b\n", "title: A\n"),
        ("{title: A, topics: [a, b], votes: 1}\n", "{title: A, topics: [], votes: 1}\n"),
    ],
)
def test_a_list_goes_with_its_lines_and_no_other_byte(yaml_text: str, rest: str) -> None:
    assert without_leaf(_apart(yaml_text), "topics") == f"---\n{rest}---\n\nAn abstract.\n"
