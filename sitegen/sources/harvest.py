"""Sources → harvests: reads the files that are declared or named. A file that cannot be read stops no other."""

import datetime as dt
from pathlib import Path

from sitegen.problems import SiteError, did_you_mean, one_of, quoted, stop
from sitegen.sources.formats import READERS, Source, declared_sources
from sitegen.sources.record import Harvest


def declared(site_root: Path) -> list[tuple[Source, Harvest]]:
    """What the declared sources of a site give. Raises SiteError if their declaration cannot be read."""
    return [(source, _harvest(site_root / source.file, source.file, source)) for source in declared_sources(site_root)]


def named(
    site_root: Path, files: tuple[str, ...], format_name: str | None, date: dt.date | None, source_name: str | None
) -> list[tuple[Source, Harvest]]:
    """What the named files give. Raises SiteError if the format is missing or unknown."""
    if format_name is None:
        raise stop(files[0], f"no format given (expected one of: {one_of(READERS)})", "add --format FORMAT")
    if format_name not in READERS:
        message = f"no format {quoted(format_name)} (expected one of: {one_of(READERS)})"
        raise stop("--format", message, did_you_mean(format_name, READERS, "use one of the formats above"))
    name = source_name or format_name
    sources = [Source(name=name, file=_recorded(site_root, file), format=format_name, date=date) for file in files]
    return [(source, _harvest(site_root / file, file, source)) for file, source in zip(files, sources, strict=True)]


def _recorded(site_root: Path, file: str) -> str:
    """What entries say of a file: its path in the site, else its name; where it lay elsewhere concerns nobody."""
    path = (site_root / file).resolve()
    root = site_root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _harvest(path: Path, shown: str, source: Source) -> Harvest:
    try:
        return READERS[source.format](path.read_bytes(), shown, source.date)
    except SiteError as error:
        return Harvest((), error.problems)
    except OSError as error:
        hint = "check the name of the file"
        return Harvest((), stop(shown, f"cannot be read: {error.strerror or error}", hint).problems)
