"""The archive by months: a file is read again if it may have changed, and only then."""

import os
import time
from pathlib import Path

import pytest

from sitegen.archive import shelves
from sitegen.archive.brief import Brief
from sitegen.archive.shelves import Lender, Reading, Visit, is_settled, kept_shelf, read_shelf
from sitegen.archive.sight import look, shelf_of
from sitegen.problems import SiteError

TOPICS = frozenset({"scaling"})
PLACE = "content/2025/09/02/a.md"


def text(title: str, **fields: str) -> str:
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: {title}\ndate: 2025-09-02\n{more}---\n\nWords.\n"


def write(site: Path, path: str, content: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(content)


def read(site: Path, slugs: frozenset[str] = TOPICS, name: str = "2025-09") -> Reading:
    return read_shelf(Visit(site, name, look(site)[name], slugs))


def title(site: Path) -> str:
    shelf = kept_shelf(site, "2025-09")
    assert shelf is not None
    assert shelf.files[0].brief is not None
    return shelf.files[0].brief.title


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/2025/09/02/a.md", "2025-09"),
        ("content/2025/09/02/_day.md", "2025-09"),
        ("content/pages/about.md", "pages"),
        ("content/stray.md", "elsewhere"),
        ("content/2025/stray.md", "elsewhere"),
        ("content/.ledger/days/2025-09.jsonl", "days"),
    ],
)
def test_a_file_stands_on_the_shelf_of_its_folder(path: str, name: str) -> None:
    assert shelf_of(path) == name


def test_a_look_leaves_out_hidden_files_and_what_is_not_markdown(tmp_path: Path) -> None:
    for path in (PLACE, "content/.ledger/x.md", "content/2025/09/02/.a.md", "content/2025/09/02/a.txt"):
        write(tmp_path, path, text("A"))
    assert {name: [found.path for found in files] for name, files in look(tmp_path).items()} == {"2025-09": [PLACE]}


def test_a_look_finds_the_files_of_days_and_nothing_else_of_the_ledger(tmp_path: Path) -> None:
    days = "content/.ledger/days"
    for path in (f"{days}/2025-09.jsonl", f"{days}/.new-1", f"{days}/x.md", "content/.ledger/2025-09.jsonl"):
        write(tmp_path, path, "")
    assert {name: [found.path for found in files] for name, files in look(tmp_path).items()} == {
        "days": [f"{days}/2025-09.jsonl"]
    }


def test_a_file_that_is_as_it_was_is_not_parsed_again(tmp_path: Path) -> None:
    write(tmp_path, PLACE, text("A"))
    assert read(tmp_path).parsed_count == 1
    assert read(tmp_path).parsed_count == 0
    os.utime(tmp_path / PLACE, (1, 1))
    assert read(tmp_path).parsed_count == 0


def test_a_young_file_is_read_again_though_all_that_the_file_system_tells_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, PLACE, text("Old"))
    found = look(tmp_path)["2025-09"]
    read_shelf(Visit(tmp_path, "2025-09", found, TOPICS))
    shelf = kept_shelf(tmp_path, "2025-09")
    assert shelf is not None
    assert not is_settled(shelf)
    write(tmp_path, PLACE, text("New"))
    # As on a file system whose clock did not tick in between: the look tells the same of the file.
    assert read_shelf(Visit(tmp_path, "2025-09", found, TOPICS)).parsed_count == 1
    assert title(tmp_path) == "New"


def test_a_settled_file_is_believed_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_YOUNG_NS", 1_000_000)
    write(tmp_path, PLACE, text("Old"))
    time.sleep(0.01)
    found = look(tmp_path)["2025-09"]
    read_shelf(Visit(tmp_path, "2025-09", found, TOPICS))
    (tmp_path / PLACE).unlink()
    reading = read_shelf(Visit(tmp_path, "2025-09", found, TOPICS))
    assert (reading.problems, reading.parsed_count, title(tmp_path)) == ((), 0, "Old")


