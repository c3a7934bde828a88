"""`sitegen enrich` as people run it."""

import fcntl
import json

from tests.harness import SiteTest

ROW = {"title": "A Title", "arxiv_id": "2508.00001", "authors": ["Ada Lovelace"], "categories": ["cs.CL"]}
ENTRY = "content/2025/09/02/a.md"


def facts(site: SiteTest, *rows: dict[str, object]) -> None:
    site.write("facts.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def test_it_says_what_each_entry_gained_and_a_sum(site: SiteTest) -> None:
    site.entry("2025/09/02/a").entry("2025/09/02/b", title="Unknown").entry("2025/09/02/c", arxiv_id="'2508.00003'")
    facts(site, ROW)
    done = site.run("enrich", "--from", "facts.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{ENTRY}: arXiv 2508.00001: authors, arxiv_id, categories, links.abs, links.pdf, aliases",
        "facts: 2 entries looked up: 1 enriched, 0 suggested, 1 unknown; 1 with an id already; 0 rows rejected",
    ]


def test_the_page_of_an_enriched_entry_is_found_under_its_arxiv_id(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a")
    facts(plain_site, ROW)
    plain_site.run("enrich", "--from", "facts.jsonl")
    plain_site.build()
    assert "Ada Lovelace" in plain_site.page("papers/a/index.html")
    assert "/papers/a/" in plain_site.page("papers/2508.00001/index.html")


def test_a_suggestion_is_shown_with_its_reason_and_not_written(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    facts(site, ROW, {**ROW, "arxiv_id": "2508.00002"})
    before = (site.folder / ENTRY).read_bytes()
    done = site.run("enrich", "--from", "facts.jsonl")
    assert done.stdout.splitlines() == [
        f"{ENTRY}: nothing written: 2 papers have this title",
        "  2508.00001 A Title (facts.jsonl:1)",
        "  2508.00002 A Title (facts.jsonl:2)",
        "facts: 1 entry looked up: 0 enriched, 1 suggested, 0 unknown; 0 with an id already; 0 rows rejected",
    ]
    assert (site.folder / ENTRY).read_bytes() == before


def test_a_bad_row_is_told_and_the_others_are_written(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    facts(site, {"title": "No id"}, ROW)
    done = site.run("enrich", "--from", "facts.jsonl")
    assert done.returncode == 1
    assert done.stderr.startswith("facts.jsonl:1:1: row 1: no arXiv id for 'No id'")
    assert done.stdout.endswith("1 enriched, 0 suggested, 0 unknown; 0 with an id already; 1 row rejected\n")
    assert "2508.00001" in (site.folder / ENTRY).read_text()


def test_a_dry_run_writes_nothing(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    facts(site, ROW)
    before = sorted(site.folder.rglob("*"))
    done = site.run("enrich", "--dry-run", "--from", "facts.jsonl")
    assert "1 would be enriched" in done.stdout
    assert sorted(site.folder.rglob("*")) == before
    assert "2508" not in (site.folder / ENTRY).read_text()


def test_for_programs_it_says_the_same_as_json(site: SiteTest) -> None:
    site.entry("2025/09/02/a").entry("2025/09/02/b", title="Unknown")
    facts(site, ROW)
    report = json.loads(site.run("enrich", "--format", "json", "--from", "facts.jsonl").stdout)
    assert report["enriched"][0]["path"] == ENTRY
    assert report["unknown"] == ["content/2025/09/02/b.md"]
    sums = [len(report[name]) for name in ("enriched", "suggested", "unknown")]
    assert (sum(sums), report["looked_up"], report["with_id"], report["rejected"]) == (2, 2, 0, 0)


def test_a_failure_is_json_for_programs_too(site: SiteTest) -> None:
    done = site.run("enrich", "--format", "json", "--from", "nothing.jsonl")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["location"]["path"]) == (1, "nothing.jsonl")


def test_offline_without_a_file_is_wrong_usage(site: SiteTest) -> None:
    done = site.run("enrich", "--offline")
    assert (done.returncode, "--offline goes with --from FILE" in done.stderr) == (2, True)


def test_without_an_entry_to_look_up_nothing_is_asked(site: SiteTest) -> None:
    site.entry("2025/09/02/a", arxiv_id="'2508.00001'")
    done = site.run("enrich")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("arxiv: 0 entries looked up:")


def test_an_archive_that_is_being_ingested_is_left_alone(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    facts(site, ROW)
    site.write(".sitegen/ingest.lock", "")
    with (site.folder / ".sitegen/ingest.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = site.run("enrich", "--from", "facts.jsonl")
    assert (done.returncode, "another command writes this archive" in done.stderr) == (3, True)
