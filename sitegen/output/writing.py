"""Which files a site has beside its pages, and that no two files want one place."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, UNFINISHED
from sitegen.problems import Location, Problem, raise_if

_KEPT = (MANIFEST, UNFINISHED, SEARCH_FOLDER)
# What Linux and macOS allow for one part of a path.
_NAME_BYTE_LIMIT = 255


def static_files(folder: Path, shown: str, prefix: str = "") -> dict[str, Path]:
    """The files below a folder by their path on the site; hidden ones are left out, except '.well-known/…'.

    shown: what messages call the folder. Raises SiteError for a link that leads out of the folder, or to a folder.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(_everything_below(folder)):
        relative = path.relative_to(folder)
        if any(part.startswith(".") and part != ".well-known" for part in relative.parts):
            continue
        if path.is_symlink() and not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
            message = "a link that leads to a folder or out of this one (expected a file)"
            problems.append(Problem(Location(f"{shown}/{relative.as_posix()}"), message, "put a copy of the file here"))
        elif path.is_file():
            found[prefix + relative.as_posix()] = path
    raise_if(problems)
    return found


def _everything_below(folder: Path) -> Iterator[Path]:
    """All files, folders and links below a folder. A folder that cannot be read raises OSError."""
    for base, folders, files in os.walk(folder, onerror=_raise) if folder.is_dir() else ():
        yield from (Path(base) / name for name in [*folders, *files])


def _raise(error: OSError) -> None:
    raise error


class Owners(Protocol):
    """Who has the paths that follow from dates, keys and topics; these never clash with each other."""

    def owner(self, path: str) -> str:
        """The file behind the page at a path; empty if no page is there."""

    def is_folder(self, path: str) -> bool:
        """True if pages lie below a path."""


def refuse_clashes(claims: Iterable[tuple[str, str]], owners: Owners) -> None:
    """Raises SiteError where two files want one place, or one wants to lie below another, or in a place that is kept.

    claims: the path of each file that a person named (aliases, own pages, static files), and the file to change to move
    it.
    """
    problems: list[Problem] = []
    claimed: dict[str, str] = {}
    for path, origin in claims:
        address = f"/{path.removesuffix('index.html')}"
        hint = "change the name of the file, or its aliases"
        owner = owners.owner(path) or claimed.get(path)
        if path.partition("/")[0] in _KEPT:
            message = f"its page '{address}' lies where sitegen keeps its own files (expected another place)"
            problems.append(Problem(Location(origin), message, hint))
        elif owner:
            message = f"its page '{address}' is taken by {owner} (expected one page for each address)"
            problems.append(Problem(Location(origin), message, hint))
        elif any(len(part.encode()) > _NAME_BYTE_LIMIT for part in path.split("/")):
            message = f"its page '{address[:40]}…' has a name of more than {_NAME_BYTE_LIMIT} bytes"
            problems.append(Problem(Location(origin), message, hint))
        else:
            claimed[path] = origin
    for path, origin in claimed.items():
        above = {parent: owners.owner(parent) or claimed.get(parent) for parent in _above(path)}
        taken = next((parent for parent in above if above[parent]), None)
        if taken:
            message = f"its page '/{path}' lies below the file '/{taken}' of {above[taken]} (expected a folder there)"
            problems.append(Problem(Location(origin), message, "change the name of one of the two"))
        elif owners.is_folder(path):
            message = f"its page '/{path}' has the name of a folder of pages (expected another name)"
            problems.append(Problem(Location(origin), message, "change the name of the file, or its aliases"))
    raise_if(problems)


def _above(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first, without the root."""
    while path := path.rpartition("/")[0]:
        yield path
