"""An entry's file: one schema, and every mistake of a file told in one run with its line and column."""

import datetime as dt
from pathlib import Path

import pytest

from sitegen.archive.entry import Entry, Links, Origin
from sitegen.archive.store import read_archive, read_entry
from sitegen.problems import SiteError
from sitegen.text.files import decoded

TOPICS = frozenset({"evaluation", "scaling"})
PATH = "content/2025/09/02/2509.01234.md"

WHOLE = """\
---
title: 'Scaling: A Study'
date: 2025-09-02
published: 2025-08-29
updated: 2025-09-05
authors:
  - Ada Lovelace
  - Ada Lovelace
topics: [scaling, evaluation]
summary: Models grow.
arxiv_id: "2509.01234"
doi: 10.1000/182
venue: NeurIPS 2025
keywords: [alignment, 'no', 1e3]
categories: [cs.CL, cs.AI]
votes: 42
submitted_by: A Reader
thumbnail: https://example.org/a.png
listed_on: [2025-09-09]
position: 3
links:
  abs: https://arxiv.org/abs/2509.01234
  code: https://github.com/a/b
status: withdrawn
draft: true
lang: de
aliases: [/papers/old/]
source:
  name: Daily Papers
  format: capture
  file: seeds/a.txt
  item: line 13
extra:
  shelf: 2
  tags: [a, {b: no}]
---

An *abstract*.
"""


def _read(text: str, path: str = PATH) -> Entry:
    return read_entry(text, path, TOPICS)


def _problems(text: str, path: str = PATH) -> list[str]:
    with pytest.raises(SiteError) as caught:
        _read(text, path)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


def test_every_field_of_the_schema_is_read() -> None:
    assert _read(WHOLE) == Entry(
        key="2509.01234",
        path=PATH,
        abstract="An *abstract*.",
        title="Scaling: A Study",
        date=dt.date(2025, 9, 2),
        published=dt.date(2025, 8, 29),
        updated=dt.date(2025, 9, 5),
        authors=("Ada Lovelace", "Ada Lovelace"),
        topics=("scaling", "evaluation"),
        summary="Models grow.",
        arxiv_id="2509.01234",
        doi="10.1000/182",
        venue="NeurIPS 2025",
        keywords=("alignment", "no", "1e3"),
        categories=("cs.CL", "cs.AI"),
        votes=42,
        submitted_by="A Reader",
        thumbnail="https://example.org/a.png",
        listed_on=(dt.date(2025, 9, 9),),
        position=3,
        links=Links(abs="https://arxiv.org/abs/2509.01234", code="https://github.com/a/b"),
        status="withdrawn",
        is_draft=True,
        lang="de",
        aliases=("/papers/old/",),
        source=Origin(name="Daily Papers", format="capture", file="seeds/a.txt", item="line 13"),
        extra={"shelf": "2", "tags": ("a", {"b": "no"})},
    )


def test_a_title_and_a_date_are_enough() -> None:
    entry = _read("---\ntitle: A Title\ndate: 2025-09-02\n---\n\nAn abstract.\n")
    assert (entry.title, entry.date, entry.abstract) == ("A Title", dt.date(2025, 9, 2), "An abstract.")
    assert (entry.votes, entry.position, entry.authors, entry.links) == (None, None, (), Links())


def test_an_arxiv_id_keeps_its_last_zero() -> None:
    assert _read("---\ntitle: A\ndate: 2025-09-02\narxiv_id: 2401.00010\n---\n").arxiv_id == "2401.00010"


MISTAKES = """\
---
title: A Title
titel: A Title
date: 2025-02-30
authors: Ada Lovelace
topics: [scaling, nlpp,
  evaluatoin]
votes: many
arxiv_id: arXiv:2509.01234
doi: https://doi.org/10.1000/182
links:
  pdff: https://example.org/a.pdf
  code: javascript:alert(1)
lang: German
draft: 'yes'
status: gone
title: Another
source: {name: [a]}
---

A body: with [anything] in it.
"""
TOLD = """\
3:1: unknown field 'titel' of an entry
4:7: '2025-02-30' is no day of the calendar (expected YYYY-MM-DD)
5:10: text 'Ada Lovelace' (expected a list)
6:19: unknown topic 'nlpp' (expected one of: evaluation, scaling)
7:3: unknown topic 'evaluatoin' (expected one of: evaluation, scaling)
8:8: 'many' is not a count (expected a whole number from 0)
9:11: 'arXiv:2509.01234' is no arXiv id (expected one like 2509.01234 or math/0309136)
10:6: 'https://doi.org/10.1000/182' is no DOI (expected one like 10.1000/182)
12:3: unknown field 'pdff' of links
13:9: 'javascript:alert(1)' is not a web address (expected http:// or https://)
14:7: 'German' is not a language tag (expected one like en, de or zh-Hans)
15:8: 'yes' (expected true or false)
16:9: 'gone' (expected one of: withdrawn)
17:1: 'title' stands here a second time (first on line 2)
18:16: a sequence (expected text)"""


