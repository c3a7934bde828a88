"""The files of a site that are not pages: those of the theme, and the site's own in static/."""

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from sitegen.output.manifest import GroupRecord, Manifest, Record, group_record
from sitegen.output.writing import static_files
from sitegen.problems import ENVIRONMENT_FAILURE, stop
from sitegen.provenance import digest, engine_digest
from sitegen.render.theme import Theme
from sitegen.text.source_comments import script_without_comments, style_without_comments

FILES_GROUP = "files"
# Where a theme's files go; `asset()` in a template names them.
ASSETS = "assets/"
STATIC = "static"
# What readers need not load. The site's own files are served as they are.
_LEAVE_OUT: Mapping[str, Callable[[str], str]] = {
    ".css": style_without_comments,
    ".js": script_without_comments,
    ".mjs": script_without_comments,
}


class StaticFile(msgspec.Struct, frozen=True):
    """A file to serve. origin: the file a person would change to move it. key: of all that the bytes follow from.

    suffix: of what is left out; empty for a file that is served as it is.
    """

    source: Path
    origin: str
    key: bytes
    suffix: str = ""


def static_of(site_root: Path, theme: Theme) -> dict[str, StaticFile]:
    """The static files by their path on the site. Raises SiteError for links that lead elsewhere."""
    own = static_files(site_root / STATIC, STATIC)
    of_theme = static_files(theme.folder / STATIC, f"{theme.shown_path}/{STATIC}", ASSETS)
    files = {
        path: _static_file(source, theme.shown_path, PurePosixPath(path).suffix) for path, source in of_theme.items()
    }
    return files | {path: _static_file(source, f"static/{path}") for path, source in own.items()}


def bytes_of(file: StaticFile) -> bytes:
    """The bytes to serve. Raises SiteError (exit code 3) if the file is another than the one that was looked at."""
    data = file.source.read_bytes()
    if _key(data, file.suffix) != file.key:
        message = "changed while the site was built from it"
        raise stop(file.origin, message, "run the build again", ENVIRONMENT_FAILURE)
    if not file.suffix:
        return data
    try:
        return _LEAVE_OUT[file.suffix](data.decode()).encode()
    except UnicodeDecodeError:
        return data


def is_there(manifest: Manifest, path: str, file: StaticFile) -> bool:
    """True if a published site has the file as it is now."""
    group = manifest.group(FILES_GROUP)
    record = group and group.files.get(path)
    return bool(record and record.key == file.key)


def static_value(files: Mapping[str, StaticFile]) -> bytes:
    """A digest of all that the served files follow from."""
    return digest(*(path.encode() + file.key for path, file in sorted(files.items())))


def static_group(files: Mapping[str, StaticFile], made: Mapping[str, bytes], published: Manifest) -> GroupRecord:
    """The group of static files. made: the bytes of those that the published site does not have."""
    group = published.group(FILES_GROUP)
    kept = group.files if group else {}
    records = {
        path: Record(file.key, digest(made[path])) if path in made else kept[path] for path, file in files.items()
    }
    return group_record(static_value(files), {}, records)


def _static_file(source: Path, origin: str, suffix: str = "") -> StaticFile:
    served = suffix if suffix in _LEAVE_OUT else ""
    return StaticFile(source, origin, _key(source.read_bytes(), served), served)


def _key(data: bytes, suffix: str) -> bytes:
    return digest(engine_digest(), data) if suffix else digest(data)
