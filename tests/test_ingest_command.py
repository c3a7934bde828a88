"""`sitegen ingest` as people run it."""

import json
from pathlib import Path

from tests.harness import SiteTest, run

ROW = {"paper": {"id": "2509.00001", "title": "A Title", "summary": "An abstract.", "upvotes": 3}}


def test_an_entry_says_the_name_of_a_file_elsewhere_and_not_where_it_lay(site: SiteTest) -> None:
    outside = site.folder.parent / f"{site.folder.name}-day.json"
    outside.write_text(json.dumps([ROW]))
    done = site.run("ingest", str(outside), "--format", "huggingface", "--date", "2025-09-02")
    assert (done.returncode, done.stderr) == (0, "")
    text = (site.folder / "content/2025/09/02/2509.00001.md").read_text()
    assert f"file: {outside.name}\n" in text
    assert str(outside.parent) not in text


def test_an_entry_says_the_path_of_a_file_of_the_site_from_wherever_it_was_ingested(site: SiteTest) -> None:
    site.write("seeds/day.json", json.dumps([ROW]))
    elsewhere = site.folder / "static"
    elsewhere.mkdir()
    done = run(elsewhere, "-C", "..", "ingest", "seeds/day.json", "--format", "huggingface", "--date", "2025-09-02")
    assert (done.returncode, done.stderr) == (0, "")
    assert "file: seeds/day.json\n" in (site.folder / "content/2025/09/02/2509.00001.md").read_text()


def test_a_site_without_declared_sources_says_so(site: SiteTest) -> None:
    done = site.run("ingest")
    assert (done.returncode, done.stdout) == (0, "no sources are declared in seeds/seeds.yaml: nothing to ingest\n")


def test_good_rows_are_written_when_others_are_rejected(site: SiteTest) -> None:
    site.write("day.json", json.dumps([ROW, {"paper": {"id": "2509.00002", "title": "No abstract"}}]))
    done = site.run("ingest", "day.json", "--format", "huggingface", "--date", "2025-09-02")
    assert done.returncode == 1
    assert done.stdout == "day.json: 2 papers read: 1 new, 0 updated, 0 unchanged, 1 rejected\n"
    assert [path.name for path in (site.folder / "content/2025/09/02").glob("*.md")] == ["2509.00001.md"]


def test_what_the_curator_edited_stays_and_the_rest_follows_the_source(site: SiteTest) -> None:
    site.write("day.json", json.dumps([ROW]))
    command = ("ingest", "day.json", "--format", "huggingface", "--date", "2025-09-02")
    site.run(*command)
    path: Path = site.folder / "content/2025/09/02/2509.00001.md"
    edited = path.read_text().replace("title: A Title", "title: A Better Title # mine").replace("An abstract.", "Mine.")
    path.write_text(edited)
    changed = {"paper": {**ROW["paper"], "title": "A New Title", "upvotes": 40}}
    site.write("day.json", json.dumps([changed]))
    done = site.run(*command)
    assert done.stdout == "day.json: 1 paper read: 0 new, 1 updated, 0 unchanged; 2 edited fields kept\n"
    assert path.read_text() == edited.replace("votes: 3", "votes: 40")
