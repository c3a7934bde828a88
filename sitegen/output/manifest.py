"""Which files of a published site are ours, and what is in them. Guards whatever is not."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.problems import Location, Problem, SiteError, stop

# Hidden, so that uploading to GitHub Pages leaves it out.
MANIFEST = ".sitegen-manifest.json"
SEARCH_FOLDER = "pagefind"
_SHOWN_STRANGERS = 10


class Manifest(msgspec.Struct, frozen=True):
    """The files of a site by path, with digests. The search index (`pagefind/`) is ours as a whole and not listed."""

    version: int
    files: Mapping[str, str]


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def emitted(files: Mapping[str, str]) -> bytes:
    """The manifest as sorted JSON, one line for each file."""
    return msgspec.json.format(msgspec.json.encode(Manifest(1, dict(sorted(files.items()))))) + b"\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a site; None if there is none that can be read."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def refuse_foreign(folder: Path, shown: str) -> None:
    """Raises SiteError if publishing to `folder` would lose a file that sitegen did not make."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not folder.is_dir():
        raise stop(
            shown, "not a folder of its own (expected a folder that sitegen made, or none)", "choose another --output"
        )
    if not any(folder.iterdir()):
        return
    manifest = read_manifest(folder)
    if manifest is None:
        first = min(path.name for path in folder.iterdir())
        message = (
            f"not made by sitegen: it holds '{first}' and no {MANIFEST} (expected a site, an empty folder, or none)"
        )
        raise stop(shown, message, "choose another --output, or empty the folder yourself")
    strangers = sorted(path for path in files_below(folder) if not _is_ours(path, manifest))
    message = "not made by sitegen, and publishing would remove it"
    hint = "put files of your own into static/: they are copied to the root of the site"
    if strangers:
        raise SiteError(Problem(Location(f"{shown}/{path}"), message, hint) for path in strangers[:_SHOWN_STRANGERS])


def files_below(folder: Path) -> list[str]:
    """The paths of all files (and links) below a folder, relative to it."""
    found: list[str] = []
    for base, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(base) / name).is_symlink()]
        found.extend((Path(base) / name).relative_to(folder).as_posix() for name in [*names, *links])
    return found


def _is_ours(path: str, manifest: Manifest) -> bool:
    return path == MANIFEST or path in manifest.files or path.startswith(f"{SEARCH_FOLDER}/")
