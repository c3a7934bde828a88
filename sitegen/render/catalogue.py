"""Interface strings and dates in the language of the site: pure look-ups in the theme's catalogue."""

import datetime as dt
import re
from collections.abc import Mapping

import msgspec

from sitegen.render.theme import Phrase

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class UnknownPhraseError(Exception):
    """A template asks for a string (or a placeholder) that the catalogue does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class Catalogue(msgspec.Struct, frozen=True):
    """The strings of one language."""

    phrases: Mapping[str, Phrase]

    def say(self, name: str, **values: object) -> str:
        """The string `name` with its placeholders filled; `count` also chooses between its forms."""
        phrase = self._phrase(name)
        text = phrase.one if phrase.one and values.get("count") == 1 else phrase.other
        if not values:
            return text
        shown = {key: f"{value:,}" if isinstance(value, int) else str(value) for key, value in values.items()}
        return _PLACEHOLDER.sub(lambda match: shown.get(match[1], match[0]), text)

    def date(self, date: dt.date, form: str) -> str:
        """A date in the form `date_<form>` of the catalogue."""
        month = self._phrase("months").words[date.month - 1]
        weekday = self._phrase("weekdays").words[date.weekday()]
        parts: dict[str, object] = {
            "day": str(date.day),
            "month": month,
            "month_short": self._phrase("months_short").words[date.month - 1],
            "year": str(date.year),
            "weekday": weekday,
        }
        return self.say(f"date_{form}", **parts)

    def words(self, name: str) -> tuple[str, ...]:
        """A list of the catalogue, such as the names of the weekdays."""
        return self._phrase(name).words

    def _phrase(self, name: str) -> Phrase:
        if name not in self.phrases:
            raise UnknownPhraseError(name, tuple(self.phrases))
        return self.phrases[name]
