"""Single papers that a curator asked for → the archive, by the ordinary ingest. Knows no network."""

import datetime as dt
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from sitegen.archive.front_matter import take_apart
from sitegen.archive.ingest import Counts, Report, ingest
from sitegen.archive.leaves import leaves_of
from sitegen.archive.prepared import cleaned
from sitegen.archive.topics import Topic
from sitegen.problems import Location, Problem
from sitegen.sources.formats import Source
from sitegen.sources.look_up import Found
from sitegen.sources.paper_name import PaperName
from sitegen.sources.record import Harvest
from sitegen.text.files import read_text

SOURCE_NAME = "added by hand"
Outcome = Literal["added", "listed again", "filled in", "already there"]


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


class _Fate(NamedTuple):
    """What ingest did with a paper. path: of its entry; empty if it has none."""

    counts: Counts
    path: str


def add(
    site_root: Path, found: tuple[Found, ...], date: dt.date, topics: tuple[Topic, ...], *, is_day_asked: bool
) -> Additions:
    """Adds papers to a day.

    One that is there already stays in its place; it is listed on that day again only if the day was asked for. Raises
    SiteError as `ingest` does.
    """
    # As news first: of the papers that are there, none is to be listed on a day that nobody named.
    reports = [_ingest(site_root, found, topics, is_listing=is_day_asked)]
    fates = _fates(found, reports[0])
    new = tuple(one for one in found if fates[one.name].counts.not_listed)
    if new:
        reports.append(_ingest(site_root, new, topics, is_listing=True))
        fates.update(_fates(new, reports[1]))
    papers: list[Added] = []
    problems = [problem for report in reports for problem in report.problems]
    for one in found:
        fate = fates[one.name]
        if fate.path:
            papers.append(_added(site_root, one, fate, date))
        elif fate.counts.ignored:
            hint = "git can bring the file back, or write it anew"
            problems.append(Problem(Location(one.name.text), "its file was deleted by hand", hint))
    return Additions(tuple(papers), tuple(problems), tuple(pair for report in reports for pair in report.alike))


def _ingest(site_root: Path, found: tuple[Found, ...], topics: tuple[Topic, ...], *, is_listing: bool) -> Report:
    """The report of an ingest with a source for each paper, so that it says what became of each."""
    harvests = []
    for one in found:
        # Whoever adds a paper says nothing of its place among those of the day.
        record = msgspec.structs.replace(one.record, position=None, is_listing=is_listing)
        harvests.append((Source(name=SOURCE_NAME, file=one.file, format=one.format), Harvest((record,), ())))
    return ingest(site_root, harvests, topics, cleaned)


def _fates(found: tuple[Found, ...], report: Report) -> dict[PaperName, _Fate]:
    told = zip(found, report.counts, report.paths, strict=True)
    return {one.name: _Fate(counts, paths[0] if paths else "") for one, counts, paths in told}


def _added(site_root: Path, one: Found, fate: _Fate, date: dt.date) -> Added:
    leaves = leaves_of(take_apart(read_text(site_root, fate.path), fate.path))
    again = leaves.get("listed_on", ())
    outcome: Outcome = "already there"
    if fate.counts.new:
        outcome = "added"
    elif fate.counts.updated:
        outcome = "listed again" if date.isoformat() in again else "filled in"
    title, since = str(leaves.get("title", "")), str(leaves.get("date", ""))
    return Added(fate.path, title, outcome, since, one.record.withdrawn)
