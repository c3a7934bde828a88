"""Is a site as it was published? Told by times, so without reading a page; and if not, by content.

Run as a program (`python -m sitegen.output.integrity PUBLISHED STANDBY STORE`), it looks beside a build that goes on
and says one line for each question as soon as it knows.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, Manifest, read_manifest
from sitegen.output.pagefind import about
from sitegen.output.search import bundles_in
from sitegen.provenance import digest

# From this many bytes of a manifest on a process of its own looks while the build reads the archive: it takes 0.1 s to
# start, and 3 µs for each file and each folder.
_MANY_BYTES = 200_000
_YES, _NO = "yes", "no"


class Look:
    """A look at a site, its standby and its stored search bundles.

    It begins when it is made; a large site is looked at in a process of its own. Questions are answered in the order in
    which they stand here; one that is not asked need not be waited for.
    """

    def __init__(self, published: Path, standby: Path, store: Path, *, is_vouched_for: bool = False) -> None:
        """is_vouched_for: who asks knows that nobody touched them."""
        self._answers: list[bool] = [True] * 3 if is_vouched_for else []
        self._folders = published, standby, store
        self._other: subprocess.Popen[str] | None = None
        manifest = published / MANIFEST
        if not is_vouched_for and manifest.is_file() and manifest.stat().st_size > _MANY_BYTES:
            command = [sys.executable, "-P", "-m", "sitegen.output.integrity", *map(str, self._folders)]
            self._other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603

    def is_at_rest(self) -> bool:
        """True if the site and the store are as they were left; the store is looked at here, meanwhile."""
        is_sound = self.is_store_sound() if self._answers else _is_sound(self._folders[2])
        return is_sound and self.is_published_untouched()

    def is_published_untouched(self) -> bool:
        """True if nobody changed, added or removed a file of the site since it was published."""
        return self._answer(0)

    def is_store_sound(self) -> bool:
        """True if every bundle in the store has the size it had when it was read back."""
        return self._answer(1)

    def is_standby_untouched(self) -> bool:
        """True if nobody added or removed a file of the standby, whose files are the published ones."""
        return self._answer(2)

    def end(self) -> None:
        """Ends a look whose answers are no longer wanted."""
        if self._other:
            self._other.kill()
            self._other.communicate()

    def _answer(self, number: int) -> bool:
        while len(self._answers) <= number:
            if self._other and self._other.stdout:
                self._answers.append(self._other.stdout.readline().strip() == _YES)
            else:
                self._answers.append(_answers(*self._folders)[len(self._answers)]())
        return self._answers[number]


def is_untouched(folder: Path, *, with_files: bool = True) -> bool:
    """True if no file of a site and no folder in it is younger than its manifest, which is written last.

    A name that comes or goes changes its folder's time; the root, in which the manifest itself came last, is compared
    name by name.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return False
    files = manifest.files()
    expected = {path.partition("/")[0] for path in files} | {MANIFEST}
    if not expected <= set(os.listdir(folder)) <= expected | {SEARCH_FOLDER}:
        return False
    return not _is_younger(folder, (*folders_of(files), *_search_folders(folder), *(files if with_files else ())))


def _is_younger(folder: Path, paths: Iterable[str]) -> bool:
    """True if one of these is not there, or was changed after the site's manifest was written."""
    stat = os.stat
    root = os.open(folder, os.O_RDONLY)
    try:
        # From the site's folder on: 2.5 µs a file, by its whole path 4 µs.
        written = stat(MANIFEST, dir_fd=root).st_mtime_ns
        return any(stat(path, dir_fd=root, follow_symlinks=False).st_mtime_ns > written for path in paths)
    except OSError:
        return True
    finally:
        os.close(root)


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
    """The folders of the search index: its files are read back when they are made, and measured in the store."""
    lead = len(str(folder)) + 1
    return [base[lead:] for base, _, _ in os.walk(folder / SEARCH_FOLDER)]


def _is_sound(store: Path) -> bool:
    return all(map(about, bundles_in(store)))


def _answers(published: Path, standby: Path, store: Path) -> tuple[Callable[[], bool], ...]:
    """The questions of a look, in their order."""
    return (
        partial(is_untouched, published),
        partial(_is_sound, store),
        partial(is_untouched, standby, with_files=False),
    )


if __name__ == "__main__":
    # What a look holds has no cycles, and it ends with it: to look for them takes a fifth of its time.
    gc.disable()
    for answer in _answers(*map(Path, sys.argv[1:4])):
        print(_YES if answer() else _NO, flush=True)  # noqa: T201
