"""Is a site as it was published? Told by times, so without reading a page; and if not, by content.

Run as a program (`python -m sitegen.output.integrity PUBLISHED STANDBY STORE SEAL`), it looks beside a build that goes
on and says one line for each question as soon as it knows.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import msgspec

from sitegen.memo import recall, remember
from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, Manifest, read_manifest
from sitegen.output.pagefind import about
from sitegen.output.search import bundles_in
from sitegen.provenance import digest

# From this many bytes of a manifest on a process of its own looks while the build reads the archive: it takes 0.1 s to
# start, and 2.5 µs for each file and each folder.
_MANY_BYTES = 200_000
_YES, _NO = "yes", "no"
# The questions of a look, in the order in which they are answered.
_FILES, _ODD_BUNDLES, _NAMES, _EVEN_BUNDLES, _STANDBY = range(5)
_SEAL_VERSION = digest(b"seal 1")


class Seal(msgspec.Struct, frozen=True):
    """Inodes and times of change, in ns, of the manifests of a site and of its standby. A copy of them has others."""

    published: tuple[int, int]
    standby: tuple[int, int]


def keep_seal(seal: Path, published: Path, standby: Path) -> None:
    """Remembers that a site and its standby are whole; called when nothing is left to write."""
    remember(seal, _seal_of(published, standby), _SEAL_VERSION)


class Look:
    """A look at a site, its standby and its stored search bundles.

    It begins when it is made; a large site is looked at in a process of its own. Questions are answered in the order in
    which they stand here; one that is not asked need not be waited for.
    """

    def __init__(
        self, published: Path, standby: Path, store: Path, seal: Path, *, is_vouched_for: bool = False
    ) -> None:
        """seal: where `keep_seal` keeps it. is_vouched_for: who asks knows that nobody touched them."""
        folders = published, standby, store, seal
        self._questions = _questions(*folders)
        self._answers: list[bool] = [True] * len(self._questions) if is_vouched_for else []
        self._store = store
        self._other: subprocess.Popen[str] | None = None
        manifest = published / MANIFEST
        if not is_vouched_for and manifest.is_file() and manifest.stat().st_size > _MANY_BYTES:
            command = [sys.executable, "-P", "-m", "sitegen.output.integrity", *map(str, folders)]
            self._other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603

    def is_at_rest(self) -> bool:
        """True if every file of the site is as it was published, and every stored bundle is whole.

        Enough for who writes nothing: a file of someone else's is left alone. Half of the store is looked at here,
        meanwhile.
        """
        is_sound = self._answers[_EVEN_BUNDLES] if self._answers else _is_sound(self._store, 0)
        return is_sound and self._answer(_FILES) and self._answer(_ODD_BUNDLES)

    def is_published_untouched(self) -> bool:
        """True if nobody changed, added or removed a file of the site since it was published."""
        return self._answer(_FILES) and self._answer(_NAMES)

    def is_store_sound(self) -> bool:
        """True if every bundle in the store has the size it had when it was read back."""
        return self._answer(_ODD_BUNDLES) and self._answer(_EVEN_BUNDLES)

    def is_standby_untouched(self) -> bool:
        """True if nobody added or removed a file of the standby, whose files are the published ones and no copies."""
        return self._answer(_STANDBY)

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


def has_its_files(published: Path, standby: Path, seal: Path) -> bool:
    """True if no file of a site was changed, replaced, moved or lost since the site was published and sealed.

    Told by times of change (ctime), which a clock sets and no program. A second name changes a file's; the last thing
    that a build writes is the manifest of the standby, after it gave all its files second names. A folder that is moved
    changes the one that holds it. In a copy of a site, whose times say nothing, the seal is broken.
    """
    manifest = read_manifest(published)
    sealed = _seal_if_whole(published, standby, seal)
    if manifest is None or sealed is None:
        return False
    files = manifest.files()
    folders = folders_of(files)
    branches = {above for folder in folders if (above := folder.rpartition("/")[0])}
    looked_at = {*branches, *(folder for folder in folders if "/" not in folder), *_search_folders(published)}
    return _is_none_younger(published, looked_at, sealed.published[1]) and _is_none_younger(
        published, files, sealed.standby[1]
    )


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
    written = os.stat(folder / MANIFEST).st_ctime_ns
    return _is_none_younger(folder, (*folders_of(files), *_search_folders(folder)), written)


def _seal_of(published: Path, standby: Path) -> Seal:
    one, other = (os.stat(folder / MANIFEST) for folder in (published, standby))
    return Seal((one.st_ino, one.st_ctime_ns), (other.st_ino, other.st_ctime_ns))


def _seal_if_whole(published: Path, standby: Path, seal: Path) -> Seal | None:
    """The seal of a site; None if it is broken: the manifests are others, or others of the same content."""
    kept = recall(seal, Seal, _SEAL_VERSION)
    try:
        return kept if kept == _seal_of(published, standby) else None
    except OSError:
        return None


def _is_none_younger(folder: Path, paths: Iterable[str], sealed_ns: int) -> bool:
    """True if all of these are there, and none changed later."""
    stat = os.stat
    root = os.open(folder, os.O_RDONLY)
    try:
        # From the site's folder on: 2.5 µs a file, by its whole path 4 µs.
        return all(stat(path, dir_fd=root, follow_symlinks=False).st_ctime_ns <= sealed_ns for path in paths)
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


def _is_sound(store: Path, half: int) -> bool:
    """True if every second bundle is whole, from the first one on (0) or from the second (1)."""
    return all(map(about, bundles_in(store)[half::2]))


def _questions(published: Path, standby: Path, store: Path, seal: Path) -> tuple[Callable[[], bool], ...]:
    """The questions of a look, in their order."""
    return (
        partial(has_its_files, published, standby, seal),
        partial(_is_sound, store, 1),
        partial(has_its_names, published),
        partial(_is_sound, store, 0),
        lambda: _seal_if_whole(published, standby, seal) is not None and has_its_names(standby),
    )


if __name__ == "__main__":
    # What a look holds has no cycles, and it ends with it: to look for them takes a fifth of its time.
    gc.disable()
    for question in _questions(*map(Path, sys.argv[1:5])):
        print(_YES if question() else _NO, flush=True)  # noqa: T201
