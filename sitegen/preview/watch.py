"""Tells which files of a site changed. Knows what a build reads, not what a build is."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Callable, Iterable
from pathlib import Path

from watchfiles import Change, awatch

from sitegen.archive.sight import is_of_days
from sitegen.archive.walk import CONTENT
from sitegen.config import AUTHORS_FILE, CONFIG_FILE, TOPICS_FILE
from sitegen.preview.places import places_of
from sitegen.problems import ENVIRONMENT_FAILURE, stop

FILES = frozenset({CONFIG_FILE, TOPICS_FILE, AUTHORS_FILE})
FOLDERS = frozenset({CONTENT, "static", "strings", "themes"})
# What editors leave beside a file for a moment; hidden names are theirs, or ingest's.
_SCRATCH = re.compile(r"~$|\.sw.$|^#.*#$|^4913$|___jb_(?:tmp|old)___$")
# An editor's or git's many small steps count as one change when they follow each other this fast.
_STEP_MS = 10

Batch = set[tuple[Change, str]]


class Changes:
    """The paths that changed since somebody last took them."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._is_anything = False
        self._is_told = asyncio.Event()

    def add(self, paths: Iterable[Path]) -> None:
        """No path means: look at everything."""
        known = set(paths)
        self._paths |= known
        self._is_anything |= not known
        self._is_told.set()

    async def take(self) -> frozenset[Path] | None:
        """What changed, as soon as something did; None if it may be anything."""
        await self._is_told.wait()
        self._is_told.clear()
        taken = None if self._is_anything else frozenset(self._paths)
        self._paths, self._is_anything = set(), False
        return taken


async def watch(site_root: Path, tell: Callable[[Iterable[Path]], None]) -> None:
    """Tells once that it watches, then which paths changed, until it is cancelled.

    Two watchers: one sees the settings and the comings and goings of folders, because neither a file that an editor
    replaces nor a folder that is not there yet can be watched itself; the other sees what lies in the folders, and
    begins anew when one comes or goes. Raises SiteError (exit code 3) if the system cannot watch.
    """
    renew = asyncio.Event()
    try:
        await asyncio.gather(_watch_root(site_root, tell, renew), _watch_folders(site_root, tell, renew))
    except (OSError, RuntimeError) as error:  # RuntimeError: watchfiles' own
        hint = "WATCHFILES_FORCE_POLLING=1 in the environment makes it look at the files instead"
        raise stop(str(site_root), f"cannot be watched: {error}", hint, ENVIRONMENT_FAILURE) from error


async def _watch_root(site_root: Path, tell: Callable[[Iterable[Path]], None], renew: asyncio.Event) -> None:
    def is_ours(_: Change, path: str) -> bool:
        return Path(path).parent == site_root and Path(path).name in FILES | FOLDERS

    async for batch in _batches([site_root], is_ours, is_recursive=False, end=asyncio.Event()):
        if any(change is not Change.modified and Path(path).name in FOLDERS for change, path in batch):
            renew.set()
        if batch:
            tell(_paths(batch))


async def _watch_folders(site_root: Path, tell: Callable[[Iterable[Path]], None], renew: asyncio.Event) -> None:
    homes = places_of(site_root).homes

    def is_ours(_: Change, path: str) -> bool:
        home = next((home for home in homes if Path(path).is_relative_to(home)), site_root)
        relative = Path(path).relative_to(home)
        # Of the ledger, which is hidden, a build reads what is known of days.
        of_days = home == site_root and is_of_days(relative.as_posix())
        return not any(map(is_scratch, relative.parts[2:] if of_days else relative.parts))

    while True:
        renew.clear()
        folders = {folder for folder in (*(site_root / name for name in FOLDERS), *homes) if folder.is_dir()}
        # A folder may go between the look and the watch.
        with contextlib.suppress(FileNotFoundError):
            async for batch in _batches(sorted(folders), is_ours, is_recursive=True, end=renew):
                paths = _paths(batch)
                if paths or not batch:
                    tell(paths)


async def _batches(
    folders: list[Path], is_ours: Callable[[Change, str], bool], *, is_recursive: bool, end: asyncio.Event
) -> AsyncGenerator[Batch, None]:
    """An empty batch as soon as the folders are watched, then each batch of changes, until `end` is set."""
    watcher = awatch(*folders, watch_filter=is_ours, step=_STEP_MS, stop_event=end, recursive=is_recursive)
    upcoming = asyncio.ensure_future(anext(watcher, None))
    await asyncio.sleep(0)  # awatch watches from its first step on, before it waits for anything
    yield set()
    while (batch := await upcoming) is not None:
        upcoming = asyncio.ensure_future(anext(watcher, None))
        yield batch


def is_scratch(name: str) -> bool:
    """True for the name of a file or folder that no build reads."""
    return bool(_SCRATCH.search(name)) or (name.startswith(".") and name != ".well-known")


def _paths(batch: Batch) -> list[Path]:
    """What changed, without the scratch files that came and went."""
    came, went = ({path for kind, path in batch if kind is change} for change in (Change.added, Change.deleted))
    return [Path(path) for path in {path for _, path in batch} if path not in came & went or Path(path).exists()]
