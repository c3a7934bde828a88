"""What must never happen: input that runs, a half-published site, a lost file."""

import fcntl
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.archive.leaves import new_text
from sitegen.build import publishing
from tests.harness import ROOT, SITE_YAML, SiteTest, run
from tests.links import broken_links, links_of, parsed

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title></head><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<![CDATA[x]]>&lt;b&gt;&amp;",
    "javascript:alert(1)",
    "[x](javascript:alert(1)) ![y](https://evil.example/y.png) <javascript:alert(1)>",
]


CITATIONS = (
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_an_entry_becomes_markup_or_script(attack: str, plain_site: SiteTest) -> None:
    baseline = plain_site.entry("2025/09/02/a", title="A", authors="[B]", venue="C", keywords="[D]", summary="E")
    baseline.build()
    expected = _elements(plain_site)
    leaves = {
        "title": attack,
        "date": "2025-09-02",
        "authors": (attack,),
        "venue": attack,
        "keywords": (attack,),
        "summary": attack,
    }
    plain_site.write("content/2025/09/02/a.md", new_text(leaves, "An abstract."))
    plain_site.build()
    assert _elements(plain_site) == expected
    assert attack in "".join(parsed(plain_site.page("papers/a/index.html").encode()).find(".//h1").itertext())  # type: ignore[union-attr]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_abstract_brings_script_or_loads_from_elsewhere(attack: str, plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a", body=attack).build()
    trees = [parsed(data) for name, data in plain_site.published().items() if name.endswith(".html")]
    assert [link for tree in trees for link in links_of(tree) if link.lower().startswith("javascript:")] == []
    # The panel of the paper: files of types that no browser shows, for links that only download.
    files = [link for tree in trees for link in links_of(tree) if link.lower().startswith("data:")]
    assert [link.partition(",")[0] for link in files] == [f"data:{kind};charset=utf-8" for kind in CITATIONS]
    downloads = [element.get("href") for tree in trees for element in tree.iter("a") if "download" in element.attrib]
    # All others are files of the site: months and days to take away.
    published = {f"/{path}" for path in plain_site.published()}
    assert [link for link in downloads if link not in published] == files
    assert [element for tree in trees for element in tree.iter("img")] == []
    scripts = [element for tree in trees for element in tree.iter("script")]
    # The data block of the paper, which no browser runs.
    (block,) = (element for element in scripts if not element.get("src", "").startswith("/assets/"))
    assert block.attrib == {"type": "application/ld+json"}
    assert json.loads(block.text or "")["@type"] == "ScholarlyArticle"
    assert [name for tree in trees for element in tree.iter() for name in element.attrib if name.startswith("on")] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1).filter(str.strip), body=st.text(min_size=1))
def test_any_text_gives_well_formed_pages_and_feeds(title: str, body: str, plain_site: SiteTest) -> None:
    printable = "".join(c for c in title if c.isprintable()).strip() or "x"
    safe_body = "".join(c for c in body if c.isprintable() or c == "\n")
    text = new_text({"title": printable, "date": "2025-09-02"}, safe_body)
    plain_site.write("content/2025/09/02/a.md", text).build()
    ElementTree.fromstring(plain_site.page("feed.xml"))
    parsed(plain_site.page("papers/a/index.html").encode())


def _elements(site: SiteTest) -> dict[str, list[str]]:
    """The elements of each page, in order, and those of the feed."""
    return {
        name: [str(element.tag) for element in parsed(data).iter()]
        for name, data in site.published().items()
        if name.endswith(".html")
    }


