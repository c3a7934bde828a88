"""The Markdown dialect: CommonMark and `$…$`, raw HTML off. The only module that knows markdown-it.

Imported with the first text that is more than plain paragraphs: markdown-it takes a tenth of starting sitegen.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape as escape_html

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sitegen.text.formulas import formula_end, formula_html

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


def plain_texts(tokens: Sequence[Token]) -> Iterator[str]:
    """What a reader sees of each block."""
    return filter(None, map(_plain_inline, tokens))


def _plain_inline(token: Token) -> str:
    if token.type == "inline":
        return "".join(map(_plain_child, token.children or ()))
    if token.type in ("code_block", "fence"):
        return token.content.rstrip("\n")
    return ""


def _plain_child(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "image":
        return "".join(map(_plain_child, token.children or ()))
    return token.content


@cache
def _dialect() -> MarkdownIt:
    dialect = MarkdownIt("commonmark", {"html": False})
    dialect.inline.ruler.before("escape", "formula", _formula)
    dialect.inline.terminator_re = _STOPS
    dialect.validateLink = lambda url: bool(_ALLOWED_LINK.match(url))  # type: ignore[method-assign]
    dialect.add_render_rule("formula", _formula_html)
    dialect.add_render_rule("image", _image)
    dialect.add_render_rule("link_open", _link_open)
    dialect.add_render_rule("heading_open", _heading)
    dialect.add_render_rule("heading_close", _heading)
    return dialect


def _formula(state: StateInline, silent: bool) -> bool:
    """The inline rule for `$…$`: what `formulas` calls a formula becomes one token, its source untouched."""
    if state.src[state.pos] != "$":
        return False
    end = formula_end(state.src, state.pos)
    if not end or end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _formula_html(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return formula_html(tokens[index].content)


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A picture of the site itself; one from elsewhere becomes a link, so that no page loads from a third party.

    Inside a link, where no other link may be, one from elsewhere is its text alone.
    """
    token = tokens[index]
    source = str(token.attrs.get("src", ""))
    alt = escape_html(_plain_child(token))
    if _SITE_PATH.match(source):
        return f'<img src="{escape_html(_rooted(source, env))}" alt="{alt}" loading="lazy">'
    shown = alt or escape_html(source)
    before = [token.type for token in tokens[:index]]
    if before.count("link_open") > before.count("link_close"):
        return shown
    return f'<a href="{escape_html(source)}" rel="noopener nofollow">{shown}</a>'


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
