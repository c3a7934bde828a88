"""Stored bundles → the published folder `pagefind/`. Knows nothing of how a bundle is made."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.memo import SCRATCH
from sitegen.output.links import link_or_copy
from sitegen.output.pagefind import DATA, ENGINE, TIME_LIMIT_S, About, said_of

BUNDLE_LIST = "bundles.json"


class BundleEntry(msgspec.Struct, frozen=True):
    """A bundle as the search page sees it.

    path: its folder below `pagefind/`. pages: how many papers it holds. first, last: their dates. votes: the most that
    one of them has. filters: the names of those that some of them have values of.
    """

    path: str
    pages: int
    first: str
    last: str
    votes: int
    filters: tuple[str, ...]


class BundleList(msgspec.Struct, frozen=True):
    """pagefind/bundles.json. engine: the folder of pagefind.js, '' if there is no bundle. bundles: newest first."""

    engine: str
    bundles: tuple[BundleEntry, ...]


class Layout(msgspec.Struct, frozen=True):
    """What makes up `pagefind/`. folders: by name, where each one's files are stored. bundle_list: of bundles.json."""

    folders: Mapping[str, Path]
    bundle_list: bytes


def bundles_in(store: Path) -> list[Path]:
    """The bundles that stand in a store, whole or not."""
    return sorted(path for path in store.iterdir() if path.name[0] != ".") if store.is_dir() else []


def layout_of(stored: Iterable[Path]) -> Layout:
    """The published form of stored bundles, newest first, each known to be whole and named '<span>-<key>'."""
    folders: dict[str, Path] = {}
    entries: list[BundleEntry] = []
    engine = ""
    for folder in stored:
        known = said_of(folder)
        assert known, f"not a whole bundle: {folder}"
        entries.append(_entry_of(folder.name, known))
        folders[folder.name] = folder / DATA
        folders[known.engine] = folder / ENGINE
        engine = engine or f"{known.engine}/"
    return Layout(folders, msgspec.json.encode(BundleList(engine, tuple(entries))) + b"\n")


def bring_up(folder: Path, layout: Layout) -> None:
    """Brings a published `pagefind/` to a layout: links what is new from the store, removes what is gone.

    A folder's name tells its content and it appears whole, so one that is there is left alone. No file is written in
    place. A run that was killed is made good by the next one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {path.name for path in folder.iterdir()}
    for name in sorted(layout.folders.keys() - there):
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
            linked = Path(scratch, name)
            _link_all(layout.folders[name], linked)
            linked.rename(folder / name)
    bundle_list = folder / BUNDLE_LIST
    if not bundle_list.is_file() or bundle_list.read_bytes() != layout.bundle_list:
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
            written = Path(scratch, BUNDLE_LIST)
            written.write_bytes(layout.bundle_list)
            written.replace(bundle_list)
    for name in sorted(there - layout.folders.keys() - {BUNDLE_LIST}):
        remove(folder / name)


def forget_others(store: Path, kept: Iterable[str]) -> None:
    """Removes all but the named bundles from the store. What another one may be making at this moment stays."""
    names = set(kept)
    others = [path for path in store.iterdir() if path.name not in names] if store.is_dir() else []
    for path in others:
        if not (path.name.startswith(SCRATCH) and time.time() - path.stat().st_mtime < TIME_LIMIT_S):
            remove(path)


def remove(path: Path) -> None:
    """Removes a folder or file; it loses its name first, so that half of it is never taken for the whole."""
    gone = path if path.name.startswith(".") else path.with_name(f".gone-{path.name}")
    if gone != path:
        shutil.rmtree(gone, ignore_errors=True)
        path.rename(gone)
    if gone.is_dir() and not gone.is_symlink():
        shutil.rmtree(gone, ignore_errors=True)
    else:
        gone.unlink()


def _entry_of(name: str, known: About) -> BundleEntry:
    return BundleEntry(f"{name}/", known.pages, known.first, known.last, known.votes, known.filters)


def _link_all(source: Path, target: Path) -> None:
    """A second name for every file of a folder."""
    for base, _, names in os.walk(source):
        inside = target / Path(base).relative_to(source)
        inside.mkdir()
        for name in names:
            link_or_copy(os.path.join(base, name), os.path.join(inside, name))  # noqa: PTH118  # 5,000 times