def test_other_content_of_the_same_size_and_the_same_time_of_change_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_YOUNG_NS", 1_000_000)
    write(tmp_path, PLACE, text("Old"))
    time.sleep(0.02)
    read(tmp_path)
    stat = (tmp_path / PLACE).stat()
    write(tmp_path, PLACE, text("New"))
    os.utime(tmp_path / PLACE, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    time.sleep(0.02)
    assert read(tmp_path).parsed_count == 1
    assert title(tmp_path) == "New"


def test_a_file_from_the_future_is_never_settled(tmp_path: Path) -> None:
    write(tmp_path, PLACE, text("A"))
    future = time.time() + 86400
    os.utime(tmp_path / PLACE, (future, future))
    read(tmp_path)
    shelf = kept_shelf(tmp_path, "2025-09")
    assert shelf is not None
    assert not is_settled(shelf)


def test_a_file_with_a_problem_is_told_at_every_reading(tmp_path: Path) -> None:
    write(tmp_path, PLACE, text("A", votes="many"))
    first, second = read(tmp_path), read(tmp_path)
    assert [str(problem.location) for problem in first.problems] == [f"{PLACE}:4:8"]
    assert second.problems == first.problems


def test_a_topic_that_is_declared_no_longer_is_a_problem_of_an_unchanged_file(tmp_path: Path) -> None:
    write(tmp_path, PLACE, text("A", topics="[scaling]"))
    assert read(tmp_path).problems == ()
    assert len(read(tmp_path, frozenset()).problems) == 1
    assert read(tmp_path).problems == ()


def test_an_entry_is_lent_from_what_was_read_and_from_its_file_if_that_is_lost(tmp_path: Path) -> None:
    write(tmp_path, PLACE, text("A"))
    read(tmp_path)
    shelf = kept_shelf(tmp_path, "2025-09")
    assert shelf is not None
    brief = shelf.files[0].brief
    assert brief is not None
    assert Lender(tmp_path)(brief).abstract == "Words."
    (tmp_path / ".sitegen/entries/2025-09.entries").unlink()
    assert Lender(tmp_path)(brief).abstract == "Words."
    write(tmp_path, PLACE, text("Other"))
    (tmp_path / ".sitegen/entries/2025-09.entries").unlink()
    with pytest.raises(SiteError) as caught:
        Lender(tmp_path)(brief)
    assert caught.value.exit_code == 3


def test_entries_are_lent_from_shelves_that_were_put_back_for_others(tmp_path: Path) -> None:
    briefs: list[Brief | None] = []
    for month, title in (("01", "A"), ("02", "B"), ("03", "C")):
        path = f"content/2025/{month}/02/p.md"
        write(tmp_path, path, text(title).replace("2025-09", f"2025-{month}"))
        read(tmp_path, name=f"2025-{month}")
        shelf = kept_shelf(tmp_path, f"2025-{month}")
        assert shelf is not None
        briefs.extend(filed.brief for filed in shelf.files)
        (tmp_path / path).unlink()
    for limit in (0, 1 << 25):
        lender = Lender(tmp_path, limit=limit)
        assert [lender(brief).title for brief in (*briefs, *briefs[::-1]) if brief] == ["A", "B", "C", "C", "B", "A"]


@pytest.mark.parametrize("data", [None, b"", b"sitegen memo 1\nrest"])
def test_damaged_entries_of_an_untouched_shelf_are_repaired_by_the_first_who_asks(
    data: bytes | None, tmp_path: Path
) -> None:
    paths = [f"content/2025/09/02/{key}.md" for key in "abc"]
    for path in paths:
        write(tmp_path, path, text("A"))
    read(tmp_path)
    kept = tmp_path / ".sitegen/entries/2025-09.entries"
    whole = kept.read_bytes()
    shelf = kept_shelf(tmp_path, "2025-09")
    assert shelf is not None
    a, _, c = (filed.brief for filed in shelf.files)
    assert a is not None
    assert c is not None
    kept.unlink()
    if data is not None:
        kept.write_bytes(data)
    lender = Lender(tmp_path)
    assert lender(a).abstract == "Words."
    assert kept.read_bytes() == whole
    for path in paths:
        (tmp_path / path).unlink()
    assert lender(c).abstract == "Words."
    assert Lender(tmp_path)(a).abstract == "Words."


def test_a_repair_leaves_out_what_changed_since_and_what_another_build_saw(tmp_path: Path) -> None:
    other = "content/2025/09/02/b.md"
    write(tmp_path, PLACE, text("A"))
    write(tmp_path, other, text("B"))
    read(tmp_path)
    shelf = kept_shelf(tmp_path, "2025-09")
    assert shelf is not None
    a, b = (filed.brief for filed in shelf.files)
    assert a is not None
    assert b is not None
    kept = tmp_path / ".sitegen/entries/2025-09.entries"
    kept.unlink()
    write(tmp_path, other, text("Other"))
    assert Lender(tmp_path)(a).abstract == "Words."
    with pytest.raises(SiteError):
        Lender(tmp_path)(b)
    read(tmp_path)
    whole = kept.read_bytes()
    write(tmp_path, other, text("B"))
    assert Lender(tmp_path)(b).title == "B"
    assert kept.read_bytes() == whole
