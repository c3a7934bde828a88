"""Who does the work of a build: this process, processes beside it, or a cluster; all by `concurrent.futures`."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from types import TracebackType
from typing import TypeVar

from sitegen.problems import ENVIRONMENT_FAILURE, one_of, quoted, stop

T = TypeVar("T")
Task = TypeVar("Task")

# Tasks that wait at a worker: enough that none is idle, few enough that the main process holds few.
_AHEAD = 3


class Pool:
    """Runs tasks, in this process until there is enough work for more. Workers start when they are needed first.

    jobs: how many processes; 1 means this one. address: of a cluster, '' for processes on this machine.
    """

    def __init__(self, jobs: int, address: str = "") -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._address = address
        self._executor: Executor | None = None
        self._close: Callable[[], None] = lambda: None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all work; what had begun is finished first, so that nobody writes afterwards."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None
            self._close()

    @property
    def is_here(self) -> bool:
        """True if there is no one but this process."""
        return self._jobs == 1 and not self._address

    def run(self, work: Callable[[Task], T], tasks: Iterable[Task], *, is_much: bool) -> Iterator[T]:
        """The result of each task, in any order. is_much: worth other processes."""
        if self.is_here or not (is_much or self._address):
            yield from map(work, tasks)
            return
        executor, width = self._workers()
        waiting: set[Future[T]] = set()
        for task in tasks:
            if len(waiting) >= width * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            waiting.add(executor.submit(work, task))
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)

    def _workers(self) -> tuple[Executor, int]:
        if self._executor is None:
            if self._address:
                self._executor, self._jobs, self._close = _cluster(self._address)
            else:
                self._executor = _processes(self._jobs)
        return self._executor, self._jobs


def _processes(jobs: int) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A forked child may find a lock held by a thread that it does not have.
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _end_with_parent)


def _end_with_parent() -> None:
    """Runs first in a worker: it lives as long as the build, and leaves Ctrl-C to it."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"

    def wait_for_end() -> None:
        parent.join()
        os._exit(1)

    # A parent that is killed closes nothing: its workers would wait for tasks for ever.
    threading.Thread(target=wait_for_end, daemon=True).start()


def _cluster(address: str) -> tuple[Executor, int, Callable[[], None]]:
    """An executor of the cluster at an address, how many workers it has, and how to leave it."""
    scheme, found, place = address.partition("://")
    if scheme != "dask" or not found or not place:
        message = f"{quoted(address)} is no cluster (expected dask://HOST:PORT)"
        raise stop("--executor", message, f"known schemes: {one_of(['dask'])}")
    try:
        from distributed import Client
    except ImportError:
        hint = "install the extra: pip install 'sitegen[dask]'"
        raise stop("--executor", "dask is not installed", hint, ENVIRONMENT_FAILURE) from None
    try:
        client = Client(f"tcp://{place}", timeout="10s", set_as_default=False)
    except OSError as error:
        hint = "is the scheduler running, and may this machine reach it?"
        raise stop("--executor", f"no cluster at {place}: {error}", hint, ENVIRONMENT_FAILURE) from None
    width = sum(client.nthreads().values()) or 1
    executor: Executor = client.get_executor(pure=False)
    return executor, width, client.close
