"""The pure parts of the measurements; what they measure is timed by `make bench` and by no test."""

import datetime as dt
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bench.files import Changes, by_kind, changes, in_words, snapshot
from bench.goals import Goal, goal_of
from bench.queries import Query, frequencies, spread
from bench.report import BEGIN, END, Result, line, merged, table
from bench.rows.equal import similarity
from bench.running import in_turn
from tests.harness import ROOT

FASTER = Result(
    what="clean build of 10 papers: time",
    sitegen="0.50 s",
    beside="Hugo 1.00 s",
    value=0.5,
    unit="×",
    goal=Goal(0.6, "×"),
)
ABSOLUTE = Result(what="nothing changed", sitegen="0.20 s", value=0.2, unit=" s")
DAY = dt.date(2026, 5, 3)


# The table


def test_a_line_shows_the_goal_beside_what_was_measured() -> None:
    assert line(FASTER) == ("clean build of 10 papers: time: 0.50× (sitegen 0.50 s, Hugo 1.00 s; goal ≤ 0.6×: met)")
    assert line(ABSOLUTE) == "nothing changed: 0.20 s (sitegen 0.20 s)"


def test_a_goal_is_met_at_its_limit_and_missed_beyond() -> None:
    at_most, at_least = Goal(0.6, "×"), Goal(20, "× faster", is_at_least=True)
    assert [at_most.is_met(value) for value in (0.5, 0.6, 0.61)] == [True, True, False]
    assert [at_least.is_met(value) for value in (19.9, 20, 21)] == [False, True, True]
    assert [str(at_most), str(at_least)] == ["≤ 0.6×", "≥ 20× faster"]


def test_a_goal_holds_for_its_number_of_papers_or_for_any() -> None:
    assert goal_of("clean time", 10_000) == Goal(0.6, "×")
    assert goal_of("clean time", 500) is None
    assert goal_of("files", 500) == Goal(60, " files")


def test_a_recorded_line_replaces_the_one_of_the_same_name_and_leaves_the_others() -> None:
    document = f"# Performance\n\n{BEGIN}\n\n{END}\n\nMore.\n"
    once = merged(document, "Measured with A.", table([FASTER, ABSOLUTE], DAY))
    twice = merged(once, "Measured with B.", table([ABSOLUTE], DAY + dt.timedelta(1)))
    assert twice.splitlines() == [
        "# Performance",
        "",
        BEGIN,
        "",
        "Measured with B.",
        "",
        "| what | sitegen | beside | measured | goal | | on |",
        "|---|---|---|---|---|---|---|",
        "| clean build of 10 papers: time | 0.50 s | Hugo 1.00 s | 0.50× | ≤ 0.6× | met | 2026-05-03 |",
        "| nothing changed | 0.20 s |  | 0.20 s |  |  | 2026-05-04 |",
        "",
        END,
        "",
        "More.",
    ]


def test_the_page_on_performance_has_the_marks_that_the_table_goes_between() -> None:
    text = (ROOT / "docs/explanation/performance.md").read_text("utf-8")
    assert merged(text, "Measured with A.", table([FASTER], DAY)).count("clean build of 10 papers") == 1


# What is measured


def test_runs_are_taken_in_turn() -> None:
    order: list[str] = []

    def work(name: str) -> int:
        order.append(name)
        return len(order)

    assert in_turn(2, lambda: work("a"), lambda: work("b")) == ((1, 3), (2, 4))
    assert order == ["a", "b", "a", "b"]


def test_a_file_with_the_same_bytes_and_another_inode_was_written_again(tmp_path: Path) -> None:
    for name in ("kept", "rewritten", "touched", "gone", "pagefind/index", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("as it was", "utf-8")
    before = snapshot(tmp_path)
    (tmp_path / "rewritten").write_text("other bytes", "utf-8")
    (tmp_path / "scratch").write_text("as it was", "utf-8")
    (tmp_path / "scratch").rename(tmp_path / "touched")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").touch()
    (tmp_path / "pagefind/index").write_text("other bytes", "utf-8")
    (tmp_path / ".hidden").write_text("other bytes", "utf-8")
    found = changes(before, snapshot(tmp_path))
    assert found == Changes(new=("new",), gone=("gone",), rewritten=("rewritten",), touched=("touched",))


def test_a_word_counts_once_for_each_paper_and_only_as_a_whole() -> None:
    counts = frequencies(["model models a self-model, model.", "OmniVision model (tests) https://example.org/model"])
    assert counts == Counter({"model": 2, "models": 1, "tests": 1})


def test_the_queries_go_from_the_rarest_to_the_most_common_word() -> None:
    counts = Counter({"beta": 1, "alpha": 1, "ten": 10, "twelve": 12, "hundred": 100})
    assert spread(counts, 3) == (Query("alpha", 1), Query("ten", 10), Query("hundred", 100))


def test_pages_with_the_same_words_are_equal_whatever_their_marks_and_quotes() -> None:
    ours = "<title>a</title><main><p>“Scaling” – it’s all</p></main>"
    theirs = "<main><h1>&quot;Scaling&quot; -- it's</h1> all</main><footer>b</footer>"
    assert similarity(ours, theirs) == 1
    assert similarity("<main>one two</main>", "<main>one three</main>") == 0.5


# What goes wrong


def test_without_the_kit_nothing_is_measured_and_the_command_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bench", tmp_path / "project" / "bench")
    done = run(tmp_path / "project", "--rows", "clean")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bench: not here: the kit ../shared/bench\n")
    assert done.stdout.endswith("bench: nothing was measured; bench/README.md says what it needs\n")


def test_an_unknown_row_is_told_with_those_there_are(tmp_path: Path) -> None:
    done = run(ROOT, "--rows", "clean,weekly")
    assert done.returncode == 2
    assert "Error: unknown row 'weekly' (expected some of: equal, clean, full, daily," in done.stderr


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-m", "bench", *arguments)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_rewritten_files_are_counted_by_kind_the_most_first() -> None:
    paths = ("index.html", "papers/a/index.html", "papers/b/index.html", "topics/scaling/feed.xml")
    assert in_words(by_kind(paths)) == "paper 2, feed 1, home 1"
    assert in_words(by_kind(())) == "none"
