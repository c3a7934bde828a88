"""Titles → the words and pairs of words that tell what a paper is about, each in a form that its plural shares."""

import re
from collections.abc import Iterable, Mapping

from sitegen.text.formulas import without_formulas
from sitegen.text.plurals import singular

_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
# What joins two words to a pair: nothing but space between them.
_JOINT = re.compile(r"\s+")
# Words that say nothing of a subject, of English and of titles of papers.
_EMPTY_WORDS = """
a about across after against all also an analysis and any approach are as at based be been before being better
between beyond both but by can case do does doing during each effect effective efficient enhance enhanced
enhancing exploring fast few first for framework from fully further general good has have how i improve improved
improving in into is it its large less make makes making many matter meets method more most need new no not
novel of off on one only or other our out over own paper part per report rethinking same scalable see simple so
some study such survey technical than that the their them then there these they this those three through to
toward towards two under understanding unified unlocking up us use using very via want was we what when where
which while who why will with within without work year you your zero
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_LEAST_LETTERS = 3
_LONGEST = 60


def terms_of(title: str, keywords: Iterable[str]) -> Mapping[str, str]:
    """The terms of a paper: how they are counted, and how the paper writes them.

    Words, and pairs that stand side by side, of the title; keywords as a whole. A term that is only one letter or a
    word such as 'towards' is none.
    """
    found: dict[str, str] = {}
    text = without_formulas(title, " | ")
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        if not _tells(word[0]):
            before = None
            continue
        found.setdefault(_form(word[0]), word[0])
        if before is not None and _JOINT.fullmatch(text[before.end() : word.start()]):
            pair = f"{before[0]} {word[0]}"
            found.setdefault(_form(pair), pair)
        before = word
    for keyword in keywords:
        shown = " ".join(keyword.split())
        if shown and len(shown) <= _LONGEST:
            found.setdefault(_form(shown), shown)
    return found


def _tells(word: str) -> bool:
    if word.casefold() in _EMPTY or not any(map(str.isalpha, word)):
        return False
    return len(word) >= _LEAST_LETTERS or (len(word) > 1 and word.isupper())


def _form(term: str) -> str:
    """A term without case, and its last word without the sign of an English plural."""
    return singular(term.casefold().replace("’", "'"))
