"""Ingest from the web: what each answer, and each lack of one, does to the archive and to what is known of days."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.archive import writing
from sitegen.archive.coverage import quiet_days, read_coverage
from sitegen.archive.ingest import Manner
from sitegen.archive.ledger import Ledger
from sitegen.archive.plan import Plan
from sitegen.archive.tallies import total
from sitegen.archive.telling import complete_to, coverage, unanswered, warnings
from sitegen.archive.web import Asking, WebReport, ingest_web
from sitegen.archive.writing import Written, archive_lock
from sitegen.problems import SiteError
from sitegen.sources.web_source import UrlPattern, WebSource
from tests.archive.harness import ArchiveTest, day
from tests.sources.web import Handler, Reply, Time, Web, answer, by_path, fetcher, web

BUSY = answer(b"", 503)


@pytest.fixture
def archive(tmp_path: Path) -> ArchiveTest:
    return ArchiveTest(tmp_path / "site")


@pytest.fixture
def answers() -> dict[str, Reply]:
    """What the server answers, by path; 404 to all others."""
    return {}


@pytest.fixture
def server(answers: dict[str, Reply]) -> Iterator[Web]:
    with web(by_path(answers, answer(b"", 404))) as server:
        yield server


def rows(*ids: int, title: str = "A Title", votes: int = 1, **fields: object) -> bytes:
    papers = [
        {"id": f"2605.{number:05}", "title": f"{title} {number}", "summary": "An abstract.", "upvotes": votes, **fields}
        for number in ids
    ]
    return json.dumps([{"paper": paper} for paper in papers]).encode()


def source(server: Web, name: str = "digest", path: str = "/{date}", **fields: object) -> WebSource:
    declared = {
        "name": name,
        "format": "huggingface",
        "asked": UrlPattern(server.url(path)),
        "start": day("2026-05-01"),
        "settle_days": 2,
        "keep_raw": False,
        **fields,
    }
    return WebSource(**declared)  # type: ignore[arg-type]


def run(archive: ArchiveTest, today: str, *sources: WebSource, since: str = "") -> WebReport:
    asking = Asking(sources=sources, today=day(today), since=day(since) if since else None)
    precedence = tuple(source.name for source in sources)
    with archive_lock(archive.folder):
        return ingest_web(archive.folder, asking, fetcher(Time()), Manner(topics=(), precedence=precedence))


def states(archive: ArchiveTest, name: str = "digest") -> dict[int, str]:
    return {date.day: line.state for (date, its), line in read_coverage(archive.folder).items() if its == name}


def test_the_first_run_reads_every_day_and_the_next_only_those_that_are_not_final(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/2026-05-0{number}": answer(rows(number)) for number in range(1, 6)})
    run(archive, "2026-05-04", source(server))
    assert [entry.date.day for entry in archive.entries().values()] == [1, 2, 3, 4]
    assert states(archive) == {1: "complete", 2: "complete", 3: "open", 4: "open"}
    server.paths.clear()
    run(archive, "2026-05-05", source(server))
    assert server.paths == ["/2026-05-03", "/2026-05-04", "/2026-05-05"]


def test_an_entry_says_which_address_it_came_from(archive: ArchiveTest, server: Web, answers: dict[str, Reply]) -> None:
    answers["/2026-05-01?token=secret"] = answer(rows(1))
    run(archive, "2026-05-01", source(server, path="/{date}?token=secret"))
    (entry,) = archive.entries().values()
    assert (entry.source.name, entry.source.format, entry.source.file) == ("digest", "huggingface", "")
    assert entry.source.url == server.url("/2026-05-01?token=***")


def test_a_run_after_weeks_without_one_asks_for_all_of_them(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/2026-05-{number:02}": answer(rows(number)) for number in range(1, 29)})
    run(archive, "2026-05-01", source(server))
    run(archive, "2026-05-28", source(server))
    assert len(archive.entries()) == 28


def test_a_day_that_fails_is_pending_and_the_others_are_read(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({"/2026-05-01": answer(rows(1)), "/2026-05-02": BUSY, "/2026-05-03": answer(rows(3))})
    fetched = run(archive, "2026-05-03", source(server))
    assert (states(archive), len(archive.entries())) == ({1: "complete", 2: "pending", 3: "open"}, 2)
    (warning,) = warnings(fetched)
    assert str(warning).startswith(f"{server.url('/2026-05-02')}: answered 503 Service Unavailable, after 5 attempts")
    assert list(coverage(fetched, [source(server)])) == [
        "digest: 3 days asked for, pending: 2026-05-02; complete from 2026-05-01 to 2026-05-01"
    ]
    answers["/2026-05-02"] = answer(rows(2))
    server.paths.clear()
    run(archive, "2026-05-04", source(server))
    # What failed before waits for the others.
    assert server.paths[-1] == "/2026-05-02"
    assert states(archive)[2] == "complete"
    assert sorted(archive.entries()) == ["2605.00001", "2605.00002", "2605.00003"]


def test_a_dead_source_stops_no_other_and_is_left_alone_after_two_days(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    with web(BUSY) as dead:
        answers.update({f"/2026-05-0{number}": answer(rows(number)) for number in range(1, 8)})
        other = source(dead, name="other", asked=UrlPattern(dead.url("/{date}", host="localhost")))
        sources = (other, source(server))
        fetched = run(archive, "2026-05-07", *sources)
        assert len(dead.paths) == 10
    assert len(archive.entries()) == 7
    assert set(states(archive, "other").values()) == {"pending"}
    messages = [warning.message for warning in warnings(fetched)]
    assert messages == [
        "answered 503 Service Unavailable, after 5 attempts (and 1 other day of other)",
    ]
    assert next(coverage(fetched, sources)).startswith(
        "other: 2 days asked for, 5 days not, for want of answers, pending: 2026-05-01 to 2026-05-07; "
    )
    (problem,) = unanswered(fetched)
    assert str(problem).startswith("other: 7 days without an answer (required)")


@pytest.mark.parametrize(
    "body",
    [b"<!doctype html><title>Sign in</title>", b'{"error": "internal"}', b"", b'[{"paper": {"id": "x"}}]', b"[{"],
)
def test_an_answer_that_is_no_list_leaves_the_day_pending(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply], body: bytes
) -> None:
    answers.update({"/2026-05-01": answer(body), "/2026-05-02": answer(rows(2))})
    fetched = run(archive, "2026-05-09", source(server, start=day("2026-05-01")))
    assert (states(archive)[1], states(archive)[2]) == ("pending", "complete")
    assert next(failure.day.day for failure in fetched.failures) == 1


def test_days_that_never_answer_keep_no_other_waiting(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/2026-05-{number:02}": answer(rows(number)) for number in range(1, 29)})
    bad = {f"/2026-05-{number:02}": BUSY for number in (2, 3, 4, 20, 21)}
    for night in range(1, 29):
        if night == 4:
            answers.update(bad)
        run(archive, f"2026-05-{night:02}", source(server))
    assert {date for date, state in states(archive).items() if state == "pending"} == {4, 20, 21}
    assert {date for date, state in states(archive).items() if state == "open"} == {2, 3, 27, 28}
    assert len(archive.entries()) == 25


def test_a_first_run_over_days_that_never_answer_reads_all_others_in_a_few_nights(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/2026-05-{number:02}": answer(rows(number)) for number in range(1, 29)})
    answers.update({f"/2026-05-{number:02}": BUSY for number in (2, 3, 4, 5, 6)})
    for _ in range(5):
        run(archive, "2026-05-28", source(server))
    assert {date for date, state in states(archive).items() if state == "pending"} == {2, 3, 4, 5, 6}
    assert len(archive.entries()) == 23


def test_dead_sources_of_a_host_do_not_starve_another_one_of_it(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/c/2026-05-0{number}": answer(rows(number)) for number in range(1, 5)})
    answers.update({f"/{name}/2026-05-0{number}": BUSY for name in "ab" for number in range(1, 5)})
    run(archive, "2026-05-04", *(source(server, name, f"/{name}/{{date}}") for name in "abc"))
    assert len(archive.entries()) == 4


def test_a_day_is_not_complete_while_the_file_of_a_paper_of_it_cannot_be_read(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    path = "content/2026/05/01/2605.00001.md"
    answers["/2026-05-01"] = answer(rows(1), ETag='"one"')
    run(archive, "2026-05-01", source(server))
    whole = archive.text(path)
    archive.write(path, "---\ntitle: A: B\n---\n")
    answers["/2026-05-01"] = answer(rows(1, 2, votes=9))
    fetched = run(archive, "2026-05-03", source(server))
    assert states(archive)[1] == "open"
    assert path in [warning.location.path for warning in warnings(fetched)]
    archive.write(path, whole)
    run(archive, "2026-05-03", source(server))
    assert (states(archive)[1], [entry.votes for entry in archive.entries().values()]) == ("complete", [9, 9])


def test_an_edit_saved_while_a_run_merges_is_not_overwritten(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "content/2026/05/01/2605.00001.md"
    answers["/2026-05-01"] = answer(rows(1, 2))
    run(archive, "2026-05-01", source(server))

    def edit_then_write(plan: Plan, ledger: Ledger) -> Written:
        archive.edit(path, "title: A Title 1", "title: Mine")
        return writing.write_plan(plan, ledger)

    answers["/2026-05-01"] = answer(rows(1, 2, votes=9))
    with monkeypatch.context() as patch:
        patch.setattr("sitegen.archive.ingest.write_plan", edit_then_write)
        fetched = run(archive, "2026-05-03", source(server))
    assert [entry.votes for entry in archive.entries().values()] == [1, 9]
    assert "title: Mine\n" in archive.text(path)
    assert path in [warning.location.path for warning in warnings(fetched)]
    tally = total(fetched.report.tallies)
    assert (tally.read, tally.updated, tally.rejected) == (2, 1, 1)
    assert states(archive)[1] == "open"
    run(archive, "2026-05-03", source(server))
    assert [(entry.title, entry.votes) for entry in archive.entries().values()] == [("Mine", 9), ("A Title 2", 9)]


def test_a_new_address_is_not_asked_for_what_the_old_one_told(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    def unless_known(handler: Handler) -> None:
        (answer(b"", 304) if "If-None-Match" in handler.headers else answer(rows(1, 2)))(handler)

    answers.update({"/a/2026-05-01": answer(rows(1), ETag='"one"'), "/b/2026-05-01": unless_known})
    run(archive, "2026-05-01", source(server, path="/a/{date}"))
    run(archive, "2026-05-03", source(server, path="/b/{date}", start=day("2026-05-01")))
    assert len(archive.entries()) == 2


def test_restoring_and_since_ask_for_the_answer_and_not_for_a_newer_one(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1), ETag='"one"')
    run(archive, "2026-05-01", source(server))
    archive.remove("content/2026/05/01/2605.00001.md")
    run(archive, "2026-05-01", source(server), since="2026-05-01")
    assert "If-None-Match" not in server.headers[-1]
    assert archive.entries() == {}
    manner = Manner(topics=(), restores=True)
    with archive_lock(archive.folder):
        ingest_web(archive.folder, Asking(sources=(source(server),), today=day("2026-05-01")), fetcher(Time()), manner)
    assert "If-None-Match" not in server.headers[-1]
    assert list(archive.entries()) == ["2605.00001"]


@pytest.mark.parametrize("first_day_fails", [False, True])
def test_the_source_that_is_declared_first_has_its_way_whatever_failed_meanwhile(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply], first_day_fails: bool
) -> None:
    hi, lo = source(server, "hi", "/hi/{date}"), source(server, "lo", "/lo/{date}")
    theirs, ours = answer(rows(1, title="Theirs")), answer(rows(1, title="Ours"))
    answers.update({"/hi/2026-05-01": BUSY if first_day_fails else ours, "/hi/2026-05-02": answer(b"[]")})
    answers.update({"/lo/2026-05-01": answer(b"[]"), "/lo/2026-05-02": theirs})
    run(archive, "2026-05-02", hi, lo)
    answers["/hi/2026-05-01"] = answer(rows(1, title="Ours", votes=7))
    run(archive, "2026-05-02", hi, lo)
    (entry,) = archive.entries().values()
    assert (entry.title, entry.votes) == ("Ours 1", 7)
    assert {entry.date.day, *(date.day for date in entry.listed_on)} == {1, 2}


def test_rows_that_cannot_be_read_are_told_and_stop_no_other(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1)[:-1] + b', {"paper": {"id": "2605.00002", "title": "No abstract"}}]')
    fetched = run(archive, "2026-05-01", source(server))
    tally = total(fetched.report.tallies)
    assert (tally.read, tally.new, tally.rejected) == (2, 1, 1)
    (warning,) = warnings(fetched)
    assert warning.location.path == server.url("/2026-05-01")
    (line,) = read_coverage(archive.folder).values()
    assert (line.papers, line.rejected) == (1, 1)


def test_an_empty_list_is_a_day_without_a_digest_once_it_has_settled(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({"/2026-05-01": answer(b"[]"), "/2026-05-02": answer(b"[]")})
    run(archive, "2026-05-02", source(server))
    assert states(archive) == {1: "open", 2: "open"}
    run(archive, "2026-05-03", source(server))
    assert (states(archive)[1], states(archive)[2]) == ("complete", "open")


def test_a_day_that_is_not_there_has_no_digest_where_the_source_is_declared_so(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-02"] = answer(rows(2))
    pattern = UrlPattern(server.url("/{date}"), may_be_absent=True)
    fetched = run(archive, "2026-05-03", source(server, asked=pattern))
    assert fetched.failures == ()
    assert states(archive) == {1: "complete", 2: "open", 3: "open"}
    assert quiet_days(fetched.days) == (day("2026-05-01"),)


def test_the_gaps_of_a_source_go_with_it_and_with_the_days_before_its_start(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-02"] = answer(rows(2))
    run(archive, "2026-05-03", source(server))
    assert states(archive) == {1: "pending", 2: "open", 3: "pending"}
    run(archive, "2026-05-03", source(server, start=day("2026-05-02")))
    assert states(archive) == {2: "open", 3: "pending"}
    run(archive, "2026-05-03")
    assert states(archive) == {2: "open"}
    archive.write("content/.ledger/days/2026-04.jsonl", '{"day":"2026-04-30","source":"x","state":"pending"}\n')
    run(archive, "2026-05-03")
    assert "content/.ledger/days/2026-04.jsonl" not in archive.files()


def test_an_empty_answer_deletes_nothing(archive: ArchiveTest, server: Web, answers: dict[str, Reply]) -> None:
    answers["/2026-05-01"] = answer(rows(1, 2))
    run(archive, "2026-05-01", source(server))
    before = {path: data for path, data in archive.files().items() if path.endswith(".md")}
    answers["/2026-05-01"] = answer(b"[]")
    run(archive, "2026-05-03", source(server))
    assert {path: data for path, data in archive.files().items() if path.endswith(".md")} == before
    assert read_coverage(archive.folder)[day("2026-05-01"), "digest"].papers == 2


def test_late_papers_and_votes_come_until_the_day_has_settled(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1))
    run(archive, "2026-05-01", source(server))
    answers["/2026-05-01"] = answer(rows(1, 2, votes=9))
    run(archive, "2026-05-02", source(server))
    assert [entry.votes for entry in archive.entries().values()] == [9, 9]


def test_an_answer_that_has_not_changed_is_not_sent_again_and_completes_its_day(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1), ETag='"one"')
    run(archive, "2026-05-01", source(server))
    answers["/2026-05-01"] = answer(b"", 304)
    files = archive.files()
    run(archive, "2026-05-01", source(server))
    assert server.headers[-1]["If-None-Match"] == '"one"'
    assert archive.files() == files
    run(archive, "2026-05-03", source(server))
    (line, *_) = read_coverage(archive.folder).values()
    assert (line.state, line.papers, line.etag) == ("complete", 1, "")


def test_since_asks_again_for_days_that_are_complete(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({f"/2026-05-0{number}": answer(rows(number)) for number in range(1, 6)})
    run(archive, "2026-05-05", source(server))
    answers["/2026-05-02"] = answer(rows(2, title="A Better Title"))
    answers["/2026-05-01"] = BUSY
    server.paths.clear()
    run(archive, "2026-05-05", source(server), since="2026-05-02")
    assert server.paths == [f"/2026-05-0{number}" for number in range(2, 6)]
    assert archive.entries()["2605.00002"].title == "A Better Title 2"
    run(archive, "2026-05-05", source(server), since="2026-05-01")
    assert states(archive)[1] == "complete"


def test_a_source_without_days_is_read_once_a_run_from_its_start_on(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    feed = json.dumps(
        [
            {"title": "Old", "abstract": "Of April.", "date": "2026-04-30"},
            {"title": "New", "abstract": "Of May.", "date": "2026-05-03"},
        ]
    ).encode()
    answers["/newest"] = answer(feed, ETag='"one"')
    newest = source(server, path="/newest", format="json")
    fetched = run(archive, "2026-05-04", newest)
    tally = total(fetched.report.tallies)
    assert (tally.read, tally.new, tally.early) == (2, 1, 1)
    assert list(coverage(fetched, [newest])) == ["digest: the newest were read"]
    assert list(archive.entries()) == ["new"]
    answers["/newest"] = answer(b"", 304)
    run(archive, "2026-05-05", newest)
    assert server.headers[-1]["If-None-Match"] == '"one"'
    assert len(server.paths) == 2


def test_two_sources_of_one_paper_make_one_entry_and_the_first_declared_has_its_way(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/a/2026-05-01"] = answer(rows(1, title="Theirs", authors=[{"name": "Ada Lovelace"}]))
    answers["/b/2026-05-01"] = answer(rows(1, title="Ours", votes=7))
    fetched = run(archive, "2026-05-01", source(server, "b", "/b/{date}"), source(server, "a", "/a/{date}"))
    (entry,) = archive.entries().values()
    assert (entry.title, entry.votes, entry.authors) == ("Ours 1", 7, ("Ada Lovelace",))
    assert (entry.source.name, entry.also_from) == ("b", ("a",))
    assert [(tally.source, tally.new, tally.merged) for tally in fetched.report.tallies] == [("b", 1, 0), ("a", 0, 1)]


def test_what_was_merged_before_a_run_is_broken_off_is_kept(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    every = [day("2026-01-01") + dt.timedelta(days=number) for number in range(40)]
    answers.update({f"/{date}": answer(rows(number)) for number, date in enumerate(every)})
    asking = Asking(sources=(source(server, start=every[0]),), today=every[-1], progress=_breaks_off)
    with pytest.raises(KeyboardInterrupt), archive_lock(archive.folder):
        ingest_web(archive.folder, asking, fetcher(Time()), Manner(topics=()))
    assert len(archive.entries()) == 31
    server.paths.clear()
    run(archive, str(every[-1]), source(server, start=every[0]))
    assert len(server.paths) == 9
    assert len(archive.entries()) == 40


def _breaks_off(_: str) -> None:
    raise KeyboardInterrupt


def test_the_answers_are_kept_where_that_is_asked_for(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1))
    run(archive, "2026-05-01", source(server, keep_raw=True))
    assert (archive.folder / "seeds/raw/digest/2026-05-01.json.gz").is_file()


def test_a_day_that_is_gone_later_and_a_feed_of_many_days_keep_their_answers(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers["/2026-05-01"] = answer(rows(1))
    pattern = UrlPattern(server.url("/{date}"), may_be_absent=True)
    run(archive, "2026-05-01", source(server, asked=pattern, keep_raw=True))
    del answers["/2026-05-01"]
    run(archive, "2026-05-02", source(server, asked=pattern, keep_raw=True))
    answers["/newest"] = answer(b'[{"title": "New", "abstract": "Of May.", "date": "2026-05-03"}]')
    newest = source(server, "feed", "/newest", format="json", keep_raw=True)
    run(archive, "2026-05-03", newest)
    run(archive, "2026-05-04", newest)
    kept = sorted(path.relative_to(archive.folder / "seeds/raw").as_posix() for path in archive.folder.rglob("*.gz"))
    assert kept == ["digest/2026-05-01.json.gz", "feed/2026-05-03.json.gz", "feed/2026-05-04.json.gz"]


def test_an_answer_that_cannot_be_kept_stops_the_run_after_what_came_before_is_merged(
    archive: ArchiveTest, server: Web, answers: dict[str, Reply]
) -> None:
    answers.update({"/a/2026-05-01": answer(rows(1)), "/b/2026-05-01": answer(rows(2))})
    (archive.folder / "seeds").mkdir()
    (archive.folder / "seeds/raw").write_text("in the way")
    with pytest.raises(OSError, match="seeds/raw"):
        run(archive, "2026-05-01", source(server, "a", "/a/{date}"), source(server, "b", "/b/{date}", keep_raw=True))
    assert list(archive.entries()) == ["2605.00001"]


def test_up_to_where_every_day_is_complete(archive: ArchiveTest, server: Web, answers: dict[str, Reply]) -> None:
    answers.update({f"/2026-05-0{number}": answer(b"[]") for number in range(1, 9) if number != 4})
    fetched = run(archive, "2026-05-09", source(server))
    assert complete_to(fetched.days, source(server)) == day("2026-05-03")
    assert complete_to({}, source(server)) is None


def test_a_damaged_ledger_of_days_stops_the_run_before_anything_is_asked(archive: ArchiveTest, server: Web) -> None:
    archive.write("content/.ledger/days/2026-05.jsonl", "<<<<<<< ours\n")
    with pytest.raises(SiteError, match=r"days/2026-05\.jsonl:1:1: not a day of the ledger"):
        run(archive, "2026-05-01", source(server))
    assert server.paths == []
