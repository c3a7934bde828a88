"""One command of a kind at a time on a site. Knows nothing of what the commands do."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.problems import ENVIRONMENT_FAILURE, stop


@contextmanager
def locked(path: Path, shown: str, message: str, hint: str) -> Iterator[None]:
    """Holds the lock file at `path`; the lock goes with its process, the file stays.

    Raises SiteError (exit code 3) about `shown` if another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise stop(shown, message, hint, ENVIRONMENT_FAILURE) from None
        yield
