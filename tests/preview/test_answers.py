"""What `sitegen serve` answers: the site under its path, nothing beside it, to its own names only."""

import socket
from collections.abc import Iterator

import pytest

from tests.preview.conftest import Start
from tests.preview.harness import Server, Site, write_site

SCRIPT = b'<script src="/__preview__/preview.js" data-version="'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site published in a folder of its host, with something beside it that must stay unseen."""
    base = tmp_path_factory.mktemp("answers")
    site = write_site(base / "site", base_url="https://example.org/daily-papers/")
    site.write("static/data.json", "{}\n")
    site.write("static/café au lait/index.html", "<p>coffee</p>\n")
    (base / "secret.txt").write_text("secret")
    running = Server(site.folder, "--port", "0")
    assert running.ask("/daily-papers/").code == 200
    linked = site.folder / ".sitegen/preview/linked"
    linked.mkdir()
    (linked / "index.html").symlink_to(base / "secret.txt")
    yield running
    running.end()


def test_the_site_is_served_under_the_path_of_its_base_url(server: Server) -> None:
    answer = server.ask("/daily-papers/")
    assert answer.code == 200
    assert "<a href='/daily-papers/papers/first/'>The first paper</a>" in answer.text


def test_the_root_of_the_host_leads_to_the_site(server: Server) -> None:
    assert _target(server, "/") == "/daily-papers/"
    assert _target(server, "/daily-papers") == "/daily-papers/"
    assert _target(server, "/?q=1") == "/daily-papers/?q=1"


def test_a_folder_without_its_slash_leads_to_the_folder(server: Server) -> None:
    assert _target(server, "/daily-papers/papers/first?a=b") == "/daily-papers/papers/first/?a=b"
    assert _target(server, "/daily-papers/caf%C3%A9%20au%20lait") == "/daily-papers/caf%C3%A9%20au%20lait/"


def test_absolute_addresses_of_the_site_are_those_of_the_preview(server: Server) -> None:
    assert f"{server.origin}/daily-papers/papers/first/" in server.ask("/daily-papers/feed.xml").text


def test_a_page_is_the_built_file_and_one_line_more(server: Server) -> None:
    answer = server.ask("/daily-papers/papers/first/")
    page, _, added = answer.body.rpartition(b"</html>\n")
    assert SCRIPT not in page
    assert added.startswith(SCRIPT)
    assert added.count(b"\n") == 1


def test_what_is_not_html_is_served_as_it_is(server: Server) -> None:
    answer = server.ask("/daily-papers/data.json")
    assert (answer.code, answer.body, answer.headers["Content-Type"]) == (200, b"{}\n", "application/json")


def test_an_unknown_address_shows_the_sites_own_page_with_status_404(server: Server) -> None:
    for path in ("/daily-papers/nowhere/", "/daily-papers/data.json/", "/papers/first/", "/favicon.ico"):
        answer = server.ask(path)
        assert answer.code == 404
        assert "Not on this site" in answer.text
        assert SCRIPT in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/daily-papers/../../secret.txt",
        "/daily-papers/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "/daily-papers/..%2f..%2f..%2fsecret.txt",
        "/daily-papers/..%5c..%5c..%5csecret.txt",
        "/daily-papers/%2e%2e/%2e%2e/site.yaml",
        "/daily-papers//etc/passwd",
        "/daily-papers/data.json%00.html",
        "/daily-papers/linked/",
        "/daily-papers/linked/index.html",
        "/daily-papers/.sitegen-manifest.json",
        "/daily-papers/%2esitegen-manifest.json",
        "/daily-papers/%ff%fe",
        "/../../../secret.txt",
        "//example.org/",
        "//example.org/%2f..",
        "http://127.0.0.1/daily-papers/",
        "*",
        "/__preview__/",
        "/__preview__/../server.py",
        "/__preview__/%2e%2e/server.py",
        "/__preview__/static/preview.js",
    ],
)
def test_nothing_outside_the_site_is_served(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.code == 404
    assert b"secret" not in answer.body


def test_every_answer_forbids_keeping_guessing_inline_scripts_and_strangers(server: Server) -> None:
    for path in ("/daily-papers/", "/nowhere", "/", "/__preview__/preview.js"):
        headers = server.ask(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "script-src 'self' 'wasm-unsafe-eval';" in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] is None


def test_head_answers_as_get_without_the_body(server: Server) -> None:
    got, head = server.ask("/daily-papers/"), server.ask("/daily-papers/", method="HEAD")
    assert (head.code, head.body) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))
    events = server.ask("/__preview__/events", method="HEAD")
    assert (events.code, events.body) == (200, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_preview_can_only_be_read(server: Server, method: str) -> None:
    answer = server.ask("/daily-papers/", method=method)
    assert (answer.code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_its_own_names_are_answered_whatever_the_port(server: Server) -> None:
    for name in ("127.0.0.1", "localhost:1", "[::1]:8000"):
        assert server.ask("/daily-papers/", Host=name).code == 200


@pytest.mark.parametrize("name", ["example.org", "127.0.0.1.example.org:8000", "", "192.168.1.5"])
@pytest.mark.parametrize("path", ["/daily-papers/", "/__preview__/events", "/__preview__/preview.js"])
def test_a_foreign_name_is_refused_with_the_reason(server: Server, name: str, path: str) -> None:
    answer = server.ask(path, Host=name)
    assert answer.code == 421
    assert answer.text == "this preview answers to 127.0.0.1, [::1], localhost only; open it under one of these\n"


def test_a_request_without_a_name_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET /daily-papers/ HTTP/1.0\r\n\r\n")
        assert connection.makefile("rb").readline() == b"HTTP/1.1 421 Misdirected Request\r\n"


def test_by_default_nothing_but_127_0_0_1_is_listened_at(server: Server) -> None:
    with pytest.raises(OSError, match=r"refused|assign"):
        socket.create_connection(("127.0.0.2", server.port))


def test_listening_elsewhere_is_announced_with_a_warning(site: Site, start: Start) -> None:
    server = start("--host", "0.0.0.0")
    assert server.ask("/", Host="192.168.1.5:8000").code == 200
    assert server.ask("/", Host="rebound.example.org:8000").code == 421
    assert server.said.startswith("warning: listening on 0.0.0.0: others on the network can read this preview\n")


def test_drafts_are_shown_when_asked_for(site: Site, start: Start) -> None:
    site.write("content/pages/plan.md", "---\ntitle: A plan\ndraft: true\n---\n\nWords.\n")
    assert start("--drafts").ask("/plan/").code == 200


def _target(server: Server, path: str) -> str:
    answer = server.ask(path)
    assert answer.code == 302
    return answer.headers["Location"]
