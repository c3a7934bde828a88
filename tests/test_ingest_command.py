"""`sitegen ingest` as people run it."""

import json
from pathlib import Path

from tests.harness import SITE_YAML, SiteTest, run, told_by

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
    assert done.returncode == 0
    assert done.stdout == "no sources are declared in seeds/seeds.yaml or site.yaml: nothing to ingest\n"


def test_a_source_on_the_web_is_not_passed_over_without_a_word(site: SiteTest) -> None:
    site.write("site.yaml", SITE_YAML + "sources:\n  - {name: huggingface-daily, start: 2026-01-01}\n")
    done = site.run("ingest", "--offline")
    assert done.returncode == 0
    assert done.stdout == "not asked, because of --offline: huggingface-daily\n"


def test_good_rows_are_written_when_others_are_rejected(site: SiteTest) -> None:
    site.write("day.json", json.dumps([ROW, {"paper": {"id": "2509.00002", "title": "No abstract"}}]))
    done = site.run("ingest", "day.json", "--format", "huggingface", "--date", "2025-09-02")
    assert done.returncode == 1
    assert told_by(done.stdout) == "2 read, 1 new, 1 rejected"
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
    assert told_by(done.stdout) == "1 read, 1 updated, 2 kept"
    assert path.read_text() == edited.replace("votes: 3", "votes: 40")


def ingest_rows(site: SiteTest, *rows: dict[str, object], date: str = "2025-09-02") -> str:
    """What ingest says of a response with these papers."""
    site.write("day.json", json.dumps([{"paper": row} for row in rows]))
    done = site.run("ingest", "day.json", "--format", "huggingface", "--date", date)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def entries(site: SiteTest) -> list[str]:
    return sorted(path.name for path in (site.folder / "content").glob("*/*/*/*.md"))


def test_papers_of_one_response_with_similar_titles_and_other_abstracts_stay_apart(site: SiteTest) -> None:
    rows = [
        {"id": "x", "title": "Same Title", "summary": "One abstract."},
        {"id": "y", "title": "Same title!", "summary": "Another abstract."},
        {"id": "z", "title": "C++ Models", "summary": "On C++."},
        {"id": "w", "title": "C Models", "summary": "On C."},
    ]
    assert told_by(ingest_rows(site, *rows)) == "4 read, 4 new"
    assert len(entries(site)) == 4
    assert told_by(ingest_rows(site, *rows)) == "4 read, 4 unchanged"
    assert len(entries(site)) == 4


def test_a_paper_that_stands_twice_in_a_response_is_new_once(site: SiteTest) -> None:
    row = {"id": "2509.00001", "title": "A Title", "summary": "An abstract."}
    assert told_by(ingest_rows(site, row, row)) == "2 read, 1 new, 1 unchanged"


def test_a_paper_is_known_by_the_arxiv_id_and_title_that_a_curator_wrote(site: SiteTest) -> None:
    ingest_rows(site, {"id": "x", "title": "A Titel", "summary": "An abstract."})
    path = site.folder / "content/2025/09/02/a-titel.md"
    path.write_text(path.read_text().replace("title: A Titel", 'title: A Title\narxiv_id: "2509.00001"'))
    ingest_rows(site, {"id": "2509.00001", "title": "A Title", "summary": "An abstract.", "upvotes": 7})
    assert entries(site) == ["a-titel.md"]
    assert "votes: 7\n" in path.read_text()


def test_a_renamed_file_goes_on_following_its_source(site: SiteTest) -> None:
    row = {"id": "2509.00001", "title": "A Title", "summary": "An abstract.", "upvotes": 3}
    ingest_rows(site, row)
    old = site.folder / "content/2025/09/02/2509.00001.md"
    new = old.rename(old.with_name("better.md"))
    ingest_rows(site, {**row, "upvotes": 77})
    assert entries(site) == ["better.md"]
    assert "votes: 77\n" in new.read_text()


def test_an_older_listing_does_not_overwrite_a_newer_one(site: SiteTest) -> None:
    row = {"id": "2509.00001", "title": "A Title", "summary": "An abstract.", "upvotes": 5}
    ingest_rows(site, row)
    ingest_rows(site, {**row, "upvotes": 50}, date="2025-09-06")
    ingest_rows(site, row)
    text = (site.folder / "content/2025/09/02/2509.00001.md").read_text()
    assert "votes: 50\n" in text
    assert "listed_on: [2025-09-06]\n" in text


def test_ingest_in_a_folder_that_is_no_site_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "ingest")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "site.yaml: missing (expected the settings of a site)",
    )
    assert list(tmp_path.iterdir()) == []


def test_options_for_files_without_a_file_are_wrong_usage(site: SiteTest) -> None:
    done = site.run("ingest", "--format", "capture")
    assert (done.returncode, "--format, --date and --name go with FILEs" in done.stderr) == (2, True)


def test_files_of_several_formats_are_known_by_their_content_and_one_paper_is_one_entry(site: SiteTest) -> None:
    site.write("a.jsonl", '{"title": "A Title", "abstract": "An abstract.", "id": "2509.00001v2", "votes": 3}\n')
    site.write(
        "b.bib", "@misc{b, title = {A {T}itle}, abstract = {An abstract.}, eprint = {2509.00001}, author = {Ada}}\n"
    )
    site.write("c.csv", "title;abstract;authors\nAnother Title;Another abstract.;Byron, Ada\n")
    done = site.run("ingest", "a.jsonl", "b.bib", "c.csv", "--date", "2025-09-02")
    assert (done.returncode, done.stderr) == (0, "")
    entries = {path.name: path.read_text() for path in (site.folder / "content/2025/09/02").glob("*.md")}
    assert sorted(entries) == ["2509.00001.md", "another-title.md"]
    assert "name: json\n" in entries["2509.00001.md"]
    assert "authors:\n  - Ada\n" in entries["2509.00001.md"]
    again = site.run("ingest", "a.jsonl", "b.bib", "c.csv", "--date", "2025-09-02")
    assert told_by(again.stdout) == "3 read, 3 unchanged"
