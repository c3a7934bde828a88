"""Files to take away: an edit makes exactly those that hold it, and the lists that tell of them."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Options, Report, build
from tests.build.worlds import Paper, World, without, write
from tests.harness import files_below
from tests.links import broken_links

BASE = World(
    papers={
        "a": Paper("2025/09/03", "Title A", "A sentence.", {"topics": "[scaling]"}),
        "b": Paper("2025/09/02", "Title B", "A sentence.", {"topics": "[evaluation]"}),
        "c": Paper("2025/08/15", "Title C", "A sentence.", {"topics": "[scaling]"}),
        "d": Paper("2024/12/31", "Title D", "A sentence."),
    },
    switches=dict.fromkeys(("feeds", "sitemap", "authors", "saved", "weeks"), False),
)
SUFFIXES = ("bib", "ris", "csl.json", "jsonl", "csv", "md")


def of_month(month: str) -> str:
    return " ".join(f"{month.replace('-', '/')}/{month}.{suffix}" for suffix in SUFFIXES)


def of_day(day: str) -> str:
    folder = day.replace("-", "/")
    return f"{folder}/{day}.bib {folder}/{day}.md api/daily_papers/{day}.json"


LISTS = "downloads/ downloads/dump.json downloads/SHA256SUMS"


def plus(key: str, paper: Paper) -> World:
    return replace(BASE, papers={**BASE.papers, key: paper})


def with_field(key: str, name: str, value: str) -> World:
    paper = BASE.papers[key]
    return plus(key, replace(paper, fields={**paper.fields, name: value}))


# what is done → (the site then, what is made but the pages for people, what is removed)
TABLE = {
    "nothing": (BASE, "", ""),
    "a new day: its files, its month's, and small lists": (
        plus("x", Paper("2025/09/04", fields={"topics": "[scaling]"})),
        (
            f"{of_day('2025-09-04')} {of_month('2025-09')} topics/scaling/2025/09/scaling-2025-09.bib "
            f"{LISTS} downloads/2025/ api/index.json llms.txt"
        ),
        "",
    ),
    "a new month: the topic's year takes in the month before": (
        plus("x", Paper("2025/10/01", fields={"topics": "[scaling]"})),
        (
            f"{of_day('2025-10-01')} {of_month('2025-10')} topics/scaling/2025/10/scaling-2025-10.bib "
            "topics/scaling/2025/scaling-2025.bib topics/evaluation/2025/evaluation-2025.bib "
            f"{LISTS} downloads/2025/ api/index.json llms.txt"
        ),
        "",
    ),
    "an abstract of an old month, which references of a topic are without": (
        plus("c", replace(BASE.papers["c"], body="Others.")),
        (
            "2025/08/15/2025-08-15.bib 2025/08/15/2025-08-15.md api/daily_papers/2025-08-15.json "
            f"{of_month('2025-08')} downloads/dump.json downloads/SHA256SUMS downloads/2025/"
        ),
        "",
    ),
    "a field of the curator's own, which only JSON Lines tell": (
        with_field("d", "extra", "{shelf: two}"),
        "2024/12/2024-12.jsonl downloads/dump.json downloads/SHA256SUMS downloads/2024/",
        "",
    ),
    "a paper listed again: the day's files have it, its month's are as they were": (
        with_field("d", "listed_on", "[2025-09-02]"),
        (
            "2025/09/02/2025-09-02.bib 2025/09/02/2025-09-02.md api/daily_papers/2025-09-02.json "
            "2024/12/2024-12.jsonl downloads/dump.json downloads/SHA256SUMS downloads/2024/"
        ),
        "",
    ),
    "a note: the day has it, and the month": (
        replace(BASE, notes={"2025/08/15": "A note."}),
        ("2025/08/15/2025-08-15.md 2025/08/2025-08.md downloads/dump.json downloads/SHA256SUMS downloads/2025/"),
        "",
    ),
    "the only paper of a year is gone": (
        replace(BASE, papers=without(BASE.papers, "d")),
        f"{LISTS} downloads/2025/ api/index.json llms.txt",
        f"{of_day('2024-12-31')} {of_month('2024-12')} downloads/2024/",
    ),
    "files of months are switched off": (
        replace(BASE, settings={"downloads": "{months: false}"}),
        # What a template makes sees the settings of the site.
        "api/index.json llms.txt manifest.webmanifest",
        (
            f"{of_month('2024-12')} {of_month('2025-08')} {of_month('2025-09')} {LISTS} downloads/README.md "
            "downloads/2024/ downloads/2025/"
        ),
    ),
}


def named(text: str) -> set[str]:
    return {f"{path}index.html" if path.endswith("/") else path for path in text.split()}


class Published:
    """The site of BASE, built once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write(BASE, folder)
        self.build()

    def build(self) -> Report:
        return build(self.folder, Options(output=Path("public")))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("edit", TABLE)
def test_an_edit_makes_exactly_the_files_that_hold_it(published: Published, edit: str) -> None:
    world, made, removed = TABLE[edit]
    before = files_below(published.folder / "public")
    write(world, published.folder, BASE)
    try:
        report = published.build()
        now = files_below(published.folder / "public")
        assert set(filter(is_taken_away, report.made_paths)) == named(made)
        assert set(filter(is_taken_away, report.removed_paths)) == named(removed)
        assert broken_links(published.folder / "public", "https://example.org/") == []
        if "downloads/SHA256SUMS" in now:
            lines = (line.split("  ") for line in now["downloads/SHA256SUMS"].decode().splitlines())
            assert {path: hashlib.sha256(now[path]).hexdigest() for path in now if is_of_a_month(path)} == {
                path: checksum for checksum, path in lines
            }
    finally:
        write(BASE, published.folder, world)
        published.build()
        assert files_below(published.folder / "public") == before


def is_taken_away(path: str) -> bool:
    return path.startswith("downloads/") or not path.endswith(".html")


def is_of_a_month(path: str) -> bool:
    return path.count("/") == 2 and path[:4].isdigit() and not path.endswith(".html")


@pytest.mark.parametrize(
    ("path", "outcome", "because"),
    [
        ("downloads/", "made", "files that it lists, or how they are listed"),
        ("downloads/2025/", "made", "files that it lists, or how they are listed"),
        ("downloads/2024/", "kept", "all it follows from is as it was"),
        ("downloads/README.md", "kept", "all it follows from is as it was"),
        ("2025/09/2025-09.csv", "made", "view field papers (2 → 3)"),
    ],
)
def test_why_a_list_of_files_is_made_is_told(published: Published, path: str, outcome: str, because: str) -> None:
    world = plus("x", Paper("2025/09/04"))
    write(world, published.folder, BASE)
    try:
        report = build(published.folder, Options(output=Path("public"), explain=(path,)))
        (reason,) = report.reasons
        assert (reason.outcome, reason.because[0]) == (outcome, because)
        assert (reason.path in report.made_paths) == (outcome == "made")
    finally:
        write(BASE, published.folder, world)
        published.build()
