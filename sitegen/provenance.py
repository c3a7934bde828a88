"""What made the bytes of a site: sitegen's own files and the versions of the libraries that write."""

import hashlib
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


def digest(*parts: bytes | memoryview) -> bytes:
    """16 bytes that stand for these parts, in this order."""
    pieces: list[bytes | memoryview] = []
    for part in parts:
        pieces += len(part).to_bytes(8, "little"), part
    return hashlib.blake2b(b"".join(pieces), digest_size=16).digest()


@cache
def engine_parts() -> Mapping[str, str]:
    """What makes the bytes of a site, by name: a digest of sitegen's own files, the versions of all else."""
    from importlib.metadata import version

    package = Path(sitegen.__file__).parent
    # Tables too: what a paper is related to follows from one.
    sources = sorted(path for kind in ("*.py", "*.tsv") for path in package.rglob(kind))
    own = [part for path in sources for part in (path.relative_to(package).as_posix().encode(), path.read_bytes())]
    return {
        "sitegen": f"{sitegen.__version__} ({digest(*own).hex()[:12]})",
        **{name: version(name) for name in LIBRARIES},
        "python": sys.version.partition(" ")[0],
    }


@cache
def engine_digest() -> bytes:
    """16 bytes that change with sitegen, with Python's version, and with a library that makes bytes."""
    return digest(*(f"{name} {made_by}".encode() for name, made_by in engine_parts().items()))
