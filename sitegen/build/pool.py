"""Who does the work of a build: this process, processes beside it, or a cluster; all by `concurrent.futures`."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sitegen.problems import ENVIRONMENT_FAILURE, stop

T = TypeVar("T")
Task = TypeVar("Task")

# Tasks that wait at a worker: enough that none is idle, few enough that the main process holds few.
_AHEAD = 3
# How long nothing may come back before we ask whether anybody is there.
_LOOK_EVERY_S = 5.0
_SAFE_PATH = "PYTHONSAFEPATH"
# What workers need; the command line too, which a worker of it imports as its main module.
_PRELOADED = ("sitegen.cli", "sitegen.build.workshop", "sitegen.render.engine", "sitegen.text.dialect")


class Pool:
    """Runs tasks, in this process until there is enough work for more. Workers start when they are needed first.

    jobs: how many processes; 1 means this one. address: of a cluster, '' for processes on this machine. shared: folders
    that a cluster must see.
    """

    def __init__(self, jobs: int, address: str = "", shared: tuple[Path, ...] = ()) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._address = address
        self._shared = shared
        self._executor: Executor | None = None
        self._look_after: Callable[[], None] = lambda: None
        self._starting: threading.Thread | None = None
        self._is_awake = threading.Event()
        self._safe_path = os.environ.get(_SAFE_PATH)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all work; what had begun is finished first, so that nobody writes afterwards."""
        self._await_start()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None
        if self._safe_path is None:
            os.environ.pop(_SAFE_PATH, None)

    @property
    def is_here(self) -> bool:
        """True if there is no one but this process."""
        return self._jobs == 1 and not self._address

    @property
    def is_elsewhere(self) -> bool:
        """True if the work is a cluster's."""
        return bool(self._address)

    def start(self) -> None:
        """Lets workers of this machine start while this process does something else."""
        if not self.is_here and not self._address and self._starting is None:
            self._executor = _processes(self._jobs)
            self._starting = threading.Thread(target=self._wake, args=(self._executor,))
            self._starting.start()

    def _wake(self, executor: Executor) -> None:
        # What is started here leaves Ctrl-C to this process, from its first moment on.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        for _ in range(self._jobs):
            executor.submit(_nothing).add_done_callback(lambda _: self._is_awake.set())

    def prepare(self, work: Callable[[Task], None], task: Task) -> None:
        """Lets the workers that are up do something that helps with what comes; nobody waits for it."""
        if self._executor is not None and not self._address:
            for _ in range(self._jobs):
                self._executor.submit(work, task)

    def run(self, work: Callable[[Task], T], tasks: Iterable[Task], *, is_much: bool) -> Iterator[T]:
        """The result of each task, in any order. is_much: worth other processes."""
        if self.is_here or not (is_much or self._address):
            yield from map(work, tasks)
            return
        try:
            yield from self._run(work, tasks)
        except BrokenExecutor:
            hint = "is there enough memory? --jobs 1 does all work in one process"
            raise stop("--jobs", "a process ended in the middle of its work", hint, ENVIRONMENT_FAILURE) from None

    def _run(self, work: Callable[[Task], T], tasks: Iterable[Task]) -> Iterator[T]:
        waiting: set[Future[T]] = set()
        for task in tasks:
            if self._starting is not None and not self._is_awake.is_set():
                # Workers take 0.3 s to start, on one core: meanwhile there is another one for this process.
                yield work(task)
                continue
            executor, width = self._workers()
            if len(waiting) >= width * _AHEAD:
                done, waiting = self._next(waiting)
                yield from (future.result() for future in done)
            waiting.add(executor.submit(work, task))
        while waiting:
            done, waiting = self._next(waiting)
            yield from (future.result() for future in done)

    def _next(self, waiting: set[Future[T]]) -> tuple[set[Future[T]], set[Future[T]]]:
        """What is done, at least one, and what is not."""
        while True:
            done, rest = wait(waiting, _LOOK_EVERY_S, FIRST_COMPLETED)
            if done:
                return done, rest
            self._look_after()

    def _await_start(self) -> None:
        if self._starting is not None:
            self._starting.join()
            self._starting = None

    def _workers(self) -> tuple[Executor, int]:
        """Who works, and how many they are."""
        self._await_start()
        if self._executor is None and self._address:
            from sitegen.build.cluster import cluster_at

            cluster = cluster_at(self._address, self._shared)
            self._executor, self._jobs = cluster, cluster.worker_count() or 1
            self._look_after = cluster.refuse_to_wait_for_nobody
        elif self._executor is None:
            self.start()
            self._await_start()
        assert self._executor is not None, "there is a cluster, or workers were started"
        return self._executor, self._jobs


def _processes(jobs: int) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not a fork of this process: a child may find a lock held by a thread that it does not have. A server that has
    # imported what workers need forks them in 10 ms; where there is none, each worker imports for itself.
    is_served = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if is_served else "spawn")
    if is_served:
        context.set_forkserver_preload(list(_PRELOADED))
    # What lies in the folder in which a site is built is data: no process of ours may import a module from there.
    os.environ[_SAFE_PATH] = "1"
    return ProcessPoolExecutor(jobs, context, _begin_worker)


def _begin_worker() -> None:
    """Runs first in a worker: it lives as long as the build, and leaves Ctrl-C to it."""
    import gc
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Pages are made of values without cycles: looking for some takes a tenth of the time, and finds next to nothing.
    gc.freeze()
    gc.disable()
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"

    def wait_for_end() -> None:
        parent.join()
        os._exit(1)

    # A parent that is killed closes nothing: its workers would wait for tasks for ever.
    threading.Thread(target=wait_for_end, daemon=True).start()


def _nothing() -> None:
    """A task that a worker starts for."""
