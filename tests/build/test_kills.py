"""A build that is killed at any moment leaves the old site or the new one, and nobody behind; the next one succeeds."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.build.worlds import Outcome, Paper, World, built, cold, differing, write
from tests.harness import SiteTest

OLD = World(papers={f"p{n}": Paper(f"2025/{1 + n % 12:02}/{1 + n % 28:02}") for n in range(150)})
NEW = replace(
    OLD,
    papers={key: replace(paper, title=f"Title of {key}") for key, paper in OLD.papers.items() if key != "p3"},
    settings={"title": "New"},
)
# A build that hands its work to other processes, however little it is.
BUILD = """
import sys, time
from pathlib import Path
from sitegen import build as builder
from sitegen.build import making, reading
reading._MANY_FILES = making._MANY_PAGES = 0
print("begun", flush=True)
builder.build(Path.cwd(), builder.Options(jobs=int(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteTest, Outcome, Outcome]:
    base = tmp_path_factory.mktemp("kills")
    (base / "warm").mkdir()
    return write(NEW, base / "warm"), cold(OLD, base / "cold"), cold(NEW, base / "cold")


def begin(site: SiteTest, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILD, str(jobs)]
    # A session of its own, so that all who belong to the build can be found.
    process = subprocess.Popen(
        command,
        cwd=site.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout as told:
        assert told.readline() == "begun\n"
    return process


def left_of(session: int) -> list[str]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it ended meanwhile
            continue
        if int(its_session) == session and state != "Z":
            found.append(path.parent.name)
    return found


def nobody_is_left_of(session: int) -> bool:
    for _ in range(200):
        if not left_of(session):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.85])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_build_leaves_a_whole_site_and_nobody_behind(
    jobs: int, part: float, prepared: tuple[SiteTest, Outcome, Outcome]
) -> None:
    site, old, new = prepared
    write(OLD, site.folder, NEW)
    assert differing(built(site).files, old.files) == []
    write(NEW, site.folder, OLD)
    process = begin(site, jobs)
    # A build of this size takes 0.5 s in one process and 1 s in three on a machine of two cores.
    time.sleep(part * jobs * 0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert nobody_is_left_of(process.pid)
    assert site.published() in (old.files, new.files)
    assert differing(built(site).files, new.files) == []
    assert differing(site.published(".public.next"), new.files) == []


def test_ctrl_c_ends_a_build_and_its_workers(prepared: tuple[SiteTest, Outcome, Outcome]) -> None:
    site, old, new = prepared
    write(OLD, site.folder, NEW)
    built(site)
    write(NEW, site.folder, OLD)
    process = begin(site, 2)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.wait()
    assert nobody_is_left_of(process.pid)
    assert site.published() in (old.files, new.files)
    assert differing(built(site).files, new.files) == []
