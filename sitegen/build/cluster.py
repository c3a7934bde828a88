"""A cluster that does the work of a build, by Dask's own executor. Dask is loaded when an address asks for it.

Nothing is taken for granted of a worker: with each task it says that it is the same sitegen and sees the same folders.
"""

import logging
import pickle
import re
import secrets
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import msgspec

from sitegen.problems import ENVIRONMENT_FAILURE, USAGE_ERROR, SiteError, one_of, quoted, stop
from sitegen.provenance import engine_parts
from sitegen.render.theme import packaged_homes

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")

SCHEME = "dask"
_OPTION = "--executor"
_PLACE = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]@]+):(?P<port>[0-9]{1,5})")
# How long a scheduler may take to answer, and a worker to come.
_TIMEOUT_S = 10
# Stands in the first message of a scheduler, which has about 80 bytes.
_GREETING = b"pickle-protocol"
_GREETING_BYTES = 4096
# How long nothing may come back before the workers are counted.
_PATIENCE_S = 5.0
_MARK = ".sitegen-shared-"
_SAME_HINT = "start the workers in the same environment as the build"
# Markdown's rules are compiled at their first use, which two threads must not do at once; threads gain nothing here.
_ONE_TASK_AT_A_TIME = threading.Lock()


class Terms(msgspec.Struct, frozen=True):
    """What a worker must meet. engine: what makes the bytes, by name. marks: files and folders that it must see."""

    engine: dict[str, str]
    marks: tuple[str, ...]


class Errand:
    """A task with its terms. Unpacked, it is its own result."""

    def __init__(self, terms: bytes, payload: bytes) -> None:
        self._parts = terms, payload

    def __reduce__(self) -> tuple[Callable[[bytes, bytes], object], tuple[bytes, bytes]]:
        return run_errand, self._parts


