"""Which files content/ holds. Reads none of them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import stop

CONTENT = "content"
PAGES = "content/pages"
DAYS = "content/.ledger/days"
"""The folder of what is known of each source's days; the rest of the ledger is for ingest alone."""
_DAYS_FILE = re.compile(r"\d{4}-\d{2}\.jsonl")


def markdown_folders(site_root: Path, within: str = f"{CONTENT}/") -> Iterator[tuple[str, "list[os.DirEntry[str]]"]]:
    """The folders of the archive that hold Markdown files, as 'content/2025/09/02/', with these files, in any order.

    within: the folder to look into, which is there, or the archive as a whole. Hidden files and folders are left out,
    and no linked folder is entered. An archive that is not there yet is empty; a folder that cannot be read raises
    OSError: no day may be lost without a word.
    """
    if not (site_root / CONTENT).exists():
        return
    if not (site_root / CONTENT).is_dir():
        raise stop(CONTENT, "a file (expected the folder of the archive)", "move it away")
    folders = [within]
    while folders:
        folder = folders.pop()
        files = []
        with os.scandir(f"{site_root}/{folder}") as items:
            for item in items:
                if item.name[0] == ".":
                    continue
                if item.is_dir():
                    if not item.is_symlink():
                        folders.append(f"{folder}{item.name}/")
                elif item.name.endswith(".md"):
                    files.append(item)
        if files:
            yield folder, files


def days_files(site_root: Path) -> "list[os.DirEntry[str]]":
    """The files of `content/.ledger/days`, one for each month, in any order; none if the folder is not there yet."""
    if not (site_root / DAYS).is_dir():
        return []
    with os.scandir(site_root / DAYS) as items:
        return [item for item in items if _DAYS_FILE.fullmatch(item.name)]


def days_paths(site_root: Path) -> list[str]:
    """The paths of these files relative to the site, sorted: the oldest month first."""
    return sorted(f"{DAYS}/{item.name}" for item in days_files(site_root))


def markdown_paths(site_root: Path) -> list[str]:
    """The paths of the archive's Markdown files relative to the site, sorted."""
    return sorted(folder + item.name for folder, files in markdown_folders(site_root) for item in files)
