"""A plan → files: notes it in a journal, then writes, content first, the ledger last, so that a kill can be mended."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from sitegen.archive.ledger import JOURNAL, LEDGER, Ledger, emitted
from sitegen.archive.plan import Plan
from sitegen.locking import locked
from sitegen.memo import SCRATCH, make_folder, write_whole
from sitegen.text.files import encoded_as

LOCK = ".sitegen/ingest.lock"


def archive_lock(site_root: Path) -> AbstractContextManager[None]:
    """Held while an archive is written. Raises SiteError (exit code 3) on entering if another process holds it."""
    message = "another command writes this archive (expected one at a time)"
    return locked(site_root / LOCK, LOCK, message, "wait for it; the lock ends with its process")


def write_plan(plan: Plan, ledger: Ledger) -> Iterator[str]:
    """Writes what a plan changes; yields the paths. ledger: as the plan found it. The caller holds `archive_lock`."""
    site_root = plan.site_root
    if (site_root / JOURNAL).is_file():
        _remove_scratch(site_root)
    new_lines = [line for key, line in plan.lines.items() if line != ledger.lines.get(key)]
    if new_lines:
        _replace(site_root, JOURNAL, emitted(new_lines).encode())
    for key in sorted(plan.after):
        text, path = plan.after[key], plan.paths[key]
        if key not in plan.before:
            _replace(site_root, path, text.encode())
            yield path
        elif text != plan.before[key]:
            _replace(site_root, path, encoded_as((site_root / path).read_bytes(), text))
            yield path
    # A paper that came back on another day may have left a month.
    months = {months[line.key] for line in new_lines for months in (plan.months, ledger.months) if line.key in months}
    for month in sorted(months):
        lines = [line for key, line in plan.lines.items() if plan.months[key] == month]
        _replace(site_root, f"{LEDGER}/{month}.jsonl", emitted(lines).encode())
        yield f"{LEDGER}/{month}.jsonl"
    (site_root / JOURNAL).unlink(missing_ok=True)


def _replace(site_root: Path, path: str, data: bytes) -> None:
    """Writes a file so that a reader, or a kill, finds the old one or the new one."""
    make_folder((site_root / path).parent)
    write_whole(site_root / path, data)


def _remove_scratch(site_root: Path) -> None:
    """Removes what an ingest that was killed had half written."""
    for path in (site_root / "content").rglob(f"{SCRATCH}*"):
        path.unlink(missing_ok=True)
