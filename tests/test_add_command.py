"""`sitegen add` as people run it, with a file in the place of the network."""

import datetime as dt
import json

from tests.harness import SiteTest

ROWS = [
    {"id": "2509.01234v2", "title": "A Title", "abstract": "At 3times the speed.", "date": "2024-01-01", "rank": 7},
    {"doi": "10.1000/182", "title": "Another Title", "abstract": "Another abstract.", "comment": "withdrawn"},
    {"id": "2509.00003", "title": "No Abstract"},
]


def _with_rows(site: SiteTest) -> SiteTest:
    return site.write("rows.jsonl", "".join(f"{json.dumps(row)}\n" for row in ROWS))


def test_papers_are_added_to_the_day_that_was_named(site: SiteTest) -> None:
    names = ("https://arxiv.org/abs/2509.01234", "doi:10.1000/182")
    done = _with_rows(site).run("add", *names, "--date", "2025-09-02", "--offline-file", "rows.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "added to 2025-09-02: content/2025/09/02/2509.01234.md: A Title\n"
        "added to 2025-09-02: content/2025/09/02/another-title.md: Another Title\n"
        "  withdrawn\n"
    )
    text = (site.folder / "content/2025/09/02/2509.01234.md").read_text(encoding="utf-8")
    assert "At 3× the speed.\n" in text
    assert "name: added by hand\n" in text
    assert "position:" not in text
    again = site.run("add", "2509.01234", "--date", "2025-09-05", "--offline-file", "rows.jsonl")
    assert again.stdout == (
        "already there since 2025-09-02, listed again on 2025-09-05: content/2025/09/02/2509.01234.md: A Title\n"
    )


def test_without_a_date_the_day_is_today_in_utc_and_it_says_which(site: SiteTest) -> None:
    before = dt.datetime.now(dt.UTC).date()
    done = _with_rows(site).run("add", "2509.01234", "--offline-file", "rows.jsonl", TZ="Pacific/Kiritimati")
    after = dt.datetime.now(dt.UTC).date()
    assert done.stdout.partition(": content/")[0] in {f"added to {day.isoformat()}" for day in (before, after)}
    again = site.run("add", "2509.01234", "--offline-file", "rows.jsonl")
    assert again.stdout.startswith("already there since ")
    assert len(list((site.folder / "content").glob("*/*/*/*.md"))) == 1


def test_what_is_not_found_stops_no_other(site: SiteTest) -> None:
    done = _with_rows(site).run(
        "add", "2509.99999", "2509.01234", "--date", "2025-09-02", "--offline-file", "rows.jsonl"
    )
    assert done.returncode == 1
    assert done.stdout == "added to 2025-09-02: content/2025/09/02/2509.01234.md: A Title\n"
    assert done.stderr.startswith("2509.99999: not found in rows.jsonl\n  hint: ")


def test_a_file_that_cannot_be_read_is_told_as_ingest_tells_it(site: SiteTest) -> None:
    done = site.run("add", "2509.99999", "--offline-file", "rows.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("rows.jsonl: cannot be read: No such file or directory\n")


def test_nothing_to_add_is_wrong_usage(site: SiteTest) -> None:
    assert site.run("add").returncode == 2
