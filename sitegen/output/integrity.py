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
from operator import attrgetter
from pathlib import Path

from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, Manifest, is_same_site, read_manifest
from sitegen.output.pagefind import about, is_complete
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
        self._questions = _questions(published, standby, store)
        self._answers: list[bool] = [True] * len(self._questions) if is_vouched_for else []
        self._store = store
        self._other: subprocess.Popen[str] | None = None
        manifest = published / MANIFEST
        if not is_vouched_for and manifest.is_file() and manifest.stat().st_size > _MANY_BYTES:
            command = [sys.executable, "-P", "-m", "sitegen.output.integrity", *map(str, (published, standby, store))]
            self._other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603

    def is_at_rest(self) -> bool:
        """True if every file of the site is as it was published, and no bundle of the store came or went.

        Enough for who writes nothing: a file of someone else's is left alone. The store is looked at here, meanwhile.
        """
        return _is_complete(self._store) and self._answer(0)

    def is_published_untouched(self) -> bool:
        """True if nobody changed, added or removed a file of the site since it was published."""
        return self._answer(0) and self._answer(1)

    def is_store_sound(self) -> bool:
        """True if every bundle in the store has the size it had when it was read back."""
        return self._answer(2)

    def is_standby_untouched(self) -> bool:
        """True if nobody added or removed a file of the standby, whose files are the published ones."""
        return self._answer(3)

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
                self._answers.append(self._questions[len(self._answers)]())
        return self._answers[number]


def has_its_files(published: Path, standby: Path) -> bool:
    """True if no file of a site was changed, replaced or lost since the site was published.

    Told by the time of change (ctime), which nobody can set back. A second name changes it too; the last thing a build
    does is to write the manifest of the standby, after it gave all its files second names. Where all times are new, as
    in a copy of a site, this is False, and the bytes have to tell.
    """
    manifest = read_manifest(published)
    if manifest is None:
        return False
    written = os.stat(published / MANIFEST).st_mtime_ns
    if is_same_site(published, standby):
        written = max(written, os.stat(standby / MANIFEST).st_mtime_ns)
    return _is_none_younger(published, manifest.files(), written, "st_ctime_ns")


def has_its_names(folder: Path) -> bool:
    """True if no file came into a site or went since its manifest was written, told by the times of its folders.

    The root, in which the manifest itself came last, is compared name by name.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return False
    files = manifest.files()
    expected = {path.partition("/")[0] for path in files} | {MANIFEST}
    if not expected <= set(os.listdir(folder)) <= expected | {SEARCH_FOLDER}:
        return False
    written = os.stat(folder / MANIFEST).st_mtime_ns
    return _is_none_younger(folder, (*folders_of(files), *_search_folders(folder)), written, "st_mtime_ns")


def _is_none_younger(folder: Path, paths: Iterable[str], written_ns: int, time: str) -> bool:
    """True if all of these are there, and have no later time."""
    stat, time_of = os.stat, attrgetter(time)
    root = os.open(folder, os.O_RDONLY)
    try:
        # From the site's folder on: 2.5 µs a file, by its whole path 4 µs.
        return all(time_of(stat(path, dir_fd=root, follow_symlinks=False)) <= written_ns for path in paths)
    except OSError:
        return False
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
    """The folders of the search index: its files are read back when they are made, and measured in the store.

    Those of a bundle hold files only, a thousand for each thousand papers: they are not listed.
    """
    lead = len(str(folder)) + 1
    index = folder / SEARCH_FOLDER
    bundles = [path for path in index.iterdir() if path.is_dir()] if index.is_dir() else []
    inner = [path for bundle in bundles for path in bundle.iterdir() if path.is_dir()]
    return [str(path)[lead:] for path in (*([index] if index.is_dir() else ()), *bundles, *inner)]


def _is_sound(store: Path) -> bool:
    return all(map(about, bundles_in(store)))


def _is_complete(store: Path) -> bool:
    return all(map(is_complete, bundles_in(store)))


def _questions(published: Path, standby: Path, store: Path) -> tuple[Callable[[], bool], ...]:
    """The questions of a look, in their order."""
    return (
        partial(has_its_files, published, standby),
        partial(has_its_names, published),
        partial(_is_sound, store),
        partial(has_its_names, standby),
    )


if __name__ == "__main__":
    # What a look holds has no cycles, and it ends with it: to look for them takes a fifth of its time.
    gc.disable()
    for question in _questions(*map(Path, sys.argv[1:4])):
        print(_YES if question() else _NO, flush=True)  # noqa: T201
