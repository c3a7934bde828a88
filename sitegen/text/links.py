"""Addresses in running text. A capture may have been rewritten on its way: only known hosts are believed."""

import re

_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/(?:[\w.~/-]|\\_)+", re.IGNORECASE
)


def code_link(text: str) -> str:
    """The first address of a code host in a text, without the punctuation around it; empty if there is none.

    TeX writes `\\_` for an underscore.
    """
    match = _CODE.search(text)
    return match[0].replace("\\_", "_").rstrip(".-/~") if match else ""
