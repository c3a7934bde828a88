"""A theme's folder → Theme: theme.yaml, templates, static files, interface strings. Knows nothing of Jinja."""

import re
from collections.abc import Mapping as MappingOf
from pathlib import Path

import msgspec

import sitegen
from sitegen.config import place_of
from sitegen.fields import schema
from sitegen.fields.nodes import Mapping, Node, parse
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import Location, Problem, SiteError, did_you_mean, one_of, quoted, raise_if
from sitegen.render.catalogues import words_of
from sitegen.render.phrases import Phrase
from sitegen.text.files import read_text

# The version of the view contract (docs/reference/views.md) that this sitegen fulfils.
CONTRACT = "1"
THEME_FILE = "theme.yaml"


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """A setting that a theme offers."""

    default: str
    help: str
    choices: tuple[str, ...] = ()


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """A theme as it lies on disk. `shown_path` names its folder in messages.

    language: of the strings. warnings: what is not in the site's language.
    """

    name: str
    folder: Path
    shown_path: str
    options: MappingOf[str, Option] = {}
    language: str = "en"
    strings: MappingOf[str, Phrase] = {}
    warnings: tuple[Problem, ...] = ()


def find_theme(site_root: Path, name: str, language: str) -> Theme:
    """The theme of that name: the site's own in `themes/`, else one that comes with sitegen.

    Raises SiteError if there is none, or with every problem of its theme.yaml and its catalogue.
    """
    homes = [(site_root / "themes", "themes"), *((home, f"sitegen/{home.name}") for home in packaged_homes())]
    for home, shown in homes:
        if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) and (home / name / THEME_FILE).is_file():
            return _read(site_root, home / name, f"{shown}/{name}", language)
    known = {path.parent.name for home, _ in homes for path in home.glob(f"*/{THEME_FILE}")}
    message = f"no theme {quoted(name)} (expected one of: {one_of(known)})"
    hint = did_you_mean(name, known, f"a theme is a folder themes/<name>/ with a {THEME_FILE}")
    raise SiteError([Problem(place_of(site_root, "theme"), message, hint)])


def static_names(theme: Theme) -> list[str]:
    """The theme's static files, as `asset()` names them."""
    folder = theme.folder / "static"
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def options_of(theme: Theme, chosen: MappingOf[str, str], site_root: Path) -> dict[str, str]:
    """The theme's options: what site.yaml chose, else their defaults. Raises SiteError for unknown ones and values."""
    problems = []
    for name, value in chosen.items():
        option = theme.options.get(name)
        place = place_of(site_root, "theme_options", name)
        if option is None:
            message = f"theme '{theme.name}' has no option {quoted(name)} (expected one of: {one_of(theme.options)})"
            hint = did_you_mean(name, theme.options, "see the README of the theme")
            problems.append(Problem(place, message, hint))
        elif option.choices and value not in option.choices:
            message = f"theme option '{name}' is {quoted(value)} (expected one of: {one_of(option.choices)})"
            problems.append(Problem(place, message, did_you_mean(value, option.choices, option.help.rstrip("."))))
    raise_if(problems)
    return {name: chosen.get(name, option.default) for name, option in theme.options.items()}


def packaged_homes() -> list[Path]:
    """Where the themes that come with sitegen lie: in a wheel inside the package, in a checkout beside it."""
    package = Path(sitegen.__file__).resolve().parent
    return [package / "themes", package.parent / "themes"]


def _contract(node: Node, reading: Reading) -> str:
    found = schema.text(node, reading)
    if found != CONTRACT:
        raise Mismatch(node, f"view contract {quoted(found)} (expected {CONTRACT})", "update the theme or sitegen")
    return found


_OPTION_FIELDS = (
    Field("default", schema.any_text, "The value when site.yaml says nothing.", '"auto"', is_required=True),
    Field("help", schema.text, "What it does.", "Colours.", is_required=True),
    Field("choices", schema.sequence(schema.text), "The values it may have.", "[auto, light, dark]"),
)
THEME_FIELDS = (
    Field("name", schema.text, "The theme's name, as its folder.", "digest", is_required=True),
    Field("description", schema.text, "What it looks like.", "A quiet printed digest.", is_required=True),
    Field("contract", _contract, "The version of the view contract it was written for.", '"1"', is_required=True),
    Field("options", schema.table(schema.record(Option, _OPTION_FIELDS, "an option")), "Settings it offers.", "{}"),
)


def _read(site_root: Path, folder: Path, shown: str, language: str) -> Theme:
    path = f"{shown}/{THEME_FILE}"
    reading = Reading(path)
    values = reading.fields(_yaml(folder, shown, THEME_FILE), THEME_FIELDS, THEME_FILE)
    raise_if(reading.problems)
    words = words_of(site_root, folder, shown, language)
    return Theme(
        name=folder.name,
        folder=folder,
        shown_path=shown,
        options=msgspec.convert(values.get("options", {}), dict[str, Option]),
        language=words.language,
        strings=words.phrases,
        warnings=words.warnings,
    )


def _yaml(folder: Path, shown: str, relative: str) -> Mapping:
    try:
        return parse(read_text(folder, relative), f"{shown}/{relative}")
    except SiteError as error:
        raise SiteError(
            Problem(Location(f"{shown}/{relative}", p.location.line, p.location.column), p.message, p.hint)
            for p in error.problems
        ) from None
