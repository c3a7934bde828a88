"""Language tags (BCP 47): which way their letters run, and which stand in for which. Knows no words of any language."""

from collections.abc import Iterator
from functools import cache

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


def lookup(language: str) -> Iterator[str]:
    """A tag, then what stands in for it, from near to far: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647, section 3.4)."""
    subtags = language.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
