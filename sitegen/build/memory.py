"""What one build leaves for the next one in its process. It only saves time: without it, the same is read again."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.archive.shelves import Shelf


class Memory:
    """shelves: as they were seen last, by name, with their stamps. vouched_for: folders that are ours alone."""

    def __init__(self) -> None:
        self.shelves: dict[str, tuple[bytes, Shelf]] = {}
        self.vouched_for: set[Path] = set()
