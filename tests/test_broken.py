"""Every bad input ends in `path:line:column: what is wrong` and a hint, exit code 1 (3: the environment), nothing lost.

A case is a folder in tests/broken/: `in/` is laid over a small good site that has been built, `command` holds the
arguments (default: build), `stderr.txt` what is printed, and `exit_code` the code if it is not 1.
"""

import re
import shlex
from pathlib import Path

import pytest

from tests.harness import SiteTest

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_with_place_and_hint_and_the_published_site_stays(case: str, site: SiteTest) -> None:
    site.without_search().entry("2025/09/01/good")
    site.build()
    folder = BROKEN / case
    for path in sorted(folder.glob("in/**/*")):
        if path.is_file():
            target = site.folder / path.relative_to(folder / "in")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    before = site.published()
    command = _text(folder / "command") or "build"
    done = site.run(*shlex.split(command))
    assert done.stderr == _text(folder / "stderr.txt")
    assert done.returncode == int(_text(folder / "exit_code") or 1)
    assert site.published() == before


@pytest.mark.parametrize("case", CASES)
def test_a_message_has_a_hint_and_no_full_stop(case: str) -> None:
    lines = _text(BROKEN / case / "stderr.txt").splitlines()
    assert lines[1::2] == [line for line in lines if line.startswith("  hint: ")]
    assert [line for line in lines if line.endswith(".")] == []
    assert len(lines) == 2 * len(lines[1::2])


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_no_file_that_no_test_reads(case: str) -> None:
    names = {path.name for path in (BROKEN / case).iterdir()}
    assert names <= {"in", "command", "stderr.txt", "exit_code", "why.md"}
    assert {"in", "stderr.txt"} <= names or "command" in names


def test_no_message_is_a_traceback() -> None:
    texts = [_text(BROKEN / case / "stderr.txt") for case in CASES]
    assert [text for text in texts if re.search(r"Traceback|File \"", text)] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
