"""`sitegen list` as people run it."""

import json

from sitegen.archive.coverage import Coverage, write_coverage
from tests.archive.harness import day
from tests.harness import SITE_YAML, SiteTest


def _site(site: SiteTest) -> SiteTest:
    site.write("site.yaml", SITE_YAML + "sources:\n  - {name: huggingface-daily, start: 2025-09-01}\n")
    lines = [
        Coverage(day=day("2025-09-01"), source="huggingface-daily", state="complete", papers=2),
        Coverage(day=day("2025-09-02"), source="huggingface-daily", state="pending"),
        Coverage(day=day("2025-09-03"), source="huggingface-daily", state="complete"),
    ]
    write_coverage(site.folder, {}, {(line.day, line.source): line for line in lines})
    site.entry("2025/09/01/a", source="{name: huggingface-daily}", listed_on="[2025-09-04]")
    site.entry("2025/09/01/b", source="{name: huggingface-daily}", also_from="[arxiv]", draft="true")
    return site.entry("2025/08/30/c").write("content/2025/09/03/_day.md", "A quiet day.\n")


def test_the_list_tells_days_entries_drafts_gaps_and_sources(site: SiteTest) -> None:
    done = _site(site).run("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "day         entries  drafts  again  sources\n"
        "2025-08-30        1       -      -  written by hand\n"
        "2025-09-01        2       1      -  arxiv 1, huggingface-daily 2\n"
        "2025-09-02        -       -      -  gap: huggingface-daily\n"
        "2025-09-03        -       -      -  no digest\n"
        "2025-09-04        -       -      1\n"
        "all               3       1      1  written by hand 1, arxiv 1, huggingface-daily 2; 1 gap\n"
        "3 days with entries, from 2025-08-30 to 2025-09-04; 1 gap: 2025-09-02; 1 day without a digest\n"
        "huggingface-daily: complete from 2025-09-01 to 2025-09-01\n"
    )


def test_the_list_may_be_of_a_month_or_of_the_gaps_alone(site: SiteTest) -> None:
    _site(site)
    assert site.run("list", "--month", "2025-08").stdout.splitlines()[1:] == [
        "2025-08-30        1  written by hand",
        "all               1  written by hand",
        "1 day with entries; no gaps",
        "huggingface-daily: complete from 2025-09-01 to 2025-09-01",
    ]
    assert site.run("list", "--gaps").stdout == "2025-09-02  huggingface-daily\n1 gap\n"
    assert site.run("list", "--gaps", "--month", "2025-08").stdout == "no gaps\n"


def test_the_list_is_json_for_programs(site: SiteTest) -> None:
    told = json.loads(_site(site).run("list", "--format", "json").stdout)
    assert [each["day"] for each in told["days"]] == [
        "2025-08-30",
        "2025-09-01",
        "2025-09-02",
        "2025-09-03",
        "2025-09-04",
    ]
    assert told["days"][1] == {
        "day": "2025-09-01",
        "entries": 2,
        "drafts": 1,
        "again": 0,
        "sources": {"arxiv": 1, "huggingface-daily": 2},
        "missing": [],
        "quiet": False,
    }
    assert told["days"][2]["missing"] == ["huggingface-daily"]
    assert told["total"] == {
        "first": "2025-08-30",
        "last": "2025-09-04",
        "days": 3,
        "gaps": 1,
        "quiet": 1,
        "entries": 3,
        "drafts": 1,
        "again": 1,
        "sources": {"": 1, "arxiv": 1, "huggingface-daily": 2},
    }
    assert told["sources"] == [{"name": "huggingface-daily", "start": "2025-09-01", "complete_to": "2025-09-01"}]


def test_the_list_knows_what_changed_since_the_last_one(site: SiteTest) -> None:
    _site(site).run("list")
    site.entry("2025/09/01/d").entry("2025/09/01/b", draft="false")
    (site.folder / "content/2025/08/30/c.md").unlink()
    assert site.run("list", "--all").stdout.splitlines()[1].split()[:3] == ["2025-09-01", "3", "-"]


def test_a_site_without_entries_lists_no_days(site: SiteTest) -> None:
    assert site.run("list").stdout == "no days yet\n"
