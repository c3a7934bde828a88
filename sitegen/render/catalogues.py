"""The language of a site → all its interface strings: the theme's catalogues, and over them those of the site.

For each language the site's file in `strings/` counts before the theme's; `de-AT` counts before `de`, and English
stands in for what neither has.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen.config import place_of
from sitegen.fields.nodes import Mapping, parse
from sitegen.fields.schema import Reading, is_language
from sitegen.problems import Location, Problem, SiteError, one_of, quoted, raise_if, stop
from sitegen.render.phrases import English, Phrase, read_phrases
from sitegen.text.files import read_text
from sitegen.text.languages import lookup

STRINGS = "strings"
_SUFFIX = ".yaml"
_ENGLISH = "en"
# A catalogue may lack all of them; who reads of a few knows where to look.
_NAMES_TOLD = 20


class Words(msgspec.Struct, frozen=True):
    """The strings of a site by name. language: theirs, English where the site's language has none.

    warnings: what is shown in English instead; it stops no build.
    """

    language: str
    phrases: dict[str, Phrase]
    warnings: tuple[Problem, ...]


class _File(msgspec.Struct, frozen=True):
    """A catalogue: its language, its folder, and what messages call it."""

    language: str
    folder: Path
    name: str
    shown: str

    def root(self) -> Mapping:
        try:
            return parse(read_text(self.folder, self.name), self.shown)
        except SiteError as error:
            raise SiteError(
                Problem(Location(self.shown, p.location.line, p.location.column), p.message, p.hint)
                for p in error.problems
            ) from None


def words_of(site_root: Path, folder: Path, shown: str, language: str) -> Words:
    """The strings of a site in its language. folder: of the theme; shown: what messages call it.

    Raises SiteError with every problem of the catalogues that count.
    """
    raise_if(list(_strangers(site_root)))
    homes = ((folder, f"{shown}/{STRINGS}"), (site_root, STRINGS))
    own, others = _chain(language)
    files = {tag: [file for home in homes for file in _files(*home, tag)] for tag in (*own, *others)}
    base = next((file for file in files[_ENGLISH] if file.folder == folder), None)
    if base is None:
        raise stop(
            f"{shown}/{STRINGS}/{_ENGLISH}{_SUFFIX}",
            "missing (expected the theme's interface strings)",
            "every theme has an English catalogue",
        )
    problems: list[Problem] = []
    english = English(_read(base, None, problems), base.shown)
    phrases = dict(english.phrases)
    told: set[str] = set()
    for tag in reversed((*own, *others)):
        for file in files[tag]:
            read = english.phrases if file == base else _read(file, english, problems)
            phrases.update(read)
            told.update(read if tag in own else ())
    raise_if(problems)
    found = [file for tag in own for file in files[tag]]
    if not found:
        return Words(_ENGLISH, phrases, (_unknown(site_root, folder, language),))
    missing = sorted(english.phrases.keys() - told)
    return Words(language, phrases, (_incomplete(found[0], missing),) if missing else ())


def _chain(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The languages whose words are the site's own, the nearest first; and English, if it only stands in."""
    own = tuple(tag.lower() for tag in lookup(language))
    return own, () if _ENGLISH in own else (_ENGLISH,)


def _files(folder: Path, shown: str, tag: str) -> Iterator[_File]:
    for name in _names(folder):
        if name.lower() == f"{tag}{_SUFFIX}":
            yield _File(name.removesuffix(_SUFFIX), folder, f"{STRINGS}/{name}", f"{shown}/{name}")


def _names(folder: Path) -> list[str]:
    """What lies among the strings of a theme or site, hidden files apart."""
    home = folder / STRINGS
    return sorted(path.name for path in home.iterdir() if path.name[0] != ".") if home.is_dir() else []


def _strangers(site_root: Path) -> Iterator[Problem]:
    """A problem for each file among the site's strings that no language would ever count."""
    for name in _names(site_root):
        if not (name.endswith(_SUFFIX) and is_language(name.removesuffix(_SUFFIX))):
            message = f"no catalogue {quoted(name)} (expected the name of a language, such as de{_SUFFIX})"
            yield Problem(Location(f"{STRINGS}/{name}"), message, "rename it, or move it out of strings/")


def _read(file: _File, english: English | None, problems: list[Problem]) -> dict[str, Phrase]:
    reading = Reading(file.shown)
    phrases = read_phrases(file.root(), reading, file.language, english)
    problems.extend(reading.problems)
    return phrases


def _unknown(site_root: Path, folder: Path, language: str) -> Problem:
    known = {name.removesuffix(_SUFFIX) for home in (folder, site_root) for name in _names(home)}
    message = f"no interface strings in {quoted(language)} (expected one of: {one_of(known)})"
    hint = f"the pages are in English; a file {STRINGS}/{language}{_SUFFIX} gives them other words"
    return Problem(place_of(site_root, "language"), f"theme '{folder.name}' has {message}", hint)


def _incomplete(file: _File, missing: list[str]) -> Problem:
    names = ", ".join(missing[:_NAMES_TOLD])
    more = f" and {len(missing) - _NAMES_TOLD:,} more" if len(missing) > _NAMES_TOLD else ""
    count = "1 string is" if len(missing) == 1 else f"{len(missing):,} strings are"
    return Problem(Location(file.shown), f"{count} missing (expected {names}{more})", "they are shown in English")
