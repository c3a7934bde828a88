"""What a build says once of a site: what it does without, and how to have it or hear no more of it."""

from pathlib import Path

from sitegen.config import Config
from sitegen.memo import recall, remember
from sitegen.provenance import digest
from sitegen.render.card_tools import drawing_version, font_files
from sitegen.render.theme import Theme

_TOLD = "told"
_VERSION = digest(b"told 1")
_NO_CARDS = (
    "share cards: a picture of the theme stands in for them; pip install 'sitegen[cards]' draws them, "
    "and 'cards: {days: false}' in site.yaml does without"
)


def notes_of(config: Config, theme: Theme, state: Path, *, is_dry: bool) -> tuple[str, ...]:
    """What is to be said, and was not said before. is_dry: nothing is remembered, so the next build says it too."""
    found = (_NO_CARDS,) if config.cards.are_wanted and not drawing_version() and font_files(theme) else ()
    told = recall(state / _TOLD, tuple[str, ...], _VERSION) or ()
    if found != told and not is_dry:
        remember(state / _TOLD, found, _VERSION)
    return tuple(note for note in found if note not in told)
