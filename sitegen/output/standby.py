"""The site that is not published: a sibling of the published one whose files are the same files, by hard links.

The next site is written there. No file is ever written in place: it would change in both.
"""

import errno
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from sitegen.memo import forget
from sitegen.output.links import link_or_copy
from sitegen.output.manifest import MANIFEST, SEARCH_FOLDER, UNFINISHED, Record, is_same_site, read_manifest

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def standby_of(published: Path) -> Path:
    """Where the next site is written: a hidden sibling, so on the same file system."""
    return published.with_name(f".{published.name}.next")


def prepare(standby: Path, published: Path, lost: Collection[str] = (), *, is_trusted: bool) -> None:
    """Makes the standby a copy of the published site, whatever an earlier build left there, and marks it unfinished.

    lost: files that the published site has no more, or not as they were: a standby made anew is without them.
    is_trusted: nobody but us wrote into it. Its search index is left as it is: who writes the site brings it up.
    """
    if not is_trusted or not published.is_dir():
        discard(standby)
    found(standby)
    is_copy = is_same_site(standby, published)
    old, new = read_manifest(standby), read_manifest(published)
    # From here on it says nothing of itself: half-way, it is neither what it was nor what is published.
    (standby / UNFINISHED).touch()
    forget(standby / MANIFEST)
    if published.is_dir() and not is_copy:
        assert new is not None, "a published site has a manifest, or was refused"
        files = {path: record for path, record in new.files().items() if path not in lost}
        catch_up(standby, published, *_difference(old.files() if old else {}, files))


def found(standby: Path) -> None:
    """Makes the folder of a standby if there is none, marked as ours."""
    if not standby.is_dir():
        standby.mkdir(parents=True)
        (standby / UNFINISHED).touch()


def discard(standby: Path) -> None:
    """Removes a standby. The mark goes last: what is left by one who was killed here is known as ours."""
    if not standby.is_dir():
        return
    (standby / UNFINISHED).touch()
    for path in standby.iterdir():
        if path.name == UNFINISHED:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    shutil.rmtree(standby, ignore_errors=True)


def finish(standby: Path) -> None:
    """Takes away the mark of `prepare`; the manifest was written."""
    assert (standby / MANIFEST).is_file(), "a finished site has a manifest"
    (standby / UNFINISHED).unlink(missing_ok=True)


class Writer:
    """Writes files of a standby: new ones, never into one that is there, which may be the published one too.

    Remembers the folders it made, so that a page in a folder of its own costs no failed call.
    """

    def __init__(self, folder: Path | str) -> None:
        self._folder = str(folder)
        self._folders: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Writes a file. path: relative, of our own making."""
        assert not path.startswith("/"), f"a path out of the site: {path}"
        assert ".." not in path.split("/"), f"a path out of the site: {path}"
        target = f"{self._folder}/{path}"
        self._make_folder(target.rpartition("/")[0])
        try:
            descriptor = os.open(target, _NEW_FILE, 0o666)
        except FileExistsError:
            forget(Path(target))
            descriptor = os.open(target, _NEW_FILE, 0o666)
        try:
            written = os.write(descriptor, data)
            # One call takes 2 GiB at most, and less on a disk that fills up: then the next one says so.
            while written < len(data):
                written += _write_some(descriptor, memoryview(data)[written:], target)
        finally:
            os.close(descriptor)

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        try:
            os.mkdir(folder)
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
        self._folders.add(folder)


def _write_some(descriptor: int, rest: memoryview, target: str) -> int:
    """How many bytes were written, at least one."""
    count = os.write(descriptor, rest)
    if not count:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)
    return count


def remove_files(folder: Path, paths: Iterable[str]) -> None:
    """Removes files of a standby, and folders that are empty then. What is not there is no matter."""
    for path in paths:
        target = folder / path
        target.unlink(missing_ok=True)
        above = path.rpartition("/")[0]
        while above:
            try:
                os.rmdir(folder / above)
            except OSError:
                break
            above = above.rpartition("/")[0]


def catch_up(standby: Path, published: Path, changed: Iterable[str], removed: Iterable[str]) -> None:
    """Gives the standby the files of the published site: links what changed, removes what is gone."""
    remove_files(standby, removed)
    for path in changed:
        link_file(f"{published}/{path}", f"{standby}/{path}")


def copy_manifest(standby: Path, published: Path) -> None:
    """A second manifest, not a second name of it: damage to one leaves the other whole."""
    scratch = standby / f"{MANIFEST}.new"
    shutil.copyfile(published / MANIFEST, scratch)
    if (standby / MANIFEST).is_dir():
        forget(standby / MANIFEST)
    scratch.replace(standby / MANIFEST)
    (standby / UNFINISHED).unlink(missing_ok=True)


def link_file(source: str, target: str) -> None:
    """A second name for a file, or a copy where links are refused."""
    try:
        os.mkdir(target.rpartition("/")[0])
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        # Whatever was refused, and whatever stands there: a copy into it would be one into its other names.
        forget(Path(target))
        link_or_copy(source, target)


def _difference(old: Mapping[str, Record], new: Mapping[str, Record]) -> tuple[list[str], list[str]]:
    """The paths that changed or came, and those that went."""
    changed = [path for path, record in new.items() if path not in old or old[path].digest != record.digest]
    return changed, [path for path in old if path not in new]


def remove_search(standby: Path) -> None:
    shutil.rmtree(standby / SEARCH_FOLDER, ignore_errors=True)
