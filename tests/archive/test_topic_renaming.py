"""`sitegen topics rename`: one name for another, everywhere, and no other byte."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive.topic_labels import Label, read_labels, renamed_labels
from sitegen.archive.topic_renaming import rename
from sitegen.archive.topic_report import overview
from sitegen.archive.topics import read_topics
from sitegen.archive.topics_edit import with_slug
from sitegen.problems import SiteError
from tests.archive.harness import ArchiveTest, paper, told
from tests.harness import SITE_YAML, run

YAML = """\
# Sizes.
scaling:  # laws
  name: Scaling
  # why
  description: How size matters.  # to readers
  phrases: {scaling law: 6}

"evaluation":
  name: Evaluation
  description: >
    How to
    measure.
  phrases:
    benchmark: 6
"""
FOLDER = "content/2025/09/02"
PAPERS = (
    paper("On the Scaling Law", position=1),
    paper("A Benchmark", position=2),
    paper("Both", abstract="Benchmark, benchmark, benchmark; a scaling law, scaling law, scaling law.", position=3),
)


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    made = ArchiveTest(tmp_path)
    made.write("site.yaml", SITE_YAML)
    made.write("topics.yaml", YAML)
    _ingest(made)
    return made


def _ingest(archive: ArchiveTest) -> tuple[str, ...]:
    topics = read_topics(archive.text("topics.yaml"), "topics.yaml")
    return archive.ingest(told(*PAPERS), topics=topics).written


def _everything(archive: ArchiveTest) -> dict[str, bytes]:
    own = ("topics.yaml", "topics-labels.tsv")
    there = {path: (archive.folder / path).read_bytes() for path in own if (archive.folder / path).exists()}
    return {**archive.files(), **there}


def test_the_key_changes_and_the_former_name_is_kept_with_every_other_byte(archive: ArchiveTest) -> None:
    rename(archive.folder, "scaling", "scaling-laws", None)
    rename(archive.folder, "evaluation", "measuring", None)
    assert archive.text("topics.yaml") == (
        YAML.replace("scaling:  # laws", "scaling-laws:  # laws")
        .replace("# to readers\n", "# to readers\n  aliases: [scaling]\n")
        .replace('"evaluation":', "measuring:")
        .replace("    measure.\n", "    measure.\n  aliases: [evaluation]\n")
    )


def test_lists_of_ingest_and_of_the_curator_change_by_the_name_alone(archive: ArchiveTest) -> None:
    archive.edit(
        f"{FOLDER}/both.md",
        "topics: [scaling, evaluation]\n",
        "topics:  # mine\n  - 'scaling'  # main\n",
    )
    archive.edit(f"{FOLDER}/a-benchmark.md", "title: A Benchmark\n", "title: A Benchmark  # of scaling\n")
    before = _everything(archive)
    assert rename(archive.folder, "scaling", "laws", None) == (
        "topics.yaml: scaling → laws",
        "2 papers: scaling → laws",
        "from the next build on, /topics/scaling/ leads to /topics/laws/",
    )
    after = _everything(archive)
    assert {path for path in after if after[path] != before[path]} == {
        "topics.yaml",
        "content/.ledger/2025-09.jsonl",
        f"{FOLDER}/both.md",
        f"{FOLDER}/on-the-scaling-law.md",
    }
    assert after[f"{FOLDER}/both.md"] == before[f"{FOLDER}/both.md"].replace(b"- 'scaling'  # main", b"- laws  # main")
    path = f"{FOLDER}/on-the-scaling-law.md"
    assert after[path] == before[path].replace(b"topics: [scaling]", b"topics: [laws]")
    found = overview(archive.folder, None)
    assert [each.key for each in found.by_hand] == ["both"]
    assert found.moves == ()


def test_after_it_an_ingest_has_nothing_to_write(archive: ArchiveTest) -> None:
    rename(archive.folder, "scaling", "laws", None)
    assert _ingest(archive) == ()


def test_doing_it_again_changes_nothing(archive: ArchiveTest) -> None:
    rename(archive.folder, "scaling", "laws", None)
    stamps = archive.stamps()
    assert rename(archive.folder, "scaling", "laws", None) == ("nothing left to do: scaling is laws everywhere",)
    assert archive.stamps() == stamps


def test_papers_that_came_with_the_former_name_are_renamed_when_it_is_said_again(archive: ArchiveTest) -> None:
    rename(archive.folder, "scaling", "laws", None)
    archive.write(f"{FOLDER}/late.md", "---\ntitle: Late\ndate: 2025-09-02\ntopics: [scaling]\n---\n")
    rename(archive.folder, "scaling", "laws", None)
    assert "topics: [laws]\n" in archive.text(f"{FOLDER}/late.md")


def test_a_topic_gets_a_former_name_back(archive: ArchiveTest) -> None:
    before = _everything(archive)
    for old, new in [("scaling", "laws"), ("laws", "sizes"), ("sizes", "scaling")]:
        rename(archive.folder, old, new, None)
    (topic, _) = read_topics(archive.text("topics.yaml"), "topics.yaml")
    assert (topic.slug, topic.aliases) == ("scaling", ("laws", "sizes"))
    after = _everything(archive)
    assert {path for path in after if after[path] != before[path]} == {"topics.yaml"}


def test_two_topics_are_joined_by_an_alias_and_the_same_command(archive: ArchiveTest) -> None:
    archive.write("topics.yaml", YAML.partition('"evaluation"')[0] + "  aliases: [evaluation]\n")
    rename(archive.folder, "evaluation", "scaling", None)
    assert {key: "topics: [scaling]\n" in archive.text(f"{FOLDER}/{key}.md") for key in ("both", "a-benchmark")} == {
        "both": True,
        "a-benchmark": True,
    }
    assert overview(archive.folder, None).by_hand == ()


def test_labels_are_renamed_too(archive: ArchiveTest) -> None:
    text = "title\tscaling\nOn the Scaling Law\tevaluation,  scaling\nscaling\tevaluation\n"
    archive.write("topics-labels.tsv", text)
    assert rename(archive.folder, "scaling", "laws", None)[1] == "topics-labels.tsv: scaling → laws"
    assert archive.text("topics-labels.tsv") == text.replace(",  scaling", ",  laws")


def test_line_ends_and_byte_order_marks_stay(archive: ArchiveTest) -> None:
    path = archive.folder / "topics.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + YAML.replace("\n", "\r\n").encode())
    rename(archive.folder, "scaling", "laws", None)
    changed = with_slug(YAML, "scaling", "laws")
    assert path.read_bytes() == b"\xef\xbb\xbf" + changed.replace("\n", "\r\n").encode()


REFUSED = {
    ("scalign", "laws"): """\
