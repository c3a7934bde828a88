"""What one build leaves for the next one in its process. It only saves time: without it, the same is read again."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.archive.shelves import Shelf
    from sitegen.archive.sight import Found


class Memory:
    """What it holds.

    shelves: as they were read last, by name, with their stamps. found: the archive as it was looked at last; nothing if
    something may have changed since of which no build was told. vouched_for: folders that are ours alone.
    """

    def __init__(self) -> None:
        self.shelves: dict[str, tuple[bytes, Shelf]] = {}
        self.found: dict[str, tuple[Found, ...]] = {}
        self.vouched_for: set[Path] = set()
