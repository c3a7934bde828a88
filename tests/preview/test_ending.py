"""How a preview begins and ends."""

import http.client
import re
import socket
from pathlib import Path

import pytest

from tests.preview.conftest import Start
from tests.preview.harness import ENTRY_TEXT, Server, Site, until


def test_ctrl_c_ends_it_at_once_without_a_traceback_also_with_open_streams(site: Site, start: Start) -> None:
    server = start()
    statuses = [server.statuses() for _ in range(3)]
    assert [next(stream)["failures"] for stream in statuses] == [[], [], []]
    idle = http.client.HTTPConnection("127.0.0.1", server.port)
    idle.connect()
    assert server.end() == 0
    idle.close()
    assert re.fullmatch(
        r"\.sitegen/preview: \d+ of \d+ files in .*\nhttp://127\.0\.0\.1:\d+/ \(Ctrl-C .*\)\n", server.said
    )


def test_ctrl_c_during_a_build_ends_it_and_the_next_preview_mends_what_was_left(site: Site, start: Start) -> None:
    _fill(site)
    server = start()
    until(lambda: (site.folder / ".sitegen/.preview.next").exists() or "files in" in server.said, server)
    assert server.end() == 0
    assert "Traceback" not in server.said
    assert start().ask("/papers/paper-1/").code == 200


def test_port_0_finds_a_free_port_and_says_which(site: Site, start: Start) -> None:
    server = start()
    assert server.port > 0
    assert server.ask("/").code == 200


def test_open_shows_the_site_in_the_browser_when_it_is_built(site: Site, start: Start, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    server = start("--open", BROWSER=str(browser))
    until(lambda: opened.exists() and opened.read_text() == f"{server.origin}/\n", server)
    assert server.ask("/").code == 200


def test_a_port_that_is_taken_is_an_environment_failure_with_a_hint(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server(site.folder, "--port", str(port))
        assert server.outcome() == 3
    assert server.said == (
        f"--port {port}: taken at 127.0.0.1\n"
        "  hint: is another preview running? choose another port, or let --port 0 find a free one\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", ""])
def test_a_host_that_is_not_this_machine_is_an_environment_failure_with_a_hint(start: Start, host: str) -> None:
    server = start("--host", host)
    assert server.outcome() == 3
    assert server.said == f"--host {host!r}: not an address of this machine\n  hint: leave --host out: 127.0.0.1\n"


def test_a_second_preview_of_one_site_is_refused(start: Start) -> None:
    assert start().ask("/").code == 200
    second = start()
    assert second.outcome() == 3
    assert second.said == (
        ".sitegen/preview: another preview of this site is running (expected one at a time)\n"
        "  hint: use that one, or end it with Ctrl-C first\n"
    )


def test_a_folder_without_a_site_is_refused(site: Site, start: Start) -> None:
    (site.folder / "site.yaml").unlink()
    server = start()
    assert server.outcome() == 1
    assert server.said.startswith("site.yaml: missing")
    assert not (site.folder / ".sitegen").exists()


def test_while_the_first_build_runs_pages_say_so(site: Site) -> None:
    _fill(site)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(site.folder, "--port", str(port))
    try:
        assert until(lambda: _answer(port), server) == (503, "1", True)
    finally:
        server.end()


def _fill(site: Site) -> None:
    """So many papers that a build takes a while."""
    for number in range(2000):
        site.write(f"content/2025/09/02/paper-{number}.md", ENTRY_TEXT)


def _answer(port: int) -> tuple[int, str | None, bool] | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        return response.status, response.headers["Retry-After"], b"The site is being built" in response.read()
    except ConnectionError:
        return None
    finally:
        connection.close()
