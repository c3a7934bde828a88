"""Ingest and hygiene: entries are clean, originals stay in the ledger, and the curator wins as ever."""

import json
from pathlib import Path

import pytest

from sitegen.archive.ledger import Line, as_far_as_written
from tests.archive.harness import ArchiveTest, changed, paper, told
from tests.harness import SiteTest, told_by

TITLE = "A 3.5times Speedup -- B\\'ezier"
DIRTY = paper(
    TITLE,
    abstract="We propose \\textbf{BoostStep} at \\href{https://a.b/c}{this link}, 20\\% faster.",
    authors=("Shuhan Song§", "Ann Lee"),
    summary="It is 2times faster.",
    venue="Proc.\\ R\\'enyi~50, 1--9",
)
PATH = "content/2025/09/02/a-35-speedup-bezier.md"
LEDGER = "content/.ledger/2025-09.jsonl"
RAW = {
    "title": TITLE,
    "body": "We propose \\textbf{BoostStep} at \\href{https://a.b/c}{this link}, 20\\% faster.",
    "authors": ["Shuhan Song§", "Ann Lee"],
    "summary": "It is 2times faster.",
    "venue": "Proc.\\ R\\'enyi~50, 1--9",
}


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path)


def path_of(archive: ArchiveTest) -> str:
    (path,) = (path for path in archive.files() if path.endswith(".md"))
    return path


def ledger_line(archive: ArchiveTest) -> dict[str, object]:
    (line,) = archive.text(LEDGER).splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_an_entry_is_clean_and_the_ledger_keeps_what_was_told(archive: ArchiveTest) -> None:
    report = archive.ingest(told(DIRTY))
    (entry,) = archive.entries().values()
    assert entry.title == "A 3.5× Speedup – Bézier"
    assert entry.authors == ("Shuhan Song", "Ann Lee")
    assert entry.summary == "It is 2× faster."
    assert entry.venue == "Proc. Rényi 50, 1–9"
    assert entry.abstract.strip() == "We propose **BoostStep** at [this link](https://a.b/c), 20% faster."
    assert ledger_line(archive)["raw"] == RAW
    assert report.cleaned == {
        path_of(archive): {
            "authors": ("name-marks",),
            "body": ("styles", "links", "escapes"),
            "summary": ("lost-times",),
            "title": ("accents", "dashes", "lost-times"),
            "venue": ("escapes", "ties", "accents", "dashes"),
        }
    }


def test_hard_wraps_alone_leave_no_original_in_the_ledger(archive: ArchiveTest) -> None:
    report = archive.ingest(told(paper("A Title", abstract="Two\n  lines.")))
    assert report.cleaned == {"content/2025/09/02/a-title.md": {"body": ("white-space",)}}
    assert "raw" not in ledger_line(archive)


def test_a_dirty_paper_ingested_twice_is_written_once(archive: ArchiveTest) -> None:
    archive.ingest(told(DIRTY))
    stamps = archive.stamps()
    assert archive.ingest(told(DIRTY)).written == ()
    assert archive.stamps() == stamps


def test_an_archive_from_before_is_cleaned_in_place_and_edits_stay(archive: ArchiveTest) -> None:
    archive.ingest_as_told(told(DIRTY))
    path = path_of(archive)
    assert "raw" not in ledger_line(archive)
    archive.edit(path, "summary: It is 2times faster.", "summary: Twice as fast, 2times. # mine")
    (counts,) = archive.ingest(told(DIRTY)).tallies
    assert (counts.new, counts.updated, counts.kept) == (0, 1, 1)
    assert path_of(archive) == path
    assert "title: A 3.5× Speedup – Bézier\n" in archive.text(path)
    assert "summary: Twice as fast, 2times. # mine\n" in archive.text(path)
    assert ledger_line(archive)["raw"] == {name: text for name, text in RAW.items() if name != "summary"}


def test_texts_can_go_back_to_what_the_source_told(archive: ArchiveTest) -> None:
    archive.ingest(told(DIRTY))
    path = path_of(archive)
    archive.ingest_as_told(told(DIRTY))
    (entry,) = archive.entries().values()
    assert (path_of(archive), entry.title, entry.authors) == (path, TITLE, DIRTY.authors)
    assert "raw" not in ledger_line(archive)


def test_an_original_goes_when_the_source_tells_a_clean_text(archive: ArchiveTest) -> None:
    archive.ingest(told(DIRTY))
    archive.ingest(told(changed(DIRTY, abstract="We propose it.", authors=("Shuhan Song", "Ann Lee"))))
    assert ledger_line(archive)["raw"] == {name: RAW[name] for name in ("title", "summary", "venue")}


def test_a_title_of_which_nothing_would_be_left_stays(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("\\cite{a}", abstract="\\label{b}")))
    (entry,) = archive.entries().values()
    assert (entry.title, entry.abstract.strip()) == ("\\cite{a}", "\\label{b}")


def test_after_a_kill_the_originals_are_those_of_what_was_written() -> None:
    old = Line(key="k", source="s", fields={"title": "A", "summary": "B"}, raw={"title": "A--", "summary": "B--"})
    planned = Line(key="k", source="s", fields={"title": "C", "summary": "D"}, raw={"title": "C--"})
    line = as_far_as_written(old, planned, {"title": "C", "summary": "B"})
    assert (line.fields, line.raw) == ({"title": "C", "summary": "B"}, {"title": "C--", "summary": "B--"})


def test_the_command_names_what_it_cleaned_and_leaves_texts_alone_if_asked(site: SiteTest) -> None:
    row = {"id": "2509.00001", "title": "A -- B", "summary": "An\nabstract, 2times."}
    site.write("day.json", json.dumps([{"paper": row}]))
    command = ("ingest", "day.json", "--format", "huggingface", "--date", "2025-09-02")
    first = site.run(*command).stdout
    assert told_by(first) == "1 read, 1 new"
    assert first.startswith("  cleaned content/2025/09/02/2509.00001.md: abstract: lost-times; title: dashes\nsource ")
    again = site.run(*command).stdout
    assert again.startswith("source ")
    assert told_by(again) == "1 read, 1 unchanged"
    assert told_by(site.run(*command, "--raw").stdout) == "1 read, 1 updated"
    text = (site.folder / "content/2025/09/02/2509.00001.md").read_text()
    assert "title: A -- B\n" in text
    assert "abstract, 2times.\n" in text


def test_a_long_ingest_names_thirty_cleaned_papers_and_counts_the_rest(site: SiteTest) -> None:
    rows = [{"id": f"2509.{number:05}", "title": f"Paper {number}", "summary": "A -- b."} for number in range(1, 34)]
    site.write("day.json", json.dumps([{"paper": row} for row in rows]))
    done = site.run("ingest", "day.json", "--format", "huggingface", "--date", "2025-09-02")
    named = [line for line in done.stdout.splitlines() if line.startswith("  cleaned")]
    assert len(named) == 31
    assert named[-1] == "  cleaned, and not named here: 3 papers"
