"""Related papers: lists after any history are those of a clean build, and an edit makes exactly the pages it must."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sitegen.build import Options, build, comparing
from tests.build.worlds import Paper, World, built, cold, without, write
from tests.harness import SiteTest

ONE = "Dysarthric phonemes of a conformer, and their diarization by pseudo labels of syllables."
TWO = "Syllables and dysarthric phonemes: diarization with a conformer, of singers with vibrato."
THREE = "A lattice of proteins folds enzymes into ligands, and docking finds antibodies."
FOUR = "Docking of ligands and antibodies to proteins: enzymes on a lattice."
SHORT = "Words."
BODIES = (ONE, TWO, THREE, FOUR, f"{ONE} {FOUR}", SHORT)
DAYS = ("2025/09/03", "2025/09/02", "2025/08/01", "2023/05/05")
QUIET = dict.fromkeys(
    ("archive", "years", "months", "weeks", "days", "topics", "authors", "feeds", "sitemap", "saved"), False
)
PAPERS = st.dictionaries(
    st.sampled_from([f"k{n}" for n in range(10)]),
    st.builds(
        Paper,
        st.sampled_from(DAYS),
        st.sampled_from(("We", "To you")),
        st.sampled_from(BODIES),
        st.sampled_from(({}, {}, {"votes": "3"}, {"draft": "true"}, {"status": "withdrawn"})),
    ),
    min_size=1,
    max_size=10,
)


def world(papers: dict[str, Paper]) -> World:
    return World(papers=papers, switches=QUIET)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("related")


COUNT = iter(range(1 << 30))


# No phase that shrinks: each step is a whole build.
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(PAPERS, min_size=2, max_size=4), lost=st.integers(0, 40), with_drafts=st.booleans())
def test_after_any_history_the_lists_are_those_of_a_clean_build(
    scratch: Path, history: list[dict[str, Paper]], lost: int, with_drafts: bool
) -> None:
    folder = scratch / str(next(COUNT))
    folder.mkdir()
    former = None
    for number, papers in enumerate(history):
        site = write(world(papers), folder, former)
        former = world(papers)
        # Each build but the last one may keep drafts; before the last one a file that is kept may go.
        outcome = built(site, with_drafts=with_drafts and number < len(history) - 1)
        if number == len(history) - 2:
            kept = sorted((folder / ".sitegen").rglob("related/*"))
            for path in kept[lost : lost + 1]:
                path.write_bytes(path.read_bytes()[: lost * 9])
    assert outcome == cold(world(history[-1]), scratch / "cold")


EIGHT = {f"k{n}": Paper(DAYS[n % 4], f"We {n}", BODIES[n % 5]) for n in range(12)}


def test_lists_are_the_same_if_all_is_compared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = without(EIGHT, "k0")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    write(world(before), tmp_path / "one").build()  # type: ignore[arg-type]
    site = write(world(EIGHT), tmp_path / "one", world(before))  # type: ignore[arg-type]
    site.build()
    # Now every build counts as one with much that is new, in parts that other processes could compare.
    monkeypatch.setattr(comparing, "MANY_PAPERS", 0)
    monkeypatch.setattr("sitegen.build.relating.MANY_PAPERS", 0)
    other = write(world(EIGHT), tmp_path / "other")
    build(other.folder, Options(jobs=2))
    assert site.published() == other.published()
    assert "Related papers" in site.page("papers/k0/index.html")


BASE = World(
    papers={
        "a": Paper("2025/09/03", "We A", ONE),
        "b": Paper("2023/05/05", "We B", TWO),
        "c": Paper("2025/08/01", "We C", THREE),
        "d": Paper("2024/12/31", "We D", FOUR),
        "e": Paper("2024/11/30", "We E", SHORT),
    },
    switches=QUIET,
)


def edited(key: str, **changes: object) -> World:
    return replace(BASE, papers={**BASE.papers, key: replace(BASE.papers[key], **changes)})  # type: ignore[arg-type]


def test_if_all_is_compared_anew_nobody_stays_on_a_list_who_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(BASE, tmp_path).build()
    after = edited("e", body=ONE)
    after = replace(after, papers=without({**after.papers, "d": Paper("2024/12/31", "We D", SHORT)}, "b"))  # type: ignore[arg-type]
    monkeypatch.setattr("sitegen.build.relating.MANY_PAPERS", 0)
    site = write(after, tmp_path, BASE)
    site.build()
    assert "Related papers" not in site.page("papers/c/index.html")
    assert "Related papers" in site.page("papers/a/index.html")


@pytest.mark.parametrize("many", [0, 2000])
@pytest.mark.parametrize("what", ["months", "2023-05.papers", "2023-05.terms", "2023-05.lists"])
def test_what_is_kept_of_a_month_may_be_lost(
    what: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(BASE, tmp_path).build()
    (kept,) = (tmp_path / ".sitegen/builds").glob(f"*/related/{what}")
    kept.unlink()
    # With none, all is compared anew, by other processes.
    monkeypatch.setattr(comparing, "MANY_PAPERS", many)
    monkeypatch.setattr("sitegen.build.relating.MANY_PAPERS", many)
    after = edited("e", body=TWO)
    assert built(write(after, tmp_path, BASE)) == cold(after, tmp_path / "cold")


# what is done → which papers are made anew, besides the first page, and which are removed
TABLE = {
    "nothing": (BASE, "", ""),
    "a day whose paper joins the list of one of years ago, and no other": (
        replace(BASE, papers={**BASE.papers, "x": Paper("2025/09/04", "We X", TWO)}),
        # a is its neighbour too
        "a b x",
        "",
    ),
    "a paper that is related to none": (
        replace(BASE, papers={**BASE.papers, "x": Paper("2025/09/04", "We X", SHORT)}),
        "a x",
        "",
    ),
    "a title, which the related paper shows": (edited("b", title="The other"), "a b e", ""),
    "a paper that is withdrawn, which the related one says": (
        edited("b", fields={"status": "withdrawn"}),
        "a b",
        "",
    ),
    "votes, which no other paper shows": (edited("b", fields={"votes": "3"}), "b", ""),
    "words that change no list": (edited("b", body=f"{TWO} More."), "b", ""),
    "words without which it is related to none": (edited("b", body=SHORT), "a b", ""),
    "a paper that goes, and leaves the lists": (replace(BASE, papers=without(BASE.papers, "b")), "a e", "b"),  # type: ignore[arg-type]
    "a draft, which no list shows": (edited("b", fields={"draft": "true"}), "a e", "b"),
    "the switch": (replace(BASE, switches={**QUIET, "related": False}), "a b c d", ""),
}


@pytest.mark.parametrize("what", TABLE)
def test_an_edit_makes_exactly_these_papers_anew(what: str, tmp_path: Path) -> None:
    after, made, removed = TABLE[what]
    write(BASE, tmp_path).build()
    report = write(after, tmp_path, BASE).build()
    assert papers_in(report.made_paths) == made.split()
    assert papers_in(report.removed_paths) == removed.split()


def test_a_list_may_lose_one_paper_while_another_one_of_it_gets_a_title(tmp_path: Path) -> None:
    third = Paper("2023/05/05", "We X", f"{ONE} {TWO}")
    before = replace(BASE, papers={**BASE.papers, "x": third})
    site = write(before, tmp_path)
    site.build()
    assert "We B" in site.page("papers/a/index.html")
    # Not a word of a title changes that counts, so its paper is compared as it was.
    after = replace(before, papers={**without(before.papers, "b"), "x": replace(third, title="We X!")})  # type: ignore[arg-type]
    assert built(write(after, tmp_path, before)) == cold(after, tmp_path / "cold")
    assert "We B" not in site.page("papers/a/index.html")
    assert "We X!" in site.page("papers/a/index.html")


def test_a_paper_that_joins_a_list_makes_nobody_think_of_the_other_papers_of_that_day(tmp_path: Path) -> None:
    before = replace(BASE, papers={**BASE.papers, "f": Paper("2023/05/05", "We F", SHORT)})
    write(before, tmp_path).build()
    after = replace(before, papers={**before.papers, "x": Paper("2025/09/04", "We X", TWO)})
    # A dry run names every page of which a view would be made.
    report = build(write(after, tmp_path, before).folder, Options(is_dry=True))
    assert papers_in(report.made_paths) == ["a", "b", "x"]


def papers_in(paths: tuple[str, ...]) -> list[str]:
    return sorted(path.split("/")[1] for path in paths if path.startswith("papers/"))


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    papers = {f"k{n}": Paper(f"2025/09/{n + 1:02}", f"We {n}", ONE if n % 2 else TWO) for n in range(8)}
    papers["k6"] = replace(papers["k6"], fields={"status": "withdrawn"})
    site = write(world(papers), tmp_path_factory.mktemp("eight"))
    site.build()
    return site


def test_a_paper_shows_five_with_their_dates_in_two_orders(eight: SiteTest) -> None:
    page = eight.page("papers/k0/index.html")
    closest, newest = re.findall(r'<ol class="by-\w+">(.*?)</ol>', page, re.DOTALL)
    link = re.compile(r'href="/papers/(k\d)/">We \d</a>.*?datetime="([0-9-]+)"')
    assert [key for key, _ in link.findall(closest)] == ["k6", "k4", "k2", "k7", "k5"]
    assert link.findall(newest)[:2] == [("k7", "2025-09-08"), ("k6", "2025-09-07")]
    assert page.count('<li class="is-withdrawn">') == 2
    assert 'value="closest" checked' in page


def test_a_paper_without_related_ones_has_no_list(tmp_path: Path) -> None:
    site = write(BASE, tmp_path)
    site.build()
    assert "Related papers" not in site.page("papers/e/index.html")
    # One related paper is in the same order twice.
    assert "by-newest" not in site.page("papers/a/index.html")


def test_the_search_index_does_not_know_of_related_papers(tmp_path: Path) -> None:
    base = replace(BASE, switches={**QUIET, "search": True})
    write(base, tmp_path).build()
    report = write(replace(base, switches={**base.switches, "related": False}), tmp_path, base).build()
    assert report.made_paths
    assert report.bundles_indexed == 0


def test_explain_names_the_related_papers(eight: SiteTest, tmp_path: Path) -> None:
    site = write(BASE, tmp_path)
    site.build()
    after = replace(BASE, papers={**BASE.papers, "x": Paper("2025/09/04", "We X", TWO)})
    report = build(write(after, tmp_path, BASE).folder, Options(explain=("papers/b/",)))
    assert [reason.because for reason in report.reasons] == [("view field related (1 → 2)",)]


def test_what_is_kept_of_months_that_are_no_more_goes(tmp_path: Path) -> None:
    write(BASE, tmp_path).build()
    write(replace(BASE, papers=without(BASE.papers, "b")), tmp_path, BASE).build()  # type: ignore[arg-type]
    assert not list((tmp_path / ".sitegen/builds").glob("*/related/2023-05*"))


def test_what_is_kept_of_months_that_are_no_more_or_by_another_version_goes_after_a_loss_too(tmp_path: Path) -> None:
    write(BASE, tmp_path).build()
    (kept,) = (tmp_path / ".sitegen/builds").glob("*/related/months")
    kept.unlink()
    kept.with_name("2023-05.profiles").write_bytes(b"")
    write(replace(BASE, papers=without(BASE.papers, "b")), tmp_path, BASE).build()  # type: ignore[arg-type]
    assert not list(kept.parent.glob("2023-05*"))
