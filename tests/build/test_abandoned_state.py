"""What was remembered of an output folder goes when the folder is gone, and never while a build uses it."""

import fcntl
import shutil
from pathlib import Path

import pytest

from tests.harness import SiteTest


def states(site: SiteTest) -> list[str]:
    """The output folders of which something is remembered."""
    return sorted(path.name.rpartition("-")[0] for path in (site.folder / ".sitegen/builds").iterdir())


@pytest.fixture
def built(plain_site: SiteTest) -> SiteTest:
    plain_site.entry("2025/09/02/a").build()
    plain_site.build(output="trial")
    assert states(plain_site) == ["public", "trial"]
    return plain_site


def test_the_state_of_a_removed_folder_is_removed_by_the_next_build(built: SiteTest) -> None:
    shutil.rmtree(built.folder / "trial")
    built.build()
    assert states(built) == ["public"]


def test_the_state_of_a_folder_that_is_there_stays(built: SiteTest) -> None:
    built.build()
    assert states(built) == ["public", "trial"]


def test_the_state_of_the_folder_that_is_built_stays(built: SiteTest) -> None:
    shutil.rmtree(built.folder / "public")
    built.build()
    assert states(built) == ["public", "trial"]


def test_the_state_of_a_build_that_goes_on_stays_though_its_folder_is_not_there_yet(built: SiteTest) -> None:
    shutil.rmtree(built.folder / "trial")
    lock = next((built.folder / ".sitegen/builds").glob("trial-*/lock"))
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        built.build()
    assert states(built) == ["public", "trial"]
    built.build()
    assert states(built) == ["public"]


def test_a_folder_outside_of_the_site_is_looked_for_where_it_was(
    plain_site: SiteTest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere")
    plain_site.entry("2025/09/02/a").build(output=f"{elsewhere}/there")
    plain_site.build()
    assert states(plain_site) == ["public", "there"]
    shutil.rmtree(elsewhere / "there")
    plain_site.build()
    assert states(plain_site) == ["public"]


def test_what_a_killed_build_left_of_a_removal_goes_too(built: SiteTest) -> None:
    (built.folder / ".sitegen/builds/.gone-old-12345678/search").mkdir(parents=True)
    built.build()
    assert states(built) == ["public", "trial"]
