"""Pages and static files → a standby folder. Writes nothing twice and nothing outside the folder."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, digest, emitted
from sitegen.problems import Location, Problem, raise_if

_KEPT = (MANIFEST, SEARCH_FOLDER)
# What Linux and macOS allow for one part of a path.
_NAME_BYTE_LIMIT = 255


class Standby:
    """The next site while it is written; remembers each file for the manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self._folders: set[Path] = set()
        folder.mkdir(parents=True)
        self.close()

    def write(self, path: str, data: bytes) -> None:
        """Writes a file. path: relative, of our own making, not written before."""
        assert path not in self.files, f"two files at {path}"
        assert not path.startswith("/"), f"a path out of the site: {path}"
        assert ".." not in path.split("/"), f"a path out of the site: {path}"
        target = self.folder / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        target.write_bytes(data)
        self.files[path] = digest(data)

    def close(self) -> None:
        """Writes the manifest; the first one, of no files, says whose the folder is."""
        (self.folder / MANIFEST).write_bytes(emitted(self.files))


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


def refuse_clashes(claims: Iterable[tuple[str, str]]) -> None:
    """Raises SiteError where two files want one place, or one wants to lie below another, or in a place that is kept.

    claims: the path of each file on the site, and the file a person would change to move it.
    """
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for path, origin in claims:
        address = f"/{path.removesuffix('index.html')}"
        hint = "change the name of the file, or its aliases"
        if path.partition("/")[0] in _KEPT:
            message = f"its page '{address}' lies where sitegen keeps its own files (expected another place)"
            problems.append(Problem(Location(origin), message, hint))
        elif path in owners:
            message = f"its page '{address}' is taken by {owners[path]} (expected one page for each address)"
            problems.append(Problem(Location(origin), message, hint))
        elif any(len(part.encode()) > _NAME_BYTE_LIMIT for part in path.split("/")):
            message = f"its page '{address[:40]}…' has a name of more than {_NAME_BYTE_LIMIT} bytes"
            problems.append(Problem(Location(origin), message, hint))
        else:
            owners[path] = origin
    for path, origin in owners.items():
        above = next((str(parent) for parent in PurePosixPath(path).parents if str(parent) in owners), None)
        if above:
            message = f"its page '/{path}' lies below the file '/{above}' of {owners[above]} (expected a folder there)"
            problems.append(Problem(Location(origin), message, "change the name of one of the two"))
    raise_if(problems)
