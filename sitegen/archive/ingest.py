"""Records → Markdown files. Plans everything, notes it in a journal, then writes: content first, the ledger last."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.archive.alike import Titled, alike_pairs, titled
from sitegen.archive.ledger import JOURNAL, LEDGER, Ledger, body_digest, emitted, read_ledger
from sitegen.archive.matching import Matcher
from sitegen.archive.merge import wanted_of
from sitegen.archive.plan import Plan, Taken
from sitegen.archive.prepared import Preparation, Rules
from sitegen.archive.topics import Topic
from sitegen.locking import locked
from sitegen.problems import Problem, SiteError
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest, Record
from sitegen.text.files import encoded_as

LOCK = ".sitegen/ingest.lock"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the items of a source; all but `kept` add up to what was read.

    ignored: papers whose files the curator deleted. not_listed: news of papers that no digest listed. rejected: items
    that cannot be read, or whose entry cannot. kept: fields that stay as the curator wrote them.
    """

    source: Source
    read: int
    new: int
    updated: int
    unchanged: int
    ignored: int
    not_listed: int
    rejected: int
    kept: int


class Report(msgspec.Struct, frozen=True):
    """What an ingest did.

    problems: rejected items, and files of the archive that could not be read. cleaned: the rules of hygiene that fired,
    by entry and field, of every paper that was read. alike: the paths of a new entry and of another one that may be the
    same paper, by their titles. paths: for each source, the files of its papers, in its order.
    """

    counts: tuple[Counts, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    cleaned: Mapping[str, Rules]
    alike: tuple[tuple[str, str], ...]
    paths: tuple[tuple[str, ...], ...]


def ingest(
    site_root: Path, harvests: list[tuple[Source, Harvest]], topics: tuple[Topic, ...], preparation: Preparation
) -> Report:
    """Merges what sources gave into the archive of a site and writes what changed.

    preparation: `cleaned`, or `as_told` to leave texts as the sources have them.
    Records are merged by digest date, then in the order of the sources, so the newest listing has the last word; news
    come after the listings. A paper whose file the curator deleted stays deleted. Raises SiteError if another ingest is
    running or the ledger cannot be read; problems of single items and files are in the report, and all else is written.
    """
    message = "another ingest is running on this archive (expected one at a time)"
    with locked(site_root / LOCK, LOCK, message, "wait for it; the lock ends with its process"):
        ledger = read_ledger(site_root)
        plan = Plan(site_root, ledger)
        work = _Work(plan, harvests, Matcher(topics), preparation)
        work.take_all()
        written = tuple(_write(plan, ledger))
    counts = tuple(
        _counts(source, harvest, plan, taken) for (source, harvest), taken in zip(harvests, work.taken, strict=True)
    )
    problems = [problem for _, harvest in harvests for problem in harvest.rejected]
    for error in [*plan.unreadable.values(), *work.unreadable]:
        problems.extend(error.problems)
    fired = {plan.paths[key]: rules for key, rules in sorted(work.rules.items()) if rules}
    new = plan.after.keys() - plan.before.keys()
    alike = tuple((plan.paths[one], plan.paths[other]) for one, other in alike_pairs(_titled(plan), new))
    paths = tuple(tuple(plan.paths[one.key] for one in taken if one.key) for taken in work.taken)
    return Report(counts, written, tuple(sorted(set(problems))), fired, alike, paths)


class _Told(NamedTuple):
    """A record and the number of the source that told it."""

    number: int
    record: Record


class _Work:
    """Takes the records of harvests into a plan. taken: what became of them, for each harvest."""

    def __init__(
        self, plan: Plan, harvests: list[tuple[Source, Harvest]], matcher: Matcher, preparation: Preparation
    ) -> None:
        self._plan = plan
        self._harvests = harvests
        self._matcher = matcher
        self._preparation = preparation
        self._used: dict[int, dict[str, str]] = defaultdict(dict)
        self.taken: list[list[Taken]] = [[] for _ in harvests]
        self.unreadable: list[SiteError] = []
        self.rules: dict[str, Rules] = {}

    def take_all(self) -> None:
        every = [
            _Told(number, record) for number, (_, harvest) in enumerate(self._harvests) for record in harvest.records
        ]
        every.sort(key=lambda told: (told.record.date, told.number))
        for told in every:
            if told.record.is_listing:
                self._take(told)
        news = [told for told in every if not told.record.is_listing]
        while news:
            # One may tell the id by which another one, older than it, is known.
            unknown = [told for told in news if not self._take(told)]
            if len(unknown) == len(news):
                break
            news = unknown
        for told in news:
            self.taken[told.number].append(Taken("", 0, is_listed=False))

    def _take(self, told: _Told) -> bool:
        """Takes a record into the plan; False if it is news of a paper that is not known."""
        prepared = self._preparation(told.record)
        clean = prepared.record
        topics = self._matcher.topics_of(clean.title, clean.abstract, clean.categories)
        wanted = wanted_of(prepared, self._harvests[told.number][0], topics)
        used = self._used[told.number]
        try:
            found = self._plan.take(prepared, wanted, used)
        except SiteError as error:
            self.unreadable.append(error)
            return True
        if not found.is_listed:
            return False
        self.taken[told.number].append(found)
        if found.key:
            self.rules[found.key] = prepared.rules
            used.setdefault(found.key, body_digest(wanted.body))
        return True


def _titled(plan: Plan) -> Iterator[Titled]:
    """The entries that have a file, as ingest wrote them."""
    for key, line in plan.lines.items():
        if key in plan.paths:
            yield titled(key, line.fields)


def _counts(source: Source, harvest: Harvest, plan: Plan, taken: list[Taken]) -> Counts:
    # A paper that stands in the source twice counts once as new or updated.
    not_listed = sum(1 for one in taken if not one.is_listed)
    ignored = sum(1 for one in taken if not one.key) - not_listed
    keys = {one.key for one in taken if one.key}
    outcomes = Counter(_outcome(key, plan) for key in keys)
    repeats = len(taken) - ignored - not_listed - len(keys)
    return Counts(
        source=source,
        read=harvest.read_count,
        new=outcomes["new"],
        updated=outcomes["updated"],
        unchanged=outcomes["unchanged"] + repeats,
        ignored=ignored,
        not_listed=not_listed,
        rejected=harvest.read_count - len(taken),
        kept=sum(one.kept for one in taken),
    )


def _outcome(key: str, plan: Plan) -> str:
    if key not in plan.before:
        return "new"
    return "unchanged" if plan.before[key] == plan.after[key] else "updated"


def _write(plan: Plan, ledger: Ledger) -> Iterator[str]:
    new_lines = [line for key, line in plan.lines.items() if line != ledger.lines.get(key)]
    if new_lines:
        _replace(plan.site_root, JOURNAL, emitted(new_lines).encode())
    for key in sorted(plan.after):
        text, path = plan.after[key], plan.paths[key]
        if key not in plan.before:
            _replace(plan.site_root, path, text.encode())
            yield path
        elif text != plan.before[key]:
            _replace(plan.site_root, path, encoded_as((plan.site_root / path).read_bytes(), text))
            yield path
    for month in sorted({plan.months[line.key] for line in new_lines}):
        lines = [line for key, line in plan.lines.items() if plan.months[key] == month]
        _replace(plan.site_root, f"{LEDGER}/{month}.jsonl", emitted(lines).encode())
        yield f"{LEDGER}/{month}.jsonl"
    (plan.site_root / JOURNAL).unlink(missing_ok=True)


def _replace(site_root: Path, path: str, data: bytes) -> None:
    """Writes a file so that a reader, or a kill, finds the old one or the new one."""
    target = site_root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.new")
    scratch.write_bytes(data)
    scratch.replace(target)
