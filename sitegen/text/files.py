"""Files of the site as text: UTF-8 or a problem with its place."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import Location, Problem, SiteError, stop


def read_text(site_root: Path, path: str) -> str:
    """The text of a file of the site, line ends as `\\n`. path: relative to the site, for messages too.

    Raises SiteError if it cannot be read, is not UTF-8 or holds a NUL.
    """
    try:
        # 10 µs for a file of an archive; `Path.read_bytes` takes 16.
        with open(f"{site_root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
            data = file.read()
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


def lines_of(text: str, start: int = 0) -> Iterator[str]:
    """The lines of a text from an offset on, without their ends. `split` would hold all of them at once."""
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def encoded_as(data: bytes, text: str) -> bytes:
    """`text` as the next version of the file `data`: lines that are the same keep their bytes, new ones its line ends.

    So a file with a byte order mark or with `\\r\\n` keeps them; a lone `\\r` becomes `\\n`.
    """
    from difflib import SequenceMatcher

    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    old = [re.sub(r"\r\Z", "\n", line) for line in _lines(data.decode("utf-8-sig"))]
    line_end = "\r\n" if old and old[0].endswith("\r\n") else "\n"
    new = _lines(text)
    lines = [line.replace("\n", line_end) for line in new]
    same = SequenceMatcher(None, [line.replace("\r\n", "\n") for line in old], new, autojunk=False)
    for block in same.get_matching_blocks():
        lines[block.b : block.b + block.size] = old[block.a : block.a + block.size]
    return mark + "".join(lines).encode()


def _lines(text: str) -> list[str]:
    """The lines with their ends; joined, they are the text."""
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", text)
