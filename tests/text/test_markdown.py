"""Plain text → Markdown that shows exactly it; Markdown → HTML that cannot harm."""

import gzip
import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text.characters import allowed, on_one_line
from sitegen.text.lines import line_words
from sitegen.text.markdown import from_plain, to_html, to_plain
from sitegen.text.mathml.showing import formula_words
from sitegen.text.mathml.writing import ALLOWED as MATHML_CORE
from tests.harness import SHARED

MATHML = "{http://www.w3.org/1998/Math/MathML}"

MARKUP = [
    *"\\`*_{}[]()<>#+-.!|~$&;:=\"'/ab1é漢 ",
    *("&amp;", "&#35;", "```", "~~~", "---", "===", "- -", "* *", "1.", "10)", "# ", "> ", "    ", "\xa0", "\u2028"),
    *("<think>", "<a href=x>", "<!--", "https://a.b", "<https://a.b>", "![", "](x)", "[^1]", "[x]: /y", "\\$", "$x$"),
    *("$$", "$5", "$O(n \\log n)$", "\\(", "\\emph{x}", "\\\\", "10$\\times$", "a_b_c", "**b**", "{{ x }}"),
]
lines = (
    st.one_of(
        st.lists(st.sampled_from(MARKUP), min_size=1, max_size=12).map("".join),
        st.text(min_size=1, max_size=40).map(allowed).map(lambda text: text.replace("\n", " ")),
    )
    .map(str.strip)
    .filter(bool)
)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
texts = st.lists(paragraphs, min_size=1, max_size=3).map("\n\n".join)


def _shown(html: str) -> str:
    """The characters a reader sees, white space folded as a browser folds it."""
    return " ".join("".join(_texts(html5lib.parseFragment(html, namespaceHTMLElements=False))).split())


def _texts(element: Element) -> Iterator[str]:
    """A formula that is drawn shows its words, one that is not its source."""
    if element.tag.endswith("}math"):
        yield element.attrib["alttext"]
    elif element.get("class") == "tex":
        yield formula_words(element.text or "")
    else:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


@given(texts)
def test_markdown_made_from_plain_text_says_exactly_that_text(text: str) -> None:
    assert to_plain(from_plain(text)) == text


@given(texts)
def test_html_made_from_plain_text_shows_exactly_its_characters(text: str) -> None:
    # Between bars, since a line of nothing but blank formulas shows its source.
    assert _shown(to_html(from_plain(text))) == " ".join(line_words(f"| {text} |")[1:-1].split())


@given(texts)
def test_plain_text_gives_paragraphs_and_formulas_and_no_other_element(text: str) -> None:
    tree = html5lib.parseFragment(to_html(from_plain(text)), namespaceHTMLElements=False)
    outside = {element.tag for element in tree.iter() if not element.tag.startswith(MATHML)}
    assert outside <= {"DOCUMENT_FRAGMENT", "p", "code", "span", "strong", "em", "sub", "sup"}


@given(paragraphs)
def test_white_space_around_a_text_and_its_lines_goes(text: str) -> None:
    assert from_plain(f"\n\n  {text}  \n\n\n") == from_plain(text)


@given(st.one_of(texts, st.lists(st.sampled_from([*MARKUP, "\n", "\n\n", "\t", "\r"]), max_size=20).map("".join)))
def test_a_text_says_the_same_after_a_quotation(text: str) -> None:
    # A quotation is read by the whole parser, and so is what stands with it; paragraphs without markup go a short way.
    assert to_html(f"> q\n\n{text}") == to_html("> q") + to_html(text)
    assert to_plain(f"> q\n\n{text}") == "\n\n".join(filter(None, ["q", to_plain(text)]))