class Cluster(Executor):
    """Dask's executor, with failures as problems. Leaves the cluster when it is shut down."""

    def __init__(self, client: "Client", place: str, marks: tuple[Path, ...]) -> None:
        self._client = client
        self._place = place
        self._marks = marks
        themes = (home for home in packaged_homes() if home.is_dir())
        self._terms = msgspec.json.encode(Terms(_engine(), tuple(map(str, (*marks, *themes)))))
        self._executor = client.get_executor(pure=False)
        self._running: set[Future[Any]] = set()

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        # Packed twice: Dask 2026.8 ends a worker that cannot unpack a task, so to unpack is the task; and a worker of
        # another version reads the terms before it meets a type that it does not know.
        errand = pickle.dumps(Errand(self._terms, pickle.dumps(partial(work, *args, **kwargs))))
        # The name of a task is what Dask's logs and pages show.
        name = f"sitegen-{getattr(work, '__name__', 'task')}-{secrets.token_hex(8)}"
        theirs = self._executor.submit(pickle.loads, errand, key=name)
        ours: Future[T] = Future()
        self._running.add(ours)
        theirs.add_done_callback(partial(self._hand_on, ours))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Waits for what workers may have begun, so that none of them writes afterwards, and leaves the cluster."""
        running = set(self._running)
        while wait and running and self.worker_count():
            running -= _finished(running)
        self._executor.shutdown(wait=False)
        with suppress(OSError, RuntimeError):
            self._client.close(timeout=_TIMEOUT_S)
        for mark in self._marks:
            mark.unlink(missing_ok=True)

    def worker_count(self) -> int:
        """How many workers there are; 0 if the scheduler does not answer."""
        try:
            return len(self._client.nthreads())
        except (OSError, RuntimeError, ValueError, AttributeError):
            return 0  # it is gone: each version of Dask says so in another way

    def refuse_to_wait_for_nobody(self) -> None:
        """Raises SiteError if there is no worker any more."""
        if not self.worker_count():
            raise self._lost("has no worker any more")

    def _hand_on(self, ours: Future[T], theirs: Future[T]) -> None:
        self._running.discard(ours)
        if theirs.cancelled():
            ours.set_exception(self._lost("does not answer any more"))
            return
        error = theirs.exception()
        if error is None:
            ours.set_result(theirs.result())
            return
        ours.set_exception(self._as_problem(error))

    def _as_problem(self, error: BaseException) -> BaseException:
        """A failure of the cluster as a problem; what the work itself raised is passed on."""
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return self._lost("lost every worker that was given the same task")
        if isinstance(error, ImportError):
            message = f"a worker of the cluster at {self._place} cannot load this sitegen: {error}"
            return stop(_OPTION, message, _SAME_HINT, ENVIRONMENT_FAILURE)
        return error

    def _lost(self, what: str) -> SiteError:
        hint = "run the build again; the logs of the workers and the scheduler say why they ended (enough memory?)"
        return stop(_OPTION, f"the cluster at {self._place} {what}", hint, ENVIRONMENT_FAILURE)


def cluster_at(address: str, shared: tuple[Path, ...]) -> Cluster:
    """The cluster at an address. shared: folders that it must see under the same paths.

    Raises SiteError: exit code 1 for an address that is none, 3 if Dask is missing or the cluster does not answer.
    """
    place = _PLACE.fullmatch(place_of(address))
    assert place, "place_of answers a place"
    try:
        from distributed import Client
    except ImportError:
        hint = "install the extra: pip install 'sitegen[dask]'"
        raise stop(_OPTION, "the package distributed is not installed", hint, ENVIRONMENT_FAILURE) from None
    # What it would log on the way is what we say.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    hint = "is the scheduler running there, and may this machine reach it?"
    try:
        is_scheduler = _greets(place["host"].strip("[]"), int(place["port"]))
        if not is_scheduler:
            message = f"what listens at {place[0]} is no scheduler of Dask without TLS"
            raise stop(_OPTION, message, hint, ENVIRONMENT_FAILURE)
        client = Client(f"tcp://{place[0]}", timeout=_TIMEOUT_S, set_as_default=False)
    except OSError as error:
        message = f"no cluster at {place[0]}: {error.strerror or str(error)}"
        raise stop(_OPTION, message, hint, ENVIRONMENT_FAILURE) from None
    try:
        client.wait_for_workers(1, timeout=_TIMEOUT_S)
    except TimeoutError:
        client.close(timeout=_TIMEOUT_S)
        message = f"the cluster at {place[0]} has no worker (expected at least one)"
        raise stop(_OPTION, message, f"start one: dask worker {place[0]}", ENVIRONMENT_FAILURE) from None
    return Cluster(client, place[0], _marked(shared))


def _greets(host: str, port: int) -> bool:
    """True if a scheduler listens there: it speaks first. Raises OSError if nobody listens.

    Asked first, because Dask 2026.8 tries for the whole time where nobody listens, waits for ever for a greeting, and
    takes the answer of a web server for a length of memory.
    """
    with socket.create_connection((host, port), _TIMEOUT_S) as connection:
        heard = b""
        try:
            while len(heard) < _GREETING_BYTES and (part := connection.recv(_GREETING_BYTES)):
                heard += part
                if _GREETING in heard:
                    return True
        except TimeoutError:
            return False
    return False


def place_of(address: str) -> str:
    """HOST:PORT of an address `dask://HOST:PORT`. Raises SiteError if it is none."""
    scheme, found, place = address.partition("://")
    match = _PLACE.fullmatch(place)
    if scheme != SCHEME or not found or not match or not 0 < int(match["port"]) < 65536:
        message = f"{quoted(address)} is no cluster (expected dask://HOST:PORT)"
        hint = f"known schemes: {one_of([SCHEME])}; a scheduler listens at port 8786 by default"
        raise stop(_OPTION, message, hint, USAGE_ERROR)
    return place


def run_errand(terms: bytes, payload: bytes) -> object:
    """The result of a task, on a worker that meets the terms. Raises SiteError (exit code 3) if it does not."""
    expected = msgspec.json.decode(terms, type=Terms)
    own = _engine()
    for name, value in expected.engine.items():
        if own.get(name) != value:
            message = f"a worker on {socket.gethostname()} has {name} {own.get(name)} (expected {value})"
            raise stop(_OPTION, message, _SAME_HINT, ENVIRONMENT_FAILURE)
    for mark in map(Path, expected.marks):
        if not mark.exists():
            message = f"a worker on {socket.gethostname()} does not see {mark.parent} as it is here"
            hint = "share it with every worker under the same path"
            raise stop(_OPTION, message, hint, ENVIRONMENT_FAILURE)
    with _ONE_TASK_AT_A_TIME:
        work = pickle.loads(payload)  # noqa: S301 (whoever may give a worker tasks may run any code there: Dask's rule)
        return work()


def _engine() -> dict[str, str]:
    """What makes the bytes of a site on this machine, Pagefind included."""
    try:
        pagefind = version("pagefind-bin")
    except PackageNotFoundError:
        pagefind = "none"
    return {**engine_parts(), "pagefind-bin": pagefind}


def _marked(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """A new file in each folder. Only a worker that sees these very folders sees it: a path alone says nothing."""
    marks = []
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_MARK}*"):
            left.unlink(missing_ok=True)
        mark = folder / f"{_MARK}{secrets.token_hex(8)}"
        mark.touch(exist_ok=False)
        marks.append(mark)
    return tuple(marks)


def _finished(running: set[Future[Any]]) -> set[Future[Any]]:
    """Those that end within the time after which the workers are counted again."""
    return wait(running, timeout=_PATIENCE_S).done