def test_a_build_that_fails_leaves_the_published_site_as_it_was(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    plain_site.entry("2025/09/03/b", votes="many")
    assert plain_site.run("build").returncode == 1
    assert plain_site.published() == before


MOMENTS = ["removing", "writing", "manifest", "exchange", "after", "linking", "resting"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one(moment: str, plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/01/gone").entry("2025/09/02/a").build()
    old = plain_site.published()
    plain_site.entry("2025/09/03/b")
    (plain_site.folder / "content/2025/09/01/gone.md").unlink()
    killed = subprocess.run([sys.executable, "-c", KILL, moment], cwd=plain_site.folder, check=False)
    assert killed.returncode == -signal.SIGKILL
    found = plain_site.published()
    plain_site.build(output="expected")
    new = plain_site.published("expected")
    assert found in (old, new)
    plain_site.build()
    assert plain_site.published() == new
    plain_site.entry("2025/09/04/c").build()
    assert plain_site.published(".public.next") == plain_site.published()


# Kills the process as it reaches one of the moments of publishing.
KILL = """
import os, signal, sys
from pathlib import Path
from sitegen import build as builder
from sitegen.build import publishing, workshop
from sitegen.output import swap

def kill(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def after(count, call):
    calls = []
    def counted(*arguments, **named):
        calls.append(arguments)
        return kill() if len(calls) > count else call(*arguments, **named)
    return counted

moment = sys.argv[1]
if moment == "removing":
    publishing.remove_files = kill
elif moment == "writing":
    workshop.Writer.write = after(2, workshop.Writer.write)
elif moment == "manifest":
    publishing.Manifest.write = kill
elif moment == "exchange":
    swap.publish = kill
elif moment == "after":
    publishing.Publishing.catch_up = kill
elif moment == "linking":
    publishing.link_file = after(2, publishing.link_file)
else:
    publishing.Publishing.rest = kill
builder.build(Path.cwd(), builder.Options())
"""


def test_the_standby_is_the_published_site_by_other_names(site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    site.entry("2025/09/03/b").build()
    published = {path.relative_to(site.folder / "public"): path for path in (site.folder / "public").rglob("*")}
    standby = site.folder / ".public.next"
    assert {path.relative_to(standby) for path in standby.rglob("*")} == published.keys()
    pages = [name for name, path in published.items() if path.is_file() and not name.name.startswith(".")]
    not_in_both = {str(name) for name in pages if not published[name].samefile(standby / name)}
    # A browser is told the newest list of bundles, which is written for each.
    assert not_in_both == {"pagefind/bundles.json"}


def test_a_page_that_someone_changed_or_removed_in_the_published_folder_comes_back(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    changed = plain_site.folder / "public/papers/a/index.html"
    changed.write_text("changed in place, so in the standby too")
    (plain_site.folder / "public/2025/09/index.html").unlink()
    plain_site.build()
    assert plain_site.published() == before
    assert plain_site.published(".public.next") == before


def test_a_page_that_someone_removed_and_nothing_makes_any_more_does_not_come_back(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").entry("2025/09/03/b").build()
    for path in ("papers/b/index.html", "2025/09/03/index.html"):
        (plain_site.folder / "public" / path).unlink()
    (plain_site.folder / "public/papers/a/index.html").write_text("changed")
    (plain_site.folder / "content/2025/09/03/b.md").unlink()
    (plain_site.folder / "content/2025/09/02/a.md").rename(plain_site.folder / "content/2025/09/02/c.md")
    plain_site.build()
    published = plain_site.published()
    plain_site.build(output="expected")
    assert published == plain_site.published("expected")
    assert plain_site.published(".public.next") == published


def test_what_someone_put_into_the_standby_is_never_published(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    (plain_site.folder / ".public.next/papers/mine.html").write_text("mine")
    (plain_site.folder / ".public.next/index.html").unlink()
    plain_site.entry("2025/09/03/b").build()
    published = plain_site.published()
    plain_site.build(output="expected")
    assert published == plain_site.published("expected")


def test_a_damaged_manifest_is_made_good_by_the_standby(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    (plain_site.folder / "public/.sitegen-manifest").write_bytes(b"damaged")
    plain_site.build()
    assert plain_site.published() == before


def test_a_site_lost_between_the_two_renames_comes_back(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    (plain_site.folder / "public").rename(plain_site.folder / ".public.old")
    plain_site.entry("2025/09/03/b", votes="many")
    assert plain_site.run("build").returncode == 1
    assert plain_site.published() == before


def test_the_published_folder_is_there_at_every_moment(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    watcher = subprocess.Popen(
        [sys.executable, "-c", "import os\nwhile os.path.exists('go'):\n    open('public/index.html').close()"],
        cwd=plain_site.write("go", "").folder,
        stderr=subprocess.PIPE,
    )
    for _ in range(5):
        plain_site.build()
    (plain_site.folder / "go").unlink()
    _, errors = watcher.communicate(timeout=60)
    assert (watcher.returncode, errors) == (0, b"")


def test_a_second_build_of_the_same_folder_is_told_to_wait(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    lock = next((plain_site.folder / ".sitegen/builds").glob("*/lock"))
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = plain_site.entry("2025/09/03/b").run("build")
    assert done.returncode == 3
    assert done.stderr.startswith("public: another build is writing it (expected one at a time)\n  hint: ")
    assert plain_site.published() == before
    assert plain_site.run("build").returncode == 0


def test_a_build_of_another_site_into_the_same_folder_is_told_to_wait(
    plain_site: SiteTest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = SiteTest(tmp_path_factory.mktemp("other")).without_search().entry("2025/09/02/b")
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    lock = plain_site.folder / ".public.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = other.run("build", "--output", f"{plain_site.folder}/public")
    assert done.returncode == 3
    assert done.stderr.startswith(f"{plain_site.folder}/public: another build is writing it (expected one at a time)\n")
    assert plain_site.published() == before
    assert lock.exists()


def test_the_lock_beside_the_site_is_held_while_it_is_built_and_gone_afterwards(
    plain_site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = publishing.Publishing.begin
    held: list[bool] = []

    def looked_at(one: publishing.Publishing, lost: Collection[str], *, is_trusted: bool) -> None:
        with (plain_site.folder / ".public.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held.append(False)
            except BlockingIOError:
                held.append(True)
        call(one, lost, is_trusted=is_trusted)

    monkeypatch.setattr(publishing.Publishing, "begin", looked_at)
    (plain_site.folder / ".public.lock").write_text("")  # what a killed build leaves
    plain_site.entry("2025/09/02/a").build()
    assert held == [True]
    names = {path.name for path in plain_site.folder.iterdir()}
    assert names == {".public.next", ".sitegen", "content", "public", "site.yaml", "topics.yaml"}


def test_a_file_with_the_name_of_the_lock_is_left_alone_and_named(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").write(".public.lock", "mine")
    done = plain_site.run("build")
    assert done.returncode == 3
    assert done.stderr == (
        f"{plain_site.folder}/.public.lock: not made by sitegen (expected a lock, or nothing)\n"
        "  hint: it is in the way of sitegen's own files: move it away\n"
    )
    assert (plain_site.folder / ".public.lock").read_text() == "mine"


def test_removed_pages_go_from_the_published_site(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").entry("2025/09/02/b").build()
    (plain_site.folder / "content/2025/09/02/b.md").unlink()
    plain_site.build()
    assert not plain_site.has("papers/b/index.html")


def test_a_link_in_the_published_folder_is_refused(plain_site: SiteTest, tmp_path: Path) -> None:
    plain_site.entry("2025/09/02/a").build()
    (plain_site.folder / "public/mine").symlink_to(tmp_path)
    done = plain_site.run("build")
    assert done.returncode == 1
    assert done.stderr.startswith("public/mine: not made by sitegen")


def test_static_files_are_copied_to_the_root_and_hidden_ones_are_not(plain_site: SiteTest) -> None:
    plain_site.write("static/CNAME", "example.org\n").write("static/.secret", "x").write("static/.well-known/x", "y")
    plain_site.build()
    assert (plain_site.page("CNAME"), plain_site.has(".secret"), plain_site.page(".well-known/x")) == (
        "example.org\n",
        False,
        "y",
    )


def test_a_link_in_the_static_folder_that_leads_out_of_it_is_refused(plain_site: SiteTest) -> None:
    plain_site.write("static/fine.txt", "x").write("secret.txt", "x")
    (plain_site.folder / "static/alias.txt").symlink_to("fine.txt")
    assert plain_site.run("build").returncode == 0
    (plain_site.folder / "static/leak.txt").symlink_to("../secret.txt")
    (plain_site.folder / "static/more").symlink_to("..")
    done = plain_site.run("build")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()[::2]] == ["static/leak.txt", "static/more"]
    assert not plain_site.has("leak.txt")


def test_links_to_the_site_are_absolute_in_feeds_and_below_its_folder_on_pages(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a", body="See [the archive](/archive/) and [that](../that/).")
    plain_site.build(base_url="https://example.org/daily-papers/")
    feed = feedparser.parse(plain_site.page("feed.xml"))
    shown = '<a href="{}archive/">the archive</a> and [that](../that/).'
    assert shown.format("https://example.org/daily-papers/") in feed.entries[0].content[0].value
    assert shown.format("/daily-papers/") in plain_site.page("papers/a/index.html")


PAGEFIND_FAILURES = {
    "missing": ("", "pagefind: not installed for this platform"),
    "failing": ("echo 'no space left' >&2\nexit 7\n", "pagefind: failed with exit code 7: no space left"),
    "lying": ("exit 0\n", "pagefind: its index is not whole (expected 2 pages)"),
}


@pytest.mark.parametrize("failure", sorted(PAGEFIND_FAILURES))
def test_a_pagefind_that_is_missing_or_fails_stops_the_build_with_exit_code_3(failure: str, site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    before = site.published()
    script, message = PAGEFIND_FAILURES[failure]
    program = site.folder / "fake/pagefind"
    site.write("fake/pagefind", f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    found = f"return {str(program)!r}" if script else "raise FileNotFoundError"
    site.write("fake/pagefind_bin.py", f"def get_executable():\n    {found}\n")
    done = site.entry("2025/09/03/b").run("build", PYTHONPATH=str(site.folder / "fake"))
    assert done.returncode == 3
    assert done.stderr.startswith(message)
    assert site.published() == before


def test_pagefind_takes_no_option_from_the_environment(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    done = site.run("build", PAGEFIND_SITE="/nowhere", PAGEFIND_OUTPUT_PATH="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unchanged_search_bundle_is_kept(site: SiteTest) -> None:
    site.entry("2025/09/02/a")
    assert site.build().bundles_indexed == 1
    assert site.build().bundles_indexed == 0
    assert site.entry("2025/09/02/a", title="Another").build().bundles_indexed == 1


def test_an_empty_archive_has_a_site_with_an_empty_search_index(site: SiteTest) -> None:
    site.build()
    assert site.page("pagefind/bundles.json") == '{"engine":"","bundles":[]}\n'
    assert broken_links(site.folder / "public", "https://example.org/") == []


def test_a_changed_static_file_changes_its_address_in_the_same_process(plain_site: SiteTest) -> None:
    shutil.copytree(ROOT / "themes/digest", plain_site.folder / "themes/digest")
    plain_site.build()
    before = plain_site.page("index.html")
    style = plain_site.folder / "themes/digest/static/style.css"
    style.write_text(style.read_text() + "\n")
    plain_site.build()
    assert plain_site.page("index.html") != before


def test_a_damaged_bundle_in_the_cache_is_indexed_anew(site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    fragment = next((site.folder / ".sitegen/builds").rglob("*.pf_fragment"))
    fragment.write_bytes(b"")
    assert site.build().bundles_indexed == 1


@pytest.mark.parametrize("folder", ["public/pagefind", ".sitegen/builds"])
@pytest.mark.parametrize("is_removed", [False, True])
def test_a_damaged_bundle_is_made_good_where_it_is_published(folder: str, is_removed: bool, site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    before = {path.name: path.read_bytes() for path in (site.folder / "public/pagefind").rglob("*.pf_fragment")}
    fragment = next((site.folder / folder).rglob("*.pf_fragment"))
    if is_removed:
        fragment.unlink()
    else:
        fragment.write_bytes(b"")
    site.build()
    for published in ("public", ".public.next"):
        found = (site.folder / published / "pagefind").rglob("*.pf_fragment")
        assert {path.name: path.read_bytes() for path in found} == before


def test_without_a_state_folder_the_same_site_is_built(site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    before = site.published()
    subprocess.run(["rm", "-r", str(site.folder / ".sitegen")], check=True)
    site.build()
    assert site.published() == before


KINDS = ["archive", "years", "months", "days", "papers", "topics", "search", "saved", "feeds", "sitemap"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_page_can_be_switched_off_without_a_broken_link(kind: str, site: SiteTest) -> None:
    site.write("site.yaml", f"{SITE_YAML}pages: {{{kind}: false}}\n")
    site.entry("2025/09/02/a", topics="[scaling]", links="{abs: 'https://arxiv.org/abs/2509.00001'}")
    site.entry("2025/08/01/b", topics="[scaling]", aliases="[/old/]", listed_on="[2025-09-02]")
    site.build()
    assert broken_links(site.folder / "public", "https://example.org/") == []


def test_the_command_can_be_run_from_another_folder(
    plain_site: SiteTest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain_site.entry("2025/09/02/a")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = run(elsewhere, "-C", str(plain_site.folder), "build")
    assert done.returncode == 0
    assert plain_site.has("index.html")
