"""A look into the months that changed finds what a look at the whole archive finds."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.sight import look, look_again

DAYS = "content/.ledger/days"
FOLDERS = ("content/2025/09/02", "content/2025/09/03", "content/2025/10/01", "content/2024/01/09", "content/pages")
EDITS = ("save", "remove", "remove its month", "remove its year", "a file at the top", "link a month")
EDITS_OF_THE_LEDGER = ("save its days", "remove its days", "remove all days", "remove the ledger", "save the ledger")


def _save(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def _edit(root: Path, folder: str, edit: str, number: int) -> str:
    """Changes the archive; answers the path that a watcher would tell."""
    path, month = f"{folder}/a{number % 3}.md", "/".join(folder.split("/")[:3])
    match edit:
        case "save":
            _save(root, path, f"text {number}" * (number + 1))
        case "remove":
            (root / path).unlink(missing_ok=True)
        case "remove its month":
            path = month
            shutil.rmtree(root / month, ignore_errors=True)
        case "remove its year":
            path = "/".join(folder.split("/")[:2])
            shutil.rmtree(root / path, ignore_errors=True)
        case "a file at the top":
            path = "content/stray.md"
            _save(root, path, f"{number}")
        case "link a month":
            path = "content/2023/05"
            (root / "content/2023").mkdir(parents=True, exist_ok=True)
            if not (root / path).is_symlink():
                (root / path).symlink_to(root / "content/2025/09", target_is_directory=True)
        case _:
            return _edit_ledger(root, edit, number)
    return path


def _edit_ledger(root: Path, edit: str, number: int) -> str:
    """Changes the ledger; answers the path that a watcher would tell."""
    path = f"{DAYS}/2025-0{number % 3 + 1}.jsonl"
    match edit:
        case "save its days":
            _save(root, path, f"{number}" * (number + 1))
        case "remove its days":
            (root / path).unlink(missing_ok=True)
        case "remove all days":
            path = DAYS
            shutil.rmtree(root / path, ignore_errors=True)
        case "remove the ledger":
            path = "content/.ledger"
            shutil.rmtree(root / path, ignore_errors=True)
        case "save the ledger":
            path = "content/.ledger/2025-09.jsonl"
            _save(root, path, f"{number}")
    return path


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(FOLDERS), st.sampled_from(EDITS + EDITS_OF_THE_LEDGER)), min_size=1, max_size=3
        )
    )
)
def test_a_look_at_what_changed_finds_what_a_look_at_all_finds(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[str, str]]]
) -> None:
    root = tmp_path_factory.mktemp("site")
    for number, folder in enumerate(FOLDERS):
        _save(root, f"{folder}/a{number % 3}.md", "text")
    seen = look(root)
    for step, edits in enumerate(history):
        told = [_edit(root, folder, edit, 10 * step + number) for number, (folder, edit) in enumerate(edits)]
        seen = look_again(root, seen, [*told, "site.yaml"])
        assert seen == look(root)


def test_a_look_at_days_that_changed_leaves_the_months_alone(tmp_path: Path) -> None:
    for folder in FOLDERS:
        _save(tmp_path, f"{folder}/a.md", "text")
    before = look(tmp_path)
    _save(tmp_path, f"{DAYS}/2025-09.jsonl", "a line")
    _save(tmp_path, "content/2025/09/02/a.md", "not told")
    after = look_again(tmp_path, before, [f"{DAYS}/2025-09.jsonl"])
    assert [found.path for found in after.pop("days")] == [f"{DAYS}/2025-09.jsonl"]
    assert after == before


def test_a_look_at_what_changed_leaves_the_other_months_alone(tmp_path: Path) -> None:
    for folder in FOLDERS:
        _save(tmp_path, f"{folder}/a.md", "text")
    before = look(tmp_path)
    _save(tmp_path, "content/2025/09/02/a.md", "another text")
    _save(tmp_path, "content/2024/01/09/a.md", "not told")
    after = look_again(tmp_path, before, ["content/2025/09/02/a.md"])
    assert after["2025-09"] != before["2025-09"]
    assert {name: files for name, files in after.items() if name != "2025-09"} == {
        name: files for name, files in before.items() if name != "2025-09"
    }
