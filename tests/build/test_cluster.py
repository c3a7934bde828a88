"""`sitegen build --executor dask://…`: real schedulers and workers on loopback, each a process of its own."""

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from sitegen.build.cluster import Terms, run_errand
from sitegen.build.pool import Pool
from sitegen.problems import Location, Problem, SiteError, stop
from sitegen.provenance import engine_parts
from tests.harness import SiteTest

# Dask's commands, with a module in between that a test may change.
SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
WORKER = "from distributed.cli.dask_worker import main; main()"
# What Pagefind writes in an order of its own, and the names that follow from it.
ORDERED_AT_WILL = re.compile(r"pagefind/.*(?:/filter/.*|\.pf_meta|pagefind-entry\.json)")
TIME_LIMIT_S = 60

# Writes down which process does which task.
LOG = """
import os
from distributed import WorkerPlugin
class Log(WorkerPlugin):
    def setup(self, worker):
        pass
    def transition(self, key, start, finish, **more):
        if finish == "memory":
            with open(LOG_PATH, "a") as log:
                print(os.getpid(), key, file=log)
async def dask_setup(worker):
    await worker.plugin_add(Log())
"""


class Dask:
    """A scheduler and its workers. Ends them all, and no others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "tasks.log"
        self._file = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start(
            SCHEDULER, "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"
        )
        _wait_until(lambda: self._file.is_file() and self._file.read_bytes().endswith(b"}"))

    @property
    def address(self) -> str:
        found: str = json.loads(self._file.read_bytes())["address"]
        return found.replace("tcp://", "dask://")

    def worker(self, before: str = "", thread_count: int = 1) -> int:
        """Starts a worker and answers its process. before: what runs in it first."""
        preload = self.folder / "log.py"
        preload.write_text(LOG.replace("LOG_PATH", repr(str(self.log))))
        number = len(self._processes)
        said = self.folder / f"worker-{number}.txt"
        options = ("--nthreads", str(thread_count), "--no-nanny", "--preload", str(preload), "--name", str(number))
        process = self._start(f"{before}\n{WORKER}", *options, "--local-directory", str(self.folder / "w"), said=said)
        _wait_until(lambda: b"Starting established connection" in said.read_bytes())
        return process

    def end(self, number: int = signal.SIGTERM) -> None:
        for process in self._processes:
            process.send_signal(number)
        for process in self._processes:
            process.wait(TIME_LIMIT_S)

    def tasks(self) -> list[tuple[int, str]]:
        """Each task that was done: the process, and what it was."""
        lines = self.log.read_text().splitlines() if self.log.is_file() else []
        return [(int(line.split()[0]), line.split("sitegen-")[1].rpartition("-")[0]) for line in lines]

    def _start(self, code: str, *options: str, said: Path | None = None) -> int:
        command = [sys.executable, "-c", code, "--scheduler-file", str(self._file), "--no-dashboard", *options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
        output = (said or self.folder / "scheduler.txt").open("wb")
        with output:
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        self._processes.append(process)
        return process.pid


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + TIME_LIMIT_S
    while not is_so():
        assert time.monotonic() < end, "Dask did not start"
        time.sleep(0.05)


@pytest.fixture
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    cluster = Dask(tmp_path_factory.mktemp("dask"))
    try:
        yield cluster
    finally:
        cluster.end(signal.SIGKILL)


@pytest.fixture
def two_months(site: SiteTest) -> SiteTest:
    """A site whose search index has two bundles, without a theme of its own."""
    for day in ("2025/08/29", "2025/09/01", "2025/09/02"):
        for name in ("a", "b", "c"):
            site.entry(f"{day}/{name}{day[-2:]}", f"A benchmark of ${name}^2$ for scaling laws.", votes="3")
    return site


def build_as_if_large(site: SiteTest, *arguments: str) -> None:
    """A build that holds no page itself: whoever makes one writes it, as on a large site."""
    code = "import sitegen.build.making as m; m._MANY_PAGES = 0; from sitegen.cli import main; main()"
    command = [sys.executable, "-c", code, "build", *arguments]
    done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def published(folder: Path) -> dict[str, bytes]:
    """Every file of a site, the search index too, without the files that differ from run to run of Pagefind."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not ORDERED_AT_WILL.fullmatch(name)}


def test_two_workers_of_a_cluster_make_the_same_bytes_as_two_processes(two_months: SiteTest, dask: Dask) -> None:
    workers = {dask.worker(), dask.worker()}
    build_as_if_large(two_months, "--executor", dask.address)
    build_as_if_large(two_months, "--jobs", "2", "--output", "here")
    bytes_there, bytes_here = (published(two_months.folder / name) for name in ("public", "here"))
    assert bytes_there == bytes_here
    assert len([name for name in bytes_there if name.endswith(".pf_fragment")]) == 9
    assert {worker for worker, _ in dask.tasks()} <= workers
    done = [what for _, what in dask.tasks()]
    assert {what: done.count(what) for what in sorted(set(done))} == {
        "_compared": 1,
        "_profiles": 1,
        "index_span": 2,
        "link_all": 1,
        "make": 9,
        "read_shelf": 2,
    }


