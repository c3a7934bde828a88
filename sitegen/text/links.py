"""Addresses in running text. A capture may have been rewritten on its way: only known hosts are believed."""

import re

from sitegen.text.characters import allowed

_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)
_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/(?:[\w.~/-]|\\_)+", re.IGNORECASE
)


def code_link(text: str) -> str:
    """The first address of a code host in a text, without the punctuation around it; empty if there is none.

    TeX writes `\\_` for an underscore.
    """
    match = _CODE.search(text)
    return match[0].replace("\\_", "_").rstrip(".-/~") if match else ""


def web_link(text: str | None) -> str:
    """The address that a text is, or nothing if it is none that a page could link to."""
    found = (text or "").strip()
    return found if _WEB.fullmatch(found) and found == allowed(found) else ""
