"""Templates + views → text. Every mistake of a template ends as a problem at its line."""

import hashlib
import re
import traceback
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache, partial
from pathlib import Path

import msgspec
from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.utils import missing
from markupsafe import Markup

from sitegen.config import PageSwitches
from sitegen.problems import Location, Problem, SiteError, did_you_mean, one_of, raise_if, stop
from sitegen.render.cards import drawn, fonts_of
from sitegen.render.catalogue import Catalogue, UnknownPhraseError
from sitegen.render.folding import bound_names
from sitegen.render.formats import WRITERS
from sitegen.render.formats.bibtex import bibtex
from sitegen.render.formats.citation_tags import citation_tags
from sitegen.render.formats.csl_json import csl_json
from sitegen.render.formats.data_url import data_url
from sitegen.render.formats.json_ld import json_ld
from sitegen.render.formats.ris import ris
from sitegen.render.sandbox import Sandbox
from sitegen.render.theme import Theme, static_names
from sitegen.render.theme_files import template_of
from sitegen.site.views import Citation, Page, Site
from sitegen.text.fitting import Fitted, fitted
from sitegen.text.fonts import Font
from sitegen.text.languages import direction
from sitegen.text.lines import line_html, line_words
from sitegen.text.markdown import to_html

TEMPLATES = "templates"
STATIC = "static"
ASSETS = "assets/"
# `safe` would switch escaping off, `attr` reaches what a view does not show, the others differ from build to build.
_REMOVED_FILTERS = ("safe", "attr", "random", "pprint", "xmlattr")
_REMOVED_GLOBALS = ("lipsum",)
_NAMES = ("asset", "fit", "forms", "page", "site", "t", "words")
_MAPPING_HINT = "page.extra.get('name', '') asks for a name that some entries do not have"
# What stands in Jinja's brackets, also where they open or close on another line.
_JINJA = re.compile(r"\{[{%].*?[%}]\}|\{[{%].*$|^(?:(?!\{[{%]).)*?[%}]\}")
_HINT = "docs/reference/views.md lists what each template sees"


class UnknownField(StrictUndefined):
    """What a template asked for and no view has; says what it could have asked for."""

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if self._undefined_hint:
            return str(self._undefined_hint)
        if self._undefined_obj is missing:
            return f"unknown name '{name}' (expected one of: {one_of(_NAMES)})\n{did_you_mean(name, _NAMES, _HINT)}"
        known = _names_of(self._undefined_obj)
        kind = type(self._undefined_obj).__name__
        hint = did_you_mean(name, known, _MAPPING_HINT if isinstance(self._undefined_obj, dict) else _HINT)
        return f"unknown field '{name}' of {kind} (expected one of: {one_of(known)})\n{hint}"


def _names_of(thing: object) -> tuple[str, ...]:
    if isinstance(thing, msgspec.Struct):
        return thing.__struct_fields__
    return tuple(map(str, thing)) if isinstance(thing, dict) else ()


class UnknownAssetError(Exception):
    """A template asks for the address of a static file that the theme does not have."""


