"""A path of the site → the file on disk and its media type. Nothing outside the site's folder is ever found."""

import mimetypes
from pathlib import Path

HTML = "text/html; charset=utf-8"
_OPAQUE = "application/octet-stream"
# What browsers want and the library's table lacks or names otherwise. XML as GitHub Pages names it, so that a
# browser shows a feed.
_TYPES = {
    ".html": HTML,
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".xml": "application/xml",
    ".opml": "text/x-opml; charset=utf-8",
    ".bib": "text/plain; charset=utf-8",
    ".ris": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}
# The library's own table only: the system's differs from machine to machine.
_LIBRARY = mimetypes.MimeTypes()


def inside(folder: Path, path: str) -> Path | None:
    """The file or folder at a path of the site; None if there is none, or if it is hidden or lies elsewhere.

    path: decoded, relative to the site, as 'papers/' or ''.
    """
    parts = path.removesuffix("/").split("/") if path else []
    if not all(map(_is_plain, parts)):
        return None
    try:
        root = folder.resolve(strict=True)
        found = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return None
    return found if found.is_relative_to(root) else None


def media_type(path: Path) -> str:
    """What an answer calls a file, with the encoding of text. Pagefind's files are opaque to the browser."""
    known = _TYPES.get(path.suffix.lower())
    if known:
        return known
    guessed, encoding = _LIBRARY.guess_type(path.name)
    if guessed is None or encoding:
        return _OPAQUE
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def _is_plain(part: str) -> bool:
    """True for a name that the site publishes: no step elsewhere, not hidden (as its manifest is)."""
    is_hidden = part.startswith(".") and part != ".well-known"
    return bool(part) and part.isprintable() and "\\" not in part and not is_hidden
