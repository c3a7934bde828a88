"""Stretches of a plain text that are more than text: emphasis and links."""

import re
from typing import Literal

import msgspec

# A source's address may lead to the web or to a mailbox, to no other scheme, and to no path of the site.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\\\"]+", re.IGNORECASE)


class Mark(msgspec.Struct, frozen=True):
    """A stretch of a text, from start to end. target: of a link."""

    start: int
    end: int
    kind: Literal["emphasis", "strong", "link"]
    target: str = ""


def may_be_linked(address: str) -> bool:
    """True if a source may link to the address."""
    return bool(_ADDRESS.fullmatch(address))
