"""A site that moves as a whole takes along what is remembered of it."""

import pytest

from tests.harness import SiteTest


def test_a_site_that_moved_is_not_made_again(site: SiteTest, tmp_path_factory: pytest.TempPathFactory) -> None:
    site.entry("2025/09/01/a").build()
    moved = SiteTest.at(site.folder.rename(tmp_path_factory.mktemp("elsewhere") / "moved"))
    report = moved.build()
    assert (report.made_paths, report.read_count, report.bundles_indexed) == ((), 0, 0)
