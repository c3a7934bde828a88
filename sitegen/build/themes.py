"""The theme and settings of a site → the workshop in which its pages are made."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from sitegen.archive.store import OwnPage
from sitegen.archive.topics import Topic
from sitegen.build.workshop import Workshop, engine_of
from sitegen.config import Config
from sitegen.memo import recall, remember
from sitegen.provenance import digest, engine_digest
from sitegen.render.card_tools import drawing_version, tools_value
from sitegen.render.cards import covered, fonts_of
from sitegen.render.formats import WORDS
from sitegen.render.theme import Theme, find_theme, options_of
from sitegen.render.theme_files import Closure, ThemeFiles, closure_value, kind_of, theme_files, words_value
from sitegen.site.builder import bare_topics
from sitegen.site.pages import site_view
from sitegen.site.share_cards import NO_CARDS, Cards, cards_of

# Strings of the catalogue that stand on cards; if the font lacks a sign of theirs, no card is drawn.
_CARD_WORDS = ("months", "weekdays", "date_full", "date_long", "papers", "more_authors", "feed_withdrawn")


class _Checked(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a theme whose templates are whole: the closure of each, and the names that they bind."""

    closures: dict[str, Closure]
    bound_names: frozenset[str]


class ThemeInUse(msgspec.Struct, frozen=True):
    """A workshop, and the files of the theme that it was made from."""

    workshop: Workshop
    files: ThemeFiles
    closures: dict[str, Closure]


def workshop_of(
    site_root: Path,
    state: Path,
    config: Config,
    topics: tuple[Topic, ...],
    own_pages: tuple[OwnPage, ...],
    tell: Callable[[Workshop], None],
) -> ThemeInUse:
    """The workshop of a site. own_pages: those that are shown. tell: is told of it before its templates are checked.

    Raises SiteError with all problems of the theme; a theme that was found whole is not compiled again to know it.
    """
    theme = find_theme(site_root, config.theme, config.language)
    files = theme_files(theme)
    options = options_of(theme, config.theme_options, site_root)
    cards = _cards(config, theme)
    site = site_view(config, own_pages, options, theme.language, cards)
    bare = Workshop(site_root, config, bare_topics(topics), site, theme, files.value, {}, cards)
    tell(bare)
    checked = _checked(bare, state, files)
    values = {kind: words_value(theme, names) for kind, names in WORDS.items()}
    values |= {kind_of(name): closure_value(closure, files) for name, closure in checked.closures.items()}
    workshop = msgspec.structs.replace(bare, closures=values, bound_names=checked.bound_names)
    return ThemeInUse(workshop, files, checked.closures)


def _checked(bare: Workshop, state: Path, files: ThemeFiles) -> _Checked:
    """What is known of the theme. Raises SiteError with all that is wrong in the templates."""
    memo = state / "theme"
    made_by = digest(engine_digest(), files.value)
    checked = recall(memo, _Checked, made_by)
    if checked is None:
        from sitegen.render.closures import closures

        bound_names = engine_of(bare).bound_names
        checked = _Checked(closures(bare.theme, files), bound_names)
        remember(memo, checked, made_by)
    return checked


def _cards(config: Config, theme: Theme) -> Cards:
    """The share cards of a site: none without the library that draws them, or if the theme has no fonts for it."""
    if not config.cards.are_wanted or not drawing_version():
        return NO_CARDS
    words = [config.title, config.tagline, *(word for name in _CARD_WORDS for word in _words(theme, name))]
    return cards_of(config.cards, covered(fonts_of(theme)), tools_value(theme), words)


def _words(theme: Theme, name: str) -> Iterable[str]:
    phrase = theme.strings.get(name)
    return (phrase.other, *phrase.words) if phrase else ()
