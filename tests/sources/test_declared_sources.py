"""What seeds/seeds.yaml may say, and what becomes of a source that cannot be read."""

import datetime as dt
from pathlib import Path

import pytest

from sitegen.problems import SiteError
from sitegen.sources.formats import READERS, Source, declared_sources
from sitegen.sources.harvest import declared, named

FORMATS = ", ".join(sorted(READERS))
ANSWER = '[{"paper": {"id": "2503.01234", "title": "A Title", "summary": "An abstract."}}]'


def _declare(site_root: Path, text: str) -> Path:
    (site_root / "seeds").mkdir()
    (site_root / "seeds/seeds.yaml").write_text(text, encoding="utf-8")
    return site_root


def _problems(site_root: Path) -> list[str]:
    with pytest.raises(SiteError) as caught:
        declared_sources(site_root)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


def test_a_site_without_declared_sources_has_none(tmp_path: Path) -> None:
    assert declared_sources(tmp_path) == ()


def test_sources_are_declared_in_order(tmp_path: Path) -> None:
    text = """\
seeds:
  - file: b.json
    format: huggingface
  - {file: more/a.txt, format: capture, date: 2025-09-02, name: Daily Papers}
  - file: c.bib
"""
    assert declared_sources(_declare(tmp_path, text)) == (
        Source(file="seeds/b.json", format="huggingface"),
        Source(name="Daily Papers", file="seeds/more/a.txt", format="capture", date=dt.date(2025, 9, 2)),
        Source(file="seeds/c.bib"),
    )


def test_every_mistake_of_the_declaration_is_told_at_once(tmp_path: Path) -> None:
    text = """\
seeds:
  - file: ../secret.txt
    format: capture
  - file: /etc/passwd
    format: captrue
    date: 2025-13-01
  - format: capture
    fiel: a.txt
  - a.txt
"""
    assert _problems(_declare(tmp_path, text)) == [
        "seeds/seeds.yaml:2:11: '../secret.txt' is not a file in seeds/ (expected its path from there)",
        "seeds/seeds.yaml:4:11: '/etc/passwd' is not a file in seeds/ (expected its path from there)",
        f"seeds/seeds.yaml:5:13: 'captrue' (expected one of: {FORMATS})",
        "seeds/seeds.yaml:6:11: '2025-13-01' is no day of the calendar (expected YYYY-MM-DD)",
        "seeds/seeds.yaml:7:5: a seed without 'file'",
        "seeds/seeds.yaml:8:5: unknown field 'fiel' of a seed (expected one of: date, file, format, name)",
        "seeds/seeds.yaml:9:5: text 'a.txt' (expected a mapping)",
    ]


@pytest.mark.parametrize("path", ["..", "a/../../b", "a\\b", "/a"])
def test_no_declared_file_lies_outside_the_folder(tmp_path: Path, path: str) -> None:
    (problem,) = _problems(_declare(tmp_path, f"seeds:\n  - {{file: '{path}', format: capture}}\n"))
    assert problem.endswith(" is not a file in seeds/ (expected its path from there)")


def test_seeds_must_be_a_list(tmp_path: Path) -> None:
    assert _problems(_declare(tmp_path, "seeds: {file: a.txt}\n")) == [
        "seeds/seeds.yaml:1:8: a mapping (expected a list)"
    ]


def test_a_file_that_is_not_there_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    text = """\
seeds:
  - {file: gone.json, format: huggingface}
  - {file: a.json, format: huggingface, date: 2025-03-24}
"""
    (_declare(tmp_path, text) / "seeds/a.json").write_text(ANSWER, encoding="utf-8")
    (_, gone), (_, read) = declared(tmp_path)
    assert [str(problem) for problem in gone.rejected] == [
        "seeds/gone.json: cannot be read: No such file or directory\n  hint: check the name of the file"
    ]
    assert (gone.records, gone.read_count) == ((), 1)
    assert [record.date for record in read.records] == [dt.date(2025, 3, 24)]


def test_a_file_that_is_no_source_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    (tmp_path / "good.json").write_text(ANSWER, encoding="utf-8")
    files = (str(tmp_path / "bad.json"), str(tmp_path / "good.json"))
    (_, bad), (source, good) = named(tmp_path, files, "huggingface", dt.date(2025, 3, 24), "Mine")
    assert [problem.message for problem in bad.rejected] == [
        "JSON that begins with '{' (expected the array of GET /api/daily_papers)"
    ]
    assert (len(good.records), source.name) == (1, "Mine")


def test_a_named_file_is_recorded_by_its_place_in_the_site_or_by_its_name_alone(tmp_path: Path) -> None:
    files = (str(tmp_path / "site/seeds/../seeds/a.json"), str(tmp_path / "private/b.json"))
    (inside, _), (outside, _) = named(tmp_path / "site", files, "huggingface", None, None)
    assert (inside.file, outside.file, inside.name) == ("seeds/a.json", "b.json", "huggingface")


def test_a_format_that_is_named_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as unknown:
        named(tmp_path, ("a.json",), "hugingface", None, None)
    assert str(unknown.value) == (
        f"--format: no format 'hugingface' (expected one of: {FORMATS})\n"
        "  hint: did you mean 'huggingface'? use one of the formats above"
    )


def test_a_source_without_a_format_is_known_by_its_content_and_named_by_its_format(tmp_path: Path) -> None:
    text = """\
seeds:
  - {file: a.json, date: 2025-03-24}
  - {file: a.txt, date: 2025-03-24}
  - {file: a.json, format: json, date: 2025-03-24}
"""
    _declare(tmp_path, text)
    (tmp_path / "seeds/a.json").write_text(ANSWER, encoding="utf-8")
    (tmp_path / "seeds/a.txt").write_text("words", encoding="utf-8")
    (source, read), (unknown, refused), (overridden, rejected) = declared(tmp_path)
    assert (source.format, source.name, len(read.records)) == ("huggingface", "huggingface", 1)
    assert (unknown.format, unknown.name) == ("", "seeds/a.txt")
    assert [problem.message for problem in refused.rejected] == [f"a format that is not recognised (tried: {FORMATS})"]
    assert (overridden.format, [problem.message for problem in rejected.rejected]) == ("json", ["row 1: no title"])
