"""The path in a message → the file on disk that it means, if it is the site's or its theme's to show."""

from pathlib import Path

import msgspec

from sitegen.render.theme import packaged_homes

# How messages name the themes that come with sitegen.
PACKAGED = "sitegen/themes"


class Places(msgspec.Struct, frozen=True):
    """Where the files that a build reads lie. homes: folders of themes that come with sitegen."""

    site_root: Path
    homes: tuple[Path, ...]


def places_of(site_root: Path) -> Places:
    return Places(site_root, tuple(home for home in packaged_homes() if home.is_dir()))


def file_of(path: str, places: Places) -> Path | None:
    """The file that a message names; None if it names none, or one outside the site and the themes."""
    roots = [(places.site_root, path)]
    if path.startswith(f"{PACKAGED}/"):
        roots = [(home, path.removeprefix(f"{PACKAGED}/")) for home in places.homes] + roots
    for root, relative in roots:
        try:
            found = (root / relative).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
            continue
        if found.is_file() and found.is_relative_to(root.resolve()):
            return found
    return None


def shown(path: Path, places: Places) -> str:
    """A file or folder as messages name it."""
    if path.is_relative_to(places.site_root):
        return path.relative_to(places.site_root).as_posix()
    for home in places.homes:
        if path.is_relative_to(home):
            return f"{PACKAGED}/{path.relative_to(home).as_posix()}"
    return str(path)
