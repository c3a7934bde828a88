"""What somebody does to a published site by hand is mended by the next build, though nothing else changed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Options, build
from sitegen.build.static import bytes_of, static_of
from sitegen.problems import SiteError
from sitegen.render.theme import find_theme
from tests.build.worlds import settle_soon
from tests.harness import SiteTest, files_below


def swap_two_papers(public: Path) -> None:
    (public / "papers/a").rename(public / "aside")
    (public / "papers/b").rename(public / "papers/a")
    (public / "aside").rename(public / "papers/b")


def put_an_older_copy_in_place(public: Path) -> None:
    shutil.move(public.with_name("older"), public / "papers/older")
    (public / "papers/a").rename(public.with_name("older"))
    (public / "papers/older").rename(public / "papers/a")


def remove_a_bundle(public: Path) -> None:
    shutil.rmtree(next((public / "pagefind").glob("2025-09*")))


def remove_the_engine(public: Path) -> None:
    shutil.rmtree(next((public / "pagefind").glob("engine-*")))


def remove_a_fragment(public: Path) -> None:
    next((public / "pagefind").rglob("*.pf_fragment")).unlink()


def empty_a_fragment(public: Path) -> None:
    next((public / "pagefind").rglob("*.pf_fragment")).write_bytes(b"")


def set_the_time_back(public: Path) -> None:
    page = public / "papers/a/index.html"
    before = page.stat()
    page.write_text("by hand")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))


DEEDS = [
    swap_two_papers,
    put_an_older_copy_in_place,
    remove_a_bundle,
    remove_the_engine,
    remove_a_fragment,
    empty_a_fragment,
    set_the_time_back,
]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    """A site with search that was built, and has nothing to do."""
    settle_soon(monkeypatch)
    site = SiteTest(tmp_path / "site").entry("2025/09/02/a", body="Whales sing.").entry("2025/09/03/b", body="Bees.")
    shutil.copytree(_built(site) / "papers/a", site.folder / "older")
    _built(site.entry("2025/09/02/a", body="Whales sing again."))
    return site


def _built(site: SiteTest) -> Path:
    build(site.folder, Options())
    return site.folder / "public"


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_done_by_hand_is_mended_though_nothing_changed(deed: Callable[[Path], None], site: SiteTest) -> None:
    public = _built(site)
    pages = files_below(public)
    deed(public)
    _built(site)
    assert files_below(public) == pages
    fragments = list(public.rglob("*.pf_fragment"))
    assert len(fragments) == 2
    assert all(path.stat().st_size for path in fragments)
    assert len(list((public / "pagefind").glob("engine-*/pagefind.js"))) == 1


@pytest.mark.parametrize("with_times", [False, True])
def test_a_page_edited_before_the_site_was_copied_is_mended_in_the_copy(with_times: bool, site: SiteTest) -> None:
    public = _built(site)
    expected = files_below(public)
    (public / "papers/a/index.html").write_text("by hand")
    copying = shutil.copy2 if with_times else shutil.copyfile
    copy = SiteTest.at(shutil.copytree(site.folder, site.folder.with_name("copy"), copy_function=copying))
    (copy.folder / ".public.next/papers/b/index.html").write_text("by hand")
    assert files_below(_built(copy)) == expected
    assert files_below(_built(copy.entry("2025/09/04/c")))["papers/b/index.html"] != b"by hand"


def test_what_a_build_killed_while_it_mended_left_in_the_site_is_not_somebody_elses(site: SiteTest) -> None:
    public = _built(site)
    expected = files_below(public)
    (public / ".new-0011223344556677").write_bytes(b"half a manifest")
    os.utime(public / "papers/a/index.html")
    _built(site)
    _built(site.entry("2025/09/02/a", body="Whales sing once more."))
    _built(site.entry("2025/09/02/a", body="Whales sing again."))
    assert files_below(public) == expected


def test_a_lost_manifest_is_made_good_by_the_standby(site: SiteTest) -> None:
    public = _built(site)
    expected = files_below(public)
    (public / ".sitegen-manifest").unlink()
    assert files_below(_built(site)) == expected


def test_a_static_file_that_changes_while_the_site_is_built_is_told(site: SiteTest) -> None:
    file = site.write("static/x.txt", "one").folder / "static/x.txt"
    theme = find_theme(site.folder, "digest", "en")
    seen = static_of(site.folder, theme)["x.txt"]
    assert bytes_of(seen) == b"one"
    file.write_text("two")
    with pytest.raises(SiteError, match="changed while the site was built from it"):
        bytes_of(seen)
