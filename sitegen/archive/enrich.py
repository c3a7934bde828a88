"""Facts of papers into the entries that lack them, in one step: matched by title, filled, written as ingest writes."""

from collections.abc import Iterable, Mapping, Set
from contextlib import nullcontext
from pathlib import Path

import msgspec

from sitegen.archive.by_title import Suggestion, verdicts
from sitegen.archive.filling import Filled, filled, with_alias
from sitegen.archive.ingest import LOCK, write_plan
from sitegen.archive.leaves import Leaf
from sitegen.archive.ledger import Line, month_of, read_ledger
from sitegen.archive.plan import Plan
from sitegen.archive.store import date_of_folder
from sitegen.archive.unidentified import Seen, Unidentified, seen
from sitegen.locking import locked
from sitegen.problems import Problem, did_you_mean, quoted, stop
from sitegen.sources.facts import Fact
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


def wanted(site_root: Path, keys: tuple[str, ...]) -> Wanted:
    """The entries without an arXiv id: of these keys, or all. Raises SiteError for a key that no entry has."""
    plan = Plan(site_root, read_ledger(site_root))
    for key in keys:
        if key not in plan.paths:
            hint = did_you_mean(key, plan.paths, "a key is a file name without '.md'")
            raise stop(key, f"no entry has the key {quoted(key)}", hint)
    asked = frozenset(keys) or plan.paths.keys()
    found = seen(plan)
    entries = {key: entry for key, entry in found.without_id.items() if key in asked}
    unreadable = (
        problem for key in sorted(found.unreadable.keys() & asked) for problem in found.unreadable[key].problems
    )
    return Wanted(entries, len(found.with_id & asked), tuple(unreadable))


def enrich(
    site_root: Path, source: str, asked: Set[str], facts: Iterable[Fact], crowded: Set[str], *, is_dry: bool
) -> Outcome:
    """Fills what the facts certainly tell of the entries asked about, and writes it, unless it is a dry run.

    asked, crowded: keys, as in `verdicts`; entries that got an id since they were chosen are passed over. Raises
    SiteError if an ingest is running, or the ledger cannot be read.
    """
    message = "an ingest is running on this archive (expected one at a time)"
    lock = locked(site_root / LOCK, LOCK, message, "wait for it; the lock ends with its process")
    with nullcontext() if is_dry else lock:
        ledger = read_ledger(site_root)
        plan = Plan(site_root, ledger)
        found = seen(plan)
        still = asked & found.without_id.keys()
        chosen = verdicts(found, still, facts, crowded)
        enriched = tuple(_take(plan, key, fact, allowed(source), found) for key, fact in sorted(chosen.certain.items()))
        if not is_dry:
            for _ in write_plan(plan, ledger):
                pass
    unknown = sorted(found.without_id[key].path for key in still - chosen.certain.keys() - chosen.suggested.keys())
    return Outcome(enriched, tuple(one for _, one in sorted(chosen.suggested.items())), tuple(unknown))


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
        "links.abs": f"https://arxiv.org/abs/{fact.arxiv_id}",
        "links.pdf": f"https://arxiv.org/pdf/{fact.arxiv_id}",
    }
    has_original = names.rules not in ((), (WHITE_SPACE,))
    return {name: leaf for name, leaf in leaves.items() if leaf}, {"authors": fact.authors} if has_original else {}
