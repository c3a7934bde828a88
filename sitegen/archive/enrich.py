"""Facts of papers into the entries that lack them, in one step: matched by title, filled, written as ingest writes."""

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.archive.by_title import Suggestion, verdicts
from sitegen.archive.filling import Filled, filled, with_alias
from sitegen.archive.leaves import Leaf
from sitegen.archive.ledger import Ledger, Line, month_of, read_ledger
from sitegen.archive.plan import Plan
from sitegen.archive.store import date_of_folder
from sitegen.archive.unidentified import Seen, Unidentified, seen
from sitegen.archive.writing import archive_lock, write_plan
from sitegen.problems import Problem, did_you_mean, quoted, raise_if, stop
from sitegen.sources.facts import Fact
from sitegen.sources.identifiers import arxiv_abs, arxiv_pdf
from sitegen.text.characters import allowed
from sitegen.text.characters import line as on_one_line
from sitegen.text.files import read_text
from sitegen.text.hygiene import WHITE_SPACE, clean_names


class Enriched(msgspec.Struct, frozen=True):
    """An entry that gained something. fields: their names. taken_by: the entry whose alias could not be this one's."""

    path: str
    arxiv_id: str
    place: str
    fields: tuple[str, ...]
    taken_by: str


class Outcome(msgspec.Struct, frozen=True):
    """What became of the entries that were asked about. unknown: the paths of those of which nothing is known."""

    enriched: tuple[Enriched, ...]
    suggested: tuple[Suggestion, ...]
    unknown: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True):
    """The entries to be looked up, by key, the number of those that have an id, and files that cannot be read."""

    entries: Mapping[str, Unidentified]
    with_id_count: int
    unreadable: tuple[Problem, ...]


class Opened(NamedTuple):
    """An archive that was looked through, for as long as nobody else may write to it."""

    plan: Plan
    ledger: Ledger
    seen: Seen


@contextmanager
def opened(site_root: Path, *, is_locked: bool) -> Iterator[Opened]:
    """The archive of a site; locked to write to it.

    Raises SiteError if it is to be locked while an ingest is running, and if the ledger cannot be read.
    """
    with archive_lock(site_root) if is_locked else nullcontext():
        ledger = read_ledger(site_root)
        plan = Plan(site_root, ledger)
        yield Opened(plan, ledger, seen(plan))


def wanted(archive: Opened, keys: tuple[str, ...]) -> Wanted:
    """The entries without an arXiv id: of these keys, or all. Raises SiteError for a key that no entry has."""
    paths, found = archive.plan.paths, archive.seen
    for key in keys:
        if key not in paths:
            hint = did_you_mean(key, paths, "a key is a file name without '.md'")
            raise stop(key, f"no entry has the key {quoted(key)}", hint)
    asked = frozenset(keys) or paths.keys()
    entries = {key: entry for key, entry in found.without_id.items() if key in asked}
    unreadable = [found.unreadable[key] for key in sorted(found.unreadable.keys() & asked)]
    problems = tuple(problem for error in unreadable for problem in error.problems)
    return Wanted(entries, len(found.with_id & asked), problems)


def enrich(archive: Opened, source: str, asked: Set[str], facts: Iterable[Fact], crowded: Set[str]) -> Outcome:
    """Fills what the facts certainly tell of the entries asked about into the plan; `write` writes it.

    asked, crowded: keys, as in `verdicts`; entries that got an id since they were chosen are passed over.
    """
    found = archive.seen
    still = asked & found.without_id.keys()
    chosen = verdicts(found, still, facts, crowded)
    name = allowed(source)
    enriched = tuple(_take(archive.plan, key, fact, name, found) for key, fact in sorted(chosen.certain.items()))
    suggested = tuple(one for _, one in sorted(chosen.suggested.items()))
    unknown = sorted(found.without_id[key].path for key in still - chosen.certain.keys() - chosen.suggested.keys())
    return Outcome(enriched, suggested, tuple(unknown))


def write(archive: Opened) -> None:
    """Writes what was filled, and what a run that was killed left to write. The archive has to be locked."""
    raise_if(write_plan(archive.plan, archive.ledger).problems)


def _take(plan: Plan, key: str, fact: Fact, source: str, found: Seen) -> Enriched:
    """Takes a fact into the plan."""
    path = plan.paths[key]
    text = read_text(plan.site_root, path)
    line = plan.lines.get(key) or Line(key=key, source=source, fields={})
    alias = f"/papers/{fact.arxiv_id.replace('/', '-').lower()}"
    result = filled(path, text, line, source, *_told(fact))
    owner = found.aliases.get(alias, "")
    fields = result.gained
    if not owner:
        result = with_alias(path, result.text, result.line, source, f"{alias}/")
        fields += result.gained
    _accept(plan, key, text, result)
    return Enriched(path, fact.arxiv_id, fact.place, fields, "" if owner == path else owner)


def _accept(plan: Plan, key: str, before: str, result: Filled) -> None:
    plan.before[key], plan.after[key], plan.lines[key] = before, result.text, result.line
    plan.months.setdefault(key, month_of(date_of_folder(plan.paths[key])))


def _told(fact: Fact) -> tuple[dict[str, Leaf], dict[str, Leaf]]:
    """The leaves that a fact tells, and the originals of those that hygiene changed."""
    names = clean_names(fact.authors)
    leaves: dict[str, Leaf] = {
        "published": fact.published.isoformat() if fact.published else "",
        "authors": names.names,
        "arxiv_id": fact.arxiv_id,
        "doi": fact.doi,
        "venue": on_one_line(fact.venue),
        "categories": fact.categories,
        "links.abs": arxiv_abs(fact.arxiv_id),
        "links.pdf": arxiv_pdf(fact.arxiv_id),
    }
    has_original = names.rules not in ((), (WHITE_SPACE,))
    return {name: leaf for name, leaf in leaves.items() if leaf}, {"authors": fact.authors} if has_original else {}
