"""Sources → harvests: reads the files that are declared or named. A file that cannot be read stops no other."""

import datetime as dt
from pathlib import Path

from sitegen.problems import SiteError, did_you_mean, one_of, quoted, stop
from sitegen.sources.formats import READERS, Source, declared_sources
from sitegen.sources.record import Harvest


def declared(site_root: Path) -> list[tuple[Source, Harvest]]:
    """What the declared sources of a site give. Raises SiteError if their declaration cannot be read."""
    return [(source, _harvest(site_root / source.file, source)) for source in declared_sources(site_root)]


def named(
    files: tuple[str, ...], format_name: str | None, date: dt.date | None, source_name: str | None
) -> list[tuple[Source, Harvest]]:
    """What the named files give. Raises SiteError if the format is missing or unknown."""
    if format_name is None:
        raise stop(files[0], f"no format given (expected one of: {one_of(READERS)})", "add --format FORMAT")
    if format_name not in READERS:
        message = f"no format {quoted(format_name)} (expected one of: {one_of(READERS)})"
        raise stop("--format", message, did_you_mean(format_name, READERS, "use one of the formats above"))
    sources = [Source(name=source_name or format_name, file=file, format=format_name, date=date) for file in files]
    return [(source, _harvest(Path(source.file), source)) for source in sources]


def _harvest(path: Path, source: Source) -> Harvest:
    try:
        return READERS[source.format](path.read_bytes(), source.file, source.date)
    except SiteError as error:
        return Harvest((), error.problems)
    except OSError as error:
        hint = "check the name of the file"
        return Harvest((), stop(source.file, f"cannot be read: {error.strerror or error}", hint).problems)
