"""Neither the number of processes, nor the order of files on the disk, nor the seed of hashes changes a byte."""

import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Options, build, making, reading, search_work
from tests.build.worlds import Paper, World, differing, write
from tests.harness import ROOT, SiteTest, files_below

WORLD = World(
    papers={
        f"p{n}": Paper(
            f"{2024 + n % 2}/{1 + n % 12:02}/{1 + n % 27:02}",
            title=f"Title {n // 3}",
            fields={
                "topics": ["[scaling]", "[evaluation, scaling]", "[]"][n % 3],
                "votes": str(n % 4),
                "listed_on": f"[2025-09-{1 + n % 5:02}, 2024-02-0{1 + n % 3}, 2023-01-0{1 + n % 2}]",
                "aliases": f"[/old/{n}/]",
                "authors": ["[Ada Ek, Bo Li]", "[Áda Ek, Cy Ng]", "[B. Li, ADA EK, 张伟]"][n // 20],
            },
        )
        for n in range(60)
    },
    notes={"2025/09/02": "A note.", "2025/09/29": "Another."},
    own={name: f"---\ntitle: {name}\n---\n\nWords.\n" for name in ("about", "more", "more/still")},
    switches={"search": True},
    raw={
        "authors.yaml": """\
authors:
  - {name: Bo Li, also: [B. Li]}
  - {name: Ada Ek, slug: ada-2, papers: [p1, p3]}
"""
    },
)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The site as one process makes it."""
    folder = tmp_path_factory.mktemp("one")
    build(write(WORLD, folder).folder, Options(jobs=1))
    return all_files(folder)


def all_files(folder: Path) -> dict[str, bytes]:
    """The files of a site, with the list of search bundles, whose names tell their content."""
    bundles = folder / "public/pagefind/bundles.json"
    return {**files_below(folder / "public"), "pagefind/bundles.json": bundles.read_bytes()}


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_make_the_bytes_of_one(
    jobs: int, expected: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, threshold in ((making, "_MANY_PAGES"), (reading, "_MANY_FILES"), (search_work, "_MANY_DOCUMENTS")):
        monkeypatch.setattr(module, threshold, 0)
    report = build(write(WORLD, tmp_path).folder, Options(jobs=jobs))
    assert report.made_count == len(expected) - 2
    assert differing(all_files(tmp_path), expected) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_in_which_files_were_made_changes_no_byte(
    seed: int, expected: Mapping[str, bytes], tmp_path: Path
) -> None:
    shuffled = sorted(WORLD.files())
    random.Random(seed).shuffle(shuffled)
    build(write(WORLD, tmp_path, order=shuffled.index).folder, Options(jobs=1))
    assert differing(all_files(tmp_path), expected) == []


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_seed_of_hashes_changes_no_byte(seed: str, expected: Mapping[str, bytes], tmp_path: Path) -> None:
    done = write(WORLD, tmp_path).run("build", PYTHONHASHSEED=seed, TZ="Asia/Tokyo", LANG="C", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert differing(all_files(tmp_path), expected) == []


def test_a_site_large_enough_for_several_processes_is_that_of_one_and_a_change_of_it_too(tmp_path: Path) -> None:
    papers = {
        f"p{n}": Paper(f"{2023 + n % 3}/{1 + n % 12:02}/{1 + n % 28:02}", f"Title {n}", fields={"topics": "[scaling]"})
        for n in range(1600)
    }
    large = World(papers=papers)
    changed = replace(large, settings={"title": "Other"}, papers={**papers, "p7": replace(papers["p7"], title="Other")})
    sites = {}
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        site = write(large, folder)
        build(site.folder, Options(jobs=jobs))
        write(changed, folder, large)
        report = build(site.folder, Options(jobs=jobs))
        assert report.made_count > 1600
        sites[jobs] = files_below(folder / "public")
    assert differing(sites[2], sites[1]) == []
    assert differing(files_below(tmp_path / "2/.public.next"), sites[1]) == []


def test_a_build_of_several_processes_tells_the_problems_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {key: replace(paper, fields={"votes": "many"}) for key, paper in WORLD.papers.items() if key < "p3"}
    site = write(replace(WORLD, papers={**WORLD.papers, **broken}), tmp_path)
    one, several = (run_with(site, jobs) for jobs in ("1", "2"))
    assert one.returncode == 1
    assert one.stderr.count("is not a count") == len(broken)
    assert (several.returncode, several.stderr) == (1, one.stderr)


def run_with(site: SiteTest, jobs: str) -> subprocess.CompletedProcess[str]:
    """The command with a pool for any number of files."""
    script = (
        "import sys; from sitegen.build import making, reading; reading._MANY_FILES = making._MANY_PAGES = 0; "
        "from sitegen.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "build", "--jobs", jobs]
    return subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)


def test_a_page_that_is_made_anew_with_the_same_bytes_keeps_its_file(plain_site: SiteTest) -> None:
    shutil.copytree(ROOT / "themes/digest", plain_site.folder / "themes/digest")
    plain_site.entry("2025/09/02/a").build()
    page = plain_site.folder / "public/papers/a/index.html"
    before = page.stat()
    template = plain_site.folder / "themes/digest/templates/paper.html"
    template.write_text(template.read_text() + "{# a remark #}")
    report = plain_site.build()
    assert report.made_paths == ("papers/a/index.html",)
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert page.samefile(plain_site.folder / ".public.next/papers/a/index.html")
