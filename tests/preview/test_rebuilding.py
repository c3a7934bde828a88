"""An edit becomes a new site and a word to the browser; a mistake becomes a failure, and the last good site stays."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.preview.conftest import Start
from tests.preview.harness import ENTRY, ENTRY_TEXT, Server, Site, until

BROKEN_DATE = ENTRY_TEXT.replace("2025-09-02", "2025-09-99")


def _next(server: Server, is_meant: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The first status that is meant, from now on."""
    return next(status for status in server.statuses() if is_meant(status))


def _page(server: Server, path: str = "/") -> str:
    return server.ask(path).text


@pytest.mark.parametrize(
    ("path", "old", "new", "seen"),
    [
        (ENTRY, "first paper", "renamed paper", "The renamed paper"),
        ("site.yaml", "Test Papers", "Other Papers", "<title>Other Papers</title>"),
        ("themes/tiny/templates/home.html", "<body>", "<body><p>new words</p>", "new words"),
    ],
)
def test_an_edit_of_content_config_or_theme_shows_at_once(
    site: Site, start: Start, path: str, old: str, new: str, seen: str
) -> None:
    server = start()
    statuses = server.statuses()
    before = next(statuses)
    site.replace(path, old, new)
    after = next(statuses)
    assert after["version"] != before["version"]
    assert after["failures"] == []
    assert seen in _page(server)
    until(
        lambda: re.search(rf"^changed {re.escape(path)}: \d+ of \d+ files in \S+ s$", server.said, re.MULTILINE), server
    )


def test_an_edit_of_topics_or_static_files_shows_at_once(site: Site, start: Start) -> None:
    server = start()
    statuses = server.statuses()
    versions = [next(statuses)["version"]]
    site.write("topics.yaml", "whales:\n  name: Whales\n  description: Big.\n  phrases: {whales: 6}\n")
    site.write("static/robots.json", "{}\n")
    until(lambda: server.ask("/robots.json").code == 200, server)
    (site.folder / "static/robots.json").write_text("[]\n")
    until(lambda: server.ask("/robots.json").body == b"[]\n", server)
    versions.append(next(statuses)["version"])
    assert versions[0] != versions[1]


def test_a_build_that_changes_nothing_reloads_nothing(site: Site, start: Start) -> None:
    server = start()
    before = next(server.statuses())
    site.replace("site.yaml", "title:", "# a comment\ntitle:")
    until(lambda: "changed site.yaml: " in server.said, server)
    assert next(server.statuses()) == before


def test_folders_that_come_later_are_watched_too(site: Site, start: Start) -> None:
    (site.folder / "content").rename(site.folder / "elsewhere")
    server = start()
    assert "The first paper" not in _page(server)
    (site.folder / "elsewhere").rename(site.folder / "content")
    until(lambda: "The first paper" in _page(server), server)
    site.replace(ENTRY, "first paper", "renamed paper")
    until(lambda: "The renamed paper" in _page(server), server)


def test_an_edit_during_the_first_build_is_not_lost(site: Site, start: Start) -> None:
    server = start()
    until((site.folder / ".sitegen/preview.lock").exists, server)
    site.replace(ENTRY, "first paper", "renamed paper")
    until(lambda: "The renamed paper" in _page(server), server)


def test_of_many_edits_the_last_one_shows(site: Site, start: Start) -> None:
    server = start()
    for number in range(40):
        site.write(ENTRY, ENTRY_TEXT.replace("first paper", f"paper of edit {number}"))
        assert server.ask("/").code == 200
    until(lambda: "The paper of edit 39" in _page(server), server)


def test_a_new_day_shows_at_once(site: Site, start: Start) -> None:
    server = start()
    assert server.ask("/papers/second/").code == 404
    site.write("content/2025/09/03/second.md", ENTRY_TEXT.replace("2025-09-02", "2025-09-03"))
    until(lambda: server.ask("/papers/second/").code == 200, server)