EXACT = [
    ("<think>", "\\<think>"),
    ("\\emph{x}", "\\emph{x}"),
    ("a \\\\ b", "a \\\\\\ b"),
    ("C:\\new\\", "C:\\new\\\\"),
    ("She said \"no\" and 'yes'", "She said \"no\" and 'yes'"),
    ("costs $5 and $10", "costs \\$5 and \\$10"),
    ("in $O(n \\log n)$ time", "in $O(n \\log n)$ time"),
    ("10$\\times$ faster", "10$\\times$ faster"),
    ("$a_1 * b_1 * c$", "$a_1 * b_1 * c$"),
    ("[CLS] and [MASK](x)", "\\[CLS] and \\[MASK](x)"),
    ("a_b_c and _d_", "a_b_c and \\_d\\_"),
    ("2 * 3 * 4", "2 \\* 3 \\* 4"),
    ("`code`", "\\`code\\`"),
    ("# 1 in the list", "\\# 1 in the list"),
    ("#1 in the list", "#1 in the list"),
    ("1. first", "1\\. first"),
    ("2024. A year", "2024\\. A year"),
    ("3) third", "3\\) third"),
    ("1.5 times", "1.5 times"),
    ("+ more", "\\+ more"),
    ("- less", "\\- less"),
    ("-5 degrees", "-5 degrees"),
    ("> quoted", "\\> quoted"),
    ("~~~", "\\~\\~\\~"),
    ("a\n---", "a\n\\---"),
    ("a\n- - -", "a\n\\- - -"),
    ("a\n-- --", "a\n\\-- --"),
    ("a\n===", "a\n\\==="),
    ("AT&T &amp; &lt;", "AT&T \\&amp; \\&lt;"),
    ("a < b > c", "a < b > c"),
    ("| a | b |", "| a | b |"),
    ("one\n\n\n\ntwo", "one\n\ntwo"),
]


@pytest.mark.parametrize(("text", "markdown"), EXACT)
def test_only_what_would_be_markup_is_escaped(text: str, markdown: str) -> None:
    assert from_plain(text) == markdown


def test_a_formula_keeps_its_source_through_to_the_page() -> None:
    assert to_html("Runs in $O(n_1 * n_2 \\< x)$ time.") == (
        '<p>Runs in <code class="tex" dir="ltr">$O(n_1 * n_2 \\&lt; x)$</code> time.</p>\n'
    )


def test_an_escaped_dollar_shows_as_a_dollar() -> None:
    assert to_html("\\$5 and \\$10") == "<p>$5 and $10</p>\n"


def test_a_dollar_in_code_is_no_formula() -> None:
    assert to_html("`$x$`") == "<p><code>$x$</code></p>\n"


def test_plain_text_is_what_a_reader_sees_of_any_markdown() -> None:
    markdown = (
        "# Title\n\nSome *emphasis*,\n`code` and [a link](/x).\n\n* one\n* two\n\n```\nlet x\n```\n\n![A plot](/p.png)"
    )
    assert to_plain(markdown) == "Title\n\nSome emphasis,\ncode and a link.\n\none\n\ntwo\n\nlet x\n\nA plot"


# What HTML a page may get from Markdown; everything else would be a hole.
ALLOWED: dict[str, set[str]] = {
    **{
        tag: set()
        for tag in ("DOCUMENT_FRAGMENT", "p", "em", "strong", "sub", "sup", "pre", "ul", "li", "blockquote", "hr", "br")
    },
    **{tag: set() for tag in ("h2", "h3", "h4", "h5", "h6")},
    "ol": {"start"},
    "code": {"class", "dir"},
    "span": {"class", "role", "tabindex", "aria-label"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "loading"},
}
_ALLOWED_IN_MATH = {"math": {"alttext", "display"}, **{name: set(known) for name, known in MATHML_CORE.items()}}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _leaves_the_site_safely(target: str) -> bool:
    """As browsers see it (https://url.spec.whatwg.org/#url-parsing): edges stripped, tabs and line ends dropped."""
    address = re.sub("[\t\n\r]", "", target.strip("".join(map(chr, range(33))))).replace("\\", "/")
    if address.startswith("//"):
        return False
    return not _SCHEME.match(address) or address.lower().startswith(("http://", "https://", "mailto:"))


