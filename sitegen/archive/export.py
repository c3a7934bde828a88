"""Entries → JSON Lines with all that the archive says of them, for `sources.own_export` to read. Writes no file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.declared import declared_topics
from sitegen.archive.entry import Entry, front_matter_schema
from sitegen.archive.ledger import Line, read_ledger
from sitegen.archive.store import read_archive
from sitegen.archive.topics import FormerNames, former_names, hint_for_unknown
from sitegen.problems import SiteError, did_you_mean, one_of, quoted, raise_if, stop
from sitegen.sources.own_export import MARK, SHAPE

_FIELDS = tuple((field.name, field.target) for field in front_matter_schema(frozenset()))


class Selection(msgspec.Struct, frozen=True):
    """Which entries to export: those that are all of what is said here; everything if nothing is."""

    keys: tuple[str, ...] = ()
    day: dt.date | None = None
    topic: str = ""


def exported(site_root: Path, selection: Selection) -> Iterator[bytes]:
    """The lines of the selected entries, by the day and the key of their files; equal archives give equal bytes.

    Raises SiteError if a file of the archive or the ledger cannot be read, and if a key or a topic is unknown: an
    export that lacks something is no export.
    """
    topics = declared_topics(site_root)
    slugs, former = tuple(topic.slug for topic in topics), former_names(topics)
    entries = read_archive(site_root, slugs, former).entries
    _refuse_unknown(entries, slugs, former, selection)
    ledger = read_ledger(site_root).lines
    chosen = (entry for entry in entries if _is_selected(entry, selection))
    return (line_of(entry, ledger.get(entry.key)) for entry in sorted(chosen, key=lambda entry: entry.path))


def line_of(entry: Entry, ledger_line: Line | None) -> bytes:
    """An entry as one line of JSON: every field of its front matter in the order of the schema, then the body.

    What the entry does not say is null, [] or {}. ledger_line: what ingest knows of it; None if that is nothing.
    """
    line: dict[str, object] = {MARK: SHAPE, "key": entry.key, "path": entry.path}
    for name, attribute in _FIELDS:
        line[name] = _shown(getattr(entry, attribute))
    line["body"] = entry.abstract
    line["ledger"] = ledger_line
    return _ENCODE(line) + b"\n"


# Sorted names inside `extra` and the ledger would be stable too, but not as they were written.
_ENCODE = msgspec.json.Encoder().encode


def _shown(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return {name: inner for name, inner in msgspec.structs.asdict(value).items() if inner}
    return None if value == "" else value


def _is_selected(entry: Entry, selection: Selection) -> bool:
    return (
        (not selection.keys or entry.key in selection.keys)
        and selection.day in (None, entry.date)
        and (not selection.topic or selection.topic in entry.topics)
    )


def _refuse_unknown(
    entries: Iterable[Entry], slugs: tuple[str, ...], former: FormerNames, selection: Selection
) -> None:
    keys: Mapping[str, Entry] = {entry.key: entry for entry in entries} if selection.keys else {}
    unknown = [key for key in dict.fromkeys(selection.keys) if key not in keys]
    errors: list[SiteError] = []
    for key in unknown:
        hint = did_you_mean(key, keys, "a key is a file name without '.md'")
        errors.append(stop(key, f"no entry has the key {quoted(key)}", hint))
    if selection.topic and selection.topic not in slugs:
        hint = hint_for_unknown(selection.topic, slugs, former, "topics are declared in topics.yaml")
        message = f"unknown topic {quoted(selection.topic)} (expected one of: {one_of(slugs)})"
        errors.append(stop("--topic", message, hint))
    raise_if([problem for error in errors for problem in error.problems])
