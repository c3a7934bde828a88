"""An enrichment that is killed before any of its writes leaves an archive that the next command completes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.harness import ArchiveTest, paper, told
from tests.harness import SITE_YAML, TOPICS_YAML

TITLES = [f"Paper Number {word}" for word in ("One", "Two", "Three", "Four")]
# Each write ends in a rename: of the journal, four entries, the ledger.
WRITE_COUNT = 6
# Ends the process, as SIGKILL does, before the n-th rename.
KILLED = """
import os, sys
from sitegen.cli import main
left = int(sys.argv.pop(1))
def watch(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(watch)
main()
"""


def site(folder: Path) -> ArchiveTest:
    archive = ArchiveTest(folder)
    archive.write("site.yaml", SITE_YAML)
    archive.write("topics.yaml", TOPICS_YAML)
    rows = [{"title": title, "arxiv_id": f"2508.0000{n}", "authors": ["Ada"]} for n, title in enumerate(TITLES)]
    archive.write("facts.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    archive.write("day.jsonl", "".join(f'{{"title": "{title}", "abstract": "Words."}}\n' for title in TITLES))
    archive.ingest(told(*(paper(title, abstract="Words.") for title in TITLES)))
    return archive


def run(archive: ArchiveTest, *arguments: str, killed_after: int = 1000) -> int:
    command = [sys.executable, "-c", KILLED, str(killed_after), *arguments]
    return subprocess.run(command, cwd=archive.folder, capture_output=True, check=False).returncode


ENRICH = ("enrich", "--from", "facts.jsonl")
INGEST = ("ingest", "day.jsonl", "--date", "2025-09-02", "--name", "Daily Papers")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    archive = site(tmp_path_factory.mktemp("whole") / "site")
    assert run(archive, *ENRICH, killed_after=WRITE_COUNT) == 0
    return archive.files()


@pytest.mark.parametrize("killed_after", range(WRITE_COUNT))
def test_the_next_run_completes_one_that_was_killed(tmp_path: Path, whole: dict[str, bytes], killed_after: int) -> None:
    archive = site(tmp_path / "site")
    assert run(archive, *ENRICH, killed_after=killed_after) == 9
    assert run(archive, *ENRICH) == 0
    assert archive.files() == whole


@pytest.mark.parametrize("killed_after", [1, 3, 5])
def test_an_ingest_takes_nothing_of_a_killed_run_for_an_edit(
    tmp_path: Path, whole: dict[str, bytes], killed_after: int
) -> None:
    archive = site(tmp_path / "site")
    before = {path: line for path, line in archive.files().items() if path.endswith(".md")}
    assert run(archive, *ENRICH, killed_after=killed_after) == 9
    assert run(archive, *INGEST) == 0
    assert run(archive, *ENRICH) == 0
    assert before.keys() == {path for path in archive.files() if path.endswith(".md")}
    assert _others(archive.files()) == _others(whole)
    assert b"arxiv_id: '2508.00003'\n" in archive.files()["content/2025/09/02/paper-number-four.md"]


def _others(files: dict[str, bytes]) -> list[object]:
    """Which fields of each entry are of the facts, as the ledger has it."""
    return [json.loads(line)["others"] for line in files["content/.ledger/2025-09.jsonl"].splitlines()]