class UnknownFontError(Exception):
    """A template asks for the width of a text in a font that the theme does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.known = known


# What a template's own mistake raises; all else is a mistake of ours and may crash loudly.
_MISTAKES = (
    TemplateError,
    UnknownPhraseError,
    UnknownAssetError,
    UnknownFontError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class Engine:
    """Renders pages with one theme for one site. A template is compiled once.

    bound_names: those to which the templates give a meaning of their own, if all were found whole before; each is then
    compiled when a page asks for it. Else all are, and a broken one stops before any page.
    """

    def __init__(self, theme: Theme, site: Site, bound_names: Collection[str] | None = None) -> None:
        self.theme = theme
        self.asset_digests: dict[str, str] = {}
        self.catalogue = catalogue = Catalogue(theme.strings)
        self.environment = Sandbox(
            {
                "site": site,
                "t": catalogue.say,
                "forms": catalogue.forms,
                "words": catalogue.words,
                "asset": partial(self._asset, site.root),
                "fit": self._fit,
            },
            loader=FileSystemLoader(theme.folder / TEMPLATES, encoding="utf-8"),
            autoescape=True,
            undefined=UnknownField,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.environment.filters.update(
            # A day is shown in a few forms on each of its papers: 0.3 µs instead of 5.
            date=lru_cache(maxsize=4096)(catalogue.date),
            direction=direction,
            number=catalogue.number,
            markdown=partial(_markdown, site.root),
            bibtex=bibtex,
            citation_tags=citation_tags,
            csl_json=_csl_json,
            data_url=data_url,
            json_ld=_json_ld,
            ris=ris,
            formulas=_formulas,
            readable=line_words,
        )
        for name in _REMOVED_FILTERS:
            self.environment.filters.pop(name, None)
        for name in _REMOVED_GLOBALS:
            self.environment.globals.pop(name, None)
        self.names = frozenset(self.environment.list_templates())
        self.bound_names = self._checked() if bound_names is None else self._without_constants(bound_names)

    def render(self, page: Page) -> bytes:
        """The bytes of a page. Raises SiteError with the template's place if it asks for what its view has not."""
        kind = page.view.kind
        writer = WRITERS.get(kind)
        if writer:
            return writer(page.view, self.catalogue).encode()
        return self._text(page).encode()

    def drawing(self, page: Page) -> str:
        """The SVG of a share card. Raises SiteError as `render` does."""
        return self._text(page)

    def picture(self, page: Page, svg: str) -> bytes:
        """The PNG of a share card. svg: its drawing."""
        return drawn(svg, self.theme, template_of(page.view.kind))

    def _text(self, page: Page) -> str:
        kind = page.view.kind
        name = template_of(kind)
        if name not in self.names:
            path = f"{self.theme.shown_path}/{TEMPLATES}/{name}"
            hint = f"copy it from the theme 'digest'{_switch_of(kind)}"
            raise stop(path, f"missing (expected the template of '{page.path}')", hint)
        try:
            text: str = self.environment.get_template(name).render(page=page.view)
        except _MISTAKES as error:
            raise SiteError([self._problem(error, page)]) from error
        return text

    def _fit(self, text: str, font: str, width: float, height: float, sizes: tuple[int, ...]) -> Fitted:
        """A text in the first of these sizes in which it fits into a box. font: the name of its file."""
        if font not in self._fonts:
            raise UnknownFontError(font, tuple(self._fonts))
        return fitted(text, self._fonts[font], width, height, sizes)

    @cached_property
    def _fonts(self) -> Mapping[str, Font]:
        return fonts_of(self.theme)

    def _asset(self, root: str, name: str) -> str:
        """The address of a static file of the theme; it changes with the file, so that no browser keeps an old one."""
        if name not in self.asset_digests:
            path = self.theme.folder / STATIC / name
            if not path.is_file():
                raise UnknownAssetError(name)
            self.asset_digests[name] = hashlib.blake2b(path.read_bytes(), digest_size=5).hexdigest()
        return f"{root}{ASSETS}{name}?v={self.asset_digests[name]}"

    def _checked(self) -> frozenset[str]:
        """The names that templates bind. Raises SiteError with all that is wrong in any of them."""
        problems: list[Problem] = []
        trees = {}
        for name in sorted(self.names):
            try:
                tree = self._parsed(name)
                if switches := self._autoescape_problems(name, tree):
                    problems.extend(switches)
                else:
                    trees[name] = tree
            except TemplateSyntaxError as error:
                problems.append(self._syntax_problem(error, name))
            except UnicodeDecodeError:
                problems.append(self._problem_at(name, 0, "not UTF-8", "save the file as UTF-8"))
        bound = self._without_constants({name for tree in trees.values() for name in bound_names(tree)})
        for name in trees:
            try:
                self.environment.get_template(name)
            except TemplateSyntaxError as error:
                problems.append(self._syntax_problem(error, name))
        raise_if(problems)
        return bound

    def _without_constants(self, names: Collection[str]) -> frozenset[str]:
        """These names, which may now mean something else than on every page."""
        constants = self.environment.constants
        self.environment.constants = {name: value for name, value in constants.items() if name not in names}
        return frozenset(names)

    def _parsed(self, name: str) -> nodes.Template:
        assert self.environment.loader is not None
        source, _, _ = self.environment.loader.get_source(self.environment, name)
        return self.environment.parse(source, name)

    def _autoescape_problems(self, name: str, tree: nodes.Template) -> list[Problem]:
        message = "an autoescape block (expected escaping to stay on)"
        return [
            self._problem_at(name, node.lineno, message, "text with markup comes from the filter `markdown` only")
            for node in tree.find_all(nodes.ScopedEvalContextModifier)
        ]

    def _syntax_problem(self, error: TemplateSyntaxError, name: str) -> Problem:
        what = _as_message(str(error.message))
        filter_name = re.fullmatch(r"no filter named '(\w+)'", what)
        known = self.environment.filters if filter_name else ()
        hint = did_you_mean(filter_name[1] if filter_name else "", known, "see the Jinja documentation on templates")
        return self._problem_at(error.name or name, error.lineno, what, hint)

    def _problem(self, error: Exception, page: Page) -> Problem:
        """Where in which template, what, and for which page."""
        if isinstance(error, TemplateSyntaxError):
            return self._syntax_problem(error, "")
        name, line = self._place(error)
        what, _, hint = str(error).partition("\n")
        if isinstance(error, TemplateNotFound):
            what, hint = f"no template '{error.name}' (expected one of: {one_of(self.names)})", "check the name"
        elif isinstance(error, UnknownPhraseError):
            what = f"no string '{error.name}' in the catalogue of theme '{self.theme.name}'"
            hint = did_you_mean(error.name, error.known, "add it to strings/en.yaml and the other catalogues")
        elif isinstance(error, RecursionError):
            what, hint = "a template without end", "does it include or extend itself?"
        elif isinstance(error, UnknownAssetError):
            what = f"no static file '{error}' in theme '{self.theme.name}'"
            hint = did_you_mean(str(error), static_names(self.theme), "static files lie in static/ of the theme")
        elif isinstance(error, UnknownFontError):
            what = f"no font '{error}' in theme '{self.theme.name}' (expected one of: {one_of(error.known)})"
            hint = did_you_mean(str(error), error.known, "fonts for cards lie in fonts/ of the theme, as .ttf or .otf")
        elif isinstance(error, SecurityError):
            hint = "templates see views, filters and tests only"
        return self._problem_at(name, line, f"{_as_message(what)} (while making {page.path})", hint or _HINT)

    def _problem_at(self, name: str, line: int, message: str, hint: str) -> Problem:
        location = Location(
            f"{self.theme.shown_path}/{TEMPLATES}/{name}", line, _column(self._line(name, line), message)
        )
        return Problem(location, message, hint)

    def _line(self, name: str, line: int) -> str:
        path = self.theme.folder / TEMPLATES / name
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _place(self, error: Exception) -> tuple[str, int]:
        """The innermost line of a template in a traceback."""
        folder = self.theme.folder / TEMPLATES
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            path = Path(frame.filename)
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix(), frame.lineno or 0
        return "", 0


