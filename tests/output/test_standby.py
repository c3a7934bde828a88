"""The standby: files that the published site has under other names, so none is ever written in place."""

import os
from pathlib import Path

import pytest

from sitegen.output import standby
from sitegen.output.manifest import MANIFEST, UNFINISHED, Manifest, Record, group_record
from sitegen.output.standby import Writer, catch_up, discard, link_file, prepare, remove_files, standby_of
from sitegen.provenance import digest


def site(folder: Path, **contents: str) -> Path:
    """A published site with these files; '__' in a name stands for '/'."""
    files = {name.replace("__", "/"): text for name, text in contents.items()}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    records = {path: Record(b"", digest(text.encode())) for path, text in files.items()}
    Manifest({"site": group_record(b"", {}, records)}).write(folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_is_a_hidden_sibling(tmp_path: Path) -> None:
    assert standby_of(tmp_path / "public") == tmp_path / ".public.next"


def test_a_writer_never_writes_into_a_file_that_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("published")
    (tmp_path / "other").hardlink_to(tmp_path / "a/index.html")
    Writer(tmp_path).write("a/index.html", b"new")
    assert ((tmp_path / "other").read_text(), (tmp_path / "a/index.html").read_text()) == ("published", "new")


def test_a_writer_makes_folders_and_takes_the_place_of_a_link_not_of_its_target(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/link").symlink_to(tmp_path / "outside")
    writer = Writer(tmp_path / "site")
    writer.write("link", b"new")
    writer.write("one/two/three", b"deep")
    writer.write("one/two/four", b"deep")
    assert (tmp_path / "outside").read_text() == "mine"
    assert names(tmp_path / "site") == ["link", "one/two/four", "one/two/three"]


def test_a_write_that_takes_a_part_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = os.write
    monkeypatch.setattr(standby.os, "write", lambda descriptor, data: call(descriptor, data[:3]))
    Writer(tmp_path).write("index.html", b"one two three")
    Writer(tmp_path).write("empty", b"")
    assert (tmp_path / "index.html").read_bytes() == b"one two three"
    assert (tmp_path / "empty").read_bytes() == b""


def test_a_write_that_takes_nothing_more_is_told_as_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = os.write
    parts = iter([3, 0])
    monkeypatch.setattr(standby.os, "write", lambda descriptor, data: call(descriptor, data[: next(parts)]))
    with pytest.raises(OSError, match="No space left") as caught:
        Writer(tmp_path).write("index.html", b"one two three")
    assert caught.value.filename == f"{tmp_path}/index.html"


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x"])
def test_a_writer_leaves_its_folder_never(path: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        Writer(tmp_path / "site").write(path, b"")


def test_a_link_is_a_second_name_that_replaces_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("new")
    (tmp_path / "kept").write_text("old")
    (tmp_path / "target").hardlink_to(tmp_path / "kept")
    link_file(str(tmp_path / "one"), str(tmp_path / "target"))
    link_file(str(tmp_path / "one"), str(tmp_path / "deep/er/target"))
    assert (tmp_path / "target").samefile(tmp_path / "one")
    assert (tmp_path / "deep/er/target").samefile(tmp_path / "one")
    assert (tmp_path / "kept").read_text() == "old"


def test_where_links_are_refused_files_are_copied_and_never_into_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError

    published = site(tmp_path / "public", index="home", a__index="page")
    prepare(tmp_path / ".public.next", published, is_trusted=True)
    (tmp_path / "kept").hardlink_to(tmp_path / ".public.next/index")
    monkeypatch.setattr(standby.os, "link", refuse)
    (published / "index").unlink()
    (published / "index").write_text("other")
    catch_up(tmp_path / ".public.next", published, ["index", "a/index"], [])
    assert (tmp_path / ".public.next/index").read_text() == "other"
    assert not (tmp_path / ".public.next/index").samefile(published / "index")
    assert (tmp_path / "kept").read_text() == "home"
    assert (published / "a/index").read_text() == "page"


def test_removing_takes_empty_folders_along_and_no_others(tmp_path: Path) -> None:
    site(tmp_path, a__b__c="x", a__d="x", e="x")
    remove_files(tmp_path, ["a/b/c", "e", "not/there"])
    assert names(tmp_path) == [MANIFEST, "a/d"]
    assert not (tmp_path / "a/b").exists()


def test_a_prepared_standby_is_the_published_site_and_marked_unfinished(tmp_path: Path) -> None:
    published = site(tmp_path / "public", index="home", a__index="page")
    prepare(tmp_path / "next", published, is_trusted=True)
    assert names(tmp_path / "next") == [UNFINISHED, "a/index", "index"]
    assert (tmp_path / "next/a/index").samefile(published / "a/index")


def test_a_standby_of_another_site_is_brought_to_the_published_one(tmp_path: Path) -> None:
    published = site(tmp_path / "public", index="home", a="same", new="new")
    site(tmp_path / "next", index="other", a="same", old="old")
    inode = (tmp_path / "next/a").stat().st_ino
    prepare(tmp_path / "next", published, is_trusted=True)
    assert names(tmp_path / "next") == [UNFINISHED, "a", "index", "new"]
    assert (tmp_path / "next/index").read_text() == "home"
    assert (tmp_path / "next/a").stat().st_ino == inode


def test_a_standby_that_someone_wrote_into_is_made_anew(tmp_path: Path) -> None:
    published = site(tmp_path / "public", index="home")
    site(tmp_path / "next", index="home")
    (tmp_path / "next/mine").write_text("mine")
    prepare(tmp_path / "next", published, is_trusted=False)
    assert names(tmp_path / "next") == [UNFINISHED, "index"]


def test_discarding_leaves_what_a_link_leads_to(tmp_path: Path) -> None:
    site(tmp_path / "next", index="home")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").touch()
    (tmp_path / "next/link").symlink_to(tmp_path / "mine")
    discard(tmp_path / "next")
    assert names(tmp_path) == ["mine/file"]
