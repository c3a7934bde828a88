"""Records → Markdown files. Knows neither where records come from nor how files are written."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.archive.alike import Titled, alike_pairs, titled
from sitegen.archive.fitting import fitted
from sitegen.archive.ledger import body_digest, read_ledger
from sitegen.archive.matching import Matcher
from sitegen.archive.merge import wanted_of
from sitegen.archive.plan import NOT_LISTED, Outcome, Plan, Taken
from sitegen.archive.prepared import Preparation, Rules, cleaned
from sitegen.archive.standing import Judge, Judged, follow_rules
from sitegen.archive.tallies import Tally, added_up
from sitegen.archive.topics import Topic
from sitegen.archive.writing import write_plan
from sitegen.problems import Problem, SiteError
from sitegen.sources.formats import Source
from sitegen.sources.record import Harvest, Record


class Report(msgspec.Struct, frozen=True):
    """What an ingest did.

    tallies: what became of the items, by source and day. problems: rejected items, and files of the archive that could
    not be read. cleaned: the rules of hygiene that fired, by entry and field, of every paper that was read. alike: the
    paths of a new entry and of another one that may be the same paper, by their titles. unmerged: the sources, and the
    days declared for them, of which a record has to come again, because its entry could not be read or changed
    meanwhile.
    """

    tallies: tuple[Tally, ...] = ()
    written: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    cleaned: Mapping[str, Rules] = {}
    alike: tuple[tuple[str, str], ...] = ()
    unmerged: frozenset[tuple[str, dt.date | None]] = frozenset()

    def __add__(self, later: "Report") -> "Report":
        return Report(
            added_up((*self.tallies, *later.tallies)),
            tuple(dict.fromkeys((*self.written, *later.written))),
            tuple(sorted({*self.problems, *later.problems})),
            {**self.cleaned, **later.cleaned},
            (*self.alike, *later.alike),
            self.unmerged | later.unmerged,
        )


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How records become entries.

    topics: of the site. preparation: `cleaned`, or `as_told` to leave texts as the sources have them. precedence: names
    of sources; what an earlier one tells of a field wins over what a later one does. restores: papers whose files the
    curator deleted come back. today: in UTC; new entries say that they were read on it. None leaves that open.
    """

    topics: tuple[Topic, ...]
    preparation: Preparation = cleaned
    precedence: tuple[str, ...] = ()
    restores: bool = False
    today: dt.date | None = None


def ingest(site_root: Path, harvests: Sequence[tuple[Source, Harvest]], manner: Manner) -> Report:
    """Merges what sources gave into the archive of a site and writes what changed. The caller holds `archive_lock`.

    Records are merged by digest date, then in the order of the sources, so the newest listing has the last word; news
    come after the listings. A paper whose file the curator deleted stays deleted. Raises SiteError if the ledger cannot
    be read; problems of single items and files are in the report, and all else is written.
    """
    harvests = fitted(site_root, harvests, manner.topics)
    ledger = read_ledger(site_root)
    plan = Plan(site_root, ledger, manner.precedence, restores=manner.restores, today=manner.today)
    judge = Judge(Matcher(manner.topics))
    work = _Work(plan, harvests, judge, manner.preparation)
    work.take_all()
    if manner.topics:
        follow_rules(plan, sorted(work.met_again), judge)
    written = write_plan(plan, ledger)
    problems = [problem for _, harvest in harvests for problem in harvest.rejected]
    for error in [*plan.unreadable.values(), *work.unreadable]:
        problems.extend(error.problems)
    problems.extend(written.problems)
    fired = {plan.paths[key]: rules for key, rules in sorted(work.rules.items()) if rules}
    new = plan.after.keys() - plan.before.keys()
    alike = tuple((plan.paths[one], plan.paths[other]) for one, other in alike_pairs(_titled(plan), new))
    return Report(
        tallies=tuple(work.tallies(written.left)),
        written=written.paths,
        problems=tuple(sorted(set(problems))),
        cleaned=fired,
        alike=alike,
        unmerged=work.unmerged(written.left),
    )


class _Told(NamedTuple):
    """A record and the number of the source that told it."""

    number: int
    record: Record


class _Work:
    """Takes the records of harvests into a plan. met_again: keys of entries that say more than one record."""

    def __init__(
        self, plan: Plan, harvests: Sequence[tuple[Source, Harvest]], judge: Judge, preparation: Preparation
    ) -> None:
        self._plan = plan
        self._harvests = harvests
        self._judge = judge
        self._preparation = preparation
        self._used: dict[int, dict[str, str]] = defaultdict(dict)
        self._taken: list[list[tuple[dt.date, Taken]]] = [[] for _ in harvests]
        self._unread: set[int] = set()
        self.unreadable: list[SiteError] = []
        self.rules: dict[str, Rules] = {}
        self.met_again: set[str] = set()

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
            self._note(told, NOT_LISTED)

    def tallies(self, left: Container[str]) -> Iterator[Tally]:
        """What became of the items, for each source and day. left: keys of entries that were not written after all."""
        for (source, harvest), every in zip(self._harvests, self._taken, strict=True):
            days: dict[dt.date | None, Counter[str]] = defaultdict(Counter)
            for day, taken in every:
                days[day]["rejected" if taken.key in left else self._outcome(taken)] += 1
                days[day]["kept"] += taken.kept
            # What was rejected tells no day. What would have gone into a file that cannot be read is among it.
            if (rejected := harvest.read_count - len(every)) or not days:
                days[source.date]["rejected"] += rejected
            for its_day, counts in days.items():
                yield Tally(source=source.name, file=source.file, day=its_day, **counts)

    def unmerged(self, left: Container[str]) -> frozenset[tuple[str, dt.date | None]]:
        """The sources, and the days declared for them, of which not everything reached the archive."""
        numbers = {number for number, every in enumerate(self._taken) if any(taken.key in left for _, taken in every)}
        sources = (self._harvests[number][0] for number in numbers | self._unread)
        return frozenset((source.name, source.date) for source in sources)

    def _note(self, told: _Told, taken: Taken) -> None:
        self._taken[told.number].append((told.record.date, taken))

    def _outcome(self, taken: Taken) -> Outcome:
        """What became of a record once all was taken: an entry that is new, or as it was before, is not updated too."""
        before = self._plan.before.get(taken.key)
        has_changed = before is not None and before != self._plan.after[taken.key]
        return "unchanged" if taken.outcome == "updated" and not has_changed else taken.outcome

    def _take(self, told: _Told) -> bool:
        """Takes a record into the plan; False if it is news of a paper that is not known."""
        prepared = self._preparation(told.record)
        clean = prepared.record
        judged = Judged(clean.title, prepared.body, clean.categories)
        topics = self._judge.topics_of_record(judged, clean.abstract)
        wanted = wanted_of(prepared, self._harvests[told.number][0], topics)
        used = self._used[told.number]
        try:
            found = self._plan.take(prepared, wanted, used)
        except SiteError as error:
            self.unreadable.append(error)
            self._unread.add(told.number)
            return True
        if found is NOT_LISTED:
            return False
        self._note(told, found)
        if found.key:
            if found.key in self.rules or found.key in self._plan.before:
                self.met_again.add(found.key)
            self.rules[found.key] = prepared.rules
            used.setdefault(found.key, body_digest(wanted.body))
        return True


def _titled(plan: Plan) -> Iterator[Titled]:
    """The entries that have a file, as ingest wrote them."""
    for key, line in plan.lines.items():
        if key in plan.paths:
            yield titled(key, line.fields)
