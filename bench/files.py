"""Two looks at a published site → which files a build wrote anew."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from audit.kinds import kind_of

_SEARCH = "pagefind"


class Stamp(NamedTuple):
    """inode: another one means another file under the name, even if its bytes are the same."""

    inode: int
    digest: bytes


class Changes(NamedTuple):
    """Paths, sorted. rewritten: other bytes. touched: the same bytes, written again."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    rewritten: tuple[str, ...]
    touched: tuple[str, ...]


def snapshot(folder: Path) -> Mapping[str, Stamp]:
    """Every file of a site by its path, without the index of the search and what is hidden, which no upload sends."""
    found = {}
    for base, folders, names in os.walk(folder):
        if Path(base) == folder and _SEARCH in folders:
            folders.remove(_SEARCH)
        for name in names:
            if name.startswith("."):
                continue
            path = Path(base, name)
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            found[path.relative_to(folder).as_posix()] = Stamp(path.stat().st_ino, digest)
    return found


def changes(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> Changes:
    """What differs between two snapshots."""
    both = sorted(before.keys() & after.keys())
    return Changes(
        new=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        rewritten=tuple(path for path in both if before[path].digest != after[path].digest),
        touched=tuple(
            path
            for path in both
            if before[path].digest == after[path].digest and before[path].inode != after[path].inode
        ),
    )


def by_kind(paths: Iterable[str]) -> Mapping[str, int]:
    """How many files of each kind, the most first."""
    counts = Counter(map(kind_of, paths))
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "none"
