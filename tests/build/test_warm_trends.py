"""After any history of months, what rises is what a clean build finds; a late day has no other month counted again."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from sitegen.site import rising, trend_facts, trend_pages
from tests.build.worlds import Paper, World, built, cold, differing, settle_soon, without, write

# One month more than are compared, a month to come, and a year.
PLACES = [
    "2026/01/05",
    "2025/10/01",
    "2025/09/03",
    "2025/09/02",
    "2025/08/15",
    "2025/07/01",
    "2024/12/31",
    "2024/09/09",
    "2024/08/08",
]
KEYS = "abcdefgh"
TITLES = ["Flow Matching", "Flows for Videos", "Sparse Attention", "On \\(x^2\\) Attention", "Video Agents"]
SIGNERS = ["[Ada Ek, Bo Li]", "[Bo Li, Áda Ek]", "[ada ek]", "[]"]
PEOPLE = {"authors.yaml": "authors:\n  - {name: Ada King, also: [Ada Ek]}\n"}
PAGES = ("archive", "years", "months", "weeks", "days", "papers", "topics", "feeds", "sitemap", "saved", "related")
SWITCHES = {**dict.fromkeys(PAGES, False), "llms": False, "opensearch": False, "app_manifest": False}
SETTINGS = {"downloads": "{months: false, days: false, topics: false, api: false}", "authors": "{min_papers: 2}"}
# Instead of 50 papers of a month, 100 before, and so on.
LIMITS = {
    "LEAST_OF_MONTH": 2,
    "LEAST_BEFORE": 2,
    "LEAST_COUNT": 1,
    "LEAST_OF_YEAR": 1,
    "SURE_OF_TOPIC": 0.1,
    "SURE_OF_WORD": 0.1,
}
PAGE = "trends/index.html"
numbers = count()

papers = st.builds(
    Paper,
    place=st.sampled_from(PLACES),
    title=st.sampled_from(TITLES),
    body=st.just("An abstract."),
    fields=st.fixed_dictionaries(
        {"authors": st.sampled_from(SIGNERS)},
        optional={
            "topics": st.sampled_from(["[scaling]", "[evaluation]"]),
            "keywords": st.sampled_from(["[flow matching]", "[agents]"]),
            "venue": st.sampled_from(["ICLR 2026", "ACL 2025"]),
            "draft": st.just("true"),
        },
    ),
)
# None takes a paper away; any other adds, edits or moves one.
steps = st.tuples(
    st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), papers), max_size=4),
    st.sampled_from([{}, {}, PEOPLE]),
    st.sampled_from(["", "", "trends", "trends-counts", "trends-days", "trends-months"]),
)


def paper(place: str, title: str, **fields: str) -> Paper:
    return Paper(place, title, "An abstract.", {"authors": "[Ada Ek, Bo Li]", "topics": "[scaling]", **fields})


ARCHIVE = {
    "a": paper("2025/09/03", "Flow Matching"),
    "b": paper("2025/09/02", "Flow Matching for Videos"),
    "c": paper("2025/08/15", "Sparse Attention", topics="[evaluation]"),
    "d": paper("2025/07/01", "Video Agents", topics="[evaluation]"),
    "e": paper("2024/12/31", "Sparse Flows", topics="[evaluation]"),
    "z": paper("2023/01/01", "Stays"),
}
BASE = World(papers=ARCHIVE, switches={"authors": True, **SWITCHES}, settings=SETTINGS)
HISTORY: list[tuple[dict[str, Paper | None], dict[str, str], str]] = [
    # A new year begins: the month before is over, though none of its papers changed.
    ({"h": paper("2026/01/05", "Flow Agents")}, {}, ""),
    ({"h": None}, {}, ""),
    ({"f": paper("2025/08/16", "Flow Agents")}, {}, ""),
    ({"a": paper("2025/08/15", "Flow Matching")}, {}, ""),
    ({"c": None, "a": paper("2025/09/03", "Flow Agents")}, PEOPLE, ""),
    ({"g": paper("2025/10/01", "Agents"), "h": paper("2025/10/01", "Video Agents")}, {}, "trends-months"),
    ({"g": None}, {}, "trends-counts"),
]


@pytest.fixture(autouse=True, scope="module")
def few_papers_tell() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        settle_soon(patch)
        for module in (rising, trend_facts, trend_pages):
            for name in LIMITS.keys() & vars(module).keys():
                patch.setattr(module, name, LIMITS[name])
        yield


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trends")


def test_the_small_archive_has_something_that_rises_in_each_part(base: Path) -> None:
    page = cold(BASE, base / "seen").files[PAGE].decode()
    assert ">Scaling Laws<" in page
    assert ">Flow Matching<" in page
    assert ">Ada Ek<" in page


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(history=st.lists(steps, min_size=1, max_size=4))
@example(history=HISTORY)
def test_a_warm_build_finds_what_a_clean_one_finds(
    history: list[tuple[dict[str, Paper | None], dict[str, str], str]], base: Path
) -> None:
    folder = base / f"warm-{next(numbers)}"
    folder.mkdir()
    site, world = write(BASE, folder), BASE
    built(site)
    for changes, people, lost in history:
        former = world
        found = {**world.papers, **changes}
        world = replace(world, papers={key: each for key, each in found.items() if each}, raw=people)
        write(world, folder, former)
        for path in folder.glob(f".sitegen/**/{lost}") if lost else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        warm, clean = built(site), cold(world, base / f"cold-{next(numbers)}")
        note(f"{changes} {people} {lost}: {warm.problems or 'built'}")
        assert (warm.problems, clean.problems) == ((), ())
        assert differing(warm.files, clean.files) == []
    shutil.rmtree(folder)


def test_a_late_day_has_no_other_month_counted_again(base: Path) -> None:
    folder = base / "late"
    folder.mkdir()
    site = write(BASE, folder)
    built(site)

    def counted() -> dict[str, int]:
        """The months that are remembered; a month that is counted again is another file."""
        return {path.name: path.stat().st_ino for path in folder.glob(".sitegen/**/trends-months/*")}

    before = counted()
    assert sorted(before) == ["2024-12", "2025-07", "2025-08"]
    late = replace(BASE, papers={**ARCHIVE, "f": paper("2025/08/16", "Flow Agents")})
    write(late, folder, BASE)
    built(site)
    after = counted()
    assert {month for month in before if after[month] != before[month]} == {"2025-08"}
    write(replace(late, papers=without(late.papers, "a")), folder, late)
    built(site)
    assert counted() == after
