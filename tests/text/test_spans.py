"""Plain markup that is read without the dialect says what the dialect says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text import dialect
from sitegen.text.markdown import to_html, to_plain
from sitegen.text.spans import Span, plain_spans

PIECES = [
    *("a", "B1", "é", " ", "\n", ".", ",", "(", ")", "!", '"', "'", ">", "-", "#", "5", "\xa0", "\u2028"),
    *("*", "**", "*a*", "*a b*", "*-a*", "*a-*", "_", "`", "<", "&amp;", "\\", "\\$", "\\*", "\\\\", "\\["),
    *(
        "$",
        "$x$",
        "$5",
        "$a_1$",
        "$$y$$",
        "$O(n \\log n)$",
        "\\(x\\)",
        "\\(",
        "[",
        "]",
        "[a]",
        "(https://a.b)",
        "[a*b*](https://a.b)",
    ),
    *("[a](https://a.b)", "[a b](http://x.org/c_d/~e.f/)", "[a](https://a..b/./../c//)", "[a](https://-a.xn--b)"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join))
def test_plain_markup_says_the_same_after_a_quotation(text: str) -> None:
    # A quotation is read by the whole parser, and so is what stands with it.
    assert to_html(f"> q\n\n{text}") == to_html("> q") + to_html(text)
    assert to_plain(f"> q\n\n{text}") == "\n\n".join(filter(None, ["q", to_plain(text)]))


def test_a_paragraph_with_plain_markup_needs_no_dialect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(dialect, "paragraph")
    monkeypatch.delattr(dialect, "blocks")
    text = 'A *plain* "way" of $a<b$, costs \\$5: [our code](https://example.org/c_d/).'
    assert to_html(text) == (
        "<p>A <em>plain</em> &quot;way&quot; of "
        '<math alttext="a &lt; b"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>, costs $5: '
        '<a href="https://example.org/c_d/" rel="noopener nofollow">our code</a>.</p>\n'
    )
    assert to_plain(text) == 'A plain "way" of $a<b$, costs $5: our code.'


def test_spans_are_what_a_reader_sees() -> None:
    assert plain_spans("\\*a $x$ *b*") == (
        Span("text", "*"),
        Span("text", "a "),
        Span("formula", "$x$"),
        Span("text", " "),
        Span("emphasis", "b"),
    )


LEFT_TO_THE_DIALECT = ["**a**", "a*b*", "*a*b", "_a_", "`a`", "<https://a.b>", "&amp;", "![a](https://a.b)", "[a](/b)"]


@pytest.mark.parametrize("text", LEFT_TO_THE_DIALECT)
def test_what_may_be_more_is_left_to_the_dialect(text: str) -> None:
    assert plain_spans(text) is None
