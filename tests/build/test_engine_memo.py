"""What made the bytes of a site is read from all its files once, and recalled while none of them changed."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import provenance
from sitegen.build.engine_memo import recall_engine
from sitegen.provenance import engine_parts, engine_stamp


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small package in the place of sitegen, an hour old; nothing of it was asked yet."""
    folder = tmp_path / "package"
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "one.py").write_text("1")
    (folder / "table.tsv").write_text("a\t1")
    monkeypatch.setattr(provenance, "_PACKAGE", folder)
    monkeypatch.setattr(provenance, "_known", {})
    monkeypatch.setattr(time, "time", lambda: folder.stat().st_ctime + 3600)
    engine_parts.cache_clear()
    yield folder
    engine_parts.cache_clear()


def recalled(state: Path) -> str:
    """What another process finds: the engine's own part."""
    provenance._known.clear()
    engine_parts.cache_clear()
    recall_engine(state)
    return engine_parts()["sitegen"]


def test_the_engine_is_read_once(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = recalled(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse_modules(Path.read_bytes))
    assert recalled(tmp_path) == first


def refuse_modules(read: object) -> object:
    def checked(path: Path) -> bytes:
        assert path.suffix != ".py", "the engine is read again"
        return read(path)  # type: ignore[operator]

    return checked


@pytest.mark.parametrize("name", ["text/one.py", "text/two.py", "table.tsv"])
def test_a_change_of_the_engine_is_seen(package: Path, tmp_path: Path, name: str) -> None:
    first = recalled(tmp_path)
    (package / name).write_text("2")
    assert recalled(tmp_path) != first


def test_a_file_put_back_with_its_old_times_is_another_one(package: Path, tmp_path: Path) -> None:
    first = recalled(tmp_path)
    path = package / "text" / "one.py"
    before = path.stat()
    path.write_text("2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert recalled(tmp_path) != first


def test_a_file_that_goes_is_missed(package: Path, tmp_path: Path) -> None:
    first = recalled(tmp_path)
    (package / "table.tsv").unlink()
    assert recalled(tmp_path) != first


def test_an_engine_that_changed_just_now_is_not_kept(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: package.stat().st_ctime + 1)
    recalled(tmp_path)
    assert not (tmp_path / "engine").exists()


def test_a_process_that_outlives_a_change_keeps_nothing_of_it(package: Path, tmp_path: Path) -> None:
    before = recalled(tmp_path)
    (package / "text" / "one.py").write_text("2")
    recall_engine(tmp_path)
    assert engine_parts()["sitegen"] == before, "what this process runs"
    assert recalled(tmp_path) != before


def test_a_library_that_changes_its_version_is_seen(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = tmp_path / "libraries"
    (libraries / "jinja2-1.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(libraries))
    stamp, _ = engine_stamp()
    (libraries / "jinja2-1.dist-info").rename(libraries / "jinja2-2.dist-info")
    assert engine_stamp()[0] != stamp


@pytest.mark.parametrize("damage", [b"", b"sitegen memo 2\n", b"x" * 200])
def test_a_damaged_memo_is_as_none(package: Path, tmp_path: Path, damage: bytes) -> None:
    first = recalled(tmp_path)
    (tmp_path / "engine").write_bytes(damage)
    assert recalled(tmp_path) == first
