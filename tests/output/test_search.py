"""Bundles of the search index: made once, whole or not at all, linked into the published folder."""

import gzip
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sitegen.output import search
from sitegen.output.pagefind import about, bundle_key, index
from sitegen.output.search import bring_up, forget_others, layout_of
from sitegen.problems import SiteError
from sitegen.site.documents import Document


def document(key: str, date: str = "2025-09-02", votes: int = 0, text: str = "Whales.") -> Document:
    return Document(
        key=key,
        title=f"Title of {key}",
        abstract=text,
        authors="Ada Lovelace",
        others="",
        meta={"title": f"Title of {key}"},
        facts={"path": f"papers/{key}/", "date": date, "votes": str(votes)},
        filters={"topic": ("Scaling",), "year": (date[:4],), "venue": ()},
        sort={"date": date, "votes": str(votes)},
    )


PAPERS = (document("a", votes=3), document("b", "2025-09-04", votes=7))
OLDER = (document("c", "2024-05-06"),)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two bundles, the newest first."""
    store = tmp_path_factory.mktemp("store")
    bundles = [store / "2025-09-aaaa", store / "2024-05-bbbb"]
    for place, papers in zip(bundles, (PAPERS, OLDER), strict=True):
        index(papers, "en", place)
    return bundles


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder by path: its inode and content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in files}


def test_a_key_follows_from_documents_order_and_language() -> None:
    key = bundle_key(PAPERS, "en")
    assert key == bundle_key([document("a", votes=3), document("b", "2025-09-04", votes=7)], "en")
    others = [(PAPERS[::-1], "en"), (PAPERS[:1], "en"), (PAPERS, "de"), ((PAPERS[0], document("b")), "en")]
    assert key not in {bundle_key(papers, language) for papers, language in others}


def test_what_is_known_of_a_bundle_is_its_papers_dates_and_votes(stored: list[Path]) -> None:
    known = about(stored[0])
    assert known is not None
    assert (known.pages, known.first, known.last, known.votes) == (2, "2025-09-02", "2025-09-04", 7)


def test_the_published_folder_has_each_bundle_and_one_engine(stored: list[Path], tmp_path: Path) -> None:
    bring_up(tmp_path / "pagefind", layout_of(stored))
    published = tmp_path / "pagefind"
    listed = json.loads((published / "bundles.json").read_bytes())
    assert [(each["path"], each["pages"]) for each in listed["bundles"]] == [("2025-09-aaaa/", 2), ("2024-05-bbbb/", 1)]
    assert sorted(path.name for path in published.iterdir()) == sorted(
        ["2025-09-aaaa", "2024-05-bbbb", "bundles.json", listed["engine"].rstrip("/")]
    )
    assert {path.name for path in (published / listed["engine"]).iterdir()} == {"pagefind.js", "wasm.en.pagefind"}
    data = {path.relative_to(published / "2025-09-aaaa").parts[0] for path in (published / "2025-09-aaaa").rglob("*")}
    assert {name.partition(".")[0] for name in data} == {"pagefind-entry", "pagefind", "index", "filter", "fragment"}


def test_published_files_are_links_to_stored_ones(stored: list[Path], tmp_path: Path) -> None:
    bring_up(tmp_path / "pagefind", layout_of(stored))
    assert tree(tmp_path / "pagefind/2025-09-aaaa") == tree(stored[0] / "data")


def test_where_links_are_refused_files_are_copied(
    stored: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError

    monkeypatch.setattr(search.os, "link", refuse)
    bring_up(tmp_path / "pagefind", layout_of(stored))
    published, kept = tree(tmp_path / "pagefind/2025-09-aaaa"), tree(stored[0] / "data")
    assert {path: content for path, (_, content) in published.items()} == {
        path: content for path, (_, content) in kept.items()
    }


def test_bringing_up_twice_touches_nothing(stored: list[Path], tmp_path: Path) -> None:
    bring_up(tmp_path / "pagefind", layout_of(stored))
    before = tree(tmp_path / "pagefind")
    bring_up(tmp_path / "pagefind", layout_of(stored))
    assert tree(tmp_path / "pagefind") == before


def test_a_bundle_that_is_gone_is_removed_and_the_list_is_not_written_in_place(
    stored: list[Path], tmp_path: Path
) -> None:
    bring_up(tmp_path / "pagefind", layout_of(stored))
    other_name = tmp_path / "linked.json"
    other_name.hardlink_to(tmp_path / "pagefind/bundles.json")
    before = other_name.read_bytes()
    bring_up(tmp_path / "pagefind", layout_of(stored[1:]))
    assert other_name.read_bytes() == before
    assert "2025-09-aaaa" not in {path.name for path in (tmp_path / "pagefind").iterdir()}


def test_what_a_killed_run_left_is_made_good(stored: list[Path], tmp_path: Path) -> None:
    published = tmp_path / "pagefind"
    bring_up(published, layout_of(stored[1:]))
    for leftover in (".new-1/2025-09-aaaa/index", ".gone-2025-08-cccc/index", "2025-08-cccc/index"):
        (published / leftover).mkdir(parents=True)
        (published / leftover / "half").touch()
    bring_up(published, layout_of(stored))
    assert {path.name.partition("-")[0] for path in published.iterdir()} == {"2025", "2024", "engine", "bundles.json"}


def test_nothing_is_known_of_a_bundle_that_lost_a_file(tmp_path: Path) -> None:
    place = tmp_path / "2025-09-aaaa"
    assert about(place) is None
    index(PAPERS, "en", place)
    next((place / "data/fragment").iterdir()).unlink()
    assert about(place) is None
    index(PAPERS, "en", place)
    assert about(place) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["2025-09-aaaa"]


def test_bundles_can_be_indexed_at_the_same_time(tmp_path: Path) -> None:
    papers = {tmp_path / f"2025-0{month}": (document(f"p{month}", f"2025-0{month}-01"),) for month in range(1, 5)}
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda place: index(papers[place], "en", place), papers))
    assert [about(place).pages for place in papers] == [1, 1, 1, 1]  # type: ignore[union-attr]


def test_two_papers_that_read_the_same_are_two_pages(tmp_path: Path) -> None:
    index((document("a"), document("a")), "en", tmp_path / "bundle")
    assert about(tmp_path / "bundle").pages == 2  # type: ignore[union-attr]


def test_all_that_is_not_kept_is_forgotten(tmp_path: Path) -> None:
    for name in ("kept", "old", ".new-left", ".gone-left"):
        (tmp_path / name / "data").mkdir(parents=True)
    os.utime(tmp_path / ".new-left", (0, 0))
    forget_others(tmp_path, ["kept"])
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_bundle_that_is_being_made_is_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / ".new-begun/data").mkdir(parents=True)
    forget_others(tmp_path, iter(()))
    assert [path.name for path in tmp_path.iterdir()] == [".new-begun"]


BROKEN = {
    "an empty file": "for f in $out/fragment/*; do : > $f; done",
    "a cut file": "for f in $out/index/*; do head -c 30 $f > $f.cut; mv $f.cut $f; done",
    "a missing page": "rm $(ls $out/fragment/* | head -1)",
    "an empty list": ": > $out/pagefind-entry.json",
    "an empty script": ": > $out/pagefind.js",
    "no WebAssembly": "rm $out/wasm.en.pagefind",
}


@pytest.mark.parametrize("damage", sorted(BROKEN))
def test_an_index_that_cannot_be_read_back_never_appears(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pagefind_bin

    program = tmp_path / "pagefind"
    run = f'{pagefind_bin.get_executable()} "$@"'
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\nout=$4\n{run} || exit\n{BROKEN[damage]}\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)
    with pytest.raises(SiteError) as caught:
        index(PAPERS, "en", tmp_path / "store/bundle")
    assert [str(problem.location) for problem in caught.value.problems] == ["pagefind"]
    assert caught.value.exit_code == 3
    assert list((tmp_path / "store").iterdir()) == []


def test_a_page_of_the_index_is_unpacked_to_what_the_entry_says(stored: list[Path]) -> None:
    fragments = [gzip.decompress(path.read_bytes()) for path in (stored[1] / "data/fragment").iterdir()]
    parsed = [json.loads(fragment.removeprefix(b"pagefind_dcd")) for fragment in fragments]
    assert [fragment["meta"] for fragment in parsed] == [{"title": "Title of c"}]
    assert [fragment["content"] for fragment in parsed] == ["#+# Title of c. ␞ Whales. ␞ Ada Lovelace ␞"]
    facts = [[anchor["id"] for anchor in fragment["anchors"]] for fragment in parsed]
    assert facts == [["path:papers/c/", "date:2024-05-06", "votes:0"]]


def test_the_list_says_which_filters_the_papers_of_a_bundle_have(stored: list[Path], tmp_path: Path) -> None:
    bring_up(tmp_path / "pagefind", layout_of(stored))
    listed = json.loads((tmp_path / "pagefind/bundles.json").read_bytes())
    assert [each["filters"] for each in listed["bundles"]] == [["topic", "year"], ["topic", "year"]]


def test_a_sign_that_parts_the_text_is_no_text(tmp_path: Path) -> None:
    index((document("a", text="Whales ␞ and seals."),), "en", tmp_path / "bundle")
    fragment = next((tmp_path / "bundle/data/fragment").iterdir())
    content = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd"))["content"]
    assert content.split(" ␞ ")[1:] == ["Whales and seals.", "Ada Lovelace ␞"]
