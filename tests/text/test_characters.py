"""Which characters may enter the archive, and the links that a text holds."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.characters import allowed, on_one_line
from sitegen.text.links import code_link


def test_what_no_format_can_hold_becomes_a_mark_of_loss() -> None:
    assert allowed("a\x00b\x07c\x1bd\x7fe\x9ff\ufffeg") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg"
    assert allowed("a\ud800b") == "a\ufffdb"


def test_line_ends_are_one_and_accents_are_composed() -> None:
    assert allowed("a\r\nb\rc\td\u0301") == "a\nb\nc\td\u0301"
    assert allowed("e\u0301") == "\xe9"


@given(st.text(st.characters(codec=None)))
def test_every_output_format_holds_what_is_allowed(text: str) -> None:
    passed = allowed(text)
    assert allowed(passed) == passed
    assert json.loads(json.dumps(passed).encode()) == passed
    element = ElementTree.Element("a")
    element.text = passed
    assert (ElementTree.fromstring(ElementTree.tostring(element, "utf-8")).text or "") == passed


def test_a_line_has_single_spaces_and_none_at_its_ends() -> None:
    assert on_one_line("  a\n  b\t\u2028c\xa0d ") == "a b c d"


CODE_LINKS = [
    ("Code: https://github.com/a/b.", "https://github.com/a/b"),
    ("(https://gitlab.com/a/b-c_d.e/),", "https://gitlab.com/a/b-c_d.e"),
    ("see HTTPS://GitHub.com/A/B", "HTTPS://GitHub.com/A/B"),
    ("https://github.com/a/b\\_c.", "https://github.com/a/b_c"),
    ("https://huface.online/a https://codeberg.org/a/b", "https://codeberg.org/a/b"),
    ("https://github.com.evil.example/a/b", ""),
    ("https://evil.example/github.com/a", ""),
    ("github.com/a/b", ""),
    ("no link", ""),
]


@pytest.mark.parametrize(("text", "link"), CODE_LINKS)
def test_only_a_known_host_of_code_is_believed(text: str, link: str) -> None:
    assert code_link(text) == link
