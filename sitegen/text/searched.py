"""Texts and words as a search of whole words compares them: without case, accents and signs."""

import re
import unicodedata
from functools import lru_cache

_SIGNS = re.compile(r"[^\w]+|_+")
# Chinese and Japanese have no blanks between words: each sign is a word, and several are a phrase.
_ALONE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_PREFIX = "*"


def folded(text: str) -> str:
    """The words of a text, one blank between them: 'Poincaré maps (2D)' is 'poincare maps 2d'; '' without a word."""
    bare = text.casefold() if text.isascii() else _without_accents(text)
    return " ".join(_SIGNS.sub(" ", bare).split())


def framed(text: str) -> str:
    """The words of a text as `has_any` asks them."""
    return f" {folded(text)} "


def has_any(texts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """True if one of the texts has one of these words or phrases. 'reason*' is every word that begins so.

    texts: framed.
    """
    looked_for = _patterns(words)
    return any(pattern in text for text in texts for pattern in looked_for)


@lru_cache(maxsize=64)
def _patterns(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f" {folded(word)}" if word.rstrip().endswith(_PREFIX) else f" {folded(word)} " for word in words if folded(word)
    )


def _without_accents(text: str) -> str:
    # Compatibility forms too: a ligature ('ﬁ') and a letter of mathematics ('𝑛') are what readers would type.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _ALONE.sub(r" \g<0> ", bare)
