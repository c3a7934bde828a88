"""Language tags (BCP 47): which way their letters run, and which stand in for which. Knows no words of any language."""

from collections.abc import Iterator
from functools import cache
from itertools import takewhile

# The scripts that run from right to left, and the languages that are written in one of them unless their tag names
# another (Unicode CLDR 46, layout/orientation and likelySubtags).
_RTL_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"))
_RTL_LANGUAGES = frozenset(
    (
        *("ar", "arc", "ars", "ary", "arz", "azb", "bal", "bgn"),
        *("ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc"),
        *("mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "skr"),
        *("syr", "ug", "ur", "yi"),
    )
)


@cache
def direction(language: str) -> str:
    """`rtl` if the letters of a language run from right to left, else `ltr`."""
    primary, *subtags = language.lower().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary in _RTL_LANGUAGES else "ltr"


# Where a language is at home whose tag names no region, for those who ask for both (Unicode CLDR 46, likelySubtags).
_HOMES = {
    "ar": "EG",
    "bg": "BG",
    "bn": "BD",
    "ca": "ES",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "el": "GR",
    "en": "US",
    "es": "ES",
    "et": "EE",
    "eu": "ES",
    "fa": "IR",
    "fi": "FI",
    "fr": "FR",
    "gl": "ES",
    "he": "IL",
    "hi": "IN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "is": "IS",
    "it": "IT",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "ms": "MY",
    "nb": "NO",
    "nl": "NL",
    "nn": "NO",
    "pl": "PL",
    "pt": "BR",
    "ro": "RO",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sr": "RS",
    "sv": "SE",
    "ta": "IN",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "ur": "PK",
    "vi": "VN",
    "zh": "CN",
    "zh-hant": "TW",
}


def locale(language: str) -> str:
    """Language and region, as Open Graph wants them: `de_DE` for `de`, `en_GB` for `en-GB`; empty if none is known."""
    primary, *subtags = language.lower().split("-")
    # A letter alone begins what is said beyond language, script and region.
    own = takewhile(lambda subtag: len(subtag) > 1, subtags)
    region = next((subtag.upper() for subtag in own if len(subtag) == 2), "")
    homes = (_HOMES[tag] for tag in lookup(language.lower()) if tag in _HOMES)
    region = region or next(homes, "")
    return f"{primary}_{region}" if region else ""


def lookup(language: str) -> Iterator[str]:
    """A tag, then what stands in for it, from near to far: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647, section 3.4)."""
    subtags = language.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
