"""One command of a kind at a time on a site. Knows nothing of what the commands do."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.problems import ENVIRONMENT_FAILURE, stop


@contextmanager
def locked(path: Path, shown: str, message: str, hint: str) -> Iterator[None]:
    """Holds the lock file at `path`; the lock goes with its process, the file stays.

    Raises SiteError (exit code 3) about `shown` if another process holds it, and about what stands where it should lie.
    """
    _refuse_what_is_in_the_way(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise stop(shown, message, hint, ENVIRONMENT_FAILURE) from None
        yield


def _refuse_what_is_in_the_way(path: Path) -> None:
    """Raises SiteError if a folder stands at `path`, or something else where one of the folders above it should."""
    hint = "it is in the way of sitegen's own files: move it away"
    if path.is_dir():
        raise stop(str(path), "a folder (expected a file, or none)", hint, ENVIRONMENT_FAILURE)
    nearest = next(folder for folder in path.parents if folder.is_symlink() or folder.exists())
    if not nearest.is_dir():
        raise stop(str(nearest), "not a folder (expected one, or none)", hint, ENVIRONMENT_FAILURE)
