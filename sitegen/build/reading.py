"""content/ → briefs, notes and own pages, reading only what changed since the last look."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sitegen.archive.brief import Brief
from sitegen.archive.marks import Marks
from sitegen.archive.shelves import (
    Filed,
    Shelf,
    Visit,
    forget_others,
    is_settled,
    kept_shelf,
    read_now,
    read_shelf,
    topics_on,
)
from sitegen.archive.sight import Catalogue, Found, keep_catalogue
from sitegen.archive.store import Note, OwnPage
from sitegen.archive.topics import Topic, former_names
from sitegen.archive.walk import CONTENT
from sitegen.build.memory import Memory
from sitegen.build.pool import Pool
from sitegen.build.seeing import Seen
from sitegen.output.manifest import Manifest
from sitegen.problems import Location, Problem, raise_if, stop

# From this many files on, other processes pay for their start (about 0.3 s each, an entry takes about 0.2 ms).
_MANY_FILES = 1500
_MONTH_GROUP = re.compile(r"\d{4}-\d{2}")
_MONTH_PAGE = re.compile(r"\d{4}/\d{2}/index\.html")


class Known(msgspec.Struct, frozen=True):
    """The archive in short. parsed_count: files that were parsed to know it."""

    briefs: tuple[Brief, ...]
    notes: tuple[Note, ...]
    own_pages: tuple[OwnPage, ...]
    marks: tuple[Marks, ...]
    parsed_count: int


def is_much(seen: Seen) -> bool:
    """True if reading what changed is worth other processes."""
    stale = [name for name, stamp in seen.stamps.items() if seen.catalogue.stamps.get(name) != stamp]
    return len(stale) > 1 and sum(len(seen.found[name]) for name in stale) > _MANY_FILES


def read_known(site_root: Path, seen: Seen, topics: Sequence[Topic], pool: Pool, memory: Memory) -> Known:
    """What the archive holds. Raises SiteError with the problems of all files."""
    slugs, former = frozenset(topic.slug for topic in topics), former_names(topics)
    found, stamps, catalogue = seen.found, seen.stamps, seen.catalogue
    stale = [name for name in found if not _is_known(name, stamps[name], catalogue, slugs)]
    visits = {name: Visit(site_root, name, found[name], slugs, former) for name in found}
    problems, parsed_count = _read([visits[name] for name in stale], pool)
    shelves: dict[str, Shelf] = {}
    for name in found:
        shelf = _shelf(site_root, name, stamps[name], memory, is_stale=name in stale)
        if shelf is None:  # damaged since, or kept by a build that saw something else: read it here
            shelf, again = read_now(visits[name])
            problems.extend(again.problems)
        shelves[name] = shelf
    filed = [each for name in found for each in shelves[name].files]
    problems.extend(_equal_keys(filed))
    if stale or catalogue.stamps.keys() != stamps.keys():
        _keep(site_root, stamps, shelves, {problem.location.path for problem in problems}, found)
    raise_if(problems)
    return Known(
        briefs=tuple(each.brief for each in filed if each.brief),
        notes=tuple(each.note for each in filed if each.note),
        own_pages=tuple(each.page for each in filed if each.page),
        marks=tuple(each.marks for each in filed if each.marks),
        parsed_count=parsed_count,
    )


def _is_known(name: str, stamp: bytes, catalogue: Catalogue, slugs: frozenset[str]) -> bool:
    return catalogue.stamps.get(name) == stamp and slugs.issuperset(catalogue.topics.get(name, ()))


def _read(visits: Sequence[Visit], pool: Pool) -> tuple[list[Problem], int]:
    """Reads the stale shelves; answers what is wrong and how many files were parsed."""
    is_much = sum(len(visit.found) for visit in visits) > _MANY_FILES and len(visits) > 1
    readings = list(pool.run(read_shelf, visits, is_much=is_much))
    problems = [problem for reading in readings for problem in reading.problems]
    return problems, sum(reading.parsed_count for reading in readings)


def _shelf(site_root: Path, name: str, stamp: bytes, memory: Memory, *, is_stale: bool) -> Shelf | None:
    known = memory.shelves.get(name)
    if known and known[0] == stamp and not is_stale:
        return known[1]
    shelf = kept_shelf(site_root, name)
    if shelf is not None and shelf.stamp != stamp:
        return None
    if shelf is not None:
        memory.shelves[name] = (stamp, shelf)
    return shelf


def _keep(
    site_root: Path,
    stamps: dict[str, bytes],
    shelves: dict[str, Shelf],
    with_problems: set[str],
    found: dict[str, tuple[Found, ...]],
) -> None:
    """Remembers which shelves need no second look: those without problems and without files that may yet change."""
    sound = {
        name: stamp
        for name, stamp in stamps.items()
        if is_settled(shelves[name]) and with_problems.isdisjoint(each.path for each in found[name])
    }
    keep_catalogue(site_root, Catalogue(sound, {name: topics_on(shelves[name]) for name in sound}))
    forget_others(site_root, stamps)


def refuse_lost_archive(known: Known, manifest: Manifest, shown: str, site_root: Path) -> None:
    """Raises SiteError if no entry is there, and the published site has papers. shown: what messages call it."""
    if known.briefs or not _has_papers(manifest):
        return
    what = "holds no entry" if (site_root / CONTENT).exists() else "missing"
    hint = f"bring the archive back; to publish a site without papers, remove {shown} first"
    raise stop(CONTENT, f"{what} (expected the archive of {shown}, which was published with papers)", hint)


def _has_papers(manifest: Manifest) -> bool:
    """True if a site has a page of a paper, or of a month, which only papers make."""
    groups = (manifest.group(name) for name in manifest.names if _MONTH_GROUP.fullmatch(name))
    paths = (path for group in groups if group for path in group.files)
    return any(path.startswith("papers/") or _MONTH_PAGE.fullmatch(path) for path in paths)


def _equal_keys(filed: Iterable[Filed]) -> list[Problem]:
    """A problem for each entry whose key an earlier one has."""
    owners: dict[str, str] = {}
    problems = []
    for each in filed:
        if each.brief is None:
            continue
        owner = owners.setdefault(each.brief.key, each.path)
        if owner != each.path:
            message = f"the key '{each.brief.key}' is taken by {owner} (expected one file for each key)"
            hint = "remove one of the two, or rename it if they are different papers"
            problems.append(Problem(Location(each.path), message, hint))
    return problems
