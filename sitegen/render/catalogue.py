"""Interface strings, dates and numbers in the language of the site: pure look-ups in the theme's catalogue."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cached_property

import msgspec

from sitegen.render.phrases import COUNT, PLACEHOLDER, Phrase
from sitegen.render.plurals import rule_of

_NO_PHRASE = Phrase()


class UnknownPhraseError(Exception):
    """A template asks for a string (or a placeholder) that the catalogue does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """The strings of one language."""

    phrases: Mapping[str, Phrase]

    def say(self, name: str, /, **values: object) -> str:
        """The string `name` with its placeholders filled; `count` also chooses between its forms."""
        phrase = self._phrase(name)
        if not values:
            return phrase.other
        text = phrase.other
        count = values.get(COUNT)
        if phrase.one and isinstance(count, int):
            text = getattr(phrase, rule_of(phrase.language)(count)) or text
        shown = {key: self.number(value) if isinstance(value, int) else str(value) for key, value in values.items()}
        return PLACEHOLDER.sub(lambda match: shown.get(match[1], match[0]), text)

    def forms(self, name: str) -> str:
        """All forms of the string `name` as JSON, by the category of numbers, for a script."""
        return json.dumps(self._phrase(name).forms, ensure_ascii=False)

    def words(self, name: str, otherwise: str = "") -> tuple[str, ...]:
        """A list of the catalogue, such as the names of the weekdays; another one where the language has none."""
        return self._phrase(otherwise if otherwise and name not in self.phrases else name).words

    def number(self, number: int) -> str:
        """A whole number with the language's mark between its thousands; the digits are Western everywhere."""
        text = f"{number:,}"
        mark, least = self._thousands
        return text if mark == "," and number >= least else text.replace(",", mark if number >= least else "")

    def date(self, date: dt.date, form: str) -> str:
        """A date in the form `date_<form>` of the catalogue."""
        months = self._phrase("months").words
        alone = self.phrases.get("months_alone", _NO_PHRASE).words or months
        parts: dict[str, object] = {
            "day": str(date.day),
            "month": months[date.month - 1],
            "month_alone": alone[date.month - 1],
            "month_short": self._phrase("months_short").words[date.month - 1],
            "year": str(date.year),
            "weekday": self._phrase("weekdays").words[date.weekday()],
        }
        if short := self.phrases.get("weekdays_short"):
            parts["weekday_short"] = short.words[date.weekday()]
        return self.say(f"date_{form}", **parts)

    @cached_property
    def _thousands(self) -> tuple[str, int]:
        """The mark between thousands, and the least number that has one."""
        mark, least = self.phrases.get("thousands_mark"), self.phrases.get("thousands_from")
        return mark.other if mark else ",", int(least.other) if least else 1000

    def _phrase(self, name: str) -> Phrase:
        if name not in self.phrases:
            raise UnknownPhraseError(name, tuple(self.phrases))
        return self.phrases[name]
