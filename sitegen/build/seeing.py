"""The first look of a build at the archive: which files there are, and whether any of them changed. Reads none."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from sitegen.archive.sight import Catalogue, Found, kept_catalogue, look, look_again, stamp_of
from sitegen.build.memory import Memory


class Seen(msgspec.Struct, frozen=True):
    """The files of the archive as the file system tells them, by shelf; and which shelves are as they were."""

    found: dict[str, tuple[Found, ...]]
    stamps: dict[str, bytes]
    catalogue: Catalogue

    @property
    def is_known(self) -> bool:
        """True if every file is as it was when it was read."""
        return self.stamps == dict(self.catalogue.stamps)


def see(site_root: Path, memory: Memory, changed: Collection[str] | None) -> Seen:
    """A look at the archive that reads no file of it. changed: all paths that may have; None if any may."""
    before, memory.found = memory.found, {}
    found = look_again(site_root, before, changed) if before and changed is not None else look(site_root)
    memory.found = found
    return Seen(found, {name: stamp_of(files) for name, files in found.items()}, kept_catalogue(site_root))
