"""Words → names for files and addresses: lower case ASCII letters, digits and '-'."""

import re
from functools import lru_cache
from hashlib import blake2b

from slugify import slugify

SLUG_BYTE_LIMIT = 80
# A file's name has 255 bytes at most, and for a moment it is written beside itself, under a longer one.
NAME_BYTE_LIMIT = 240
# Most names of people; slugify makes the same of them in thirty times the time.
_PLAIN = re.compile(r"[A-Za-z .-]*")
_WORD = re.compile(r"[a-z]+")


def slug(text: str) -> str:
    """The slug of a text in any script, at most 80 bytes, cut between words; empty if nothing can be spelt."""
    return slugify(text, max_length=SLUG_BYTE_LIMIT, word_boundary=True, save_order=True)


@lru_cache(maxsize=1 << 17)
def whole_slug(text: str) -> str:
    """The slug of a text, whole: one that is too long for an address is cut and ends with a digest of all of it."""
    found = "-".join(_WORD.findall(text.lower())) if _PLAIN.fullmatch(text) else slugify(text)
    if len(found) <= SLUG_BYTE_LIMIT:
        return found
    return f"{found[:SLUG_BYTE_LIMIT].rpartition('-')[0] or found[:SLUG_BYTE_LIMIT]}-{mark_of(found)}"


def mark_of(text: str) -> str:
    """Eight signs that stand for a text where it has no room."""
    return blake2b(text.encode(), digest_size=4).hexdigest()