def test_a_small_build_on_a_cluster_makes_the_same_bytes(two_months: SiteTest, dask: Dask) -> None:
    dask.worker()
    assert two_months.run("build", "--executor", dask.address).returncode == 0
    two_months.entry("2025/09/02/d")
    again = two_months.run("build", "--executor", dask.address)
    assert (again.returncode, again.stderr) == (0, "")
    two_months.run("build", "--jobs", "1", "--output", "here")
    assert published(two_months.folder / "public") == published(two_months.folder / "here")


def test_both_workers_work(two_months: SiteTest, dask: Dask) -> None:
    slow = (
        "import time, sitegen.archive.shelves as s\n"
        "read = s.read_shelf\n"
        "s.read_shelf = lambda visit: (time.sleep(1), read(visit))[1]"
    )
    workers = {dask.worker(slow), dask.worker(slow)}
    assert two_months.run("build", "--executor", dask.address).returncode == 0
    assert {worker for worker, _ in dask.tasks()} == workers


def test_a_worker_with_threads_does_one_task_at_a_time(two_months: SiteTest, dask: Dask) -> None:
    dask.worker(thread_count=4)
    assert two_months.run("build", "--executor", dask.address).returncode == 0
    two_months.run("build", "--jobs", "1", "--output", "here")
    assert published(two_months.folder / "public") == published(two_months.folder / "here")


def test_a_build_with_nothing_to_do_does_not_ask_the_cluster(two_months: SiteTest, dask: Dask) -> None:
    time.sleep(2.1)  # files younger than that are read again
    dask.worker()
    two_months.run("build", "--executor", dask.address)
    count = len(dask.tasks())
    again = two_months.run("build", "--executor", dask.address)
    assert "0 made" in again.stdout
    assert len(dask.tasks()) == count


