"""Files of the site as text: UTF-8 or a problem with its place."""

import codecs
from pathlib import Path

from sitegen.problems import Location, Problem, SiteError, stop


def read_text(site_root: Path, path: str) -> str:
    """The text of a file of the site, line ends as `\\n`. path: relative to the site, for messages too.

    Raises SiteError if it cannot be read, is not UTF-8 or holds a NUL.
    """
    try:
        data = (site_root / path).read_bytes()
    except OSError as error:
        raise stop(
            path, f"cannot be read: {error.strerror or error}", "check that the file is there and may be read"
        ) from None
    return decoded(data, path)


def decoded(data: bytes, path: str) -> str:
    """Bytes as text, without a byte order mark, line ends as `\\n`. Raises SiteError at the first foreign byte."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise SiteError([Problem(Location(path, line, column), message, "save the file as UTF-8")]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SiteError([Problem(Location(path, line), "a NUL character (expected text)", "is this a text file?")])
    return text.replace("\r\n", "\n").replace("\r", "\n")
