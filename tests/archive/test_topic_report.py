"""`sitegen topics`: how large, how right, who has none, whom the rules would move; and moving them."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.topic_report import Overview, apply_rules, overview
from sitegen.archive.topics import read_topics
from sitegen.archive.writing import LOCK
from sitegen.problems import SiteError
from tests.archive.harness import ArchiveTest, Sown, changed, paper, told
from tests.harness import SITE_YAML, run

BEFORE = """\
scaling:
  name: Scaling
  description: How size matters.
  phrases: {scaling law: 6}
evaluation:
  name: Evaluation
  description: How to measure.
  phrases: {benchmark: 6}
"""
# Benchmarks are now of another topic, and nothing speaks for scaling.
AFTER = """\
scaling:
  name: Scaling
  description: How size matters.
  phrases: {power law: 6}
evaluation:
  name: Evaluation
  description: How to measure.
  phrases: {leaderboard: 6}
data:
  name: Data
  description: What models learn from.
  phrases: {benchmark: 6, data set: 6}
"""
PAPERS = (
    paper("On the Scaling Law", position=1),
    paper("A Benchmark", position=2),
    paper("A Second Benchmark", position=3),
    paper("A Data Set", position=4),
)
FOLDER = "content/2025/09/02"


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    made = ArchiveTest(tmp_path)
    made.write("site.yaml", SITE_YAML)
    made.write("topics.yaml", BEFORE)
    _ingest(made, told(*PAPERS))
    return made


def _ingest(archive: ArchiveTest, *sown: Sown) -> tuple[str, ...]:
    topics = read_topics(archive.text("topics.yaml"), "topics.yaml")
    return archive.ingest(*sown, topics=topics).written


def _moves(found: Overview) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(each.key, each.topics, each.by_rules) for each in found.moves]


def test_nothing_would_move_while_the_rules_are_as_they_were(archive: ArchiveTest) -> None:
    found = overview(archive.folder, None)
    assert found.moves == ()
    assert [(size.slug, size.papers) for size in found.sizes] == [("evaluation", 2), ("scaling", 1)]
    assert [each.key for each in found.without] == ["a-data-set"]


def test_a_rule_that_changed_would_move_the_papers_whose_topics_stand_as_ingest_wrote_them(
    archive: ArchiveTest,
) -> None:
    archive.edit(f"{FOLDER}/a-second-benchmark.md", "[evaluation]", "[scaling]")
    archive.write("topics.yaml", AFTER)
    found = overview(archive.folder, None)
    assert _moves(found) == [
        ("a-benchmark", ("evaluation",), ("data",)),
        ("a-data-set", (), ("data",)),
        ("on-the-scaling-law", ("scaling",), ()),
    ]
    assert [each.key for each in found.by_hand] == ["a-second-benchmark"]


def test_the_table_says_so_to_people(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-second-benchmark.md", "[evaluation]", "[scaling]")
    archive.write("topics.yaml", AFTER)
    archive.write("topics-labels.tsv", "title\ttopics\nA benchmark!\tevaluation\na-data-set\tdata\nNot Here\tdata\n")
    assert run(archive.folder, "topics").stdout == (
        """\
topic       papers  share     precision         recall
scaling          2  50.0%             –    0% (0 of 1)
evaluation       1  25.0%             –    0% (0 of 1)
data             0   0.0%  33% (1 of 3)  100% (1 of 1)
(no topic)       1  25.0%
(all)            4         33% (1 of 3)   33% (1 of 3)
measured by: 2 papers of topics-labels.tsv, 1 list by hand
labelled, but not in the archive: 1 paper (Not Here)
without a topic: 1 paper
  content/2025/09/02/a-data-set.md: A Data Set (the rules say: data)
the rules would move: 3 papers (--apply moves them)
  content/2025/09/02/a-benchmark.md: evaluation → data
  content/2025/09/02/a-data-set.md: no topic → data
  content/2025/09/02/on-the-scaling-law.md: scaling → no topic
