"""Groups and what is published → what is made, what is kept, what goes. Compares values, renders nothing."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from sitegen.build.static import FILES_GROUP, StaticFile, static_value
from sitegen.build.workshop import Task, Workshop, sheet_value
from sitegen.output.manifest import GroupRecord, Manifest, Record, group_record
from sitegen.provenance import digest
from sitegen.site.builder import Builder
from sitegen.site.sheets import Details, FileFact, Group, ListingSheet, Place, Sheet

# Sheets of one task, so that the work of a large group is shared.
_PAGES_OF_A_TASK = 600


class Stale(msgspec.Struct, frozen=True):
    """A sheet to make, and where its pages go."""

    sheet: Sheet
    places: tuple[Place, ...]


class GroupPlan(msgspec.Struct, frozen=True):
    """A group that has changed. base: its value without details. values: of all its sheets.

    stale: the sheets to make. kept: the files that are as they were. known: all that there were. details: by path.
    """

    name: str
    value: bytes
    base: bytes
    values: Mapping[str, bytes]
    stale: tuple[Stale, ...]
    kept: Mapping[str, Record]
    known: Mapping[str, Record]
    details: Mapping[str, bytes]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the pages that may be made."""
        return tuple(place.path for stale in self.stale for place in stale.places)

    @property
    def file_count(self) -> int:
        return len(self.kept) + len(self.paths)


class Plan(msgspec.Struct, frozen=True):
    """What a build has to do. unchanged: names of groups. removed: paths of files that no group has any more."""

    changed: tuple[GroupPlan, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_idle(self) -> bool:
        """True if every file of the site is as it was published."""
        return not self.changed and not self.removed and FILES_GROUP in self.unchanged

    @property
    def page_count(self) -> int:
        """How many pages may have to be made, at most."""
        return sum(len(plan.paths) for plan in self.changed)


def plan_of(groups: Iterable[Group], workshop: Workshop, manifest: Manifest, files: Mapping[str, StaticFile]) -> Plan:
    """What has to be made. files: those that no sheet makes."""
    b = workshop.builder()
    workshop_value = workshop.value
    changed: list[GroupPlan] = []
    unchanged: list[str] = []
    for group in groups:
        base = digest(workshop_value, workshop.kinds_value(group.kinds), group.value)
        value = digest(base, group.details.value) if group.details else base
        if manifest.head(group.name)[0] == value:
            unchanged.append(group.name)
            continue
        old = manifest.group(group.name) or group_record(b"", {}, {})
        if group.details and old.base == base:
            changed.append(_with_other_details(group.name, group.details, old, value, b))
        else:
            changed.append(_group_plan(group, old, base, value, workshop, b))
    if manifest.head(FILES_GROUP)[0] == static_value(files):
        unchanged.append(FILES_GROUP)
    new = {*files, *(path for plan in changed for path in (*plan.kept, *plan.paths))}
    return Plan(tuple(changed), tuple(unchanged), _removed(manifest, new, unchanged))


def _group_plan(group: Group, old: GroupRecord, base: bytes, value: bytes, workshop: Workshop, b: Builder) -> GroupPlan:
    """What has to be made of a group: the sheets that follow from something else than before."""
    details = group.details.of_pages() if group.details else {}
    workshop_value = workshop.value
    sheets = group.sheets()
    values = {sheet.name: sheet_value(workshop_value, workshop, sheet) for sheet in sheets}
    assert len(values) == len(sheets), f"two sheets of one name in {group.name}"
    stale: list[Stale] = []
    kept: dict[str, Record] = {}
    for sheet in sheets:
        places = sheet.places(b)
        if old.sheets.get(sheet.name) == values[sheet.name] and all(
            place.path in old.files and old.files[place.path].detail == details.get(place.path, b"") for place in places
        ):
            kept.update((place.path, old.files[place.path]) for place in places)
        else:
            stale.append(Stale(sheet, places))
    return GroupPlan(group.name, value, base, values, tuple(stale), kept, old.files, details)


def _with_other_details(name: str, details: Details, old: GroupRecord, value: bytes, b: Builder) -> GroupPlan:
    """What has to be made of a group of which nothing but details of pages changed: these pages."""
    now = details.of_pages()
    paths = frozenset(path for path, record in old.files.items() if record.detail != now.get(path, b""))
    stale = tuple(Stale(sheet, sheet.places(b)) for sheet in details.sheets(paths))
    kept = {path: record for path, record in old.files.items() if path not in paths}
    plan = GroupPlan(name, value, old.base, old.sheets, stale, kept, old.files, now)
    assert paths == {*plan.paths}, name
    return plan


def tasks_of(plan: Plan, workshop: Workshop, folder: str) -> list[Task]:
    """The tasks of a plan, those that take longest first, without lists of files."""
    tasks: list[Task] = []
    for group in plan.changed:
        run: list[Stale] = []
        count = 0
        for stale in group.stale:
            if isinstance(stale.sheet, ListingSheet):
                continue
            if run and count + len(stale.places) > _PAGES_OF_A_TASK:
                tasks.append(_task(workshop, group, run, folder))
                run, count = [], 0
            run.append(stale)
            count += len(stale.places)
        if run:
            tasks.append(_task(workshop, group, run, folder))
    return sorted(tasks, key=lambda task: -len(task.sheets))


def listing_tasks_of(
    plan: Plan, workshop: Workshop, folder: str, facts_of: Callable[[tuple[str, ...]], Mapping[str, FileFact]]
) -> list[Task]:
    """The tasks that make lists of files, once these are made. facts_of: tells of the files at some paths."""
    b = workshop.builder()
    tasks: list[Task] = []
    for group in plan.changed:
        for stale in group.stale:
            if isinstance(stale.sheet, ListingSheet):
                facts = facts_of(stale.sheet.listed(b))
                known = Stale(msgspec.structs.replace(stale.sheet, facts=facts), stale.places)
                tasks.append(_task(workshop, group, [known], folder))
    return tasks


def record_of(plan: GroupPlan, files: Mapping[str, Record]) -> GroupRecord:
    """The record of a group whose stale sheets were made. files: of these sheets."""
    made = {path: Record(record.key, record.digest, plan.details.get(path, b"")) for path, record in files.items()}
    return group_record(plan.value, plan.values, {**plan.kept, **made}, plan.base)


def _task(workshop: Workshop, group: GroupPlan, run: list[Stale], folder: str) -> Task:
    paths = (place.path for stale in run for place in stale.places)
    known = {path: group.known[path] for path in paths if path in group.known}
    return Task(workshop, group.name, tuple(stale.sheet for stale in run), known, folder)


def _removed(manifest: Manifest, new: set[str], unchanged: list[str]) -> tuple[str, ...]:
    """The files of groups that changed or are gone, without the new files: a page may move from group to group."""
    same = set(unchanged)
    groups = (manifest.group(name) for name in manifest.names if name not in same)
    return tuple(sorted(path for group in groups if group for path in group.files if path not in new))
