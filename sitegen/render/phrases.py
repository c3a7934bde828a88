"""One file of interface strings → phrases, compared with the English ones. Knows no theme, no folder and no Jinja."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from sitegen.fields import schema
from sitegen.fields.nodes import Items, Node, Pair, Scalar
from sitegen.fields.nodes import Mapping as MappingNode
from sitegen.fields.schema import Field, Mismatch, Reading
from sitegen.problems import did_you_mean, one_of, quoted
from sitegen.render.plurals import CATEGORIES, numbers_of

PLACEHOLDER = re.compile(r"\{(\w+)\}")
COUNT = "count"
# What some languages need to write dates and numbers, and a theme's English catalogue may go without.
OPTIONAL = frozenset(("months_alone", "thousands_from", "thousands_mark"))
_LENGTHS = {"months": 12, "months_short": 12, "months_alone": 12, "weekdays": 7, "weekdays_short": 7}
# What a string date_… may hold.
_DATE_PARTS = frozenset(("day", "month", "month_alone", "month_short", "year", "weekday", "weekday_short"))


class Phrase(msgspec.Struct, frozen=True):
    """An interface string. A list has `words` instead of `other`.

    one and the others: the forms for numbers of these CLDR categories; where one is empty, `other` serves. language: of
    the words, whose rule chooses the form; it is not the site's where English stands in.
    """

    other: str = ""
    one: str = ""
    words: tuple[str, ...] = ()
    zero: str = ""
    two: str = ""
    few: str = ""
    many: str = ""
    language: str = "en"

    @property
    def forms(self) -> dict[str, str]:
        """The forms that there are, by category."""
        return {category: text for category in CATEGORIES if (text := str(getattr(self, category)))}

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(name for text in self.forms.values() for name in PLACEHOLDER.findall(text))


class English(NamedTuple):
    """What a catalogue in another language is compared with, and what messages call it."""

    phrases: Mapping[str, Phrase]
    shown_path: str


def read_phrases(root: MappingNode, reading: Reading, language: str, english: English | None) -> dict[str, Phrase]:
    """The phrases of a catalogue. english: None for the theme's English catalogue itself. Complains to `reading`."""
    return dict(_phrases(root.pairs, reading, language, english))


def _phrases(
    pairs: tuple[Pair, ...], reading: Reading, language: str, english: English | None
) -> Iterator[tuple[str, Phrase]]:
    for pair in pairs:
        name = pair.key.text
        like = english.phrases.get(name) if english else None
        if english and like is None and name not in OPTIONAL:
            hint = did_you_mean(name, english.phrases, "only the names of the English strings mean anything here")
            reading.complain(pair.key, f"unknown string {quoted(name)} (expected a name of {english.shown_path})", hint)
            continue
        if english and isinstance(pair.value, Scalar) and pair.value.is_nothing:  # left to be translated
            continue
        try:
            found = _phrase(pair.value, reading)
            if found is None:
                continue
            phrase = msgspec.structs.replace(found, language=language)
            _check_alone(name, phrase, pair.value)
            if like is not None:
                _check_beside(name, phrase, like, pair.value)
            elif isinstance(pair.value, MappingNode) and phrase.forms:
                _check_forms(name, phrase, pair.value, is_needed=True)
        except Mismatch as mismatch:
            reading.complain(mismatch.node, mismatch.message, mismatch.hint)
        else:
            yield name, phrase


_FORM_FIELDS = tuple(
    Field(
        category,
        schema.text,
        "The form for numbers of this category.",
        '"{count} papers"',
        is_required=category == "other",
    )
    for category in CATEGORIES
)


def _phrase(node: Node, reading: Reading) -> Phrase | None:
    """Text; or a mapping of forms, `other` among them; or a list of words (months, weekdays). None: it complained."""
    if isinstance(node, MappingNode):
        count = len(reading.problems)
        values = reading.fields(node, _FORM_FIELDS, "a string with a number")
        return None if len(reading.problems) > count else msgspec.convert(values, Phrase)
    if isinstance(node, Items):
        return Phrase(words=msgspec.convert(schema.sequence_with_repeats(schema.text)(node, reading), tuple[str, ...]))
    return Phrase(other=node.text)  # spaces too: French parts thousands with one that does not break


