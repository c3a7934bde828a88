"""Values kept between runs: what is not whole, not of this kind or not made by the same is no value."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.memo import forget, recall, remember
from sitegen.provenance import digest


class Paper(msgspec.Struct, frozen=True):
    key: str
    date: dt.date
    votes: int | None


class Other(msgspec.Struct, frozen=True):
    name: str


US = digest(b"us")
PAPER = Paper("a", dt.date(2025, 9, 2), None)


def test_a_value_comes_back_as_it_was(tmp_path: Path) -> None:
    remember(tmp_path / "new/folder/memo", PAPER, US)
    assert recall(tmp_path / "new/folder/memo", Paper, US) == PAPER
    assert [path.name for path in (tmp_path / "new/folder").iterdir()] == ["memo"]


def test_a_file_that_is_not_there_has_no_value(tmp_path: Path) -> None:
    assert recall(tmp_path / "memo", Paper, US) is None
    assert recall(tmp_path / "memo/below", Paper, US) is None


def test_what_others_made_is_no_value(tmp_path: Path) -> None:
    remember(tmp_path / "memo", PAPER, digest(b"them"))
    assert recall(tmp_path / "memo", Paper, US) is None


def test_a_value_of_another_kind_is_no_value(tmp_path: Path) -> None:
    remember(tmp_path / "memo", PAPER, US)
    assert recall(tmp_path / "memo", Other, US) is None
    assert recall(tmp_path / "memo", dict[str, int], US) is None


def test_a_file_that_took_the_place_of_another_one_has_no_value(tmp_path: Path) -> None:
    remember(tmp_path / "one", PAPER, US)
    (tmp_path / "one").rename(tmp_path / "other")
    assert recall(tmp_path / "other", Paper, US) is None


def test_a_copy_in_another_folder_is_that_value(tmp_path: Path) -> None:
    remember(tmp_path / "memo", PAPER, US)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/memo").hardlink_to(tmp_path / "memo")
    assert recall(tmp_path / "folder/memo", Paper, US) == PAPER


def test_a_value_is_replaced_never_written_into(tmp_path: Path) -> None:
    remember(tmp_path / "memo", PAPER, US)
    (tmp_path / "kept").hardlink_to(tmp_path / "memo")
    before = (tmp_path / "kept").read_bytes()
    remember(tmp_path / "memo", Paper("b", dt.date(2025, 9, 3), 1), US)
    assert (tmp_path / "kept").read_bytes() == before


def test_a_folder_in_the_place_of_a_memo_has_no_value_and_gives_way(tmp_path: Path) -> None:
    (tmp_path / "memo/inside").mkdir(parents=True)
    assert recall(tmp_path / "memo", Paper, US) is None
    remember(tmp_path / "memo", PAPER, US)
    assert recall(tmp_path / "memo", Paper, US) == PAPER


def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        remember(tmp_path / "memo", object(), US)
    assert list(tmp_path.iterdir()) == []


def test_forgetting_removes_a_file_a_folder_a_link_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder/inside").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for name in ("file", "folder", "link", "nothing"):
        forget(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_gives_a_value_that_was_not_kept(data: st.DataObject, tmp_path: Path) -> None:
    remember(tmp_path / "memo", PAPER, US)
    whole = (tmp_path / "memo").read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    damaged = whole[:start] + data.draw(st.binary(max_size=60)) + whole[end:]
    (tmp_path / "memo").write_bytes(damaged)
    assert recall(tmp_path / "memo", Paper, US) == (PAPER if damaged == whole else None)
