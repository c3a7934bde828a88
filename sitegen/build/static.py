"""The files of a site that are not pages: those of the theme, and the site's own in static/."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.output.manifest import GroupRecord, Record, group_record
from sitegen.output.writing import static_files
from sitegen.problems import ENVIRONMENT_FAILURE, stop
from sitegen.provenance import digest
from sitegen.render.theme import Theme

FILES_GROUP = "files"
# Where a theme's files go; `asset()` in a template names them.
ASSETS = "assets/"
STATIC = "static"


class StaticFile(msgspec.Struct, frozen=True):
    """A file to copy. origin: the file a person would change to move it. record: of its bytes."""

    source: Path
    origin: str
    record: Record


def static_of(site_root: Path, theme: Theme) -> dict[str, StaticFile]:
    """The static files by their path on the site. Raises SiteError for links that lead elsewhere."""
    own = static_files(site_root / STATIC, STATIC)
    of_theme = static_files(theme.folder / STATIC, f"{theme.shown_path}/{STATIC}", ASSETS)
    found = {path: (source, f"static/{path}") for path, source in own.items()}
    themes = {path: (source, theme.shown_path) for path, source in of_theme.items() if path not in found}
    return {path: _static_file(*place) for path, place in {**themes, **found}.items()}


def bytes_of(file: StaticFile) -> bytes:
    """The bytes of a static file. Raises SiteError (exit code 3) if they are others than those that were looked at."""
    data = file.source.read_bytes()
    if digest(data) != file.record.digest:
        message = "changed while the site was built from it"
        raise stop(file.origin, message, "run the build again", ENVIRONMENT_FAILURE)
    return data


def static_group(files: Mapping[str, StaticFile]) -> GroupRecord:
    """The group of static files."""
    records = {path: files[path].record for path in sorted(files)}
    return group_record(digest(*(path.encode() + record.digest for path, record in records.items())), {}, records)


def _static_file(source: Path, origin: str) -> StaticFile:
    found = digest(source.read_bytes())
    return StaticFile(source, origin, Record(found, found))
