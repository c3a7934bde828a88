"""Is a site as it was published: by the times of its files and folders, and by their bytes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.output.integrity import damaged, folders_of, is_untouched
from sitegen.output.manifest import MANIFEST, Manifest, Record, group_record, read_manifest
from sitegen.provenance import digest

FILES = {"index.html": "home", "papers/a/index.html": "a", "papers/b/index.html": "b"}
PUBLISHED_NS = 1_700_000_000_000_000_000


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A site that was published some time ago."""
    folder = tmp_path / "public"
    for path, text in {**FILES, "pagefind/bundles.json": "[]", "pagefind/2025-09/index/x": "x"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    records = {path: Record(b"key", digest(text.encode())) for path, text in FILES.items()}
    Manifest({"site": group_record(b"value", {}, records)}).write(folder)
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, ns=(PUBLISHED_NS, PUBLISHED_NS))
    return folder


def test_a_site_that_nobody_touched_is_untouched(published: Path) -> None:
    assert is_untouched(published)
    assert is_untouched(published, with_files=False)


def change(folder: Path) -> None:
    (folder / "papers/a/index.html").write_text("x")


def lose(folder: Path) -> None:
    (folder / "papers/a/index.html").unlink()


def lose_folder(folder: Path) -> None:
    (folder / "papers/a/index.html").unlink()
    (folder / "papers/a").rmdir()


def add(folder: Path) -> None:
    (folder / "papers/a/mine").touch()


def add_to_the_root(folder: Path) -> None:
    (folder / "mine").touch()


def lose_from_the_root(folder: Path) -> None:
    (folder / "index.html").unlink()


def put_a_link(folder: Path) -> None:
    (folder / "papers/a/index.html").unlink()
    (folder / "papers/a/index.html").symlink_to(folder / "index.html")


def lose_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def damage_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:-1])


def lose_a_bundle(folder: Path) -> None:
    (folder / "pagefind/2025-09").rename(folder / "pagefind/2025-08")


TOUCHES = [
    change,
    lose,
    lose_folder,
    add,
    add_to_the_root,
    lose_from_the_root,
    put_a_link,
    lose_the_manifest,
    damage_the_manifest,
    lose_a_bundle,
]


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_site_that_someone_touched_is_not_untouched(touch: Callable[[Path], None], published: Path) -> None:
    touch(published)
    assert not is_untouched(published)


@pytest.mark.parametrize("touch", [each for each in TOUCHES if each is not change])
def test_a_name_that_came_or_went_is_seen_without_a_look_at_files(
    touch: Callable[[Path], None], published: Path
) -> None:
    touch(published)
    assert not is_untouched(published, with_files=False)


def test_the_files_that_are_not_what_the_manifest_says_are_found_by_their_bytes(published: Path) -> None:
    manifest = read_manifest(published)
    assert manifest is not None
    assert damaged(published, manifest) == ()
    change(published)
    os.utime(published / "papers/a/index.html", ns=(PUBLISHED_NS, PUBLISHED_NS))
    (published / "papers/b/index.html").unlink()
    (published / "papers/b/index.html").symlink_to(published / "index.html")
    assert damaged(published, manifest) == ("papers/a/index.html", "papers/b/index.html")


def test_folders_are_those_of_all_files_and_above(published: Path) -> None:
    assert folders_of(FILES) == {"papers", "papers/a", "papers/b"}