lists by hand, which stay: 1; of 1 the rules say something else
"""
    )


def test_the_table_says_the_same_to_programs(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", AFTER)
    told_ = json.loads(run(archive.folder, "topics", "--format", "json").stdout)
    assert told_["papers"] == 4
    assert told_["topics"][0] == {
        "topic": "evaluation",
        "is_declared": True,
        "papers": 2,
        "share": 0.5,
        "labelled": 0,
        "given": 0,
        "right": 0,
        "precision": None,
        "recall": None,
    }
    assert [(each["key"], each["topics"], each["by_rules"]) for each in told_["moves"]][:1] == [
        ("a-benchmark", ["evaluation"], ["data"])
    ]
    assert told_["is_applied"] is False


def test_applying_moves_them_and_changes_no_other_byte(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-benchmark.md", "topics: [evaluation]\n", "# mine\ntopics: [evaluation]  # why\n")
    archive.edit(f"{FOLDER}/a-second-benchmark.md", "[evaluation]", "[scaling]")
    before = archive.files()
    archive.write("topics.yaml", AFTER)
    found = apply_rules(archive.folder, None)
    assert [(size.slug, size.papers) for size in found.sizes] == [("data", 2), ("scaling", 1), ("evaluation", 0)]
    after = archive.files()
    assert {path for path in after if after[path] != before[path]} == {
        "content/.ledger/2025-09.jsonl",
        f"{FOLDER}/a-benchmark.md",
        f"{FOLDER}/a-data-set.md",
        f"{FOLDER}/on-the-scaling-law.md",
    }
    path = f"{FOLDER}/a-benchmark.md"
    assert after[path] == before[path].replace(b"topics: [evaluation]  # why", b"topics: [data]  # why")
    path = f"{FOLDER}/on-the-scaling-law.md"
    assert after[path] == before[path].replace(b"topics: [scaling]\n", b"")


def test_applying_twice_writes_once_and_an_ingest_after_it_nothing(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", AFTER)
    apply_rules(archive.folder, None)
    stamps = archive.stamps()
    assert apply_rules(archive.folder, None).moves == ()
    assert _ingest(archive, told(*PAPERS)) == ()
    assert archive.stamps() == stamps


def test_what_was_moved_still_follows_the_rules_later(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", AFTER)
    apply_rules(archive.folder, None)
    archive.write("topics.yaml", BEFORE)
    apply_rules(archive.folder, None)
    assert archive.entries()["a-benchmark"].topics == ("evaluation",)
    assert archive.entries()["on-the-scaling-law"].topics == ("scaling",)
    assert archive.entries()["a-data-set"].topics == ()


def test_nothing_is_moved_while_an_ingest_is_running(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", AFTER)
    before = archive.stamps()
    with (archive.folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SiteError, match="another command writes this archive"):
            apply_rules(archive.folder, None)
    assert archive.stamps() == before


def test_an_entry_that_ingest_did_not_write_is_left_alone(archive: ArchiveTest) -> None:
    archive.write(f"{FOLDER}/mine.md", "---\ntitle: My Benchmark\ndate: 2025-09-02\n---\n\nWords.\n")
    found = apply_rules(archive.folder, None)
    assert (found.moves, found.by_hand) == ((), ())
    assert [(each.key, each.by_rules) for each in found.without] == [("a-data-set", ()), ("mine", ("evaluation",))]


def test_an_entry_is_judged_by_what_it_says_now_also_at_the_next_ingest(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-benchmark.md", "title: A Benchmark", "title: A Scaling Law")
    found = apply_rules(archive.folder, None)
    assert _moves(found) == [("a-benchmark", ("evaluation",), ("scaling",))]
    assert _ingest(archive, told(*PAPERS)) == ()
    assert archive.entries()["a-benchmark"].topics == ("scaling",)


def test_categories_that_another_source_told_count_at_the_next_ingest_too(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", BEFORE + "  categories: {cs.DB: 6}\n")
    known = changed(PAPERS[3], categories=("cs.DB",))
    _ingest(archive, told(known, by="Another"))
    assert archive.entries()["a-data-set"].topics == ("evaluation",)
    assert _ingest(archive, told(*PAPERS)) == ()


def test_topics_that_are_declared_no_more_are_told_and_moved(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", BEFORE.partition("evaluation:")[0])
    assert [(size.slug, size.is_declared, size.papers) for size in overview(archive.folder, None).sizes] == [
        ("evaluation", False, 2),
        ("scaling", True, 1),
    ]
    apply_rules(archive.folder, None)
    assert archive.entries()["a-benchmark"].topics == ()


def test_a_topic_is_removed_before_its_labels_which_are_told_and_do_not_count(archive: ArchiveTest) -> None:
    labels = "title\ttopics\nA Benchmark\tevaluation\nOn the Scaling Law\tevaluation, scaling\n"
    archive.write("topics-labels.tsv", labels)
    archive.write("topics.yaml", BEFORE.partition("evaluation:")[0])
    done = run(archive.folder, "topics", "--apply")
    assert done.stderr == (
        "warning: topics-labels.tsv:2:13: unknown topic 'evaluation', 2 times (expected one of: scaling)\n"
        "  hint: if you removed the topic, remove it here too; until then it does not count\n"
    )
    assert (done.returncode, done.stdout) == (
        0,
        """\
