"""The first look of a build at the archive: which files there are, and whether any of them changed. Reads none."""

from pathlib import Path

import msgspec

from sitegen.archive.sight import Catalogue, Found, kept_catalogue, look, stamp_of


class Seen(msgspec.Struct, frozen=True):
    """The files of the archive as the file system tells them, by shelf; and which shelves are as they were."""

    found: dict[str, tuple[Found, ...]]
    stamps: dict[str, bytes]
    catalogue: Catalogue

    @property
    def is_known(self) -> bool:
        """True if every file is as it was when it was read."""
        return self.stamps == dict(self.catalogue.stamps)


def see(site_root: Path) -> Seen:
    """A look at the archive that reads no file of it."""
    found = look(site_root)
    return Seen(found, {name: stamp_of(files) for name, files in found.items()}, kept_catalogue(site_root))
