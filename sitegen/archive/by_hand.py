"""Single papers that a curator asked for → the archive, by the ordinary ingest. Knows no network."""

import datetime as dt
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from sitegen.archive.front_matter import take_apart
from sitegen.archive.ingest import Manner, ingest
from sitegen.archive.leaves import Leaf, leaves_of
from sitegen.archive.ledger import read_ledger
from sitegen.archive.merge import wanted_of
from sitegen.archive.plan import Plan
from sitegen.archive.writing import archive_lock
from sitegen.problems import Problem
from sitegen.sources.formats import Source
from sitegen.sources.look_up import Found
from sitegen.sources.paper_name import PaperName
from sitegen.sources.record import Harvest
from sitegen.text.files import read_text

SOURCE_NAME = "added by hand"
Outcome = Literal["added", "brought back", "listed again", "already there"]


class Added(msgspec.Struct, frozen=True):
    """A paper that was asked for. path: of its entry. since: the day that listed it first. withdrawn: that it was."""

    path: str
    title: str
    outcome: Outcome
    since: str
    withdrawn: str


class Additions(msgspec.Struct, frozen=True):
    """What came of the papers, in their order. alike: the paths of a new entry and of one that may be the same one."""

    papers: tuple[Added, ...]
    problems: tuple[Problem, ...]
    alike: tuple[tuple[str, str], ...]


class _Place(NamedTuple):
    """Where a paper is. key: of its entry; empty if it has none. path: of its file; empty if that is not there."""

    key: str
    path: str


def add(site_root: Path, found: tuple[Found, ...], date: dt.date, manner: Manner, *, is_day_asked: bool) -> Additions:
    """Adds papers to a day; one whose file was deleted comes back, because it was asked for.

    One that is there already stays as it is; if the day was asked for and it is not on it yet, it is listed on that day
    again. Raises SiteError as `ingest` does.
    """
    manner = msgspec.structs.replace(manner, restores=True)
    with archive_lock(site_root):
        before = _places(site_root, found)
        waiting = tuple(one for one in found if not _is_done(site_root, before[one.name], date, is_asked=is_day_asked))
        report = ingest(site_root, [_told(one) for one in waiting], manner)
        after = _places(site_root, found) if waiting else before
    papers = []
    for one in found:
        if after[one.name].path:
            outcome = _outcome(before[one.name], is_done=one not in waiting)
            papers.append(_added(site_root, one, after[one.name].path, outcome))
    return Additions(tuple(papers), report.problems, report.alike)


def _told(one: Found) -> tuple[Source, Harvest]:
    # Whoever adds a paper says nothing of its place among those of the day.
    record = msgspec.structs.replace(one.record, position=None, is_listing=True)
    return Source(name=SOURCE_NAME, file=one.file, format=one.format), Harvest((record,), ())


def _places(site_root: Path, found: tuple[Found, ...]) -> dict[PaperName, _Place]:
    plan = Plan(site_root, read_ledger(site_root))
    places = {}
    for one in found:
        source, harvest = _told(one)
        prepared = Manner(topics=()).preparation(harvest.records[0])
        key = plan.key_of(prepared, wanted_of(prepared, source, ()), {})
        places[one.name] = _Place(key, plan.paths.get(key, ""))
    return places


def _is_done(site_root: Path, place: _Place, date: dt.date, *, is_asked: bool) -> bool:
    """True if a paper is there, and on the day if that was asked for."""
    if not place.path or not is_asked:
        return bool(place.path)
    leaves = _leaves(site_root, place.path)
    return date.isoformat() in {str(leaves.get("date", "")), *leaves.get("listed_on", ())}


def _outcome(before: _Place, *, is_done: bool) -> Outcome:
    if before.path:
        return "already there" if is_done else "listed again"
    return "brought back" if before.key else "added"


def _added(site_root: Path, one: Found, path: str, outcome: Outcome) -> Added:
    leaves = _leaves(site_root, path)
    return Added(path, str(leaves.get("title", "")), outcome, str(leaves.get("date", "")), one.record.withdrawn)


def _leaves(site_root: Path, path: str) -> dict[str, Leaf]:
    return leaves_of(take_apart(read_text(site_root, path), path))
