"""A language and a whole number → which form of a phrase: the plural categories of Unicode CLDR 46.

Whole numbers only, for nothing here counts in fractions. A table and not Babel, which weighs 10 MB; a browser test
compares it with the browser's own Intl.PluralRules, which the theme's scripts ask.
"""

from collections.abc import Callable, Mapping
from functools import cache

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
Rule = Callable[[int], str]


def _never(n: int) -> str:
    del n
    return "other"


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _one_and_zero(n: int) -> str:
    return "one" if n < 2 else "other"


def _with_millions(rule: Rule) -> Rule:
    return lambda n: "many" if n and n % 1_000_000 == 0 else rule(n)


def _slavic(n: int) -> str:
    """Belarusian, Russian, Ukrainian."""
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if _ends_in_2_to_4(n) else "many"


def _south_slavic(n: int) -> str:
    """Bosnian, Croatian, Serbian."""
    found = _slavic(n)
    return "other" if found == "many" else found


def _polish(n: int) -> str:
    return "one" if n == 1 else "few" if _ends_in_2_to_4(n) else "many"


def _ends_in_2_to_4(n: int) -> bool:
    return 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14


def _czech(n: int) -> str:
    """Czech, Slovak."""
    return "one" if n == 1 else "few" if 2 <= n <= 4 else "other"


def _slovenian(n: int) -> str:
    """Slovenian, Lower and Upper Sorbian."""
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(n % 100, "other")


def _lithuanian(n: int) -> str:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return "other"
    return "one" if n % 10 == 1 else "few"


def _latvian(n: int) -> str:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return "zero"
    return "one" if n % 10 == 1 else "other"


def _icelandic(n: int) -> str:
    """Icelandic, Macedonian."""
    return "one" if n % 10 == 1 and n % 100 != 11 else "other"


def _romanian(n: int) -> str:
    return "one" if n == 1 else "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


def _filipino(n: int) -> str:
    return "other" if n % 10 in (4, 6, 9) else "one"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _irish(n: int) -> str:
    return {1: "one", 2: "two"}.get(n) or ("few" if 3 <= n <= 6 else "many" if 7 <= n <= 10 else "other")


def _scottish(n: int) -> str:
    return {1: "one", 11: "one", 2: "two", 12: "two"}.get(n) or ("few" if 3 <= n <= 19 else "other")


def _welsh(n: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(n, "other")


def _maltese(n: int) -> str:
    if n in (1, 2):
        return _hebrew(n)
    return "few" if n == 0 or 3 <= n % 100 <= 10 else "many" if 11 <= n % 100 <= 19 else "other"


def _breton(n: int) -> str:
    last, tens = n % 10, n % 100 // 10
    if last in (1, 2) and tens not in (1, 7, 9):
        return "one" if last == 1 else "two"
    if last in (3, 4, 9) and tens not in (1, 7, 9):
        return "few"
    return "many" if n and n % 1_000_000 == 0 else "other"


# Of all other languages, such as English and German, the rule is `_one`.
_RULES: Mapping[str, Rule] = {
    language: rule
    for languages, rule in (
        ("bo dz id ig ii in ja jv km ko lo ms my su th to vi wo yo yue zh", _never),
        ("ak am as bn fa ff gu hi hy kab kn ln mg nso pa pcm si ti wa zu", _one_and_zero),
        ("fr", _with_millions(_one_and_zero)),
        ("pt", _with_millions(_one_and_zero)),
        ("ca es it pt-pt vec", _with_millions(_one)),
        ("be ru uk", _slavic),
        ("bs hr sh sr", _south_slavic),
        ("pl", _polish),
        ("cs sk", _czech),
        ("dsb hsb sl", _slovenian),
        ("lt", _lithuanian),
        ("lv", _latvian),
        ("is mk", _icelandic),
        ("mo ro", _romanian),
        ("ceb fil tl", _filipino),
        ("ar ars", _arabic),
        ("he iw", _hebrew),
        ("ga", _irish),
        ("gd", _scottish),
        ("cy", _welsh),
        ("mt", _maltese),
        ("br", _breton),
    )
    for language in languages.split()
}


@cache
def rule_of(language: str) -> Rule:
    """Whole numbers from 0 → their category in a language, one of CATEGORIES."""
    tag = language.lower()
    return _RULES.get(tag) or _RULES.get(tag.partition("-")[0], _one)


@cache
def numbers_of(language: str) -> Mapping[str, int]:
    """The categories that numbers below a thousand have in a language, with how many numbers have each."""
    rule = rule_of(language)
    found = [rule(n) for n in range(1000)]
    return {category: found.count(category) for category in CATEGORIES if category in found}