def _switch_of(kind: str) -> str:
    """How to do without pages of a kind, for a message; nothing for those that every site has."""
    if kind.startswith("card_"):
        return ", or write 'cards: {days: false}' in site.yaml"
    if kind.startswith("downloads"):
        return ", or write 'downloads: {months: false}' in site.yaml"
    name = next((name for name in PageSwitches.__struct_fields__ if kind.startswith(name.removesuffix("s"))), "")
    return f", or write 'pages: {{{name}: false}}' in site.yaml" if name else ""


def _column(line: str, message: str) -> int:
    """Where in Jinja's brackets stands what the message quotes: 1 if it is not found, 0 without a line."""
    quoted_words = re.findall(r"'([^']+)'", message)
    for code in _JINJA.finditer(line):
        for word in quoted_words:
            found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code[0])
            if found:
                return code.start() + found.start() + 1
    return 1 if line else 0


def _as_message(text: str) -> str:
    """What Jinja says, as our messages are: lower case at the start, no full stop at the end."""
    return text[:1].lower() + text[1:].rstrip(".")


# Five lists on average show a paper.
@lru_cache(maxsize=4096)
def _formulas(text: str) -> Markup:
    # Escaped, but for the formulas that a writer of its own makes.
    return Markup(line_html(text))  # noqa: S704


@lru_cache(maxsize=4096)
def _html(markdown: str, root: str, heading_level: int) -> Markup:
    # The dialect escapes what it does not know as markup, so its result is the one text that may pass unescaped.
    return Markup(to_html(markdown, root, heading_level))  # noqa: S704


def _markdown(root: str, markdown: str, heading_level: int = 3) -> Markup:
    return _html(markdown, root, heading_level)


def _csl_json(citation: Citation) -> str:
    return csl_json((citation,))


def _json_ld(citation: Citation) -> Markup:
    # In a script element nothing is unescaped, so escaping is the writer's own: it leaves no `<`, `>` or `&`.
    return Markup(json_ld(citation))  # noqa: S704
