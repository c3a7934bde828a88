"""What made the bytes of a site: sitegen's own files and the versions of the libraries that write."""

import hashlib
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import sitegen

# What stands between a file of the archive and the bytes of a page. Pagefind names itself in the keys of its bundles.
LIBRARIES = (
    "jinja2",
    "latex2mathml",
    "markdown-it-py",
    "markupsafe",
    "mdurl",
    "msgspec",
    "python-slugify",
    "pyyaml",
    "text-unidecode",
)

_PACKAGE = Path(sitegen.__file__).parent
_known: dict[str, str] = {}


def digest(*parts: bytes | memoryview) -> bytes:
    """16 bytes that stand for these parts, in this order."""
    pieces: list[bytes | memoryview] = []
    for part in parts:
        pieces += len(part).to_bytes(8, "little"), part
    return hashlib.blake2b(b"".join(pieces), digest_size=16).digest()


@cache
def engine_parts() -> Mapping[str, str]:
    """What makes the bytes of a site, by name: a digest of sitegen's own files, the versions of all else."""
    if _known:
        return dict(_known)
    from importlib.metadata import version

    paths = map(Path, _sources())
    own = [part for path in paths for part in (path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes())]
    return {
        "sitegen": f"{sitegen.__version__} ({digest(*own).hex()[:12]})",
        **{name: version(name) for name in LIBRARIES},
        "python": sys.version.partition(" ")[0],
    }


def engine_is(parts: Mapping[str, str]) -> None:
    """Tells `engine_parts` what it would find: read before, with the same stamp. To be told before it is asked."""
    _known.update(parts)


def engine_stamp() -> tuple[bytes, float]:
    """What the file system tells of the engine: 16 bytes, others after any change; and when that was, in s since 1970.

    Of a library it tells only that its folder changed, as it does where another version is installed.
    """
    stats = [(path, Path(path).stat()) for path in (*_sources(), *filter(os.path.exists, sys.path))]
    told = [f"{path} {of.st_size} {of.st_mtime_ns} {of.st_ctime_ns} {of.st_ino}" for path, of in stats]
    return digest("\n".join((sys.version, *LIBRARIES, *told)).encode()), max(of.st_ctime for _, of in stats)


def _sources() -> list[str]:
    # Tables too: what a paper is related to follows from one.
    files = (f"{folder}/{name}" for folder, _, names in os.walk(_PACKAGE) for name in names)
    return sorted(path for path in files if path.endswith((".py", ".tsv")))


@cache
def engine_digest() -> bytes:
    """16 bytes that change with sitegen, with Python's version, and with a library that makes bytes."""
    return digest(*(f"{name} {made_by}".encode() for name, made_by in engine_parts().items()))
