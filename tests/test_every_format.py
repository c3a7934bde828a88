"""One archive from files of every format, and the site of it."""

import json
import re
from pathlib import Path

import pytest

from sitegen.archive.store import read_archive
from sitegen.archive.tallies import OUTCOMES
from sitegen.sources.formats import READERS
from tests.harness import ROOT, SHARED, SiteTest, told_by

SUFFIXES = {"arxiv-api": "xml", "arxiv-feed": "xml", "bibtex": "bib", "capture": "txt", "csv": "csv", "feed": "xml"}


def _with_an_example_of_each(site: SiteTest) -> list[str]:
    """The examples of the reference pages as files; three of them tell the paper 2509.01234."""
    names = []
    for name in sorted(READERS):
        page = (ROOT / f"docs/reference/sources/{name}.md").read_text(encoding="utf-8")
        example = re.search(r"```\w+\n(.*?)```", page, re.DOTALL)
        assert example
        names.append(f"{name}.{SUFFIXES.get(name, 'json')}")
        site.write(names[-1], example[1])
    return names


def test_an_example_of_each_format_goes_into_one_archive_and_onto_one_site(site: SiteTest) -> None:
    names = _with_an_example_of_each(site)
    done = site.run("ingest", *names, "--date", "2025-09-02")
    assert (done.returncode, done.stderr) == (0, "")
    entries = {entry.key: entry for entry in read_archive(site.folder, ("scaling", "evaluation")).entries}
    assert {key: (entry.source.format, entry.date.isoformat()) for key, entry in entries.items()} == {
        "2203.15108": ("bibtex", "2025-09-02"),
        "2205.06398": ("arxiv-feed", "2026-09-24"),
        "2505.16397": ("json", "2025-09-02"),
        "2509.01234": ("csv", "2025-09-02"),
        "2509.04321": ("json", "2025-09-04"),
        "2608.19880": ("huggingface", "2026-08-21"),
        "adapler-speeding-up-inference": ("acl-anthology", "2025-09-02"),
        "best-outstanding-papers": ("feed", "2025-09-02"),
        "quant-ph-0201082": ("arxiv-api", "2025-09-02"),
        "scaling-laws-for-everything": ("capture", "2025-09-02"),
    }
    paper = entries["2509.01234"]
    assert (paper.title, paper.doi, paper.venue, paper.summary) == ("A Title", "10.1000/182", "PeerJ", "It works.")
    assert (paper.authors, paper.categories) == (("Ada Lovelace", "Alan Turing"), ())
    assert entries["2203.15108"].authors == ("Shashi Narayan", "Gonçalo Simões")
    assert entries["2205.06398"].categories == ("stat.ME", "stat.ML")
    again = site.run("ingest", *names, "--date", "2025-09-02")
    assert told_by(again.stdout) == f"{len(names)} read, {len(names)} unchanged"
    site.without_search().build()
    for key in entries:
        assert f'href="https://example.org/papers/{key}/"' in site.page(f"papers/{key}/index.html")


def test_a_paper_listed_on_a_later_and_on_an_earlier_day_has_one_page_at_one_address(site: SiteTest) -> None:
    row = '{"title": "A Title", "abstract": "An abstract.", "id": "2509.00001"}\n'
    site.without_search().write("a.jsonl", row)
    for date in ("2025-09-02", "2025-09-09", "2025-08-28"):
        assert site.run("ingest", "a.jsonl", "--date", date).returncode == 0
    entries = sorted(path.relative_to(site.folder).as_posix() for path in (site.folder / "content").glob("*/*/*/*.md"))
    assert entries == ["content/2025/09/02/2509.00001.md"]
    assert "listed_on: [2025-08-28, 2025-09-09]\n" in (site.folder / entries[0]).read_text(encoding="utf-8")
    site.build()
    assert site.has("papers/2509.00001/index.html")
    for day in ("2025/08/28", "2025/09/02", "2025/09/09"):
        assert "A Title" in site.page(f"{day}/index.html")


REAL = {
    "arxiv-api-query-2025-08-old-format.xml": "arxiv-api",
    "arxiv-feed.rss": "arxiv-feed",
    "daily-arxiv.jsonl": "json",
    "hf-daily-papers-2024-05-27.json": "huggingface",
    "hf-daily-papers-2025-03-21.json": "huggingface",
    "semantic-scholar-paper.json": "semantic-scholar",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not in this checkout: ../shared/data")
def test_every_row_of_real_files_is_accounted_for(site: SiteTest) -> None:
    files = [str(SHARED / "fixtures" / name) for name in REAL]
    done = json.loads(site.run("ingest", *files, "--date", "2025-09-02", "--report", "json").stdout)
    assert {Path(tally["file"]).name for tally in done["tallies"]} == set(REAL)
    for tally in done["tallies"]:
        assert tally["read"] == sum(tally[name] for name in OUTCOMES) > 0
    assert done["total"]["read"] == sum(tally["read"] for tally in done["tallies"])
    again = json.loads(site.run("ingest", *files, "--date", "2025-09-02", "--report", "json").stdout)
    assert (again["written"], again["total"]["new"], again["total"]["updated"]) == ([], 0, 0)
    site.without_search().build()
    assert site.has("index.html")