def test_every_mistake_of_a_file_is_told_in_one_run_in_the_order_of_the_file() -> None:
    told = [problem.removeprefix(f"{PATH}:") for problem in _problems(MISTAKES)]
    shown = [line.split(" (expected one of: ")[0] if "unknown field" in line else line for line in told]
    assert shown == TOLD.splitlines()


def test_the_line_ends_of_other_systems_and_a_byte_order_mark_move_no_place() -> None:
    data = b"\xef\xbb\xbf" + MISTAKES.replace("\n", "\r\n").encode()
    assert _problems(decoded(data, PATH)) == _problems(MISTAKES)


def test_an_unknown_field_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(SiteError) as caught:
        _read("---\ntitle: A\ndate: 2025-09-02\nautors: [A]\n---\n")
    (problem,) = caught.value.problems
    assert problem.hint.startswith("did you mean 'authors'?")


NOT_A_FRONT_MATTER = [
    ("", "1:1: an empty file (expected front matter and an abstract)"),
    ("\n  \n", "1:1: an empty file (expected front matter and an abstract)"),
    ("An abstract.\n", "1:1: no front matter (expected a first line '---')"),
    ("title: A\n---\n", "1:1: no front matter (expected a first line '---')"),
    ("---\ntitle: A\n", "1:1: front matter that is not closed (expected a second line '---')"),
    ("---", "1:1: front matter that is not closed (expected a second line '---')"),
    ("---\n--- #\ntitle: A\n", "1:1: front matter that is not closed (expected a second line '---')"),
    ("---\nWords.\n---\n", "2:1: text 'Words.' (expected 'name: value' lines)"),
    ("---\ntitle: 'A\n---\n", "3:1: YAML that does not parse: found unexpected end of stream"),
    ("---\ntitle: A: B\n---\n", "2:9: YAML that does not parse: mapping values are not allowed in this context"),
    ("---\ntitle: &a A\n---\n", "2:8: an anchor '&a' (expected plain values)"),
    ("---\ntitle: *a\n---\n", "2:8: an alias '*a' (expected plain values)"),
    ("---\ntitle: !!str A\n---\n", "2:8: a tag 'tag:yaml.org,2002:str' (expected plain values)"),
    (f"---\ntitle: {'[' * 30_000}\n---\n", "2:27: nested more than 20 deep"),
    (f"---\nextra: {'{a: ' * 30_000}\n---\n", "2:81: nested more than 20 deep"),
]


@pytest.mark.parametrize(("text", "problem"), NOT_A_FRONT_MATTER, ids=range(len(NOT_A_FRONT_MATTER)))
def test_a_file_that_is_no_entry_is_told_with_its_place(text: str, problem: str) -> None:
    assert _problems(text) == [f"{PATH}:{problem}"]


def test_without_fields_both_required_ones_are_asked_for() -> None:
    assert _problems("---\n---\n\nAn abstract.\n") == [
        f"{PATH}:2:1: an entry without 'date'",
        f"{PATH}:2:1: an entry without 'title'",
    ]


def test_the_front_matter_ends_at_the_first_line_of_three_hyphens() -> None:
    entry = _read("---\t\ntitle: A\ndate: 2025-09-02\nsummary: |\n  a\n  ---\n  b\n--- \nOne\n\n---\n\ntwo\n")
    assert (entry.summary, entry.abstract) == ("a --- b", "One\n\n---\n\ntwo")


MISPLACED = [
    ("content/2025/09/2509.01234.md", "not in the folder of a day (expected content/YYYY/MM/DD/)"),
    ("content/2509.01234.md", "not in the folder of a day (expected content/YYYY/MM/DD/)"),
    ("content/2025/09/02/more/a.md", "not in the folder of a day (expected content/YYYY/MM/DD/)"),
    ("content/2025/02/30/a.md", "not in the folder of a day (expected content/YYYY/MM/DD/)"),
    (
        "content/2025/09/02/A Title.md",
        "file name 'A Title' cannot be a key (expected lower case letters, digits, '-', '.', '_')",
    ),
    ("content/2025/09/02/-a.md", "file name '-a' cannot be a key (expected lower case letters, digits, '-', '.', '_')"),
]


