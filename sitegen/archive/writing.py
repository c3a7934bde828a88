"""A plan → files: notes it in a journal, then writes, content first, the ledger last, so that a kill can be mended."""

from collections.abc import Container, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from sitegen.archive.ledger import JOURNAL, LEDGER, Ledger, emitted
from sitegen.archive.plan import Plan
from sitegen.locking import locked
from sitegen.memo import SCRATCH, write_whole
from sitegen.problems import Location, Problem, SiteError
from sitegen.text.files import decoded, encoded_as

LOCK = ".sitegen/ingest.lock"
_CHANGED = "changed while it was being merged, so it stays as it is"


def archive_lock(site_root: Path) -> AbstractContextManager[None]:
    """Held while an archive is written. Raises SiteError (exit code 3) on entering if another process holds it."""
    message = "another command writes this archive (expected one at a time)"
    return locked(site_root / LOCK, LOCK, message, "wait for it; the lock ends with its process")


class Written(msgspec.Struct, frozen=True):
    """What was written. paths: of the files. left: keys of entries that somebody changed since they were read.

    These stay as they are, and so does what the ledger says of them; problems tell it.
    """

    paths: tuple[str, ...]
    left: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def write_plan(plan: Plan, ledger: Ledger) -> Written:
    """Writes what a plan changes. ledger: as the plan found it. The caller holds `archive_lock`."""
    site_root = plan.site_root
    if (site_root / JOURNAL).is_file():
        _remove_scratch(site_root)
    new_lines = [line for key, line in plan.lines.items() if line != ledger.lines.get(key)]
    if new_lines:
        _replace(site_root, JOURNAL, emitted(new_lines).encode())
    paths: list[str] = []
    left: set[str] = set()
    for key in sorted(plan.after):
        text, path, before = plan.after[key], plan.paths[key], plan.before.get(key)
        if text == before:
            continue
        found = _bytes_of(site_root / path)
        if _text_of(found) != before:
            left.add(key)
            continue
        _replace(site_root, path, text.encode() if found is None else encoded_as(found, text))
        paths.append(path)
    paths.extend(_write_ledger(plan, ledger, left))
    (site_root / JOURNAL).unlink(missing_ok=True)
    problems = (Problem(Location(plan.paths[key]), _CHANGED, "run it again: nothing of yours was lost") for key in left)
    return Written(tuple(paths), frozenset(left), tuple(sorted(problems)))


def _write_ledger(plan: Plan, ledger: Ledger, left: Container[str]) -> Iterator[str]:
    """Writes the months whose lines change; yields the paths. left: keys whose lines stay as they were."""
    lines = {key: ledger.lines.get(key) if key in left else line for key, line in plan.lines.items()}
    changed = [key for key, line in lines.items() if line != ledger.lines.get(key)]
    # A paper that came back on another day may have left a month.
    months = {months[key] for key in changed for months in (plan.months, ledger.months) if key in months}
    for month in sorted(months):
        of_month = [line for key, line in lines.items() if line and plan.months[key] == month]
        _replace(plan.site_root, f"{LEDGER}/{month}.jsonl", emitted(of_month).encode())
        yield f"{LEDGER}/{month}.jsonl"


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _text_of(found: bytes | None) -> str | None:
    """What a plan would have read from a file; something else if it is no text."""
    try:
        return None if found is None else decoded(found, "")
    except SiteError:
        return ""


def _replace(site_root: Path, path: str, data: bytes) -> None:
    """Writes a file so that a reader, or a kill, finds the old one or the new one."""
    (site_root / path).parent.mkdir(parents=True, exist_ok=True)
    write_whole(site_root / path, data)


def _remove_scratch(site_root: Path) -> None:
    """Removes what an ingest that was killed had half written."""
    for path in (site_root / "content").rglob(f"{SCRATCH}*"):
        path.unlink(missing_ok=True)
