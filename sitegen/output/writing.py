"""Pages and static files → a standby folder. Writes nothing twice and nothing outside the folder."""

from collections.abc import Iterable
from pathlib import Path

from sitegen.output.manifest import MANIFEST, digest, emitted
from sitegen.problems import Location, Problem, raise_if


class Standby:
    """The next site while it is written; remembers each file for the manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self._folders: set[Path] = set()
        folder.mkdir(parents=True)

    def write(self, path: str, data: bytes) -> None:
        """Writes a file. path: relative, of our own making, not written before."""
        assert path not in self.files, f"two files at {path}"
        target = self.folder / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        target.write_bytes(data)
        self.files[path] = digest(data)

    def close(self) -> None:
        """Writes the manifest."""
        (self.folder / MANIFEST).write_bytes(emitted(self.files))


def static_files(folder: Path, shown: str, prefix: str = "") -> dict[str, Path]:
    """The files below a folder by their path on the site; hidden ones are left out, except '.well-known/…'.

    shown: what messages call the folder. Raises SiteError for a link that leads out of the folder, or to a folder.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
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


def refuse_clashes(pages: Iterable[str], static: Iterable[str], search_folder: str) -> None:
    """Raises SiteError if a static file would take the place of a page, or lies in the folder of the search index."""
    taken = set(pages)
    clashes = [path for path in static if path in taken or path.startswith(f"{search_folder}/")]
    message = "the site makes a file at this place itself (expected another name)"
    raise_if(
        [
            Problem(Location(f"static/{path}"), message, "rename it, or switch the page off in site.yaml")
            for path in clashes
        ]
    )