@pytest.mark.parametrize(("path", "problem"), MISPLACED)
def test_a_misplaced_or_misnamed_file_is_told_together_with_what_is_wrong_inside(path: str, problem: str) -> None:
    assert _problems("---\ntitle: A\ndate: today\n---\n", path) == [
        f"{path}: {problem}",
        f"{path}:3:7: bad date 'today' (expected YYYY-MM-DD)",
    ]
    assert _problems("words\n", path)[0] == f"{path}: {problem}"


def _write(site_root: Path, path: str, text: str) -> None:
    (site_root / path).parent.mkdir(parents=True, exist_ok=True)
    (site_root / path).write_text(text, encoding="utf-8")


def _archive_problems(site_root: Path) -> list[str]:
    with pytest.raises(SiteError) as caught:
        read_archive(site_root, TOPICS)
    return [f"{problem.location}: {problem.message}" for problem in caught.value.problems]


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path) -> None:
    archive = read_archive(tmp_path, TOPICS)
    assert (archive.entries, archive.notes, archive.pages) == ((), (), ())


def test_entries_come_by_key_with_notes_and_own_pages_beside_them(tmp_path: Path) -> None:
    entry = "---\ntitle: A\ndate: 2025-09-02\n---\nWords.\n"
    _write(tmp_path, "content/2025/09/02/b.md", entry)
    _write(tmp_path, "content/2025/09/03/a.md", entry)
    _write(tmp_path, "content/2025/09/02/_day.md", "\nA *note*.\n")
    _write(tmp_path, "content/pages/about.md", "---\ntitle: About\nmenu: false\nposition: 2\n---\nWe.\n")
    _write(tmp_path, "content/pages/more/terms.md", "---\ntitle: Terms\n---\n")
    _write(tmp_path, "content/.ledger/notes.md", "no entry")
    _write(tmp_path, "content/2025/09/02/.draft.md", "no entry")
    _write(tmp_path, "content/2025/09/02/figure.txt", "no entry")
    archive = read_archive(tmp_path, TOPICS)
    assert [(found.key, found.path) for found in archive.entries] == [
        ("a", "content/2025/09/03/a.md"),
        ("b", "content/2025/09/02/b.md"),
    ]
    assert [(note.date, note.body) for note in archive.notes] == [(dt.date(2025, 9, 2), "A *note*.")]
    assert [(page.address, page.title, page.in_menu, page.position, page.body) for page in archive.pages] == [
        ("/about/", "About", False, 2, "We."),
        ("/more/terms/", "Terms", True, 0, ""),
    ]


def test_two_files_with_one_key_are_told_with_both_paths(tmp_path: Path) -> None:
    entry = "---\ntitle: A\ndate: 2025-09-02\n---\n"
    _write(tmp_path, "content/2025/09/02/a.md", entry)
    _write(tmp_path, "content/2025/09/03/a.md", entry)
    assert _archive_problems(tmp_path) == [
        "content/2025/09/03/a.md: the key 'a' is taken by content/2025/09/02/a.md (expected one file for each key)"
    ]


def test_the_problems_of_all_files_are_told_at_once_sorted_by_place(tmp_path: Path) -> None:
    _write(tmp_path, "content/2025/09/03/b.md", "---\ntitle: A\ndate: today\n---\n")
    _write(tmp_path, "content/2025/09/02/c.md", "words\n")
    _write(tmp_path, "content/2025/09/02/_day.md", "---\ntitle: A\n---\nA note.\n")
    _write(tmp_path, "content/pages/About Us.md", "---\nmenu: maybe\n---\n")
    (tmp_path / "content/2025/09/02/d.md").write_bytes(b"---\ntitle: na\xefve\n")
    assert _archive_problems(tmp_path) == [
        "content/2025/09/02/_day.md:1:1: front matter in a note on a day (expected Markdown only)",
        "content/2025/09/02/c.md:1:1: no front matter (expected a first line '---')",
        "content/2025/09/02/d.md:2:10: not UTF-8: byte 0xef",
        "content/2025/09/03/b.md:3:7: bad date 'today' (expected YYYY-MM-DD)",
        (
            "content/pages/About Us.md: file name 'About Us' cannot be an address "
            "(expected lower case letters, digits, '-', '.', '_')"
        ),
        "content/pages/About Us.md:2:1: a page without 'title'",
        "content/pages/About Us.md:2:7: 'maybe' (expected true or false)",
    ]


def test_a_note_outside_the_folder_of_a_day_is_told(tmp_path: Path) -> None:
    _write(tmp_path, "content/2025/_day.md", "A note.\n")
    assert _archive_problems(tmp_path) == [
        "content/2025/_day.md: not in the folder of a day (expected content/YYYY/MM/DD/)"
    ]