HOSTILE = [
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href='x'>", "<!--", "-->"),
    *("<style>", "<![CDATA[", "]]>", "&lt;", "&#60;", "&#x3c;script&#62;", '"', "'", " onclick=x", "<iframe>", "<p>"),
    *("[a](", "![a](", "[a]: ", "[a]", "<", ">", ")", "(", "](", "javascript:", "JaVaScRiPt:", "data:text/html,x"),
    *("vbscript:x", "&#106;avascript:", "javascript&colon;", "java&#10;script:", "java&Tab;script:", "\x01javascript:"),
    *(
        "$\\text{<script>}$",
        "$\\href{javascript:x}{y}$",
        "$\\style{x}{y}$",
        "\\(a<b\\)",
        "\\[x^2\\]",
        "$x<y$",
        "$&lt;$",
    ),
    *("//evil.example", "/\\evil.example", "https://a.b", "mailto:a@b", "/x", "#x", "x.png", ' "title"', "`", "```\n"),
    *("```js\n", "$", "$x$", "# ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "*", "_", "**", "\\", " ", "a", "\t"),
]
hostile = st.lists(st.sampled_from(HOSTILE), max_size=14).map("".join)


@given(st.one_of(hostile, st.text(max_size=60)))
def test_no_markdown_gives_an_element_or_attribute_that_is_not_on_the_list(markdown: str) -> None:
    tree = html5lib.parseFragment(to_html(markdown), namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag.startswith(MATHML):
            assert set(element.attrib) <= _ALLOWED_IN_MATH[element.tag.removeprefix(MATHML)]
            continue
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert element.get("class", "language-").startswith("language-") or element.get("class") == "tex"
        assert _leaves_the_site_safely(element.get("href", ""))
        assert not _SCHEME.match(element.get("src", ""))


NO_LINK = [
    "[x](javascript:alert)",
    "[x](JAVASCRIPT:alert)",
    "[x]( javascript:alert)",
    "[x](&#106;avascript:alert)",
    "[x](javascript&colon;alert)",
    "[x](&Tab;javascript:alert)",
    "[x](<javascript:alert>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:alert)",
    "[x](file:///etc/passwd)",
    "[x](ftp://a.b)",
    "[x](//evil.example)",
    "<javascript:alert>",
    "[x][y]\n\n[y]: javascript:alert",
    "![x](javascript:alert)",
    "![x](data:image/png;base64,AAAA)",
]


@pytest.mark.parametrize("markdown", NO_LINK)
def test_an_address_that_could_run_or_hide_is_shown_as_text(markdown: str) -> None:
    tree = html5lib.parseFragment(to_html(markdown), namespaceHTMLElements=False)
    assert [element.tag for element in tree.iter() if element.tag in ("a", "img")] == []


LINKS = [
    ("[x](https://a.b/c?d#e)", '<a href="https://a.b/c?d#e" rel="noopener nofollow">x</a>'),
    ("<https://a.b>", '<a href="https://a.b" rel="noopener nofollow">https://a.b</a>'),
    ("[x](mailto:a@b.c)", '<a href="mailto:a@b.c" rel="noopener nofollow">x</a>'),
    ("[x](/about/)", '<a href="/daily/about/">x</a>'),
    ("[x](../y)", "[x](../y)"),
    ("[x](/y \"A 'title'\")", '<a href="/daily/y" title="A &#x27;title&#x27;">x</a>'),
    ("![A plot](/plot.png)", '<img src="/daily/plot.png" alt="A plot" loading="lazy">'),
    ("![A plot](plot.png)", "![A plot](plot.png)"),
    ("![A *plot*](https://a.b/p.png)", '<a href="https://a.b/p.png" rel="noopener nofollow">A plot</a>'),
    ("![](https://a.b/p.png)", '<a href="https://a.b/p.png" rel="noopener nofollow">https://a.b/p.png</a>'),
    ("[![badge](https://a.b/p.png)](https://c.d)", '<a href="https://c.d" rel="noopener nofollow">badge</a>'),
]


@pytest.mark.parametrize(("markdown", "html"), LINKS)
def test_links_stay_on_the_site_or_say_that_they_leave_it(markdown: str, html: str) -> None:
    assert to_html(markdown, root="/daily/") == f"<p>{html}</p>\n"


def test_headings_begin_below_the_heading_of_the_page() -> None:
    assert to_html("# a\n\nb\n---\n\n###### c\n") == "<h2>a</h2>\n<h3>b</h3>\n<h6>c</h6>\n"
    assert to_html("# a\n", heading_level=3) == "<h3>a</h3>\n"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real abstracts are not in this checkout: ../shared/data")
def test_2202_real_papers_show_every_character_of_their_titles_and_abstracts() -> None:
    with gzip.open(SHARED / "hf-daily-2024.jsonl.gz", "rt", encoding="utf-8") as rows:
        found = [json.loads(row) for row in rows]
    texts = [on_one_line(allowed(row[name])) for row in found for name in ("title", "abstract")]
    assert len(texts) == 4404
    assert [text for text in texts if to_plain(from_plain(text)) != text] == []
    assert [text for text in texts[::10] if _shown(to_html(from_plain(text))) != line_words(text)] == []
