"""Changes → builds → the status that the board shows. One build at a time; what changes meanwhile makes one more."""

import asyncio
import gc
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.build import STATE, Memory, Options, Report, build
from sitegen.build.searching import Indexing, index_span
from sitegen.config import read_config
from sitegen.output.manifest import MANIFEST
from sitegen.preview.board import Board, Status
from sitegen.preview.failures import as_text, failures_of, is_expected
from sitegen.preview.places import places_of, shown
from sitegen.preview.watch import Changes
from sitegen.provenance import digest

OUTPUT = f"{STATE}/preview"
# Who edits saves again at once, or looks at the page; Pagefind would take the processor from both.
_PAUSE_S = 0.5

T = TypeVar("T")


class Recipe(msgspec.Struct, frozen=True):
    """What to build. origin: where the preview is, as `http://127.0.0.1:8000`."""

    site_root: Path
    origin: str
    with_drafts: bool


class Attempt(msgspec.Struct, frozen=True):
    """What came of a build: what to show now, and what to say in the terminal."""

    status: Status
    text: str
    pending: tuple[Indexing, ...] = ()


async def keep_built(recipe: Recipe, changes: Changes, board: Board, say: Callable[[str], None]) -> None:
    """Builds after every change, until it is cancelled. The search index follows when it is made."""
    memory, backlog = Memory(), Backlog()
    indexing: asyncio.Future[None] | None = None
    while True:
        changed = await changes.take()
        attempt = await _in_thread(partial(attempt_build, recipe, changed, board.status or Status(), memory))
        say(attempt.text)
        board.put(attempt.status)
        if not gc.get_freeze_count():
            gc.freeze()  # what is known of the archive is kept to the end; to look through it takes 50 ms each time
        if not attempt.status.failures:
            backlog.put(attempt.pending)
        if not backlog.is_empty and (indexing is None or indexing.done()):
            pause_s = _PAUSE_S if changed else 0
            indexing = asyncio.ensure_future(_index(backlog, changes, say, pause_s))


class Backlog:
    """The bundles that the last good build left to index; those of builds before it are of no use."""

    def __init__(self) -> None:
        self._pending: tuple[Indexing, ...] = ()

    def put(self, pending: tuple[Indexing, ...]) -> None:
        self._pending = pending

    def take(self) -> tuple[Indexing, ...]:
        taken, self._pending = self._pending, ()
        return taken

    @property
    def is_empty(self) -> bool:
        return not self._pending


async def _index(backlog: Backlog, changes: Changes, say: Callable[[str], None], pause_s: float) -> None:
    """Indexes bundles after a pause; the next build, for which this asks, finds them made.

    One that fails because its papers changed meanwhile is of no use: those of the build after it follow.
    """
    await asyncio.sleep(pause_s)
    while pending := backlog.take():
        start = time.perf_counter()
        failures = await _in_thread(partial(_index_all, pending))
        made_count = len(pending) - len(failures)
        if made_count:
            count = "1 bundle" if made_count == 1 else f"{made_count:,} bundles"
            say(f"search index: {count} in {time.perf_counter() - start:.1f} s")
            changes.add(())
        if backlog.is_empty:
            for failure in failures:
                say(failure)


def _index_all(pending: tuple[Indexing, ...]) -> list[str]:
    """Indexes bundles; says of each one that could not be made why."""
    failures = []
    for task in pending:
        try:
            index_span(task)
        except Exception as error:  # noqa: BLE001 (as in `attempt_build`: told, and the preview goes on)
            failures.append(f"search index: {error}")
    return failures


def attempt_build(recipe: Recipe, changed: frozenset[Path] | None, before: Status, memory: Memory) -> Attempt:
    """Builds the site into `.sitegen/preview`. Whatever goes wrong becomes part of the status; the last site stays.

    changed: all that may have since the last attempt; None if anything may.
    """
    places = places_of(recipe.site_root)
    names = [shown(path, places) for path in sorted(changed or (), key=lambda path: (path.is_dir(), path))]
    lead = _lead(names)
    start = time.perf_counter()
    try:
        report = _build(recipe, memory, None if changed is None else names)
        status = Status(version=_version(report.output), root=unquote(urlsplit(report.base_url).path))
    except Exception as error:  # noqa: BLE001 (the preview outlives every build; nothing is swallowed: it is all shown)
        memory.found = {}  # what changed before it failed is told no more
        failures = failures_of(error, places)
        told = [as_text(failure) for failure in failures]
        if not is_expected(error):
            told.append("".join(traceback.format_exception(error)).rstrip())
        site = "the last good site stays" if before.root else "there is no site yet"
        count = "1 problem" if len(failures) == 1 else f"{len(failures):,} problems"
        status = msgspec.structs.replace(before, failures=failures)
        return Attempt(status, "\n".join([f"{lead}{count}, {site}", *told]))
    files = f"{report.made_count:,} of {report.made_count + report.kept_count:,} files"
    text = f"{lead}{files} in {time.perf_counter() - start:.2f} s"
    return Attempt(status, "\n".join([text, *(f"warning: {each}" for each in report.warnings)]), report.pending)


def _build(recipe: Recipe, memory: Memory, changed: list[str] | None) -> Report:
    """The site as `sitegen build` makes it, for the preview's own address and the path of `base_url`."""
    config = read_config(recipe.site_root)
    base_url = f"{recipe.origin}{config.root}"
    # In this process alone: a preview ends at once, and workers that are about to start would say so with a traceback.
    options = Options(output=Path(OUTPUT), base_url=base_url, with_drafts=recipe.with_drafts, search="later", jobs=1)
    # Whoever saved waits: cycles, of which a build leaves few, can be looked for afterwards.
    gc.disable()
    try:
        return build(recipe.site_root, options, memory, changed)
    finally:
        gc.enable()


def _version(output: Path) -> str:
    """A digest of the site: equal sites have equal ones, so that a page is reloaded only for a difference.

    The search index does not count: it follows, and a second reload would come in the middle of reading.
    """
    return digest((output / MANIFEST).read_bytes()).hex()


def _lead(changed: list[str]) -> str:
    if not changed:
        return f"{OUTPUT}: "
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    return f"changed {changed[0]}{more}: "


async def _in_thread(work: Callable[[], T]) -> T:
    """The result of `work`, which must not raise. Unlike asyncio.to_thread it does not hold up the end of the program.

    A build that is cut off so is one that was killed: the next one mends what it left.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T) -> None:
        if not done.done():
            done.set_result(result)

    def run() -> None:
        result = work()
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result)

    threading.Thread(target=run, name="build", daemon=True).start()
    return await done
