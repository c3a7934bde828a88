"""What share cards are drawn with: a theme's fonts and the library. Looked at by every build, so it imports little."""

from functools import cache
from pathlib import Path

from sitegen.provenance import digest
from sitegen.render.theme import Theme

FONTS = "fonts"
_LIBRARY = "resvg-py"


@cache
def drawing_version() -> str:
    """The version of the library that draws; empty if it is not installed."""
    # Takes 10 ms to import, which a site without cards need not spend.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(_LIBRARY)
    except PackageNotFoundError:
        return ""


def font_files(theme: Theme) -> tuple[Path, ...]:
    """The fonts of a theme: for drawing alone, never served."""
    folder = theme.folder / FONTS
    return tuple(path for path in sorted(folder.glob("*")) if path.suffix in (".ttf", ".otf"))


def tools_value(theme: Theme) -> bytes:
    """A digest of what turns the SVG of a card into its bytes."""
    return digest(drawing_version().encode(), *(path.read_bytes() for path in font_files(theme)))
