"""`sitegen ingest` with sources on the web, as people run it. The server is on this machine, which no site may ask."""

import datetime as dt
import importlib
import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import sitegen
from sitegen.problems import SiteError
from sitegen.sources import fetching
from tests.harness import SITE_YAML, SiteTest
from tests.sources.web import Reply, Time, Web, answer, by_path, fetcher, web

TODAY = dt.date(2025, 9, 4)
YESTERDAY = TODAY - dt.timedelta(days=1)
ROW = {"paper": {"id": "2509.00001", "title": "A Title", "summary": "An abstract.", "upvotes": 3}}


@pytest.fixture
def answers() -> dict[str, Reply]:
    return {}


@pytest.fixture
def server(answers: dict[str, Reply]) -> Iterator[Web]:
    with web(by_path(answers, answer(b"", 503))) as server:
        yield server


@pytest.fixture
def digest(site: SiteTest, server: Web, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    """A site that follows a source since yesterday."""
    source = f"{{name: digest, format: huggingface, url: '{server.url('/{date}')}', start: {YESTERDAY}}}"
    site.write("site.yaml", f"{SITE_YAML}contact: us@example.org\nsources:\n  - {source}\n")
    # The module: in its package the command bears its name.
    monkeypatch.setattr(importlib.import_module("sitegen.cli.ingest"), "today_utc", lambda: TODAY)
    agents: list[str] = []
    monkeypatch.setattr(fetching, "Fetcher", lambda agent: agents.append(agent) or fetcher(Time()))
    return site


def ingest(site: SiteTest, *arguments: str) -> Result:
    return CliRunner().invoke(sitegen, ["-C", str(site.folder), "ingest", *arguments])


def test_the_days_since_the_start_are_fetched_and_told(digest: SiteTest, answers: dict[str, Reply]) -> None:
    answers.update({f"/{YESTERDAY}": answer(json.dumps([ROW]).encode()), f"/{TODAY}": answer(b"[]")})
    done = ingest(digest)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["digest", str(YESTERDAY), "1", "1", "0", "0", "0", "0", "0", "0"]
    assert lines[-1] == f"digest: 2 days asked for, none pending; {YESTERDAY}, its first day, is not complete yet"
    again = ingest(digest)
    assert again.stdout.splitlines()[1].split() == ["digest", str(YESTERDAY), "1", "0", "0", "1", "0", "0", "0", "0"]


def test_a_source_that_fails_is_a_warning_and_a_failure_if_it_is_required(
    digest: SiteTest, answers: dict[str, Reply]
) -> None:
    answers[f"/{TODAY}"] = answer(json.dumps([ROW]).encode())
    done = ingest(digest)
    assert done.exit_code == 0
    assert done.stderr.startswith("warning: http://127.0.0.1")
    assert f"pending: {YESTERDAY}; " in done.stdout
    required = ingest(digest, "--require")
    assert isinstance(required.exception, SiteError)
    assert required.exception.exit_code == 3
    assert str(required.exception.problems[0]).startswith("digest: 1 day without an answer (required)")


def test_a_row_that_is_rejected_is_a_warning(digest: SiteTest, answers: dict[str, Reply]) -> None:
    rows = json.dumps([ROW, {"paper": {"id": "2509.00002", "title": "No abstract"}}]).encode()
    answers.update({f"/{YESTERDAY}": answer(rows), f"/{TODAY}": answer(b"[]")})
    done = ingest(digest)
    assert done.exit_code == 0
    assert done.stderr.startswith("warning: http://127.0.0.1")
    assert "No abstract" in done.stderr


def test_offline_asks_for_nothing(digest: SiteTest, server: Web) -> None:
    done = ingest(digest, "--offline")
    assert (done.exit_code, done.stdout) == (0, "not asked, because of --offline: digest\n")
    assert server.paths == []


@pytest.mark.parametrize("option", [("--report", "json"), ("--format", "json")])
def test_the_report_as_json_says_the_same(digest: SiteTest, answers: dict[str, Reply], option: tuple[str, str]) -> None:
    answers[f"/{TODAY}"] = answer(json.dumps([ROW]).encode())
    told = json.loads(ingest(digest, *option).stdout)
    assert told["total"]["read"] == told["total"]["new"] == 1
    assert [(tally["source"], tally["day"]) for tally in told["tallies"]] == [("digest", str(TODAY))]
    assert told["sources"] == [
        {
            "name": "digest",
            "asked": 2,
            "passed_over": 0,
            "pending": [str(YESTERDAY)],
            "failed": [str(YESTERDAY)],
            "complete_to": None,
        }
    ]
    assert [warning["message"] for warning in told["warnings"]] == [
        "answered 503 Service Unavailable, after 5 attempts"
    ]
    assert told["problems"] == []


def test_nothing_can_be_required_offline(digest: SiteTest) -> None:
    done = ingest(digest, "--offline", "--require")
    assert (done.exit_code, "--require and --offline" in done.stderr) == (2, True)


def test_since_asks_from_that_day_on(digest: SiteTest, server: Web, answers: dict[str, Reply]) -> None:
    answers.update({f"/{YESTERDAY}": answer(b"[]"), f"/{TODAY}": answer(b"[]")})
    assert ingest(digest, "--since", str(TODAY)).exit_code == 0
    assert server.paths == [f"/{TODAY}"]


@pytest.mark.parametrize("option", [("--since", "2026-05-01"), ("--require",)])
def test_options_of_the_web_do_not_go_with_files(digest: SiteTest, option: tuple[str, ...]) -> None:
    digest.write("day.json", json.dumps([ROW]))
    done = ingest(digest, "day.json", *option)
    assert done.exit_code == 2
    assert "--since and --require go with the sources of site.yaml, not with FILEs" in done.stderr


def test_a_day_that_is_none_is_told(digest: SiteTest) -> None:
    done = ingest(digest, "--since", "yesterday")
    assert isinstance(done.exception, SiteError)
    assert str(done.exception.problems[0].location) == "--since"


def test_a_loopback_address_is_not_asked_outside_of_tests(site: SiteTest, server: Web) -> None:
    # The command itself, which knows what day it is: one day is asked for.
    start = dt.datetime.now(dt.UTC).date()
    source = f"{{name: digest, format: huggingface, url: '{server.url('/{date}')}', start: {start}}}"
    site.write("site.yaml", f"{SITE_YAML}sources:\n  - {source}\n")
    done = site.run("ingest")
    assert done.returncode == 0
    assert "127.0.0.1" in done.stderr
    assert server.paths == []
