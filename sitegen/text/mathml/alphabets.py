"""Letters of the mathematical alphabets: MathML Core knows them as characters only, not as `mathvariant`."""

from collections.abc import Mapping
from functools import cache

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()
_DIGITS = "0123456789"
# Unicode 15.0, block U+1D400: the first character of each run of letters. Greek runs go from Α to Ω with ϴ before Σ,
# then ∇, from α to ω with final ς, then the seven variants.
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
_LATIN_AT = {
    "bold": 0x1D400,
    "italic": 0x1D434,
    "bold-italic": 0x1D468,
    "script": 0x1D49C,
    "fraktur": 0x1D504,
    "double-struck": 0x1D538,
    "sans-serif": 0x1D5A0,
    "sans-serif-italic": 0x1D608,
    "monospace": 0x1D670,
}
_GREEK_AT = {"bold": 0x1D6A8, "italic": 0x1D6E2, "bold-italic": 0x1D71C}
_DIGITS_AT = {
    "bold": 0x1D7CE,
    "bold-italic": 0x1D7CE,
    "double-struck": 0x1D7D8,
    "sans-serif": 0x1D7E2,
    "monospace": 0x1D7F6,
}
# Letters that Unicode had before the block; their places in it are empty.
_ELSEWHERE = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}


def styled(text: str, variant: str) -> str:
    """The text in an alphabet, by its name in MathML; a character that the alphabet lacks stays."""
    return text.translate(_table(variant))


@cache
def _table(variant: str) -> Mapping[int, str]:
    table: dict[int, str] = {}
    for runs, letters in ((_LATIN_AT, _UPPER + _LOWER), (_GREEK_AT, _GREEK), (_DIGITS_AT, _DIGITS)):
        if variant in runs:
            table |= {ord(letter): chr(runs[variant] + number) for number, letter in enumerate(letters)}
    return table | {ord(letter): found for letter, found in _ELSEWHERE.get(variant, {}).items()}
