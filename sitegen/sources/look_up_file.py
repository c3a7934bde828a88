"""Single papers, by name → what a file tells of them, in any format that is read. Knows no network."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sitegen.problems import USER_MISTAKE, Location, Problem, SiteError
from sitegen.sources.harvest import named
from sitegen.sources.look_up import Found, NotFound
from sitegen.sources.paper_name import PaperName
from sitegen.sources.record import Record


def look_up_in(site_root: Path, file: str, names: tuple[PaperName, ...], date: dt.date) -> tuple[Found | NotFound, ...]:
    """What a file tells of each paper, in the order of the names; the first row that is it counts.

    date: the day that is to list them, whatever the file says. Raises SiteError if nothing of the file can be read.
    """
    ((source, harvest),) = named(site_root, (file,), None, date, None)
    if harvest.rejected and not harvest.records:
        raise SiteError(harvest.rejected)
    found: list[Found | NotFound] = []
    for name in names:
        record = next(_those(harvest.records, name), None)
        if record is None:
            hint = "sitegen ingest tells of rows of a file that cannot be read"
            problem = Problem(Location(name.text), f"not found in {file}", hint)
            found.append(NotFound(name, problem, USER_MISTAKE))
            continue
        found.append(Found(name, source.format, msgspec.structs.replace(record, date=date), source.file))
    return tuple(found)


def _those(records: Iterable[Record], name: PaperName) -> Iterator[Record]:
    """The records of a paper. An export of our own holds entries, not papers as a source told them."""
    for record in records:
        if record.own is None and (
            record.arxiv_id == name.arxiv_id if name.arxiv_id else record.doi.casefold() == name.doi.casefold()
        ):
            yield record
