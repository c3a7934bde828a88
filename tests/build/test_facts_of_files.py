"""Sizes and checksums of files that are as they were are remembered: a new day reads none of them."""

from pathlib import Path

import pytest

from sitegen.build.facts import Facts
from sitegen.site.sheets import FileFact
from tests.harness import SiteTest


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were read to know what to tell of them."""
    found: list[str] = []
    read_file = Facts._read

    def read_and_tell(facts: Facts, path: str, file_digest: bytes) -> FileFact | None:
        found.append(path)
        return read_file(facts, path, file_digest)

    monkeypatch.setattr(Facts, "_read", read_and_tell)
    return found


def test_days_of_different_years_read_no_published_file(site: SiteTest, read: list[str]) -> None:
    for year in range(2019, 2026):
        site.entry(f"{year}/03/04/of-{year}", title=f"Paper of {year}")
    site.build()
    for date in ("2025/03/05", "2025/04/01", "2019/03/05", "2026/01/01", "2025/03/06"):
        site.entry(f"{date}/new-{date.replace('/', '')}", title=f"Paper of {date}").build()
        assert read == []
    clean = site.build(output="clean")
    assert clean.kept_count == 0
    assert site.published() == site.published("clean")


def test_what_was_forgotten_is_read_from_the_published_files(site: SiteTest, read: list[str]) -> None:
    site.entry("2025/03/04/a").entry("2024/03/04/b", title="Other").build()
    for path in Path(site.folder / ".sitegen").rglob("files*"):
        path.unlink()
    site.entry("2025/03/05/c", title="Third").build()
    assert read
    site.build(output="clean")
    assert site.published() == site.published("clean")
