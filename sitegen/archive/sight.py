"""content/ as the file system tells it, by folders of months ('shelves'), and what was last seen there. Reads none.

The files of the ledger that tell of days stand on a shelf of their own.
"""

import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path

import msgspec

from sitegen.archive.walk import CONTENT, DAYS, PAGES, days_files, markdown_folders
from sitegen.memo import recall, remember
from sitegen.provenance import digest, engine_digest

MEMORY = ".sitegen/entries"
PAGES_SHELF = "pages"
DAYS_SHELF = "days"
_STRAY_SHELF = "elsewhere"
_MONTH = re.compile(r"content/(\d{4})/(\d{2})/")
_LEAD = len("content/2025/09/")

Stat = tuple[int, int, int, int]
"""Size in bytes, times of modification and of change in ns, inode."""


class Found(msgspec.Struct, frozen=True, array_like=True):
    """A file of the archive as the file system tells it."""

    path: str
    stat: Stat


class Catalogue(msgspec.Struct, frozen=True, array_like=True):
    """What the last look saw: a digest of all that the file system told of each shelf, and its topics."""

    stamps: Mapping[str, bytes]
    topics: Mapping[str, tuple[str, ...]]


def look(site_root: Path) -> dict[str, tuple[Found, ...]]:
    """The Markdown files of the archive and its files of days by shelf, each shelf sorted by path. Reads no file.

    A folder that cannot be read raises OSError.
    """
    shelves = _shelves(markdown_folders(site_root)) | _days_shelf(site_root)
    return {name: shelves[name] for name in sorted(shelves)}


def look_again(
    site_root: Path, before: Mapping[str, tuple[Found, ...]], changed: Iterable[str]
) -> dict[str, tuple[Found, ...]]:
    """What `look` finds if nothing changed but these paths, relative to the site; it looks into their months only."""
    inside = {path for path in changed if f"{path}/".startswith(f"{CONTENT}/")}
    days = {path for path in inside if is_of_days(path)}
    months = {path: _MONTH.match(f"{path}/") for path in inside - days}
    folders = {month[0] for month in months.values() if month}
    if not all(months.values()) or any(map(partial(_is_linked, site_root), folders)):
        return look(site_root)
    shelves = {name: files for name, files in before.items() if name not in map(shelf_of, folders)}
    for folder in folders:
        if (site_root / folder).is_dir():
            shelves.update(_shelves(markdown_folders(site_root, folder)))
    if days:
        shelves.pop(DAYS_SHELF, None)
        shelves.update(_days_shelf(site_root))
    return {name: shelves[name] for name in sorted(shelves)}


def is_of_days(path: str) -> bool:
    """True for the folder of the files of days, for what lies in it, and for the folder it lies in."""
    return f"{path}/".startswith(f"{DAYS}/") or path == DAYS.rpartition("/")[0]


def _days_shelf(site_root: Path) -> dict[str, tuple[Found, ...]]:
    files = days_files(site_root)
    return _shelves([(f"{DAYS}/", files)]) if files else {}


def _is_linked(site_root: Path, folder: str) -> bool:
    """True if a folder of the archive, or one above it, is a link: these are not entered."""
    path = site_root / folder
    return any(part.is_symlink() for part in (path, path.parent, path.parent.parent))


def _shelves(folders: Iterable[tuple[str, "list[os.DirEntry[str]]"]]) -> dict[str, tuple[Found, ...]]:
    shelves: dict[str, list[Found]] = {}
    for folder, files in folders:
        shelf = shelves.setdefault(shelf_of(folder), [])
        for item in files:
            try:
                of = item.stat()
                stat = (of.st_size, of.st_mtime_ns, of.st_ctime_ns, of.st_ino)
            except FileNotFoundError:  # a link that leads nowhere; reading it says so
                stat = (0, 0, 0, 0)
            shelf.append(Found(folder + item.name, stat))
    return {name: tuple(sorted(shelves[name], key=attrgetter("path"))) for name in sorted(shelves)}


def shelf_of(path: str) -> str:
    """The shelf on which a file or folder that is read stands: '2025-09' for content/2025/09/…."""
    return _shelf_of(path[:_LEAD])


@lru_cache(maxsize=1 << 12)
def _shelf_of(path: str) -> str:
    if path.startswith(f"{PAGES}/"):
        return PAGES_SHELF
    if path.startswith(DAYS[:_LEAD]):
        return DAYS_SHELF
    month = _MONTH.match(path)
    return f"{month[1]}-{month[2]}" if month else _STRAY_SHELF


def stamp_of(found: tuple[Found, ...]) -> bytes:
    return digest(msgspec.msgpack.encode(found))


def kept_catalogue(site_root: Path) -> Catalogue:
    found = recall(site_root / MEMORY / "catalogue", Catalogue, engine_digest())
    return found or Catalogue({}, {})


def keep_catalogue(site_root: Path, catalogue: Catalogue) -> None:
    remember(site_root / MEMORY / "catalogue", catalogue, engine_digest())
