"""Where a build writes: the output folder, and what it remembers of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from sitegen.archive.sight import MEMORY
from sitegen.build.options import STATE
from sitegen.locking import is_free, locked, locked_beside
from sitegen.memo import forget, recall, remember
from sitegen.output.manifest import MANIFEST
from sitegen.problems import stop
from sitegen.provenance import digest

BUILDS = f"{STATE}/builds"
_LOCK = "lock"
# The folder that a state is of.
_OUTPUT = "output"
_VERSION = digest(b"output 1")
_GONE = ".gone-"


class Folders(msgspec.Struct, frozen=True):
    """Where a site lies, where it is published, and where what is remembered of that; shown: how messages name it."""

    site_root: Path
    output: Path
    shown: str
    state: Path


def folders_of(site_root: Path, output: Path) -> Folders:
    """The folders of a build. Raises SiteError if the site is made from what the output folder holds."""
    folder = output_folder(site_root, output)
    return Folders(site_root, folder, shown_folder(folder, site_root), state_of(site_root, folder))


def output_folder(site_root: Path, output: Path) -> Path:
    """The folder to publish to. Raises SiteError if the site is made from what it holds."""
    folder = (site_root / output).resolve() if not (site_root / output).is_symlink() else site_root / output
    root = site_root.resolve()
    sources = [root / name for name in ("content", "themes", "static", "strings", "seeds")]
    if (
        root.is_relative_to(folder)
        or folder == root / STATE
        or any(folder == source or folder.is_relative_to(source) for source in sources)
    ):
        hint = "choose a folder of its own, such as public"
        message = "holds what the site is made from (expected a folder for the site only)"
        raise stop(shown_folder(folder, site_root), message, hint)
    outer = next((parent for parent in folder.parents if (parent / MANIFEST).exists()), None)
    if outer is not None:
        message = f"lies inside the published site {shown_folder(outer, site_root)} (expected a folder of its own)"
        raise stop(shown_folder(folder, site_root), message, "choose a folder beside it")
    return folder


def state_of(site_root: Path, output: Path) -> Path:
    """What is remembered between builds into an output folder; it may be deleted at any time.

    A site that moves as a whole, from one machine to another even, keeps it.
    """
    return site_root / BUILDS / f"{output.name}-{digest(bytes(_place(site_root, output))).hex()[:8]}"


@contextmanager
def only_build(folders: Folders, *, is_dry: bool) -> Iterator[None]:
    """Keeps others from building into the same folder, this site (it shares what is remembered) and any other.

    Raises SiteError (exit code 3) if another build does. is_dry: a folder that is not there is not made.
    """
    _mend(folders)
    output, shown = folders.output, folders.shown
    message, hint = (
        "another build is writing it (expected one at a time)",
        "wait for it; the lock ends with its process",
    )
    with ExitStack() as locks:
        locks.enter_context(locked(folders.state / _LOCK, shown, message, hint))
        if output.parent.is_dir() or not is_dry:
            locks.enter_context(locked_beside(output.with_name(f".{output.name}.lock"), shown, message, hint))
        yield


def forget_abandoned(folders: Folders) -> None:
    """Remembers which folder a build writes to, and removes what is remembered of folders that are no more.

    Only a build that holds its lock may call this. One that goes on elsewhere holds its own, and is left alone.
    """
    site_root, state = folders.site_root, folders.state
    place = bytes(_place(site_root, folders.output))
    if recall(state / _OUTPUT, bytes, _VERSION) != place:
        remember(state / _OUTPUT, place, _VERSION)
    for other in (site_root / BUILDS).iterdir():
        if other.name.startswith(_GONE):  # of a build that was killed while it removed it
            shutil.rmtree(other, ignore_errors=True)
            continue
        former = recall(other / _OUTPUT, bytes, _VERSION)
        if other == state or former is None or os.path.lexists(site_root / os.fsdecode(former)):
            continue
        with is_free(other / _LOCK) as free:
            if free:
                # It loses its name while the lock is held: who comes next begins anew, not in the half of it.
                gone = other.with_name(f"{_GONE}{other.name}")
                shutil.rmtree(gone, ignore_errors=True)
                other.rename(gone)
                shutil.rmtree(gone, ignore_errors=True)


def _place(site_root: Path, output: Path) -> Path:
    """Where an output folder is, seen from the site if it lies within."""
    root = site_root.resolve()
    return output.relative_to(root) if output.is_relative_to(root) else output


def _mend(folders: Folders) -> None:
    """Removes what stands in the place of a folder in which builds remember something. `.sitegen` may be another's."""
    site_root, state = folders.site_root, folders.state
    for folder in (site_root / BUILDS, site_root / MEMORY, state, store_of(state)):
        if folder.parent.is_dir() and not folder.is_dir():
            forget(folder)
    if (state / _LOCK).is_dir():
        forget(state / _LOCK)


def store_of(state: Path) -> Path:
    """Where the bundles of the search index stand before they are published."""
    return state / "search"


def seal_of(state: Path) -> Path:
    """Where it is kept that the published site and its standby were whole."""
    return state / "seal"


def shared_folders(folders: Folders) -> tuple[Path, ...]:
    """The folders that another machine must see to work on the site: what is remembered lies within the site's."""
    is_inside = folders.output.is_relative_to(folders.site_root.resolve())
    return (folders.state,) if is_inside else (folders.state, folders.output.parent)


def shown_folder(folder: Path, site_root: Path) -> str:
    """A folder as messages name it."""
    root = site_root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)