def test_no_mark_is_left_behind(two_months: SiteTest, dask: Dask, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    dask.worker()
    done = two_months.run("build", "--executor", dask.address, "--output", str(elsewhere / "public"))
    assert done.returncode == 0
    assert sorted(path.name for path in elsewhere.iterdir()) == [".public.next", "public"]
    assert list(two_months.folder.rglob(".sitegen-shared-*")) == []


def test_what_a_worker_finds_wrong_in_the_archive_is_told_as_here(two_months: SiteTest, dask: Dask) -> None:
    two_months.entry("2025/09/02/d", topics="[scalding]")
    dask.worker()
    there = two_months.run("build", "--executor", dask.address)
    here = two_months.run("build")
    assert there.stderr == here.stderr
    assert "unknown topic 'scalding'" in there.stderr
    assert there.returncode == here.returncode == 1


# What may be wrong with a cluster


def failure(site: SiteTest, address: str) -> tuple[int, str]:
    """The exit code and the message of a build that fails; checks that it has a hint and leaves the site alone."""
    done = site.run("build", "--executor", address)
    first, hint = done.stderr.splitlines()
    assert hint.startswith("  hint: ")
    assert not site.has("index.html")
    assert list(site.folder.rglob(".sitegen-shared-*")) == []
    return done.returncode, re.sub(r"127\.0\.0\.1:\d+", "HOST:PORT", first)


@pytest.mark.parametrize(
    "address", ["dask", "dask://", "dask://host", "dask://host:0", "dask://host:65536", "ray://h:1", "dask://a b:1"]
)
def test_an_address_that_is_none_is_told_before_anything_is_read(site: SiteTest, address: str) -> None:
    site.entry("2025/09/02/a", topics="[unknown]")
    assert failure(site, address) == (2, f"--executor: '{address}' is no cluster (expected dask://HOST:PORT)")


def test_an_address_at_which_nobody_listens(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a")
    assert failure(plain_site, "dask://127.0.0.1:1") == (3, "--executor: no cluster at HOST:PORT: Connection refused")


def test_an_address_at_which_a_web_server_listens(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a")
    code = (
        "import http.server; s = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler);"
        "print(s.server_port, flush=True); s.serve_forever()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            assert failure(plain_site, f"dask://127.0.0.1:{port}") == (
                3,
                "--executor: what listens at HOST:PORT is no scheduler of Dask without TLS",
            )
        finally:
            server.kill()


def test_a_cluster_without_workers(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    assert failure(plain_site, dask.address) == (
        3,
        "--executor: the cluster at HOST:PORT has no worker (expected at least one)",
    )


def without(package: str) -> str:
    """Code after which a package cannot be imported."""
    return (
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] == '{package}':\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Without())\n"
    )


def test_without_the_package_the_message_names_the_extra(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a")
    code = f"{without('distributed')}\nfrom sitegen.cli import main; main()"
    command = [sys.executable, "-c", code, "build", "--executor", "dask://127.0.0.1:1"]
    done = subprocess.run(command, cwd=plain_site.folder, capture_output=True, text=True, check=False)
    assert done.stderr == (
        "--executor: the package distributed is not installed\n  hint: install the extra: pip install 'sitegen[dask]'\n"
    )
    assert done.returncode == 3


def test_a_build_on_this_machine_does_not_import_dask(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a")
    code = "import sys; from sitegen.cli import sitegen as s; s(['build', '--jobs', '2'], standalone_mode=False)"
    command = [sys.executable, "-c", f"{code}; print(sorted({{'dask', 'distributed'}} & set(sys.modules)))"]
    done = subprocess.run(command, cwd=plain_site.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]")


def test_a_worker_without_sitegen(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    dask.worker(without("sitegen"))
    assert failure(plain_site, dask.address) == (
        3,
        "--executor: a worker of the cluster at HOST:PORT cannot load this sitegen: No module named 'sitegen'",
    )


def test_a_worker_with_another_sitegen(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    dask.worker("import sitegen; sitegen.__version__ = '0.0.9'")
    exit_code, message = failure(plain_site, dask.address)
    assert exit_code == 3
    shown = r"--executor: a worker on \S+ has sitegen 0\.0\.9 \([0-9a-f]{12}\) \(expected \S+ \([0-9a-f]{12}\)\)"
    assert re.fullmatch(shown, message)


def test_a_worker_with_another_version_of_a_library(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    dask.worker(
        "import importlib.metadata as m; old = m.version; m.version = lambda n: '1' if n == 'jinja2' else old(n)"
    )
    exit_code, message = failure(plain_site, dask.address)
    assert exit_code == 3
    assert re.fullmatch(r"--executor: a worker on \S+ has jinja2 1 \(expected [0-9.]+\)", message)


def test_a_worker_that_does_not_see_the_folder(tmp_path: Path) -> None:
    terms = msgspec.json.encode(Terms(dict(engine_parts()), (str(tmp_path / "site/.sitegen-shared-1"),)))
    with pytest.raises(SiteError) as error:
        run_errand(terms, pickle.dumps(partial(len, "")))
    (problem,) = error.value.problems
    assert re.fullmatch(rf"a worker on \S+ does not see {tmp_path}/site as it is here", problem.message)
    assert problem.hint == "share it with every worker under the same path"
    assert error.value.exit_code == 3


# Workers that end

DIES = "import os, sitegen.build.workshop as w; w.make = lambda task: os._exit(1)"


def test_what_a_dying_worker_leaves_undone_another_one_does(two_months: SiteTest, dask: Dask) -> None:
    dask.worker(DIES)
    dask.worker()
    done = two_months.run("build", "--executor", dask.address)
    assert (done.returncode, done.stderr) == (0, "")
    two_months.run("build", "--jobs", "1", "--output", "here")
    assert published(two_months.folder / "public") == published(two_months.folder / "here")


def test_a_cluster_that_loses_its_last_worker(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    dask.worker(DIES)
    assert failure(plain_site, dask.address) == (3, "--executor: the cluster at HOST:PORT has no worker any more")
    dask.worker()
    assert plain_site.run("build", "--executor", dask.address).returncode == 0


def test_a_scheduler_that_ends_in_the_middle(plain_site: SiteTest, dask: Dask) -> None:
    plain_site.entry("2025/09/02/a")
    dask.worker(
        "import os, signal, time, sitegen.build.workshop as w\n"
        f"w.make = lambda task: (os.kill({dask.scheduler}, signal.SIGKILL), time.sleep(30))"
    )
    assert failure(plain_site, dask.address) == (3, "--executor: the cluster at HOST:PORT does not answer any more")


def test_a_process_of_this_machine_that_ends_is_a_problem_with_a_hint() -> None:
    with Pool(2) as pool, pytest.raises(SiteError) as error:
        list(pool.run(os._exit, [1, 1], is_much=True))
    assert error.value.problems == (
        Problem(
            Location("--jobs"),
            "a process ended in the middle of its work",
            "is there enough memory? --jobs 1 does all work in one process",
        ),
    )
    assert error.value.exit_code == 3


def test_a_problem_that_another_process_found_is_the_same_here() -> None:
    error = stop("content/a.md", "wrong", "mend it", 3)
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, again.exit_code, str(again)) == (error.problems, 3, str(error))
