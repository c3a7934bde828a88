"""The answers of a source as they came, kept by day in seeds/raw/: compressed, the same bytes for the same answers."""

import datetime as dt
import gzip
import io
import re
import zlib
from pathlib import Path

from sitegen.memo import write_whole
from sitegen.sources.fetching import Fetched

RAW = "seeds/raw"
_EXTENSIONS = {b"[": "json", b"{": "json", b"<": "xml", b"@": "bib"}


def keep_raw(site_root: Path, source_name: str, date: dt.date, answers: tuple[Fetched, ...]) -> tuple[str, ...]:
    """Writes `seeds/raw/<source>/<date>.<ext>.gz`, for later pages `<date>.2.<ext>.gz`; returns their paths.

    A file appears whole or not at all. One that holds the same answer is left as it is, whoever compressed it; those
    that earlier answers of the day left over are removed.
    """
    folder = site_root / RAW / source_name
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, answer in enumerate(answers, 1):
        name = f"{date.isoformat()}{f'.{number}' if number > 1 else ''}.{_extension(answer.body)}.gz"
        if not _holds(folder / name, answer.body):
            write_whole(folder / name, _compressed(answer.body))
        names.append(name)
    _remove_others(folder, date, names)
    return tuple(f"{RAW}/{source_name}/{name}" for name in names)


def _extension(body: bytes) -> str:
    """By how the answer begins, which changes less often than what servers call it."""
    return _EXTENSIONS.get(body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1], "txt")


def _compressed(data: bytes) -> bytes:
    """gzip without a name and a time. Not `gzip.compress`: its header differs between versions of Python."""
    made = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=made, mtime=0) as file:
        file.write(data)
    return made.getvalue()


def _holds(path: Path, body: bytes) -> bool:
    try:
        return gzip.decompress(path.read_bytes()) == body
    except (OSError, EOFError, zlib.error):
        return False


def _remove_others(folder: Path, date: dt.date, names: list[str]) -> None:
    ours = re.compile(rf"{date.isoformat()}(\.\d+)?\.(json|xml|bib|txt)\.gz")
    for path in sorted(folder.iterdir()):
        if ours.fullmatch(path.name) and path.name not in names:
            path.unlink()
