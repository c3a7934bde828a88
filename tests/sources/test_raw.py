"""The answers that are kept: by day, compressed, the same bytes each time."""

import datetime as dt
import gzip
from pathlib import Path

import pytest

from sitegen.sources.fetching import Fetched, Validators
from sitegen.sources.raw import keep_raw

DAY = dt.date(2026, 5, 3)


def _keep(site_root: Path, *bodies: bytes) -> tuple[str, ...]:
    return keep_raw(site_root, "feed", DAY, tuple(Fetched("", body, "", Validators()) for body in bodies))


def _names(site_root: Path) -> list[str]:
    return sorted(path.name for path in (site_root / "seeds/raw/feed").iterdir())


@pytest.mark.parametrize(
    ("body", "extension"),
    [
        (b" \n[1]", "json"),
        (b"{}", "json"),
        (b"\xef\xbb\xbf<rss/>", "xml"),
        (b"@misc{a}", "bib"),
        (b"id,a", "txt"),
        (b"", "txt"),
    ],
)
def test_an_answer_is_kept_by_day_and_kind(tmp_path: Path, body: bytes, extension: str) -> None:
    assert _keep(tmp_path, body) == (f"seeds/raw/feed/2026-05-03.{extension}.gz",)
    assert gzip.decompress((tmp_path / f"seeds/raw/feed/2026-05-03.{extension}.gz").read_bytes()) == body


def test_the_same_answer_makes_the_same_bytes_without_a_time_or_a_name(tmp_path: Path) -> None:
    _keep(tmp_path, b"[1]")
    kept = (tmp_path / "seeds/raw/feed/2026-05-03.json.gz").read_bytes()
    assert kept[:10] == bytes.fromhex("1f8b08000000000002ff")


def test_pages_are_numbered_and_those_of_before_removed(tmp_path: Path) -> None:
    assert _keep(tmp_path, b"[1]", b"[2]", b"[3]")[1:] == (
        "seeds/raw/feed/2026-05-03.2.json.gz",
        "seeds/raw/feed/2026-05-03.3.json.gz",
    )
    (tmp_path / "seeds/raw/feed/2026-05-04.json.gz").write_bytes(b"another day")
    (tmp_path / "seeds/raw/feed/2026-05-03-notes.txt").write_bytes(b"a curator's")
    _keep(tmp_path, b"<rss/>")
    assert _names(tmp_path) == ["2026-05-03-notes.txt", "2026-05-03.xml.gz", "2026-05-04.json.gz"]


def test_a_file_that_holds_the_answer_is_left_as_another_machine_made_it(tmp_path: Path) -> None:
    _keep(tmp_path, b"[1]")
    path = tmp_path / "seeds/raw/feed/2026-05-03.json.gz"
    path.write_bytes(gzip.compress(b"[1]", mtime=7))
    _keep(tmp_path, b"[1]")
    assert path.read_bytes() == gzip.compress(b"[1]", mtime=7)


@pytest.mark.parametrize("damaged", [b"", b"no gzip", gzip.compress(b"[1]", mtime=0)[:-3]])
def test_a_damaged_file_is_written_anew(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "seeds/raw/feed").mkdir(parents=True)
    path = tmp_path / "seeds/raw/feed/2026-05-03.json.gz"
    path.write_bytes(damaged)
    _keep(tmp_path, b"[1]")
    assert gzip.decompress(path.read_bytes()) == b"[1]"
    assert _names(tmp_path) == ["2026-05-03.json.gz"]
