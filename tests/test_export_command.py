"""`sitegen export` as people run it, and what it wrote read again by `sitegen ingest`."""

import json

from tests.harness import SITE_YAML, TOPICS_YAML, SiteTest


def test_an_export_goes_to_standard_output_or_whole_into_a_file(site: SiteTest) -> None:
    site.entry("2025/09/02/a", title="One", topics="[scaling]").entry("2025/09/01/b", title="Ünë", draft="true")
    done = site.run("export")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Ünë", "One"]
    into = site.run("export", "-o", "x.jsonl")
    assert (into.returncode, into.stdout, into.stderr) == (0, "x.jsonl: 2 entries\n", "")
    assert (site.folder / "x.jsonl").read_text(encoding="utf-8") == done.stdout
    assert site.run("export", "--topic", "scaling").stdout == done.stdout.splitlines(keepends=True)[1]
    assert site.run("export", "--day", "2025-09-01").stdout == done.stdout.splitlines(keepends=True)[0]
    assert site.run("export", "--day", "2025-08-01").stdout == ""


def test_an_export_that_cannot_be_whole_leaves_the_old_one(site: SiteTest) -> None:
    site.entry("2025/09/02/a").write("x.jsonl", "old").write("content/2025/09/02/b.md", "no front matter")
    done = site.run("export", "-o", "x.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("content/2025/09/02/b.md:1:1: no front matter")
    assert (site.folder / "x.jsonl").read_text() == "old"
    assert [path.name for path in site.folder.glob(".new-*")] == []


def test_a_new_site_of_an_export_is_the_old_one(site: SiteTest) -> None:
    site.entry("2025/09/02/a", "An *abstract*, $x$ and \\$5.", topics="[scaling]", extra="{a: [b, {c: d}]}", lang="de")
    site.entry("2025/09/03/b", "Mine.", listed_on="[2025-09-05]", aliases="[/papers/old/]", status="withdrawn")
    site.run("export", "-o", "x.jsonl")
    (site.folder / "new").mkdir()
    new = SiteTest(site.folder / "new")
    new.write("site.yaml", SITE_YAML + "pages: {search: false}\n").write("topics.yaml", TOPICS_YAML)
    done = new.run("ingest", "../x.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    site.without_search().build()
    new.build()
    assert new.published() == site.published()