topic       papers  share      precision         recall
scaling          1  25.0%  100% (1 of 1)  100% (1 of 1)
(no topic)       3  75.0%
(all)            4         100% (1 of 1)  100% (1 of 1)
measured by: 2 papers of topics-labels.tsv
without a topic: 3 papers
  content/2025/09/02/a-benchmark.md: A Benchmark
  content/2025/09/02/a-data-set.md: A Data Set
  content/2025/09/02/a-second-benchmark.md: A Second Benchmark
moved: 2 papers
  content/2025/09/02/a-benchmark.md: evaluation → no topic
  content/2025/09/02/a-second-benchmark.md: evaluation → no topic
""",
    )
    assert archive.text("topics-labels.tsv") == labels
    to_programs = json.loads(run(archive.folder, "topics", "--format", "json").stdout)
    assert [(each["path"], each["line"], each["column"]) for each in to_programs["warnings"]] == [
        ("topics-labels.tsv", 2, 13)
    ]
    archive.write("topics-labels.tsv", "title\ttopics\nA Benchmark\t\nOn the Scaling Law\tscaling\n")
    assert run(archive.folder, "topics").stderr == ""


def test_labels_and_lists_by_hand_with_a_former_topic_are_told_what_it_is_now(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", BEFORE.replace("scaling:", "laws:", 1) + "  aliases: [measuring]\n")
    archive.write("topics-labels.tsv", "title\ttopics\nA Benchmark\tmeasuring\n")
    now = "it is now 'evaluation'; `sitegen topics rename measuring evaluation` writes that wherever"
    assert f"  hint: {now} 'measuring' still stands\n" in run(archive.folder, "topics").stderr
    archive.edit(f"{FOLDER}/a-benchmark.md", "[evaluation]", "[measuring]")
    done = run(archive.folder, "topics", "--apply")
    assert (done.returncode, done.stderr.count(now)) == (1, 1)
    assert run(archive.folder, "topics", "rename", "measuring", "evaluation").returncode == 0
    done = run(archive.folder, "topics", "--apply")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_list_by_hand_with_an_unknown_topic_is_a_mistake_with_its_place(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-benchmark.md", "[evaluation]", "[evaluatoin]")
    with pytest.raises(SiteError) as raised:
        overview(archive.folder, None)
    assert str(raised.value) == (
        f"{FOLDER}/a-benchmark.md:4:10: unknown topic 'evaluatoin' (expected one of: evaluation, scaling)\n"
        "  hint: did you mean 'evaluation'? topics are declared in topics.yaml"
    )


def test_explaining_says_which_phrase_fired_and_whose_list_it_is(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-second-benchmark.md", "[evaluation]", "[scaling]")
    expected = (
        f"{FOLDER}/a-second-benchmark.md: A Second Benchmark\n"
        "  evaluation 18, given: benchmark (title 18)\n"
        "  the file says: scaling (by hand; the rules say: evaluation)\n"
    )
    assert run(archive.folder, "topics", "explain", "a-second-benchmark").stdout == expected
    assert run(archive.folder, "topics", "a-second-benchmark").stdout == expected


def test_explaining_says_the_same_to_programs(archive: ArchiveTest) -> None:
    (found,) = json.loads(run(archive.folder, "topics", "explain", "a-benchmark", "--format", "json").stdout)
    assert (found["key"], found["topics"], found["is_by_hand"]) == ("a-benchmark", ["evaluation"], False)
    (evidence,) = found["evidence"]
    assert (evidence["slug"], evidence["score"], evidence["signs"][0]["text"]) == ("evaluation", 18, "benchmark")


def test_another_file_of_labels_counts_instead_and_has_the_last_word(archive: ArchiveTest) -> None:
    archive.edit(f"{FOLDER}/a-second-benchmark.md", "[evaluation]", "[scaling]")
    archive.write("topics-labels.tsv", "title\ttopics\nA Benchmark\tscaling\n")
    archive.write("more/labels.tsv", "key\ttopics\na-second-benchmark\tevaluation\n")
    found = overview(archive.folder, "more/labels.tsv")
    assert (found.labels.file, found.labels.in_file, found.labels.by_hand) == ("more/labels.tsv", 1, 0)
    assert (found.all_topics.precision, found.all_topics.recall) == (1.0, 1.0)
    done = run(archive.folder, "topics", "--labels", "none.tsv")
    assert done.returncode == 1
    assert done.stderr == "none.tsv: cannot be read: No such file or directory\n  hint: check the name of the file\n"


def test_long_lists_are_cut_for_people_unless_asked_for(archive: ArchiveTest) -> None:
    _ingest(archive, told(*(paper(f"Something Else {number:02}") for number in range(40))))
    assert "without a topic: 41 papers\n" in run(archive.folder, "topics").stdout
    assert "  and 11 more (--all lists them)\n" in run(archive.folder, "topics").stdout
    assert "something-else-39.md" in run(archive.folder, "topics", "--all").stdout


def test_a_site_without_papers_has_a_table_too(tmp_path: Path) -> None:
    made = ArchiveTest(tmp_path / "empty")
    made.write("site.yaml", SITE_YAML)
    made.write("topics.yaml", BEFORE)
    assert run(made.folder, "topics", "--apply").stdout == (
        "topic       papers  share\n"
        "scaling          0      –\n"
        "evaluation       0      –\n"
        "(no topic)       0      –\n"
        "nothing to move: the lists that are not by hand are what the rules say\n"
    )


@pytest.mark.parametrize("command", ["", "--apply", "explain a", "rename a b"])
def test_outside_a_site_each_command_says_that_no_site_is_there(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, "topics", *command.split())
    assert done.returncode == 1
    assert done.stderr.startswith("site.yaml: missing (expected the settings of a site)\n")
    assert run(tmp_path, "topics", *command.split(), "--help").returncode == 0


def test_options_of_the_table_do_not_go_with_another_command(archive: ArchiveTest) -> None:
    done = run(archive.folder, "topics", "--apply", "rename", "scaling", "laws")
    assert done.returncode == 2
    assert "options of the table go without 'rename'" in done.stderr
    assert archive.text("topics.yaml") == BEFORE


def test_a_killed_move_is_completed_by_the_next_one(archive: ArchiveTest) -> None:
    many = [paper(f"Benchmark {number}", abstract=f"Of {number}.") for number in range(300)]
    _ingest(archive, told(*PAPERS, *many))
    archive.write("topics.yaml", AFTER)
    for wait_s in (0.0, 0.004, 0.01, 0.02, 0.04):
        _kill_when_writing(archive.folder, wait_s, "topics", "--apply")
    apply_rules(archive.folder, None)
    found = overview(archive.folder, None)
    assert (found.moves, found.by_hand) == ((), ())
    assert {size.slug: size.papers for size in found.sizes} == {"data": 303, "evaluation": 0, "scaling": 0}


def _kill_when_writing(folder: Path, wait_s: float, *arguments: str) -> None:
    """Kills a command some time after its journal appeared; it may have ended by then."""
    process = subprocess.Popen([sys.executable, "-m", "sitegen", *arguments], cwd=folder, stdout=subprocess.DEVNULL)
    journal = folder / ".sitegen/ingest.jsonl"
    stamp = journal.stat().st_mtime_ns if journal.exists() else 0
    while process.poll() is None and not (journal.exists() and journal.stat().st_mtime_ns != stamp):
        time.sleep(0.001)
    time.sleep(wait_s)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


words = st.sampled_from(["scaling law", "benchmark", "data set", "power law", "leaderboard", "other"])


@given(st.lists(st.tuples(words, words), max_size=5, unique=True), st.permutations([BEFORE, AFTER]))
def test_an_ingest_says_of_each_entry_what_the_rules_say(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], rules: list[str]
) -> None:
    made = ArchiveTest(tmp_path_factory.mktemp("site"))
    made.write("site.yaml", SITE_YAML)
    for topics in rules:
        made.write("topics.yaml", topics)
        _ingest(made, told(*(paper(f"{title} {n}", abstract=text) for n, (title, text) in enumerate(texts))))
        assert overview(made.folder, None).moves == ()
