"""Words → names for files and addresses: lower case ASCII letters, digits and '-'."""

from slugify import slugify

SLUG_BYTE_LIMIT = 80
# A file's name has 255 bytes at most, and for a moment it is written beside itself, under a longer one.
NAME_BYTE_LIMIT = 240


def slug(text: str) -> str:
    """The slug of a text in any script, at most 80 bytes, cut between words; empty if nothing can be spelt."""
    return slugify(text, max_length=SLUG_BYTE_LIMIT, word_boundary=True, save_order=True)
