"""HTML from outside as plain text: paragraphs stay, nothing of the markup does."""

import time

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.html_text import text_of_html

TEXTS = [
    ("plain", "plain"),
    ("<p>One\n two.</p>\n<p>Three</p>", "One two.\n\nThree"),
    ("<p>One<p>Two", "One\n\nTwo"),
    ("One<br>two<br/><br />three", "One two\n\nthree"),
    ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ("a<b>b</b>c <i class='x'>d</i>", "abc d"),
    ("R&amp;D &lt;think&gt; &eacute; &#233; &#xe9;", "R&D <think> é é é"),
    ("p < 0.05, x<y and <think> 3<4 y> 2", "p < 0.05, x<y and <think> 3<4 y> 2"),
    ("a<script>if (a</b) x('<p>')</script>b<style>p{}</style>c", "abc"),
    ("a<SCRIPT>x</script >b", "ab"),
    ("a<svg><title>t</title><svg></svg>x</svg>b", "ab"),
    ("a<!-- <p> -->b<!DOCTYPE x>c<?php x ?>d", "abcd"),
    ("a<a title=\"x > y\" href='z>'>b</a>c", "abc"),
    ('a<a href="x>b</a>c', "abc"),
    ("a<a href='x", "a<a href='x"),
    ("a<script>x", "a"),
    ("a<!-- x", "a"),
    ("10<sup>8</sup>, H<sub>2</sub>O, x<sup>th</sup>, 2<sup>-1</sup>", "10⁸, H₂O, xth, 2⁻¹"),
    (f"a&#{'9' * 5000};b &#x{'f' * 9};", "a\ufffdb \ufffd"),
    ("<p> </p>\n<div></div>", ""),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), TEXTS, ids=range(len(TEXTS)))
def test_html_becomes_text(html: str, expected: str) -> None:
    assert text_of_html(html) == expected


pieces = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<br>", "<div>", "</div>", "a", "b ", " c", "&amp;", "&lt;", "1 < 2"]
)


@given(st.lists(pieces, max_size=20))
def test_the_characters_are_those_that_a_browser_shows(parts: list[str]) -> None:
    html = "".join(parts)
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert "".join(text_of_html(html).split()) == "".join("".join(tree.itertext()).split())


@given(st.text(alphabet="<>/!-?\"'= pabscript&;#x1\n", max_size=60))
def test_any_text_is_read_and_folded(html: str) -> None:
    text = text_of_html(html)
    assert text == "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


@pytest.mark.parametrize(
    "part", ["<a ", '<a b="', "<!--", "<!", "<script>", "<p", "&", "<svg>", "</", "<sup>", "<br>", " ", "\n"]
)
def test_hostile_text_takes_no_more_than_linear_time(part: str) -> None:
    started = time.process_time()
    text_of_html(part * (400_000 // len(part)))
    assert time.process_time() - started < 5  # quadratic: minutes
