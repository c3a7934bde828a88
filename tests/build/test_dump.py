"""Archive → files of months → ingest → build: the same papers, and the same site byte for byte."""

import json
import shutil
from pathlib import Path

import pytest

from sitegen.archive.declared import declared_topics
from sitegen.archive.store import read_archive
from sitegen.archive.topics import former_names
from tests.harness import SITE_YAML, SiteTest, files_below, told_by

SETTINGS = SITE_YAML + "pages: {search: false}\nauthors: {min_papers: 1}\npaper_language: en\n"
# What a site has beside its papers; no file of a month holds it.
BESIDE = {
    "authors.yaml": "authors:\n  - {name: Ada Ekblad, also: [Ada Ek], aliases: [a-ek]}\n",
    "content/pages/about.md": "---\ntitle: About\naliases: [/who/]\n---\n\nWe *read*: $x^2$.\n",
    "content/2025/09/03/_day.md": "A *note* on $x^2$.\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A site of an archive in which every field is used, by hand and by ingest."""
    site = SiteTest(tmp_path_factory.mktemp("told")).write("site.yaml", SETTINGS)
    rows = [
        {"id": "2509.01234", "title": "On $x^2$ \\& whales", "abstract": "They \\emph{sing}: $a<b$.\n", "votes": 7},
        {"id": "2507.00007", "title": "Removed", "abstract": "By the curator."},
        {"id": "2508.04321", "title": "Second", "abstract": "A benchmark of 5\\% and \\$3.", "authors": ["Ada Ek"]},
    ]
    site.write("papers.jsonl", "".join(f"{json.dumps({**row, 'date': '2025-09-03'})}\n" for row in rows))
    assert site.run("ingest", "papers.jsonl").returncode == 0
    (site.folder / "content/2025/09/03/2507.00007.md").unlink()
    edited = site.folder / "content/2025/09/03/2508.04321.md"
    edited.write_text(
        edited.read_text("utf-8").replace("title: Second", "title: 'Second to $O(n)$ \\emph{none}'"), "utf-8"
    )
    for path, text in BESIDE.items():
        site.write(path, text)
    site.entry(
        "2025/08/31/by-hand",
        "An *abstract*, a [link](/archive/), `code` and \\$5.\n\n<b>Not bold</b>\n\n1. one\n2. two",
        title="'= \"Quotes\", #signs & ’signs’'",
        published="2025-08-01",
        updated="2025-09-09",
        authors="[Ada Ek, Łukasz Ørsted, 张伟]",
        topics="[scaling, evaluation]",
        summary="It shows.",
        doi="10.1000/182",
        venue="NeurIPS 2025",
        keywords="[a, 'b; c']",
        categories="[cs.CL]",
        votes="3",
        submitted_by="A Reader",
        thumbnail="https://example.org/t.png",
        listed_on="[2025-09-03]",
        position="2",
        links="{abs: https://a.example/, pdf: https://a.example/p.pdf, code: https://a.example/c}",
        status="withdrawn",
        lang="de",
        aliases="[/papers/old/]",
        source="{name: hub, format: json, file: x.json, item: one, read: 2025-09-01}",
        also_from="[arxiv]",
        extra="{shelf: two, more: [a, {b: c}]}",
    )
    site.entry("2024/12/31/plain", date="2024-12-30").entry("2024/12/31/empty", "").entry("2025/09/03/d", draft="true")
    site.build()
    return site


def restored(told: SiteTest, folder: Path) -> SiteTest:
    """A new site of the same settings, with the papers of the files that the first one publishes."""
    new = SiteTest(folder).write("site.yaml", SETTINGS)
    named = [line.split("  ")[1] for line in told.page("downloads/SHA256SUMS").splitlines()]
    files = [str(told.folder / "public" / path) for path in named if path.endswith(".jsonl")]
    assert len(files) == 3
    done = new.run("ingest", *files)
    assert (done.returncode, done.stderr) == (0, "")
    return new


def test_the_files_of_all_months_make_the_same_site_again(told: SiteTest, tmp_path: Path) -> None:
    new = restored(told, tmp_path)
    for path, text in BESIDE.items():
        new.write(path, text)
    new.build()
    assert new.published() == told.published()
    assert new.has("papers/by-hand/index.html")
    assert "<h1" in new.page("about/index.html")
    assert "Second to" in new.page("papers/2508.04321/index.html")
    assert "A *note* on $x^2$." in told.page("2025/09/03/2025-09-03.md")


def test_the_files_of_all_months_make_an_equal_archive(told: SiteTest, tmp_path: Path) -> None:
    new = restored(told, tmp_path)
    topics = declared_topics(told.folder)
    slugs, former = tuple(topic.slug for topic in topics), former_names(topics)
    old_entries, new_entries = (
        {entry.path: entry for entry in read_archive(folder, slugs, former).entries}
        for folder in (told.folder, new.folder)
    )
    draft = "content/2025/09/03/d.md"
    assert new_entries == {path: entry for path, entry in old_entries.items() if path != draft}
    assert len(new_entries) == 5
    before = files_below(new.folder / "content")
    again = new.run("ingest", *map(str, sorted((told.folder / "public").rglob("????-??.jsonl"))))
    assert told_by(again.stdout) == "5 read, 5 unchanged"
    assert files_below(new.folder / "content") == before


def test_what_is_no_paper_stays_with_the_archive(told: SiteTest, tmp_path: Path) -> None:
    new = restored(told, tmp_path)
    for path in ("authors.yaml", "content/pages", "content/2025/09/03/_day.md", "content/2025/09/03/d.md"):
        assert ((told.folder / path).exists(), (new.folder / path).exists()) == (True, False)
    # Nor does the ledger come along: what was removed comes back with its source, what is there counts as by hand.
    assert told_by(told.run("ingest", "papers.jsonl").stdout) == "3 read, 2 unchanged, 1 ignored, 1 kept"
    new.write("papers.jsonl", (told.folder / "papers.jsonl").read_text("utf-8"))
    assert told_by(new.run("ingest", "papers.jsonl").stdout) == "3 read, 1 new, 2 unchanged, 1 kept"


def test_a_line_of_a_dump_is_the_line_of_an_export_without_what_ingest_noted(told: SiteTest) -> None:
    exported = [{**json.loads(line), "ledger": None} for line in told.run("export").stdout.splitlines()]
    exported = [line for line in exported if not line["draft"]]
    months = ("2024/12/2024-12", "2025/08/2025-08", "2025/09/2025-09")
    dumped = [json.loads(line) for month in months for line in told.page(f"{month}.jsonl").splitlines()]
    assert sorted(dumped, key=lambda line: line["path"]) == exported


def test_sizes_and_checksums_are_known_when_nothing_is_remembered(told: SiteTest, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(told.folder, folder, symlinks=True)
    copy = SiteTest.at(folder)
    shutil.rmtree(folder / ".sitegen")
    before = copy.published()
    copy.entry("2025/10/01/new").build()
    sums = dict(reversed(line.split("  ")) for line in copy.page("downloads/SHA256SUMS").splitlines())
    assert {path: sums[path] for path in sums if "2025/10" not in path} == dict(
        reversed(line.split("  ")) for line in before["downloads/SHA256SUMS"].decode().splitlines()
    )
    (folder / ".sitegen/files").write_bytes(b"damaged")
    copy.entry("2025/10/02/new-2").build()
    clean = copy.build(output="clean")
    assert clean.removed_paths == ()
    assert copy.published("clean") == copy.published()
