"""Which characters may enter the archive. Every output format (HTML, XML, JSON) can hold what passes here."""

import re
import unicodedata

# XML 1.0, section 2.2: no C0 controls but tab and line ends, no surrogates, no U+FFFE and U+FFFF.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """The text with line ends as `\\n`, composed (NFC), and each character that XML forbids as U+FFFD."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("\ufffd", unified))


def line(text: str) -> str:
    """A text from outside as one line that may enter the archive."""
    return on_one_line(allowed(text))


def on_one_line(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())
