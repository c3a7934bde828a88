"""The Markdown dialect: CommonMark and `$…$`, raw HTML off. The only module that knows markdown-it."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape as escape_html

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sitegen.text.formulas import formula_end, pieces

# What a link may be: an address on the web, a mail address, a path of the site. All else is shown as the text it was
# written as. A relative path would lead elsewhere on each page and feed that shows the text.
_SITE_PATH = re.compile(r"/(?![/\\])")
_ALLOWED_LINK = re.compile(rf"https?://|mailto:|{_SITE_PATH.pattern}", re.IGNORECASE)


def to_html(markdown: str, root: str = "/", heading_level: int = 2) -> str:
    """HTML of a Markdown text, safe to insert in a page.

    root: what a path that begins with `/` is put under: the path of the site, or its address where the text leaves the
    site; ends with `/`.
    heading_level: the level that `#` becomes, so that a page keeps its one `h1`.
    """
    env: EnvType = {"root": root, "heading_shift": heading_level - 1}
    return "".join(
        f"<p>{escapeHtml(part)}</p>\n" if isinstance(part, str) else _rendered(part, env) for part in _parts(markdown)
    )


def to_plain(markdown: str) -> str:
    """The text a reader sees, without markup; paragraphs separated by a blank line, formulas as their source."""
    texts = (
        text
        for part in _parts(markdown)
        for text in ((part,) if isinstance(part, str) else map(_plain_inline, part))
        if text
    )
    return "\n\n".join(texts)


def from_plain(text: str) -> str:
    """Markdown that shows exactly the characters of `text`. Formulas stay as they are, other dollars become `\\$`."""
    lines = (line.strip() for line in text.strip().split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    escaped = "".join(piece.text if piece.is_formula else _escaped(piece.text) for piece in pieces(tidy))
    markdown = _LINE_START.sub(r"\g<lead>\\\g<mark>", escaped)
    if _shows(markdown, tidy):
        return markdown
    return _LINE_START.sub(r"\g<lead>\\\g<mark>", _escaped(tidy))


def _shows(markdown: str, text: str) -> bool:
    return to_plain(markdown) == text


# What would be markup inside a line. `<` before a letter is escaped although this dialect has no HTML: the files are
# read in other viewers too. An underscore inside a word is no emphasis in CommonMark.
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\n|$)"
    r"|[*`$\[]|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<!\S)~{3,}(?=\S|$)"
)
# What would be a block at the start of a line: heading, quote, list, rule, underline of a heading.
_LINE_START = re.compile(
    r"^(?P<lead>\d{0,9})(?P<mark>(?<!\d)(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-[- \t]*$|~~~)|(?<=\d)[.)](?=\s|$))",
    re.MULTILINE,
)


def _escaped(text: str) -> str:
    return _INLINE.sub(lambda match: "".join(f"\\{character}" for character in match[0]), text)


# A part of a text: a paragraph without any markup as it is, else the tokens of its blocks.
_Part = str | Sequence[Token]
# A line that begins like this may be more than a line of a paragraph.
_MAY_BE_A_BLOCK = re.compile(r"\n(?:[^\S\n]|[#>+=~\[-]|```|[*_](?![^\W_])|\d{1,9}[.)])")
_STOPS = re.compile(r"[\n!$&*<\[\\\]_`]")
# `in` finds these in 0.1 µs for each character, a class of a regular expression in 4 µs for each paragraph.
_MARKUP = "\\`*_[<&$"
_PARAGRAPH = Token("paragraph_open", "p", 1, block=True)
_PARAGRAPH_END = Token("paragraph_close", "p", -1, block=True)


# An abstract is asked for several times in a row: for its sentence, its description, its page. The tokens of one with
# much markup take about 10 KB, so only the last ones stay.
@lru_cache(maxsize=1024)
def _parts(markdown: str) -> tuple[_Part, ...]:
    """The text, parsed. Four of five real abstracts (of 14,442) are paragraphs without markup, which need no parser.

    An abstract takes 44 µs so, 280 µs if the parser reads all of it.
    """
    if not _has_paragraphs_only(markdown):
        return (_dialect().parse(markdown),)
    return tuple(_paragraph(text) for part in markdown.split("\n\n") if (text := mdTrim(part)))


def _has_paragraphs_only(markdown: str) -> bool:
    """False if in doubt."""
    line_ends = ("\r", "\0", " \n", "\t\n")
    return not any(end in markdown for end in line_ends) and not _MAY_BE_A_BLOCK.search(f"\n{markdown}")


def _paragraph(text: str) -> _Part:
    if not any(character in text for character in _MARKUP):
        return text
    return (_PARAGRAPH, *_dialect().parseInline(text), _PARAGRAPH_END)


def _rendered(tokens: Sequence[Token], env: EnvType) -> str:
    dialect = _dialect()
    html: str = dialect.renderer.render(tokens, dialect.options, env)
    return html


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
    # The characters with which an inline rule of this dialect begins. The default also stops at - : = and others, which
    # are for plug-ins, and asks every rule each time: 88 instead of 67 µs for an abstract.
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
    return f'<span class="math">{escape_html(tokens[index].content)}</span>'


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
