"""A formula → MathML that is sure to be right, else its source; and never anything but MathML."""

import gzip
import json
import subprocess
import sys
import time

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.formulas import pieces
from sitegen.text.lines import line_html, line_words, shortened_line
from sitegen.text.markdown import to_html, to_plain, to_words
from sitegen.text.mathml.showing import formula_html, formula_words
from sitegen.text.mathml.writing import ALLOWED
from tests.harness import SHARED

MATHML = "{http://www.w3.org/1998/Math/MathML}"
APPLY = "\u2061"
DRAWN = [
    (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    (r"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    # Numbers: one, whatever is in them; a list of numbers is none.
    (r"1{,}000x", "<mn>1,000</mn><mi>x</mi>"),
    (r"(1,200)", '<mo stretchy="false">(</mo><mn>1</mn><mo>,</mo><mn>200</mn><mo stretchy="false">)</mo>'),
    # Names of functions are upright words, set off from letters and not from brackets.
    (r"\log n", f'<mi>log</mi><mo rspace="0.167em">{APPLY}</mo><mi>n</mi>'),
    (r"\mathrm{KL}(p)", '<mi>KL</mi><mo stretchy="false">(</mo><mi>p</mi><mo stretchy="false">)</mo>'),
    (r"\operatorname{a\,b}x", f'<mi>a\u2009b</mi><mo rspace="0.167em">{APPLY}</mo><mi>x</mi>'),
    # A sign of a number has no space around it, an operator has.
    (r"x=-1", '<mi>x</mi><mo>=</mo><mo lspace="0" rspace="0">−</mo><mn>1</mn>'),
    (r"a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
    # Alphabets are characters, since MathML Core knows no others.
    (r"\mathcal{L}\mathbf{x}", "<mi>ℒ</mi><mi>𝐱</mi>"),
    (r"\bf x\mathbb{R}", "<mrow><mi>𝐱</mi><mi>ℝ</mi></mrow>"),
    (r"\Gamma_x", '<msub><mi mathvariant="normal">Γ</mi><mi>x</mi></msub>'),
    # Text inside of a formula, with formulas inside of it.
    (r"\text{if $x$ is}", "<mrow><mtext>if\xa0</mtext><mi>x</mi><mtext>\xa0is</mtext></mrow>"),
    # Macros of packages; colours and links show their text alone.
    (r"\textcolor{red}{x}y", "<mi>x</mi><mi>y</mi>"),
    (r"\href{javascript:alert(1)}{x}", "<mi>x</mi>"),
    (r"\bigl\{x", '<mo stretchy="true" minsize="1.2em" maxsize="1.2em">{</mo><mi>x</mi>'),
    (r"\underbrace{a}_n", "<munder><munder><mi>a</mi><mo>⏟</mo></munder><mi>n</mi></munder>"),
    (r"\hat x", '<mover accent="true"><mi>x</mi><mo stretchy="false">^</mo></mover>'),
    (r"a\not=b", "<mi>a</mi><mo>≠</mo><mi>b</mi>"),
    (r"50%x", "<mn>50</mn><mtext>%</mtext><mi>x</mi>"),
    (r"\begin{matrix}a&b\end{matrix}", "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>"),
    (r"\text{<b>}x", "<mtext>&lt;b&gt;</mtext><mi>x</mi>"),
]


@pytest.mark.parametrize(("tex", "mathml"), DRAWN)
def test_a_formula_is_drawn_as_tex_draws_it(tex: str, mathml: str) -> None:
    html = formula_html(f"${tex}$")
    assert html.partition(">")[2].removesuffix("</math>") == mathml


def test_an_operator_after_brackets_that_grow_has_spaces() -> None:
    assert formula_html(r"$\left[a\right]+b$").endswith("</mrow><mo>+</mo><mi>b</mi></math>")


def test_a_display_formula_has_a_line_for_itself_and_its_limits_above_and_below() -> None:
    assert formula_html(r"$$\sum_i^n$$") == (
        '<math display="block" alttext="∑_iⁿ"><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover></math>'
    )
    assert formula_html(r"\[\sum_i\]").startswith('<math display="block"')
    assert "display" not in formula_html(r"\(\sum_i^n\)")


TEXT = [
    ("$4$", "4"),
    (r"$88.9\%$", "88.9%"),
    (r"10$\times$", "10×"),
    ("E$^3$Net", "E³Net"),
    ("A$^{4}$", "A<sup>4</sup>"),
    (r"360$^\circ$", "360°"),
    (r"$\textbf{A}$daptive", "<strong>A</strong>daptive"),
    (r"$\text{a<b}$", "a&lt;b"),
]


@pytest.mark.parametrize(("text", "html"), TEXT)
def test_a_formula_that_is_only_text_is_text(text: str, html: str) -> None:
    assert line_html(text) == html


REFUSED = [
    r"\bW",  # a macro of the paper
    r"\frac{a}",
    r"\left(a",
    r"a\right)",
    r"a & b",
    r"\begin{tikzpicture}x\end{tikzpicture}",
    r"\begin{matrix}a",
    r"\not\hat",
    r"x^2^",
    r"\style{color:red}{x}",
    r"\class{a}{x}",
    r"\cssId{a}{x}",
    r"\html{<script>}",
    r"\includegraphics{x}",
    r"\input{/etc/passwd}",
    r"\def\x{y}\x",
    "x\ue000",
    "x\u0302",
    r"\unicode{x0}",
    "{" * 40 + "x" + "}" * 40,
    "x" * 2_001,
    r"\text{" * 40 + "x" + "}" * 40,
    # Nothing to see.
    r"\phantom{x}",
    r"\quad\phantom{x}",
    r"\mathrm{}",
    "^{}",
    r"\left.\right.",
]


@pytest.mark.parametrize("tex", REFUSED)
def test_what_is_not_sure_shows_its_source(tex: str) -> None:
    source = tex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert formula_html(f"${tex}$") == f'<code class="tex" dir="ltr">${source}$</code>'
    assert formula_words(f"${tex}$") == tex


def test_a_formula_that_fails_hides_nothing_of_the_text_around_it() -> None:
    assert to_html(r"We set $\bW$ to $1$, and $\bW$ stays.") == (
        '<p>We set <code class="tex" dir="ltr">$\\bW$</code> to 1, and <code class="tex" dir="ltr">$\\bW$</code> '
        "stays.</p>\n"
    )


WORDS = [
    (r"$O(n^2 \log n)$", "O(n² log n)"),
    (r"$\tilde{\mathcal{O}}(\sqrt{T})$", "Õ(√T)"),
    (r"$\frac{a+b}{c}$", "(a + b)/c"),
    (r"$x_{i,j} = -1$", "x_(i,j) = −1"),
    (r"$\mathbb{R}^{d \times n}$", "R^(d × n)"),
    (r"$\binom{n}{k}$", "(n choose k)"),
    (r"$$\sum_{i=1}^n x_i$$", "∑_(i = 1)ⁿ x_i"),
    (r"$-x, \dots$", "−x, …"),
    (r"$\underbrace{1+\dots+1}_{n \text{ times}}^2$", "(1 + … + 1: n times)²"),
    (r"$\overbrace{a+b}^{n}+c$", "(a + b: n) + c"),
    (r"$\overbrace{a=b}_{n}$", "(a = b)_n"),
    (r"$\underbrace{f(x, y)}$", "f(x, y)"),
    (r"$\overline{a-b}\,c$", "(a − b) c"),
    (r"$5\,$", "5"),
    (r"$\,$", " "),
    (r"$\begin{cases}1&x>0\\0\end{cases}$", "{1 x > 0; 0"),
    (r"$\bW_k$", r"\bW_k"),
]


@pytest.mark.parametrize(("formula", "words"), WORDS)
def test_where_markup_cannot_stand_a_formula_is_words(formula: str, words: str) -> None:
    assert formula_words(formula) == words
    assert line_words(f"a {formula} b") == f"a {words} b"
    assert to_words(f"a {formula} *b*") == f"a {words} b"


def test_a_title_of_formulas_that_leave_only_space_is_what_is_written() -> None:
    assert formula_words(r"$\!$") == ""
    assert line_words(r"$\,$ $~$") == line_html(r"$\,$ $~$") == r"$\,$ $~$"
    assert line_words(r"5$\,$km") == "5 km"


WIDE = r"a + b + c + d + e + f + g + h"


def test_a_wide_formula_has_a_box_that_scrolls_but_none_in_a_link_or_a_heading() -> None:
    box = '<span class="formula" role="group" tabindex="0" aria-label="a + b + c + d + e + f + g + h"><math '
    assert to_html(f"${WIDE}$").startswith(f"<p>{box}")
    assert to_html(f"$${WIDE}$$").startswith(f"<p>{box.replace('formula', 'formula display', 1)}")
    assert to_html(f"[${WIDE}$](/x)") == f'<p><a href="/x"><code class="tex" dir="ltr">${WIDE}$</code></a></p>\n'
    assert line_html(f"${WIDE}$") == f'<code class="tex" dir="ltr">${WIDE}$</code>'


MARKDOWN = [
    "$a_1 * b_1 * c_2$",
    r"\(a_1\)",
    r"\[a_1 * b * c\]",
    r"$\{a|b\}$",
    "$`a`$",
    "$[a](b)$",
    "$$\na\n- b\n+ c\n> d\n# e\n= f\n$$",
    "\\[\na\n=\nb\n\\]",
    "$a\n- b$",
]


@pytest.mark.parametrize("formula", MARKDOWN)
def test_what_is_markup_elsewhere_is_none_in_a_formula(formula: str) -> None:
    assert to_plain(f"*See*\n{formula}\nand _this_.") == f"See\n{formula}\nand this."
    html = to_html(f"*See*\n{formula}\nand _this_.")
    assert html.startswith("<p><em>See</em>\n")
    assert html.endswith("\nand <em>this</em>.</p>\n")


def test_what_follows_a_formula_of_several_lines_is_markdown_again() -> None:
    assert to_html("$$\na\n- b\n$$\n- c\n") == to_html("$$\na\n- b\n$$\n\n- c\n")
    assert to_html("> $$\n> a\n> - b\n> $$").startswith("<blockquote>\n<p><math")


def test_money_is_no_formula() -> None:
    assert to_html("costs $5 and $10, or US$6") == "<p>costs $5 and $10, or US$6</p>\n"
    assert line_html("costs $5 and $10") == "costs $5 and $10"


def test_a_beginning_of_a_text_cuts_no_formula_in_two() -> None:
    text = "We need $O(n \\log n + m)$ time"
    assert shortened_line(text, 16) == "We need…"
    assert shortened_line(text, 29) == "We need $O(n \\log n + m)$…"
    assert shortened_line(text, 80) == text


TOKENS = [
    *"{}^_&$~'%#<>\"\\ab1.,()[]|-+= \n",
    *(
        r"\frac",
        r"\sqrt",
        r"\left",
        r"\right",
        r"\text",
        r"\mathbf",
        r"\begin{matrix}",
        r"\end{matrix}",
        r"\\",
        r"\hat",
    ),
    *(
        r"\sum",
        r"\alpha",
        r"\href",
        r"\unicode{x3c}",
        r"\operatorname",
        r"\not",
        r"\limits",
        r"\bigl",
        r"\,",
        r"\&",
        r"\{",
    ),
    *(
        "<script>",
        "</math>",
        "&lt;",
        "&#60;",
        "{x}",
        "{}",
        r"\abs",
        r"\binom",
        r"\color",
        r"\over",
        r"\middle",
        r"\tag",
    ),
]


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join))
def test_no_formula_gives_an_element_or_attribute_that_is_not_on_the_list(tex: str) -> None:
    for html in (formula_html(f"${tex}$"), formula_html(f"$${tex}$$", is_boxed=False)):
        tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
        for element in tree.iter():
            name = element.tag.removeprefix(MATHML)
            if name != element.tag:
                known = {"alttext", "display"} if name == "math" else set(ALLOWED[name])
                assert set(element.attrib) <= known
            else:
                assert name in ("DOCUMENT_FRAGMENT", "code", "span", "strong", "em", "sub", "sup")


HOSTILE = [
    "{" * 990 + "}" * 990,
    r"\frac" * 390,
    r"\abs{" * 29 + "x" * 60 + "}" * 29,
    r"\norm{\norm{\norm{x}}}" * 80,
    r"\begin{matrix}" * 70 + r"\end{matrix}" * 70,
    "x_" * 999,
    "'" * 1_999,
    r"\sqrt[" * 300,
    r"\text{$" * 250,
    "a&" * 999,
    r"\left(" * 200 + r"\right)" * 200,
    "x" * 1_999,
    r"\bf" * 600,
]


def test_a_hostile_formula_takes_no_longer_than_a_page() -> None:
    for tex in HOSTILE:
        started = time.process_time()
        html = formula_html(f"${tex}$")
        assert time.process_time() - started < 0.5, tex[:20]
        assert len(html) < 120_000


def test_a_text_without_formulas_does_without_latex2mathml() -> None:
    code = (
        "import sys; from sitegen.text.markdown import to_html; from sitegen.text.lines import line_html;"
        "to_html('costs $5 and *that*'); line_html('a'); assert 'latex2mathml' not in sys.modules;"
        "to_html('$x$'); assert 'latex2mathml' in sys.modules"
    )
    subprocess.run((sys.executable, "-c", code), check=True)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real abstracts are not in this checkout: ../shared/data")
def test_99_of_100_formulas_of_12240_real_papers_are_drawn() -> None:
    with gzip.open(SHARED / "arxiv-2025-spring.jsonl.gz", "rt", encoding="utf-8") as rows:
        texts = [text for row in map(json.loads, rows) for text in (row["title"], row["abstract"])]
    found = [piece.text for text in texts for piece in pieces(text) if piece.is_formula]
    assert len(found) > 1_500
    assert sum('class="tex"' not in formula_html(formula) for formula in found) / len(found) > 0.99
