"""One command of a kind at a time on a site. Knows nothing of what the commands do."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sitegen.problems import ENVIRONMENT_FAILURE, stop

_HINT = "it is in the way of sitegen's own files: move it away"


@contextmanager
def locked(path: Path, shown: str, message: str, hint: str) -> Iterator[None]:
    """Holds the lock file at `path`; the lock goes with its process, the file stays.

    Raises SiteError (exit code 3) about `shown` if another process holds it, and about what stands where it should lie.
    """
    with _held(path, shown, message, hint):
        yield


@contextmanager
def locked_beside(path: Path, shown: str, message: str, hint: str) -> Iterator[None]:
    """Holds the lock file at `path` like `locked`, and removes it: it lies where people look.

    Raises SiteError (exit code 3) if another process holds it, and if the file is no lock: ours are empty.
    """
    if path.is_symlink() or (path.is_file() and path.stat().st_size):
        raise stop(str(path), "not made by sitegen (expected a lock, or nothing)", _HINT, ENVIRONMENT_FAILURE)
    with _held(path, shown, message, hint):
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def is_free(path: Path) -> Iterator[bool]:
    """True if nobody holds the lock file at `path`, in a folder that is there; then it is held meanwhile."""
    with path.open("a") as file:
        yield _is_taken(file)


def _held(path: Path, shown: str, message: str, hint: str) -> IO[str]:
    """The lock file at `path`, open and held."""
    while True:
        _refuse_what_is_in_the_way(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
        if not _is_taken(file):
            file.close()
            raise stop(shown, message, hint, ENVIRONMENT_FAILURE)
        # One who removed it between these calls took the name away; who comes next would lock another file.
        if _is_at(file, path):
            return file
        file.close()


def _is_taken(file: IO[str]) -> bool:
    """True if the lock is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(file: IO[str], path: Path) -> bool:
    """True if an open file is the one at a path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _refuse_what_is_in_the_way(path: Path) -> None:
    """Raises SiteError if a folder stands at `path`, or something else where one of the folders above it should."""
    if path.is_dir():
        raise stop(str(path), "a folder (expected a file, or none)", _HINT, ENVIRONMENT_FAILURE)
    nearest = next(folder for folder in path.parents if folder.is_symlink() or folder.exists())
    if not nearest.is_dir():
        raise stop(str(nearest), "not a folder (expected one, or none)", _HINT, ENVIRONMENT_FAILURE)
