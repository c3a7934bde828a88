"""Text → the part of an address, as UTF-8 with `%` (RFC 3986). Several times as fast as urllib's `quote`."""

import re
import string
from collections.abc import Mapping

Escapes = Mapping[int, str]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def escapes(kept: str, space: str = "%20") -> Escapes:
    """What each sign of ASCII becomes: letters, digits and those of `kept` themselves."""
    stay = {*kept, *string.ascii_letters, *string.digits}
    # All of ASCII: what a table lacks costs `translate` an error each time it is met first in a text.
    table = {code: chr(code) if chr(code) in stay else f"%{code:02X}" for code in range(0x80)}
    return {**table, ord(" "): space}


def percent_encoded(text: str, table: Escapes) -> str:
    """The text with escapes for what the table has and for all beyond ASCII. Half a surrogate pair becomes U+FFFD."""
    written = text.translate(table)
    return written if written.isascii() else _BEYOND_ASCII.sub(_as_utf8, written)


def _as_utf8(match: re.Match[str]) -> str:
    data = re.sub(r"[\ud800-\udfff]", "\ufffd", match[0]).encode()
    return "".join([f"%{byte:02X}" for byte in data])
