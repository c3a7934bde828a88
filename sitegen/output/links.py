"""A second name for a file. Knows nothing of what files are for."""

import os
import shutil


def link_or_copy(source: str, target: str) -> None:
    """A hard link, or a copy where links are refused: another file system, one without links, or too many of them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
