"""Entries looked up in arXiv's search, over a server on loopback that answers as arXiv does, or does not."""

from pathlib import Path

import pytest

from sitegen.archive import enriching
from sitegen.archive.enriching import Report, enrich_from_arxiv, unwatched
from sitegen.archive.ledger import read_ledger
from sitegen.sources.connecting import Limits
from tests.archive.harness import ArchiveTest, paper, told
from tests.sources.test_title_search import atom, entry
from tests.sources.web import Reply, Time, Web, answer, fetcher, reset, web


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path)


def enrich(archive: ArchiveTest, server: Web, *keys: str, is_dry: bool = False) -> Report:
    asking = fetcher(Time(), Limits(attempt_count=2))
    return enrich_from_arxiv(archive.folder, asking, keys, unwatched, is_dry=is_dry, api=server.url("/api/query"))


def numbered(count: int) -> list[str]:
    """Titles that no two of them are alike."""
    return [f"Paper {number * 7919} on {'x' * number}" for number in range(count)]


def test_an_entry_of_a_title_that_arxiv_knows_gains_what_it_tells(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title"), paper("Another Title"), paper("Third", arxiv_id="2508.00003")))
    with web(atom(entry("2508.00001", "One title."), entry("2508.00009", "One Title: A Sequel"))) as server:
        report = enrich(archive, server)
        assert len(server.paths) == 1
    assert (len(report.enriched), len(report.unknown), report.with_id) == (1, 1, 1)
    one = archive.entries()["one-title"]
    assert (one.arxiv_id, one.authors, one.categories) == ("2508.00001", ("Ada",), ("cs.CL",))
    assert (str(one.published), one.aliases) == ("2025-08-29", ("/papers/2508.00001/",))
    assert set(read_ledger(archive.folder).lines["one-title"].others.values()) == {"arxiv"}


def test_the_next_run_asks_only_for_what_is_still_open_and_changes_nothing(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title"), paper("Another Title")))
    with web(atom(entry("2508.00001", "One Title"))) as server:
        enrich(archive, server)
        before = archive.stamps()
        report = enrich(archive, server)
        assert "One+Title" not in server.paths[1]
        assert "Another+Title" in server.paths[1]
    assert (report.looked_up, report.with_id) == (1, 1)
    assert archive.stamps() == before


def test_nothing_is_asked_where_every_entry_has_an_id(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title", arxiv_id="2508.00001")))
    with web(reset) as server:
        assert enrich(archive, server).looked_up == 0
        assert server.paths == []


def test_two_papers_of_the_title_are_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title")))
    with web(atom(entry("2508.00001", "One Title"), entry("1708.00001", "One Title!"))) as server:
        (suggestion,) = enrich(archive, server).suggested
    assert suggestion.reason == "2 papers have this title"
    assert [candidate.place for candidate in suggestion.candidates] == ["arXiv, 1708.00001v1", "arXiv, 2508.00001v1"]


def test_a_title_of_which_not_all_papers_were_looked_at_is_a_suggestion(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("Attention")))
    others = [entry(f"2508.{number:05}", f"Attention {number}") for number in range(1, 100)]
    with web(atom(entry("2508.00000", "Attention"), *others, total=7432)) as server:
        (suggestion,) = enrich(archive, server).suggested
    assert suggestion.reason == "the title is part of so many others that not all were looked at"


@pytest.mark.parametrize("reply", [reset, answer(b"", 503)])
def test_a_source_that_does_not_answer_leaves_its_entries_for_the_next_run(archive: ArchiveTest, reply: Reply) -> None:
    archive.ingest(told(paper("One Title")))
    before = archive.files()
    with web(reply) as server:
        report = enrich(archive, server)
    assert (report.looked_up, report.not_asked) == (0, ("content/2025/09/02/one-title.md",))
    assert len(report.failures) == 1
    assert archive.files() == before


def test_what_was_answered_is_written_when_another_query_fails(archive: ArchiveTest) -> None:
    titles = numbered(15)
    archive.ingest(told(*(paper(title) for title in titles)))
    # Two attempts of the second query fail.
    with web(atom(entry("2508.00001", titles[0])), reset) as server:
        report = enrich(archive, server)
        done = (len(report.enriched), len(report.unknown), len(report.not_asked))
        assert done == (1, 9, 5)
    with web(atom(entry("2508.00002", titles[-1]))) as server:
        again = enrich(archive, server)
    assert (len(again.enriched), len(again.unknown), len(again.not_asked)) == (1, 13, 0)


def test_what_was_found_is_written_while_the_rest_is_asked_for(
    archive: ArchiveTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "_ANSWERS_A_WRITE", 1)
    titles = numbered(15)
    archive.ingest(told(*(paper(title) for title in titles)))
    found: list[str] = []

    def look(handler: object) -> None:
        found.extend(one.arxiv_id for one in archive.entries().values() if one.arxiv_id)
        atom()(handler)  # type: ignore[arg-type]

    with web(atom(entry("2508.00001", titles[0])), look) as server:
        enrich(archive, server)
    assert found == ["2508.00001"]


def test_a_dry_run_asks_and_writes_nothing(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title")))
    before = archive.stamps()
    with web(atom(entry("2508.00001", "One Title"))) as server:
        assert len(enrich(archive, server, is_dry=True).enriched) == 1
    assert archive.stamps() == before


def test_only_the_keys_named_are_asked_for(archive: ArchiveTest) -> None:
    archive.ingest(told(paper("One Title"), paper("Another Title")))
    with web(atom()) as server:
        report = enrich(archive, server, "one-title")
        assert "Another" not in server.paths[0]
    assert report.unknown == ("content/2025/09/02/one-title.md",)
