"""Which files of a published site are ours, what made them and what is in them. It lies in the site it describes.

So it changes places with the site in the same step, and can never tell of another one.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.memo import SCRATCH, forget, is_ours, recall, remember
from sitegen.problems import Location, Problem, SiteError, stop
from sitegen.provenance import digest

# Hidden, so that uploading to GitHub Pages leaves it out.
MANIFEST = ".sitegen-manifest"
# Stands in a site that is being written, instead of its manifest.
UNFINISHED = ".sitegen-unfinished"
SEARCH_FOLDER = "pagefind"
_VERSION = digest(b"manifest 3")
_FORMER = ".sitegen-manifest.json"
_SHOWN_STRANGERS = 10


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A file. key: of all that its bytes follow from. digest: of its bytes. detail: of what it alone follows from."""

    key: bytes
    digest: bytes
    detail: bytes = b""


class GroupRecord(msgspec.Struct, frozen=True, array_like=True):
    """The files of a group of sheets. value: of all they follow from. sheets: the same for each sheet, by name.

    base: of all but the details of files; empty if it is not known.
    """

    value: bytes
    file_count: int
    sheets: Mapping[str, bytes]
    files: Mapping[str, Record]
    base: bytes = b""


def group_record(
    value: bytes, sheets: Mapping[str, bytes], files: Mapping[str, Record], base: bytes = b""
) -> GroupRecord:
    return GroupRecord(value, len(files), dict(sorted(sheets.items())), dict(sorted(files.items())), base)


class Manifest:
    """The files of a site, by group. A group is decoded when it is asked for: a day's build needs a few.

    The search index (`pagefind/`) is ours as a whole and stands in no group.
    """

    def __init__(self, groups: Mapping[str, GroupRecord | msgspec.Raw]) -> None:
        self._groups = dict(groups)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._groups)

    def group(self, name: str) -> GroupRecord | None:
        found = self._groups.get(name)
        if isinstance(found, msgspec.Raw):
            found = self._groups[name] = msgspec.msgpack.decode(found, type=GroupRecord)
        return found

    def raw(self, name: str) -> GroupRecord | msgspec.Raw:
        """A group as it is to be written again."""
        return self._groups[name]

    def head(self, name: str) -> tuple[bytes, int]:
        """The value of a group and how many files it has; nothing if there is no such group."""
        found = self._groups.get(name)
        if found is None:
            return b"", 0
        head = msgspec.msgpack.decode(found, type=_Head) if isinstance(found, msgspec.Raw) else found
        return head.value, head.file_count

    def files(self) -> dict[str, Record]:
        """All files by path."""
        files: dict[str, Record] = {}
        for group in map(self.group, self._groups):
            assert group is not None, "every name has its group"
            files.update(group.files)
        return files

    def without(self, paths: Iterable[str]) -> "Manifest":
        """The manifest of a site in which these files are not what they should be: their groups are made anew."""
        lost = set(paths)
        groups: dict[str, GroupRecord | msgspec.Raw] = {}
        for name in self._groups:
            group = self.group(name)
            assert group is not None, "every name has its group"
            if lost.isdisjoint(group.files):
                groups[name] = self._groups[name]
                continue
            files = {path: record for path, record in group.files.items() if path not in lost}
            groups[name] = group_record(b"", {}, files)
        return Manifest(groups)

    def write(self, folder: Path) -> None:
        remember(folder / MANIFEST, dict(sorted(self._groups.items())), _VERSION)

    def mend(self, folder: Path, *, is_site_whole: bool) -> None:
        """Writes it again into the site that it describes, if it is damaged there, or to say that the site is whole.

        If the site is not whole, the manifest is dated so far back that the next look reads all files.
        """
        for path in folder.glob(f"{SCRATCH}*"):
            forget(path)
        if is_site_whole or recall(folder / MANIFEST, dict[str, msgspec.Raw], _VERSION) is None:
            self.write(folder)
            if not is_site_whole:
                os.utime(folder / MANIFEST, (0, 0))


class _Head(msgspec.Struct, array_like=True):
    value: bytes
    file_count: int


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a site; None if there is none that can be read."""
    groups = recall(folder / MANIFEST, dict[str, msgspec.Raw], _VERSION)
    return Manifest(groups) if groups is not None else _former_manifest(folder)


def is_same_site(one: Path, other: Path) -> bool:
    """True if two folders hold the same files, by their manifests."""
    try:
        return (one / MANIFEST).read_bytes() == (other / MANIFEST).read_bytes()
    except OSError:
        return False


class _FormerManifest(msgspec.Struct):
    files: dict[str, str]


def _former_manifest(folder: Path) -> Manifest | None:
    """The manifest as sitegen wrote it before there were groups: whose the files are, but not what made them."""
    try:
        former = msgspec.json.decode((folder / _FORMER).read_bytes(), type=_FormerManifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return _known_by_path((*former.files, _FORMER))


def _known_by_path(paths: Iterable[str]) -> Manifest:
    """The manifest of files of ours of which nothing else is known."""
    return Manifest({"former": group_record(b"", {}, {path: Record(b"", b"") for path in paths})})


def manifest_of(published: Path, standby: Path) -> Manifest | None:
    """The manifest of a published site: its own, else the standby's, whose files are the same.

    If neither can be read, as when another version of sitegen wrote them, every file of the site counts as ours.
    """
    found = read_manifest(published) or (read_manifest(standby) if published.is_dir() else None)
    if found is None and is_ours(published / MANIFEST):
        return _known_by_path(path for path in files_below(published) if not _is_kept(path))
    return found


def refuse_others_folder(folder: Path, standby: Path, shown: str) -> None:
    """Raises SiteError if `folder` is there, and sitegen did not make it."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not folder.is_dir():
        raise stop(
            shown, "not a folder of its own (expected a folder that sitegen made, or none)", "choose another --output"
        )
    names = sorted(path.name for path in folder.iterdir())
    if names and manifest_of(folder, standby) is None:
        message = (
            f"not made by sitegen: it holds '{names[0]}' and no {MANIFEST} (expected a site, an empty folder, or none)"
        )
        raise stop(shown, message, "choose another --output, or empty the folder yourself")


def refuse_strangers(folder: Path, shown: str, manifest: Manifest) -> None:
    """Raises SiteError if publishing to `folder` would lose a file that sitegen did not make."""
    files = manifest.files()
    strangers = sorted(path for path in files_below(folder) if path not in files and not _is_kept(path))
    message = "not made by sitegen, and publishing would remove it"
    hint = "put files of your own into static/: they are copied to the root of the site"
    if strangers:
        raise SiteError(Problem(Location(f"{shown}/{path}"), message, hint) for path in strangers[:_SHOWN_STRANGERS])


def files_below(folder: Path) -> list[str]:
    """The paths of all files (and links) below a folder, relative to it."""
    found: list[str] = []
    lead = len(str(folder)) + 1
    for base, folders, names in os.walk(folder):
        links = [name for name in folders if Path(base, name).is_symlink()]
        below = f"{base[lead:]}/" if len(base) >= lead else ""
        found.extend(f"{below}{name}" for name in [*names, *links])
    return found


def _is_kept(path: str) -> bool:
    return path in (MANIFEST, UNFINISHED) or path.startswith((f"{SEARCH_FOLDER}/", SCRATCH))
