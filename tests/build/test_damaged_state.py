"""What is remembered between builds may vanish, be damaged or foreign: the bytes are those of a clean build."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.build.worlds import (
    SETTLED_S,
    THEME,
    Outcome,
    Paper,
    World,
    built,
    cold,
    differing,
    settle_soon,
    state_files,
    write,
)
from tests.harness import SiteTest

WORLD = World(
    papers={
        "a": Paper(
            "2025/09/03", title="First", fields={"topics": "[scaling]", "listed_on": "[2025-09-04, 2025-08-02]"}
        ),
        "b": Paper("2025/09/02", title="Second", fields={"topics": "[evaluation]", "aliases": "[/old/]"}),
        "c": Paper("2025/08/02", title="Third", fields={"topics": "[scaling, evaluation]"}),
        "d": Paper("2024/12/31", title="Fourth"),
    },
    notes={"2025/09/05": "A note."},
    own={"about": "---\ntitle: About\n---\n\nWords.\n"},
)
EDITED = replace(WORLD, papers={**WORLD.papers, "b": replace(WORLD.papers["b"], title="Another", body="New words.")})
MANIFESTS = ("public/.sitegen-manifest", ".public.next/.sitegen-manifest")


@dataclass(frozen=True, repr=False)
class Prepared:
    """A site that was built, and what clean builds of both worlds come to."""

    site: SiteTest
    plain: Outcome
    edited: Outcome


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    base = tmp_path_factory.mktemp("state")
    (base / "warm").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        settle_soon(patch)
        site = write(WORLD, base / "warm")
        yield Prepared(site, cold(WORLD, base / "cold"), cold(EDITED, base / "cold"))


def victims(site: SiteTest) -> list[Path]:
    """Every file that a build remembers something in."""
    return [*state_files(site.folder), *(site.folder / name for name in MANIFESTS)]


def replaced(path: Path, data: bytes) -> None:
    """Another file of that name: what has other names is left alone."""
    path.unlink()
    path.write_bytes(data)


def truncate(path: Path, others: list[Path], number: int) -> None:
    replaced(path, path.read_bytes()[: number % (path.stat().st_size or 1)])


def flip(path: Path, others: list[Path], number: int) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[number // 8 % len(data)] ^= 1 << number % 8
    replaced(path, bytes(data))


def swap(path: Path, others: list[Path], number: int) -> None:
    other = others[number % len(others)]
    one, two = path.read_bytes(), other.read_bytes()
    replaced(path, two)
    if other != path:
        replaced(other, one)


def become_a_folder(path: Path, others: list[Path], number: int) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def vanish(path: Path, others: list[Path], number: int) -> None:
    """A folder without its manifest may be anybody's, so manifests stay."""
    if not path.name.startswith(".sitegen-manifest"):
        path.unlink()


def be_of_another_version(path: Path, others: list[Path], number: int) -> None:
    data = bytearray(path.read_bytes())
    data[13:14] = b"2"
    data[15:31] = bytes(16)
    replaced(path, bytes(data))


DAMAGES: list[Callable[[Path, list[Path], int], None]] = [
    truncate,
    flip,
    swap,
    become_a_folder,
    vanish,
    be_of_another_version,
]


def expect_the_clean_site(prepared: Prepared, damage: Callable[[list[Path]], None], *, is_edited: bool) -> None:
    site, plain, edited = prepared.site, prepared.plain, prepared.edited
    write(WORLD, site.folder, EDITED)
    time.sleep(SETTLED_S)
    assert differing(built(site).files, plain.files) == []
    damage(victims(site))
    if is_edited:
        write(EDITED, site.folder, WORLD)
    time.sleep(SETTLED_S)
    expected = edited if is_edited else plain
    try:
        found = built(site)
        assert (found.problems, differing(found.files, expected.files)) == ((), [])
        if is_edited:  # a build that has nothing to do leaves the standby to the next one
            assert differing(site.published(".public.next"), expected.files) == []
    except BaseException:
        for name in (".sitegen", "public", ".public.next"):
            shutil.rmtree(site.folder / name, ignore_errors=True)
        raise


@settings(max_examples=50, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    damage=st.sampled_from(DAMAGES),
    victim=st.integers(0, 40),
    number=st.integers(0, 1 << 16),
    is_edited=st.booleans(),
)
def test_one_damaged_file_of_the_state_changes_no_byte(
    damage: Callable[[Path, list[Path], int], None],
    victim: int,
    number: int,
    is_edited: bool,
    prepared: Prepared,
) -> None:
    def hit(found: list[Path]) -> None:
        damage(found[victim % len(found)], found, number)

    expect_the_clean_site(prepared, hit, is_edited=is_edited)


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_state_in_which_every_file_is_damaged_changes_no_byte(
    damage: Callable[[Path, list[Path], int], None], is_edited: bool, prepared: Prepared
) -> None:
    def hit(found: list[Path]) -> None:
        for path in found[: -len(MANIFESTS)]:
            if path.is_file():
                damage(path, found[: -len(MANIFESTS)], 3)

    expect_the_clean_site(prepared, hit, is_edited=is_edited)


@pytest.mark.parametrize("is_failing", [False, True])
@pytest.mark.parametrize("damage", DAMAGES[:2] + DAMAGES[3:4])
def test_a_damaged_manifest_beside_a_changed_and_a_lost_page_is_made_good(
    damage: Callable[[Path, list[Path], int], None], is_failing: bool, tmp_path: Path
) -> None:
    (tmp_path / "warm").mkdir()
    site = write(WORLD, tmp_path / "warm")
    expected = built(site)
    damage(site.folder / MANIFESTS[0], [], 99)
    (site.folder / "public/index.html").write_text("changed")
    (site.folder / "public/papers/a/index.html").unlink()
    if is_failing:
        broken = replace(WORLD, raw={**THEME, "themes/digest/templates/home.html": "{{ page.nothing }}"})
        write(broken, site.folder, WORLD)
        assert len(built(site).problems) == 1
        write(WORLD, site.folder, broken)
    assert differing(built(site).files, expected.files) == []
    assert differing(site.published(".public.next"), expected.files) == []


def test_a_build_that_failed_beside_a_lost_page_leaves_no_hole_in_the_next_site(tmp_path: Path) -> None:
    (tmp_path / "warm").mkdir()
    site = write(WORLD, tmp_path / "warm")
    expected = built(site)
    page = site.folder / "public/index.html"
    page.rename(site.folder / "kept")
    broken = replace(WORLD, raw={**THEME, "themes/digest/templates/home.html": "{{ page.nothing }}"})
    write(broken, site.folder, WORLD)
    assert len(built(site).problems) == 1
    (site.folder / "kept").rename(page)
    write(EDITED, site.folder, broken)
    built(site)
    write(WORLD, site.folder, EDITED)
    assert differing(built(site).files, expected.files) == []


@pytest.mark.parametrize("data", [b"sitegen memo 1\nof another version", b"sitegen memo "])
def test_a_site_that_another_version_of_sitegen_published_is_made_anew(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "warm").mkdir()
    site = write(WORLD, tmp_path / "warm")
    expected = built(site)
    for path in MANIFESTS:
        (site.folder / path).write_bytes(data)
    (site.folder / "public/papers/a/index.html").write_text("another version")
    (site.folder / "public/a-page-of-then.html").write_text("gone since")
    assert differing(built(site).files, expected.files) == []
    assert differing(site.published(".public.next"), expected.files) == []