topics.yaml: declares no topic 'scalign' (expected the one to rename)
  hint: did you mean 'scaling'? `sitegen topics` lists them""",
    ("scaling", "evaluation"): """\
topics.yaml: declares a topic 'evaluation' already (expected a new name)
  hint: to join them, move what you want to keep of 'scaling' under 'evaluation', add 'aliases: [scaling]' there, \
remove 'scaling', and say this again""",
    ("scaling", "Laws!"): """\
NEW: bad topic 'Laws!' (expected lower case letters, digits and single '-')
  hint: it is part of an address; the name for readers goes under 'name:'""",
    ("scaling", "scaling"): """\
NEW: the topic has the name 'scaling' already (expected another one)
  hint: the name for readers stands under 'name:' in topics.yaml""",
    ("measuring", "laws"): """\
topics.yaml: declares no topic 'measuring' (expected the one to rename)
  hint: it is now 'evaluation'; `sitegen topics rename measuring evaluation` writes that wherever 'measuring' still \
stands""",
    ("scaling", "l" * 241): f"""\
NEW: bad topic '{"l" * 59}…' (expected at most 240 characters)
  hint: it is part of an address; the name for readers goes under 'name:'""",
    ("scaling", "measuring"): """\
topics.yaml: 'measuring' is a former name of 'evaluation' (expected a new name)
  hint: take it out of 'aliases' if its addresses may lead elsewhere""",
}


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_cannot_be_renamed_is_refused_and_nothing_is_written(archive: ArchiveTest, old: str, new: str) -> None:
    archive.write("topics.yaml", YAML + "  aliases: [measuring]\n")
    before = _everything(archive)
    with pytest.raises(SiteError) as raised:
        rename(archive.folder, old, new, None)
    assert str(raised.value) == REFUSED[old, new]
    assert _everything(archive) == before


def test_the_longest_name_can_be_built(archive: ArchiveTest) -> None:
    archive.write("site.yaml", SITE_YAML + "pages: {search: false}\n")
    rename(archive.folder, "scaling", "l" * 240, None)
    assert run(archive.folder, "build").returncode == 0
    assert (archive.folder / f"public/topics/{'l' * 240}/2025/09/index.html").is_file()


def test_an_entry_that_cannot_be_read_stops_it_before_anything_is_written(archive: ArchiveTest) -> None:
    archive.write(f"{FOLDER}/both.md", "---\ntitle: A: B\ntopics: [scaling]\n---\n")
    before = _everything(archive)
    with pytest.raises(SiteError, match="does not parse"):
        rename(archive.folder, "scaling", "laws", None)
    assert _everything(archive) == before


def test_a_killed_renaming_is_completed_by_the_next_one(archive: ArchiveTest) -> None:
    for number in range(200):
        archive.write(f"{FOLDER}/p{number}.md", "---\ntitle: P\ndate: 2025-09-02\ntopics: [scaling]\n---\n")
    whole = ArchiveTest(archive.folder.with_name("whole"))
    whole.write("site.yaml", SITE_YAML)
    for path, data in _everything(archive).items():
        whole.write(path, data.decode())
    rename(whole.folder, "scaling", "laws", None)
    for wait_s in (0.0, 0.005, 0.01, 0.03):
        _kill(archive.folder, wait_s, "topics", "rename", "scaling", "laws")
    done = run(archive.folder, "topics", "rename", "scaling", "laws")
    assert done.returncode == 0
    assert _everything(archive) == _everything(whole)


def _kill(folder: Path, wait_s: float, *arguments: str) -> None:
    """Kills a command some time after topics.yaml changed, or after it started to write again."""
    watched = [folder / "topics.yaml", folder / ".sitegen/ingest.jsonl"]

    def stamps() -> list[int]:
        return [path.stat().st_mtime_ns if path.exists() else 0 for path in watched]

    before = stamps()
    process = subprocess.Popen([sys.executable, "-m", "sitegen", *arguments], cwd=folder, stdout=subprocess.DEVNULL)
    while process.poll() is None and stamps() == before:
        time.sleep(0.001)
    time.sleep(wait_s)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


ONE = "a:\n  name: A\n  description: D\n"
FORMS = {
    ONE: "b:\n  name: A\n  description: D\n  aliases: [a]\n",
    ONE[:-1]: "b:\n  name: A\n  description: D\n  aliases: [a]",
    ONE + "  aliases: [x]  # old\n": "b:\n  name: A\n  description: D\n  aliases: [x, a]  # old\n",
    ONE + "  aliases: [x, b]\n": "b:\n  name: A\n  description: D\n  aliases: [x, a]\n",
    ONE + "  aliases: []\n": "b:\n  name: A\n  description: D\n  aliases: [a]\n",
    ONE + "  aliases:\n": "b:\n  name: A\n  description: D\n  aliases: [a]\n",
    ONE + "  aliases:\n    - x  # first\n    - b\n  exclude: [y]\n": (
        "b:\n  name: A\n  description: D\n  aliases:\n    - x  # first\n    - a\n  exclude: [y]\n"
    ),
    ONE + "  aliases:\n  - x": "b:\n  name: A\n  description: D\n  aliases:\n  - x\n  - a",
    "a: {name: A, description: D}\n": "b: {name: A, description: D, aliases: [a]}\n",
    "{a: {name: A, description: D}}": "{b: {name: A, description: D, aliases: [a]}}",
    "a:\n  description: |+\n    D\n\n  name: A\n": "b:\n  description: |+\n    D\n\n  aliases: [a]\n  name: A\n",
}


@pytest.mark.parametrize("text", FORMS)
def test_every_way_to_write_a_topic_can_be_changed_in_place(text: str) -> None:
    assert with_slug(text, "a", "b") == FORMS[text]


def test_a_name_that_yaml_readers_would_misread_is_quoted() -> None:
    assert with_slug("a:\n  name: A\n  description: D\n", "a", "no").startswith("'no':\n")


slugs = st.sampled_from(["a", "b", "c", "no", "2024"])


@given(
    st.lists(
        st.tuples(st.text("xyz '\",", min_size=1), st.lists(slugs, unique=True)), unique_by=lambda row: row[0].strip()
    )
)
def test_labels_after_a_renaming_are_the_labels_renamed(rows: list[tuple[str, list[str]]]) -> None:
    known = frozenset({"a", "b", "c", "no", "2024", "new"})
    text = "title\ttopics\n" + "".join(f"{title}\t{', '.join(topics)}\n" for title, topics in rows if title.strip())
    renamed = [
        Label(label.paper, tuple("new" if slug == "a" else slug for slug in label.topics), label.line)
        for label in read_labels(text, "labels", known).labels
    ]
    assert list(read_labels(renamed_labels(text, "a", "new"), "labels", known).labels) == renamed


def test_every_mistake_in_the_labels_is_told() -> None:
    text = "title\ttopics\nOne\tscaling, scailng\nno tab\nOne\t\n\nTwo\ta\tb\n"
    with pytest.raises(SiteError) as raised:
        read_labels(text, "labels.tsv", frozenset({"scaling"}))
    assert str(raised.value) == (
        "labels.tsv:2:14: unknown topic 'scailng' (expected one of: scaling)\n"
        "  hint: did you mean 'scaling'? if you removed the topic, remove it here too; until then it does not count\n"
        "labels.tsv:3:1: not a paper, a tab and its topics (expected one tab)\n"
        "  hint: a line looks like 'title<tab>one, two'\n"
        "labels.tsv:4:1: 'One' stands on line 2 already (expected it once)\n"
        "  hint: keep one of the two\n"
        "labels.tsv:6:1: not a paper, a tab and its topics (expected one tab)\n"
        "  hint: a line looks like 'title<tab>one, two'"
    )
