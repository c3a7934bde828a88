"""Two folders change places in one step, so that a reader finds the old site or the new one, never a mixture."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sitegen.output.manifest import MANIFEST, UNFINISHED, read_manifest
from sitegen.output.standby import standby_of
from sitegen.problems import ENVIRONMENT_FAILURE, stop

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def mend(published: Path, shown: str) -> None:
    """Repairs what a killed publish left: a site that lost its place returns to it.

    Raises SiteError if a folder of someone else's stands where the next site is written.
    """
    standby, retired = standby_of(published), _retired(published)
    for folder in (retired, standby):
        if _is_there(folder) and not _is_ours(folder, published):
            place = str(Path(shown).with_name(folder.name))
            raise stop(place, f"not made by sitegen (this is where it writes {shown})", "move it away")
    if not retired.is_dir():
        return
    if not published.exists():
        retired.rename(published)
    else:
        remove(retired)


def _is_ours(folder: Path, published: Path) -> bool:
    """True for a site of ours, even if its manifest was damaged or lost, and for an empty folder.

    Nobody else gives a file these names; without one, a folder that holds what the published site holds is its copy.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    if any((folder / name).exists() for name in (UNFINISHED, MANIFEST)) or read_manifest(folder) is not None:
        return True
    is_site = published.is_dir() and read_manifest(published) is not None
    return is_site and {path.name for path in folder.iterdir()} <= {path.name for path in published.iterdir()}


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def publish(standby: Path, published: Path) -> None:
    """Puts the finished site in its place; the one before it becomes the standby.

    Atomic where the system can exchange two names; elsewhere renames, between which the site is absent for an instant;
    `mend` brings the old one back if the program is killed there.
    """
    if not published.exists():
        standby.rename(published)
        return
    if _exchanged(standby, published):
        return
    retired = _retired(published)
    published.rename(retired)
    standby.rename(published)
    retired.rename(standby)


def remove(folder: Path) -> None:
    """Removes what is not published; raises SiteError if it may not."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise stop(str(folder), "cannot be removed", "check who may write to it", ENVIRONMENT_FAILURE)


def _retired(published: Path) -> Path:
    return published.with_name(f".{published.name}.old")


def _exchanged(a: Path, b: Path) -> bool:
    """True if the two names were exchanged; False where the system or the file system has no such call."""
    call = _exchange_call()
    if call is None:
        return False
    if call(os.fsencode(a), os.fsencode(b)) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(b))


@cache
def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    """renameat2(2) of Linux ≥ 3.15, renamex_np(2) of macOS ≥ 10.12; None elsewhere."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda a, b: library.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda a, b: library.renamex_np(a, b, _RENAME_SWAP)
    return None