def test_what_ingest_learns_of_a_day_is_a_change_and_the_rest_of_its_ledger_is_none(site: Site, start: Start) -> None:
    server = start()
    next(server.statuses())
    site.write("content/.ledger/2025-09.jsonl", "")
    days = "content/.ledger/days/2025-09.jsonl"
    site.write(days, '{"day":"2025-09-04","source":"a","state":"pending"}\n')
    until(lambda: re.search(r"^changed content/\.ledger", server.said, re.MULTILINE), server)
    (site.folder / days).write_text("a line\n")
    after = _next(server, lambda status: bool(status["failures"]))
    assert [failure["place"] for failure in after["failures"]] == [f"{days}:1:1"]
    assert "content/.ledger/2025-09.jsonl" not in server.said


def test_scratch_files_of_editors_and_of_ingest_are_no_change(site: Site, start: Start) -> None:
    server = start()
    next(server.statuses())
    (site.folder / "content/2025/09/02/sedQ1w2E3").write_text("scratch")
    (site.folder / "content/2025/09/02/sedQ1w2E3").unlink()
    for name in (".first.md.new", ".first.md.swp", "first.md~", "#first.md#", "4913"):
        site.write(f"content/2025/09/02/{name}", "scratch")
    site.replace("site.yaml", "Test Papers", "Other Papers")
    until(lambda: "changed site.yaml: " in server.said, server)
    assert server.said.count("changed ") == 1


def test_a_mistake_is_told_with_file_line_and_excerpt_and_the_last_good_site_stays(site: Site, start: Start) -> None:
    server = start()
    good = next(server.statuses())
    page = server.ask("/")
    site.write(ENTRY, BROKEN_DATE)
    status = _next(server, lambda status: status["failures"])
    assert (status["version"], status["root"]) == (good["version"], "/")
    assert status["failures"] == [
        {
            "place": f"{ENTRY}:3:7",
            "message": "'2025-09-99' is no day of the calendar (expected YYYY-MM-DD)",
            "hint": "check month and day",
            "excerpt": {
                "lines": [
                    {"number": 1, "text": "---", "is_marked": False},
                    {"number": 2, "text": "title: The first paper", "is_marked": False},
                    {"number": 3, "text": "date: 2025-09-99", "is_marked": True},
                    {"number": 4, "text": "---", "is_marked": False},
                    {"number": 5, "text": "", "is_marked": False},
                ],
                "caret": "      ^",
            },
        }
    ]
    assert server.ask("/").body == page.body
    until(lambda: f"changed {ENTRY}: 1 problem, the last good site stays\n{ENTRY}:3:7: " in server.said, server)


def test_a_mended_mistake_is_gone_and_the_page_needs_no_reload(site: Site, start: Start) -> None:
    server = start()
    good = next(server.statuses())
    site.write(ENTRY, BROKEN_DATE)
    _next(server, lambda status: status["failures"])
    site.write(ENTRY, ENTRY_TEXT)
    assert _next(server, lambda status: not status["failures"]) == good


def test_all_problems_of_a_build_are_told(site: Site, start: Start) -> None:
    server = start()
    next(server.statuses())
    site.write(ENTRY, BROKEN_DATE.replace("title:", "titel:"))
    status = _next(server, lambda status: status["failures"])
    places = [failure["place"].removeprefix(f"{ENTRY}:") for failure in status["failures"]]
    assert places == ["2:1", "2:1", "3:7"]


def test_a_broken_template_is_told_with_its_line(site: Site, start: Start) -> None:
    server = start()
    next(server.statuses())
    site.replace("themes/tiny/templates/home.html", "card.row.title", "card.row.titel")
    (failure,) = _next(server, lambda status: status["failures"])["failures"]
    assert failure["place"].startswith("themes/tiny/templates/home.html:5")
    assert [line["number"] for line in failure["excerpt"]["lines"] if line["is_marked"]] == [5]


