"""The Markdown dialect: CommonMark and formulas, raw HTML off. The only module that knows markdown-it.

Imported with the first text that is more than plain paragraphs: markdown-it takes a tenth of starting sitegen.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape as escape_html

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sitegen.text.formulas import formula_end, may_hold_formulas, pieces
from sitegen.text.mathml.showing import formula_html, formula_words

# What a link may be: an address on the web, a mail address, a path of the site. All else is shown as the text it was
# written as. A relative path would lead elsewhere on each page and feed that shows the text.
_SITE_PATH = re.compile(r"/(?![/\\])")
_ALLOWED_LINK = re.compile(rf"https?://|mailto:|{_SITE_PATH.pattern}", re.IGNORECASE)
# The characters with which an inline rule of this dialect begins. The default also stops at - : = and others, which are
# for plug-ins, and asks every rule each time: 88 instead of 67 µs for an abstract.
_STOPS = re.compile(r"[\n!$&*<\[\\\]_`]")
_PARAGRAPH = Token("paragraph_open", "p", 1, block=True)
_PARAGRAPH_END = Token("paragraph_close", "p", -1, block=True)


def blocks(markdown: str) -> tuple[Token, ...]:
    """The tokens of a text."""
    return tuple(_dialect().parse(markdown))


def paragraph(text: str) -> tuple[Token, ...]:
    """The tokens of a text that is one paragraph."""
    return (_PARAGRAPH, *_dialect().parseInline(text), _PARAGRAPH_END)


def html_of(tokens: Sequence[Token], root: str, heading_level: int) -> str:
    dialect = _dialect()
    html: str = dialect.renderer.render(tokens, dialect.options, {"root": root, "heading_shift": heading_level - 1})
    return html


def plain_texts(tokens: Sequence[Token], formula: Callable[[str], str]) -> Iterator[str]:
    """What a reader sees of each block. formula: what a formula becomes."""
    return filter(None, (_plain_inline(token, formula) for token in tokens))


def _plain_inline(token: Token, formula: Callable[[str], str]) -> str:
    if token.type == "inline":
        return "".join(_plain_child(child, formula) for child in token.children or ())
    if token.type in ("code_block", "fence"):
        return token.content.rstrip("\n")
    return ""


def _plain_child(token: Token, formula: Callable[[str], str]) -> str:
    if token.type == "formula":
        return formula(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "image":
        return "".join(_plain_child(child, formula) for child in token.children or ())
    return token.content


@cache
def _dialect() -> MarkdownIt:
    dialect = MarkdownIt("commonmark", {"html": False})
    dialect.inline.ruler.before("escape", "formula", _formula)
    dialect.block.ruler.before("lheading", "formula", _formula_paragraph)
    dialect.inline.terminator_re = _STOPS
    dialect.validateLink = lambda url: bool(_ALLOWED_LINK.match(url))  # type: ignore[method-assign]
    dialect.add_render_rule("formula", _formula_html)
    dialect.add_render_rule("image", _image)
    dialect.add_render_rule("link_open", _link_open)
    dialect.add_render_rule("heading_open", _heading)
    dialect.add_render_rule("heading_close", _heading)
    return dialect


def _formula(state: StateInline, silent: bool) -> bool:
    """The inline rule for formulas: what `formulas` calls one becomes one token, its source untouched."""
    if state.src[state.pos] not in "$\\":
        return False
    end = formula_end(state.src, state.pos)
    if not end or end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _formula_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for a paragraph with a formula of several lines, none of which begins a list, a heading or the like.

    As markdown-it's own rule for paragraphs, which it leaves all others to.
    """
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    text = state.getLines(start, last, state.blkIndent, False)
    if "\n" not in text or not may_hold_formulas(text):
        return False
    within: set[int] = set()
    line = start
    for piece in pieces(text):
        after = line + piece.text.count("\n")
        if piece.is_formula:
            within.update(range(line + 1, after + 1))
        line = after
    if not within:
        return False
    last = next(
        (number for number in range(start + 1, last) if number not in within and _ends(state, number, end)), last
    )
    state.line = last
    state.push("paragraph_open", "p", 1).map = [start, last]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, last, state.blkIndent, False).strip()
    inline.map = [start, last]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _ends(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line begins something else than a paragraph's next line."""
    if state.is_code_block(line) or state.sCount[line] < 0:
        return False
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _formula_html(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return formula_html(tokens[index].content, is_boxed=not _is_in_link(tokens, index))


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A picture of the site itself; one from elsewhere becomes a link, so that no page loads from a third party.

    Inside a link, where no other link may be, one from elsewhere is its text alone.
    """
    token = tokens[index]
    source = str(token.attrs.get("src", ""))
    alt = escape_html(_plain_child(token, formula_words))
    if _SITE_PATH.match(source):
        return f'<img src="{escape_html(_rooted(source, env))}" alt="{alt}" loading="lazy">'
    shown = alt or escape_html(source)
    if _is_in_link(tokens, index):
        return shown
    return f'<a href="{escape_html(source)}" rel="noopener nofollow">{shown}</a>'


def _is_in_link(tokens: Sequence[Token], index: int) -> bool:
    before = [token.type for token in tokens[:index]]
    return before.count("link_open") > before.count("link_close")


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    target = str(tokens[index].attrs.get("href", ""))
    rel = "" if _SITE_PATH.match(target) else ' rel="noopener nofollow"'
    title = tokens[index].attrs.get("title")
    shown_title = f' title="{escape_html(str(title))}"' if title else ""
    return f'<a href="{escape_html(_rooted(target, env))}"{shown_title}{rel}>'


def _heading(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    level = min(6, int(token.tag[1]) + int(env["heading_shift"]))
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"


def _rooted(target: str, env: EnvType) -> str:
    return f"{env['root']}{target[1:]}" if _SITE_PATH.match(target) else target
