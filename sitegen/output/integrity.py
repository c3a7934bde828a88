"""Is a site as it was published? Told by times, so without reading a page; and if not, by content.

Run as a program (`python -m sitegen.output.integrity PUBLISHED STANDBY STORE`), it looks beside a build that goes on;
exit code 0 if nothing was touched.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, Manifest, read_manifest
from sitegen.output.pagefind import about
from sitegen.output.search import bundles_in
from sitegen.provenance import digest

# From this many files on a process of its own looks while the build reads the archive (about 6 µs each).
_MANY_BYTES = 200_000
# What was touched, as flags; together they are the program's exit code.
_PUBLISHED, _STANDBY, _STORE = 1, 2, 4


class Look:
    """A look at a site, its standby and its stored search bundles.

    It begins when it is made; a large site is looked at in a process of its own.
    """

    def __init__(self, published: Path, standby: Path, store: Path, *, is_vouched_for: bool = False) -> None:
        """is_vouched_for: who asks knows that nobody touched them."""
        self._folders = published, standby, store
        self._flags = 0 if is_vouched_for else None
        self._other: subprocess.Popen[bytes] | None = None
        manifest = published / MANIFEST
        if not is_vouched_for and manifest.is_file() and manifest.stat().st_size > _MANY_BYTES:
            command = [sys.executable, "-m", "sitegen.output.integrity", *map(str, self._folders)]
            self._other = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603

    def is_published_untouched(self) -> bool:
        """True if nobody changed, added or removed a file of the site since it was published."""
        return not self._found() & _PUBLISHED

    def is_standby_untouched(self) -> bool:
        """True if nobody added or removed a file of the standby, whose files are the published ones."""
        return not self._found() & _STANDBY

    def is_store_sound(self) -> bool:
        """True if every bundle in the store has the size it had when it was read back."""
        return not self._found() & _STORE

    def end(self) -> None:
        """Ends a look whose answer is no longer wanted."""
        if self._other and self._other.poll() is None:
            self._other.kill()
            self._other.wait()

    def _found(self) -> int:
        if self._flags is None:
            self._flags = self._other.wait() if self._other else touched(*self._folders)
        return self._flags


def touched(published: Path, standby: Path, store: Path) -> int:
    """Which of the three was touched, as flags."""
    return (
        (0 if is_untouched(published) else _PUBLISHED)
        | (0 if is_untouched(standby, with_files=False) else _STANDBY)
        | (0 if all(map(about, bundles_in(store))) else _STORE)
    )


def is_untouched(folder: Path, *, with_files: bool = True) -> bool:
    """True if no file of a site and no folder in it is younger than its manifest, which is written last.

    A name that comes or goes changes its folder's time; the root, in which the manifest itself came last, is compared
    name by name.
    """
    manifest = read_manifest(folder)
    if manifest is None or not (folder / MANIFEST).is_file():
        return False
    files = manifest.files()
    root = str(folder)
    try:
        published = os.stat(f"{root}/{MANIFEST}").st_mtime_ns
        expected = {path.partition("/")[0] for path in files} | {MANIFEST}
        if not expected <= set(os.listdir(root)) <= expected | {SEARCH_FOLDER}:
            return False
        for path in (*folders_of(files), *_search_folders(folder), *(files if with_files else ())):
            if os.stat(f"{root}/{path}", follow_symlinks=False).st_mtime_ns > published:
                return False
    except OSError:
        return False
    return True


def folders_of(paths: Iterable[str]) -> set[str]:
    """The folders in which files lie, and those above them, without the root."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def damaged(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """The files of a site that are not what its manifest says, read byte by byte."""
    found = []
    for path, record in manifest.files().items():
        try:
            is_whole = not (folder / path).is_symlink() and digest((folder / path).read_bytes()) == record.digest
        except OSError:
            is_whole = False
        if not is_whole:
            found.append(path)
    return tuple(found)


def _search_folders(folder: Path) -> list[str]:
    """The folders of the search index: its files are read back by who uses them."""
    base = folder / SEARCH_FOLDER
    found = [SEARCH_FOLDER] if base.is_dir() else []
    if base.is_dir():
        found.extend(f"{SEARCH_FOLDER}/{item.name}" for item in base.iterdir() if item.is_dir())
    return found


if __name__ == "__main__":
    sys.exit(touched(*map(Path, sys.argv[1:4])))
