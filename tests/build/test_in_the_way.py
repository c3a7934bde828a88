"""What stands in the place of a folder that sitegen keeps is replaced where the name is sitegen's, and named if not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness import SiteTest


def be_a_file(path: Path) -> None:
    path.write_text("mine")


def be_a_link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def state(site: SiteTest) -> Path:
    """The folder in which builds into public/ remember something."""
    (folder,) = (site.folder / ".sitegen/builds").glob("public-*")
    return folder


@pytest.mark.parametrize("stand_there", [be_a_file, be_a_link_to_nowhere])
@pytest.mark.parametrize(
    "name", ["..", "../../entries", ".", "search", "archive", "bundles-by-value", "outlines", "idle", "former"]
)
def test_a_file_in_the_place_of_what_is_remembered_is_replaced(
    name: str, stand_there: Callable[[Path], None], site: SiteTest
) -> None:
    site.entry("2025/09/02/a").build()
    victim = state(site) / name if name != "." else state(site)
    victim = victim.resolve()
    remove(victim)
    stand_there(victim)
    done = site.entry("2025/09/02/a", body="Other words.").run("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Other words." in site.page("papers/a/index.html")
    site.build(output="clean")
    assert site.published() == site.published("clean")
    assert site.run("build").stdout.splitlines()[1].startswith("0 made, ")


def test_a_folder_in_the_place_of_the_lock_is_replaced(plain_site: SiteTest) -> None:
    plain_site.entry("2025/09/02/a").build()
    (state(plain_site) / "lock").unlink()
    (state(plain_site) / "lock/inside").mkdir(parents=True)
    assert plain_site.run("build").returncode == 0


@pytest.mark.parametrize("stand_there", [be_a_file, be_a_link_to_nowhere])
@pytest.mark.parametrize("command", ["build", "ingest", "serve"])
def test_a_file_named_sitegen_is_left_alone_and_named(
    command: str, stand_there: Callable[[Path], None], plain_site: SiteTest
) -> None:
    stand_there(plain_site.folder / ".sitegen")
    done = plain_site.run(command)
    assert done.returncode == 3
    assert done.stderr == (
        f"{plain_site.folder}/.sitegen: not a folder (expected one, or none)\n"
        "  hint: it is in the way of sitegen's own files: move it away\n"
    )
    assert not (plain_site.folder / ".sitegen").is_dir()


@pytest.mark.parametrize("stand_there", [be_a_file, be_a_link_to_nowhere])
@pytest.mark.parametrize("name", [".public.next", ".public.old"])
def test_a_file_where_the_next_site_is_written_is_left_alone_and_named(
    name: str, stand_there: Callable[[Path], None], plain_site: SiteTest
) -> None:
    plain_site.entry("2025/09/02/a").build()
    before = plain_site.published()
    remove(plain_site.folder / name)
    stand_there(plain_site.folder / name)
    done = plain_site.entry("2025/09/02/a", title="Other").run("build")
    assert done.returncode == 1
    assert done.stderr == f"{name}: not made by sitegen (this is where it writes public)\n  hint: move it away\n"
    assert plain_site.published() == before
    assert not (plain_site.folder / name).is_dir()


def test_what_is_in_the_way_outside_of_the_site_is_named_with_its_whole_path(
    plain_site: SiteTest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    be_a_file(elsewhere / ".public.next")
    done = plain_site.run("build", "--output", f"{elsewhere}/public")
    assert done.stderr.startswith(
        f"{elsewhere}/.public.next: not made by sitegen (this is where it writes {elsewhere}/"
    )
