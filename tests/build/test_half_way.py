"""A build that stops while it prepares: nothing half-made is taken for the site."""

import errno
from collections.abc import Callable
from typing import Any

import pytest

from sitegen.build import reading
from sitegen.output import standby
from tests.harness import SiteTest


def failing_after(count: int, call: Callable[..., Any]) -> Callable[..., Any]:
    left = [count]

    def counted(*arguments: object) -> object:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        return call(*arguments)

    return counted


def test_a_disk_that_fills_while_the_standby_is_copied_harms_no_later_build(
    plain_site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_site.entry("2025/09/02/a", topics="[scaling]").build()
    before = plain_site.published()
    for path in (plain_site.folder / ".public.next").glob("*.html"):
        path.unlink()
    plain_site.entry("2025/09/03/b", topics="[scaling]")
    with monkeypatch.context() as patch:
        patch.setattr(standby, "link_file", failing_after(3, standby.link_file))
        with pytest.raises(OSError, match="No space left"):
            plain_site.build()
    assert plain_site.published() == before
    plain_site.build()
    plain_site.build(output="clean")
    assert plain_site.published() == plain_site.published("clean")
    assert plain_site.published(".public.next") == plain_site.published("clean")


def test_a_shelf_kept_by_a_build_that_saw_less_is_read_again(
    plain_site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_site.entry("2025/09/02/a").build()
    read_shelf = reading.read_shelf

    def read_and_overwritten(visit: reading.Visit) -> object:
        """The other build looked before the new paper came, and keeps what it saw after we read."""
        answer = read_shelf(visit)
        read_shelf(type(visit)(visit.site_root, visit.name, visit.found[:1], visit.slugs))
        return answer

    plain_site.entry("2025/09/03/b")
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_shelf", read_and_overwritten)
        plain_site.build()
    assert plain_site.has("papers/b/index.html")
    plain_site.build()
    assert plain_site.has("papers/b/index.html")


def test_a_lost_file_of_the_published_index_comes_back(site: SiteTest) -> None:
    site.entry("2025/09/02/a").build()
    fragment = next((site.folder / "public/pagefind").rglob("*.pf_fragment"))
    data = fragment.read_bytes()
    fragment.unlink()
    site.build()
    assert fragment.read_bytes() == data


def test_a_site_inside_a_published_site_is_refused(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    done = plain_site.run("build", "--output", "public/inner")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "public/inner: lies inside the published site public (expected a folder of its own)\n"
    )


def test_no_module_in_the_folder_of_a_site_is_imported(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").write("msgspec.py", "raise SystemExit('imported')\n")
    for number in range(1600):
        plain_site.entry(f"2025/0{1 + number % 6}/02/p{number}")
    done = plain_site.run("build", "--jobs", "2", PYTHONSAFEPATH="1")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_manifest_can_be_read_by_whom_the_pages_can(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    modes = {(plain_site.folder / "public" / name).stat().st_mode for name in ("index.html", ".sitegen-manifest")}
    assert len(modes) == 1