def _check_alone(name: str, phrase: Phrase, node: Node) -> None:
    """Raises Mismatch if dates or numbers cannot be written with it."""
    if name in _LENGTHS and len(phrase.words) != _LENGTHS[name]:
        message = f"'{name}' has {len(phrase.words)} words (expected a list of {_LENGTHS[name]})"
        raise Mismatch(node, message, "January first, Monday first")
    unknown = phrase.placeholders - _DATE_PARTS if name.startswith("date_") else frozenset()
    if unknown:
        message = f"'{name}' asks for {quoted(min(unknown))} (expected one of: {one_of(_DATE_PARTS)})"
        raise Mismatch(node, message, did_you_mean(min(unknown), _DATE_PARTS, "these are the parts of a date"))
    if name == "thousands_from" and not re.fullmatch("[0-9]{1,9}", phrase.other):
        message = f"'{name}' is {quoted(phrase.other)} (expected a whole number)"
        raise Mismatch(node, message, "the least number that is written with the mark, such as 10000")


def _check_beside(name: str, phrase: Phrase, english: Phrase, node: Node) -> None:
    """Raises Mismatch if templates could not use a phrase where they use the English one."""
    if len(english.words) != len(phrase.words):
        wanted = f"a list of {len(english.words)}" if english.words else "text"
        found = f"a list of {len(phrase.words)}" if phrase.words else "text"
        raise Mismatch(node, f"'{name}' is {found} (expected {wanted})", "write what the English catalogue has")
    if COUNT in english.placeholders:
        _check_forms(name, phrase, node, is_needed=bool(english.one))
    elif phrase.forms.keys() - {"other"}:
        raise Mismatch(node, f"'{name}' has forms (expected text)", "it is shown without a number")
    if not name.startswith("date_"):
        _check_placeholders(name, phrase, english, node)


def _check_forms(name: str, phrase: Phrase, node: Node, *, is_needed: bool) -> None:
    """Raises Mismatch if a number has no form, or a form no number. is_needed: one form for all numbers is too few."""
    found, wanted = set(phrase.forms), {*numbers_of(phrase.language), "other"}
    expected = f"(expected {', '.join(each for each in CATEGORIES if each in wanted)})"
    hint = f"the forms of numbers in '{phrase.language}', as Unicode CLDR names them"
    if unknown := found - wanted - {"zero", "many"}:
        raise Mismatch(node, f"no number has the form {quoted(min(unknown))} of '{name}' {expected}", hint)
    missing = wanted - found
    if missing and (is_needed or len(found) > 1):
        raise Mismatch(node, f"'{name}' has no form {quoted(min(missing))} {expected}", hint)


def _check_placeholders(name: str, phrase: Phrase, english: Phrase, node: Node) -> None:
    """Raises Mismatch unless each form has the English words in braces. A form for a single number may spell it out."""
    numbers = numbers_of(phrase.language)
    for category, text in phrase.forms.items() or (("other", ""),):
        found = set(PLACEHOLDER.findall(text))
        may_lack = {COUNT} if category != "other" and numbers.get(category) == 1 else set()
        what = f"'{name}'" if category == "other" else f"the form '{category}' of '{name}'"
        if unknown := found - english.placeholders:
            message = f"{what} has '{{{min(unknown)}}}' (expected {_in_braces(english.placeholders)})"
            hint = did_you_mean(min(unknown), english.placeholders, "words in braces are not translated")
            raise Mismatch(node, message, hint)
        if missing := english.placeholders - found - may_lack:
            message = f"{what} lacks '{{{min(missing)}}}' (expected {_in_braces(english.placeholders)})"
            raise Mismatch(node, message, "it is filled in when the page is made")


def _in_braces(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no braces"
