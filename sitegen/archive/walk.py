"""Which files content/ holds. Reads none of them."""

import os
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import stop

CONTENT = "content"
PAGES = "content/pages"


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


def markdown_paths(site_root: Path) -> list[str]:
    """The paths of the archive's Markdown files relative to the site, sorted."""
    return sorted(folder + item.name for folder, files in markdown_folders(site_root) for item in files)
