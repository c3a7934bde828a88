"""Sources → harvests: reads the files that are declared or named. A file that cannot be read stops no other."""

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from sitegen.problems import SiteError, did_you_mean, one_of, quoted, stop
from sitegen.sources.formats import READERS, Source, declared_sources
from sitegen.sources.packed import LARGEST_BYTE_COUNT, too_large, unpacked
from sitegen.sources.recognise import recognised
from sitegen.sources.record import Harvest


def declared(site_root: Path) -> list[tuple[Source, Harvest]]:
    """What the declared sources of a site give. Raises SiteError if their declaration cannot be read."""
    return [_harvest(site_root / source.file, source.file, source) for source in declared_sources(site_root)]


def named(
    site_root: Path, files: tuple[str, ...], format_name: str | None, date: dt.date | None, source_name: str | None
) -> list[tuple[Source, Harvest]]:
    """What the named files give. Raises SiteError if the format is unknown; without one, the content tells it."""
    if format_name is not None and format_name not in READERS:
        message = f"no format {quoted(format_name)} (expected one of: {one_of(READERS)})"
        raise stop("--format", message, did_you_mean(format_name, READERS, "use one of the formats above"))
    sources = [
        Source(name=source_name or "", file=_recorded(site_root, file), format=format_name or "", date=date)
        for file in files
    ]
    return [_harvest(site_root / file, file, source) for file, source in zip(files, sources, strict=True)]


def _recorded(site_root: Path, file: str) -> str:
    """What entries say of a file: its path in the site, else its name; where it lay elsewhere concerns nobody."""
    path = (site_root / file).resolve()
    root = site_root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _harvest(path: Path, shown: str, source: Source) -> tuple[Source, Harvest]:
    """The source with its format and name, and what it gives. One of an unknown format goes by its file."""
    name = source.name or source.format or source.file
    try:
        data = unpacked(_content(path, shown), shown)
        format_name = source.format or recognised(data, shown)
        source = replace(source, format=format_name, name=source.name or format_name)
        return source, READERS[format_name](data, shown, source.date)
    except SiteError as error:
        harvest = Harvest((), error.problems)
    except OSError as error:
        hint = "check the name of the file"
        harvest = Harvest((), stop(shown, f"cannot be read: {error.strerror or error}", hint).problems)
    return replace(source, name=source.name or name), harvest


def _content(path: Path, shown: str) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST_BYTE_COUNT + 1)
    if len(data) > LARGEST_BYTE_COUNT:
        raise too_large(shown, LARGEST_BYTE_COUNT)
    return data