def test_a_first_build_that_fails_shows_its_problems_at_every_address_until_it_is_mended(
    site: Site, start: Start
) -> None:
    site.write(ENTRY, BROKEN_DATE)
    server = start()
    for path in ("/", "/papers/first/", "/anything.css"):
        answer = server.ask(path)
        assert answer.code == 500
        assert f"{ENTRY}:3:7: " in answer.text
        assert "&gt; 3 | date: 2025-09-99" in answer.text
        assert '<script src="/__preview__/preview.js" data-version="">' in answer.text
    assert next(server.statuses())["root"] == ""
    site.write(ENTRY, ENTRY_TEXT)
    until(lambda: server.ask("/papers/first/").code == 200, server)


def test_markup_in_a_message_is_shown_as_text(site: Site, start: Start) -> None:
    site.write(ENTRY, ENTRY_TEXT.replace("2025-09-02", "<script>alert(1)</script>"))
    answer = start().ask("/")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_a_mistake_that_nobody_foresaw_is_shown_and_the_preview_goes_on(site: Site, start: Start) -> None:
    server = start()
    good = next(server.statuses())
    endless = "<body>{{ 'x' * 99999999999999999 }}"
    site.replace("themes/tiny/templates/home.html", "<body>", endless)
    (failure,) = _next(server, lambda status: status["failures"])["failures"]
    assert "MemoryError" in failure["message"]
    site.replace("themes/tiny/templates/home.html", endless, "<body>")
    assert _next(server, lambda status: not status["failures"]) == good


def test_settings_that_vanish_are_a_failure_and_come_back(site: Site, start: Start) -> None:
    server = start()
    next(server.statuses())
    (site.folder / "site.yaml").rename(site.folder / "site.yaml.off")
    (failure,) = _next(server, lambda status: status["failures"])["failures"]
    assert failure["place"] == "site.yaml"
    assert "The first paper" in _page(server)
    (site.folder / "site.yaml.off").rename(site.folder / "site.yaml")
    assert _next(server, lambda status: not status["failures"])["root"] == "/"


def test_the_path_of_the_base_url_may_change(site: Site, start: Start) -> None:
    server = start()
    assert server.ask("/papers/first/").code == 200
    site.replace("site.yaml", "https://example.org/", "https://example.org/papers/daily/")
    until(lambda: server.ask("/papers/daily/papers/first/").code == 200, server)
    assert server.ask("/papers/first/").code == 404


def test_the_published_folder_and_the_sources_are_left_alone(site: Site, start: Start) -> None:
    site.write("public/index.html", "mine")
    before = sorted(path.name for path in site.folder.iterdir())
    server = start()
    assert server.ask("/").code == 200
    assert (site.folder / "public" / "index.html").read_text() == "mine"
    assert sorted(path.name for path in site.folder.iterdir()) == [".sitegen", *before]


def test_an_entry_saved_beside_a_broken_config_shows_when_the_config_is_mended(site: Site, start: Start) -> None:
    server = start()
    good = (site.folder / "site.yaml").read_text()
    statuses = server.statuses()
    next(statuses)
    site.write("site.yaml", "title: [")
    next(status for status in statuses if status["failures"])
    site.replace(ENTRY, "first paper", "renamed paper")
    site.write("site.yaml", good)
    until(lambda: "The renamed paper" in _page(server), server)


def test_a_day_moved_in_and_out_of_the_archive_comes_and_goes(site: Site, start: Start) -> None:
    server = start()
    site.write("elsewhere/03/second.md", ENTRY_TEXT.replace("09-02", "09-03").replace("first", "second"))
    (site.folder / "elsewhere/03").rename(site.folder / "content/2025/09/03")
    until(lambda: server.ask("/papers/second/").code == 200, server)
    (site.folder / "content/2025/09/03").rename(site.folder / "elsewhere/03")
    until(lambda: server.ask("/papers/second/").code == 404, server)
