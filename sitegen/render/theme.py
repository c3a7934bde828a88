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
from sitegen.problems import Location, Problem, SiteError, did_you_mean, one_of, quoted, raise_if, stop
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
    """A theme as it lies on disk. `shown_path` names its folder in messages."""

    name: str
    folder: Path
    shown_path: str
    options: MappingOf[str, Option] = {}
    strings: MappingOf[str, "Phrase"] = {}


class Phrase(msgspec.Struct, frozen=True):
    """An interface string. `one` is the form for exactly one; a list has `words` instead."""

    other: str = ""
    one: str = ""
    words: tuple[str, ...] = ()


def find_theme(site_root: Path, name: str, language: str) -> Theme:
    """The theme of that name: the site's own in `themes/`, else one that comes with sitegen.

    Raises SiteError if there is none, or with every problem of its theme.yaml and its catalogue.
    """
    homes = [(site_root / "themes", "themes"), *((home, f"sitegen/{home.name}") for home in packaged_homes())]
    for home, shown in homes:
        if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) and (home / name / THEME_FILE).is_file():
            return _read(home / name, f"{shown}/{name}", language)
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


def _read(folder: Path, shown: str, language: str) -> Theme:
    path = f"{shown}/{THEME_FILE}"
    reading = Reading(path)
    values = reading.fields(_yaml(folder, shown, THEME_FILE), THEME_FIELDS, THEME_FILE)
    raise_if(reading.problems)
    options = msgspec.convert(values.get("options", {}), dict[str, Option])
    return Theme(
        name=folder.name, folder=folder, shown_path=shown, options=options, strings=_strings(folder, shown, language)
    )


def _strings(folder: Path, shown: str, language: str) -> dict[str, Phrase]:
    """The catalogue of the language, of its main language ('de' for 'de-AT'), else English."""
    for name in (language, language.partition("-")[0], "en"):
        relative = f"strings/{name}.yaml"
        if (folder / relative).is_file():
            reading = Reading(f"{shown}/{relative}")
            pairs = _yaml(folder, shown, relative).pairs
            phrases = {pair.key.text: reading.value(pair.value, _phrase_of(pair.key.text)) for pair in pairs}
            raise_if(reading.problems)
            return {key: phrase for key, phrase in phrases.items() if isinstance(phrase, Phrase)}
    raise stop(
        f"{shown}/strings/en.yaml",
        "missing (expected the theme's interface strings)",
        "every theme has an English catalogue",
    )


_PHRASE_FIELDS = (
    Field("one", schema.text, "The form for exactly one.", "one paper", is_required=True),
    Field("other", schema.text, "The form for any other number.", "{count} papers", is_required=True),
)


# Lists that dates are made of, and what a string date_… may hold.
_LENGTHS = {"months": 12, "months_short": 12, "weekdays": 7, "weekdays_short": 7}
_DATE_PARTS = frozenset({"day", "month", "month_short", "year", "weekday"})


def _phrase_of(name: str) -> schema.Read:
    """How the string of that name is read."""

    def read(node: Node, reading: Reading) -> object:
        phrase = _phrase(node, reading)
        if not isinstance(phrase, Phrase):
            return phrase
        if name in _LENGTHS and len(phrase.words) != _LENGTHS[name]:
            message = f"'{name}' has {len(phrase.words)} words (expected a list of {_LENGTHS[name]})"
            raise Mismatch(node, message, "January first, Monday first")
        unknown = set(re.findall(r"\{(\w+)\}", phrase.other)) - _DATE_PARTS if name.startswith("date_") else set()
        if unknown:
            message = f"'{name}' asks for {quoted(min(unknown))} (expected one of: {one_of(_DATE_PARTS)})"
            raise Mismatch(node, message, did_you_mean(min(unknown), _DATE_PARTS, "these are the parts of a date"))
        return phrase

    return read


def _phrase(node: Node, reading: Reading) -> object:
    """Text; or a mapping of `one` and `other`; or a list of words (months, weekdays)."""
    if isinstance(node, Mapping):
        return schema.record(Phrase, _PHRASE_FIELDS, "a string with a number")(node, reading)
    if hasattr(node, "nodes"):
        return Phrase(words=msgspec.convert(schema.sequence_with_repeats(schema.text)(node, reading), tuple[str, ...]))
    return Phrase(other=schema.any_text(node, reading))


def _yaml(folder: Path, shown: str, relative: str) -> Mapping:
    try:
        return parse(read_text(folder, relative), f"{shown}/{relative}")
    except SiteError as error:
        raise SiteError(
            Problem(Location(f"{shown}/{relative}", p.location.line, p.location.column), p.message, p.hint)
            for p in error.problems
        ) from None
