"""A plan → the pages it asks for: handed out as tasks, gathered as records of groups."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sitegen.build.facts import Facts
from sitegen.build.planning import Plan, listing_tasks_of, record_of, tasks_of
from sitegen.build.pool import Pool
from sitegen.build.stopwatch import spend
from sitegen.build.workshop import Made, Workshop, make
from sitegen.output.manifest import GroupRecord, Record
from sitegen.problems import Problem, SiteError
from sitegen.site.sheets import FileFact

# From this many pages on, other processes pay for their start: about 0.3 s of theirs for about 0.3 ms a page.
_MANY_PAGES = 1200


class Pages(msgspec.Struct, frozen=True):
    """What was made. groups: the records of those that changed. made: the paths of rendered pages, sorted.

    changed: those with other bytes than before. data: these bytes, unless they were written. seconds: by kind of page,
    with a count.
    """

    groups: Mapping[str, GroupRecord]
    made: tuple[str, ...]
    changed: tuple[str, ...]
    data: Mapping[str, bytes]
    seconds: Mapping[str, tuple[int, float]]


def is_small(plan: Plan) -> bool:
    """True if the new pages may all be held at once, and one process makes them."""
    return plan.page_count <= _MANY_PAGES


def pages_of(plan: Plan, workshop: Workshop, pool: Pool, folder: str, facts: Facts) -> Pages:
    """Makes the stale sheets of a plan. folder: where pages are written, as they are made; '' to get their bytes.

    facts: of the files that lists tell of; those that are made now are added. Lists are made last.

    Raises SiteError with one problem for each place in a template.
    """
    files: dict[str, dict[str, Record]] = {group.name: {} for group in plan.changed}
    made: list[str] = []
    changed: list[str] = []
    data: dict[str, bytes] = {}
    problems: list[Problem] = []
    seconds: dict[str, tuple[int, float]] = {}
    told: dict[bytes, FileFact] = {}

    def facts_of(paths: tuple[str, ...]) -> Mapping[str, FileFact]:
        new = {path: record.digest for of_group in files.values() for path, record in of_group.items()}
        kept = {path: record.digest for group in plan.changed for path, record in group.kept.items()}
        return facts.of(paths, {**kept, **new}, told)

    def all_done() -> Iterator[Made]:
        yield from pool.run(make, tasks_of(plan, workshop, folder), is_much=not is_small(plan))
        if not problems:
            yield from map(make, listing_tasks_of(plan, workshop, folder, facts_of))

    for done in all_done():
        told.update(done.facts)
        files[done.group].update(done.files)
        made.extend(done.made)
        changed.extend(done.changed)
        data.update(done.data)
        problems.extend(done.problems)
        for kind, (count, spent) in done.seconds.items():
            spend(seconds, kind, count, spent)
    if problems:
        raise SiteError(_first_of_each_place(problems))
    groups = {group.name: record_of(group, files[group.name]) for group in plan.changed}
    return Pages(groups, tuple(sorted(made)), tuple(changed), data, seconds)


def _first_of_each_place(problems: Iterable[Problem]) -> list[Problem]:
    """One problem for each place: a template's mistake shows on every page it makes."""
    by_place = {problem.location: problem for problem in sorted(problems, reverse=True)}
    return list(by_place.values())
