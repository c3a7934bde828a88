"""Words → names for files and addresses: lower case ASCII letters, digits and '-'."""

import re
import unicodedata
from hashlib import blake2b

from slugify import slugify

SLUG_BYTE_LIMIT = 80
# A file's name has 255 bytes at most, and for a moment it is written beside itself, under a longer one.
NAME_BYTE_LIMIT = 240
# Most names of people, which need no slugify: it takes ten times the time and makes the same of them.
_PLAIN = re.compile(r"[A-Za-z .-]*")
_LATIN = re.compile(r"[A-Za-z .\-\u00c0-\u024f\u1e00-\u1eff]*")
_ACCENT = re.compile(r"[\u0300-\u034e]")
_WORD = re.compile(r"[a-z]+")


def slug(text: str) -> str:
    """The slug of a text in any script, at most 80 bytes, cut between words; empty if nothing can be spelt."""
    return slugify(text, max_length=SLUG_BYTE_LIMIT, word_boundary=True, save_order=True)


def whole_slug(text: str) -> str:
    """The slug of a text, whole: one that is too long for an address is cut and ends with a digest of all of it."""
    bare = _without_accents(text)
    found = "-".join(_WORD.findall(bare.lower())) if _PLAIN.fullmatch(bare) else slugify(text)
    if len(found) <= SLUG_BYTE_LIMIT:
        return found
    return f"{found[:SLUG_BYTE_LIMIT].rpartition('-')[0] or found[:SLUG_BYTE_LIMIT]}-{mark_of(found)}"


def _without_accents(text: str) -> str:
    if text.isascii() or not _LATIN.fullmatch(text):
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text))


def mark_of(text: str) -> str:
    """Eight signs that stand for a text where it has no room."""
    return blake2b(text.encode(), digest_size=4).hexdigest()
