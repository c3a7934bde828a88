"""Is a site as it was published: by the times of its files and folders, and by their bytes."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.output.integrity import damaged, folders_of, has_its_files, has_its_names, keep_seal
from sitegen.output.manifest import MANIFEST, Manifest, Record, group_record, read_manifest
from sitegen.provenance import digest

FILES = {"index.html": "home", "papers/a/index.html": "a", "papers/b/index.html": "b"}
# Several ticks of the file system's clock: what comes later has a later time.
TICK_S = 0.02


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A site that was published, beside a standby that has caught up."""
    folder = tmp_path / "public"
    for path, text in {**FILES, "pagefind/bundles.json": "[]", "pagefind/2025-09/index/x": "x"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    records = {path: Record(b"key", digest(text.encode())) for path, text in FILES.items()}
    manifest = Manifest({"site": group_record(b"value", {}, records)})
    manifest.write(folder)
    time.sleep(TICK_S)
    standby = tmp_path / "next"
    standby.mkdir()
    for path in FILES:
        (standby / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(folder / path, standby / path)
    manifest.write(standby)
    keep_seal(tmp_path / "seal", folder, standby)
    time.sleep(TICK_S)
    return folder


def has_files(published: Path) -> bool:
    return has_its_files(published, published.with_name("next"), published.with_name("seal"))


def is_untouched(published: Path) -> bool:
    return has_files(published) and has_its_names(published)


def test_a_site_that_nobody_touched_is_untouched(published: Path) -> None:
    assert is_untouched(published)


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


def replace_by_an_older_one(folder: Path) -> None:
    other = folder.with_name("older.html")
    other.write_text("x")
    os.utime(other, ns=(0, 0))
    other.rename(folder / "papers/a/index.html")


def swap_two_folders(folder: Path) -> None:
    (folder / "papers/a").rename(folder / "aside")
    (folder / "papers/b").rename(folder / "papers/a")
    (folder / "aside").rename(folder / "papers/b")


def change_and_set_the_time_back(folder: Path) -> None:
    page = folder / "papers/a/index.html"
    before = page.stat()
    change(folder)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))


TOUCHES = [
    change,
    change_and_set_the_time_back,
    replace_by_an_older_one,
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


NAMES = [add, add_to_the_root, lose, lose_folder, lose_from_the_root, put_a_link, lose_a_bundle]


@pytest.mark.parametrize("touch", NAMES)
def test_a_name_that_came_or_went_is_seen_without_a_look_at_files(
    touch: Callable[[Path], None], published: Path
) -> None:
    touch(published)
    assert not has_its_names(published)


FILE_TOUCHES = [
    change,
    change_and_set_the_time_back,
    lose,
    lose_a_bundle,
    lose_folder,
    put_a_link,
    replace_by_an_older_one,
    swap_two_folders,
]


@pytest.mark.parametrize("touch", FILE_TOUCHES)
def test_a_file_that_is_another_one_is_seen_without_a_look_at_its_folder(
    touch: Callable[[Path], None], published: Path
) -> None:
    touch(published)
    assert not has_files(published)


def test_a_file_of_someone_else_is_left_alone_by_who_writes_nothing(published: Path) -> None:
    add(published)
    assert has_files(published)


@pytest.mark.parametrize("lost", ["next/.sitegen-manifest", "seal"])
def test_a_site_that_was_not_sealed_has_to_be_read(lost: str, published: Path) -> None:
    (published.parent / lost).unlink()
    assert not has_files(published)


@pytest.mark.parametrize("with_times", [False, True])
def test_a_copy_of_a_site_has_to_be_read(with_times: bool, published: Path, tmp_path: Path) -> None:
    copying = shutil.copy2 if with_times else shutil.copyfile
    copy = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-copy"), copy_function=copying)
    assert not has_files(copy / "public")


def test_the_files_that_are_not_what_the_manifest_says_are_found_by_their_bytes(published: Path) -> None:
    manifest = read_manifest(published)
    assert manifest is not None
    assert damaged(published, manifest) == ()
    change_and_set_the_time_back(published)
    (published / "papers/b/index.html").unlink()
    (published / "papers/b/index.html").symlink_to(published / "index.html")
    assert damaged(published, manifest) == ("papers/a/index.html", "papers/b/index.html")


def test_folders_are_those_of_all_files_and_above(published: Path) -> None:
    assert folders_of(FILES) == {"papers", "papers/a", "papers/b"}
