"""A real browser, and a static server that behaves as GitHub Pages does."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.harness import ROOT, run

# As root, and without Chromium's own calls to its makers.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: `make test` installs one, or set CHROMIUM"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under a path; 404.html for what is not there; a strict policy for scripts."""

    root = "/"

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.root):
            return str(Path(self.directory) / "nothing here")
        return super().translate_path("/" + path[len(self.root) :])

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != http.HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path, str], str]]:
    """Serves a folder under a path of a free port; answers the address."""
    servers = []

    def serve(folder: Path, root: str) -> str:
        handler = type("Handler", (_Handler,), {"root": root})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{root}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """The address of the site of the seeds, at the root of its host."""
    folder = tmp_path_factory.mktemp("site")
    done = run(ROOT, "build", "--output", str(folder / "public"))
    assert (done.returncode, done.stderr) == (0, "")
    return served(folder / "public", "/")


@pytest.fixture(scope="session")
def seed_site_below(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path, str], str]) -> str:
    """The address of the site of the seeds, under /daily-papers/."""
    folder = tmp_path_factory.mktemp("site")
    base_url = "https://example.org/daily-papers/"
    done = run(ROOT, "build", "--output", str(folder / "public"), "--base-url", base_url)
    assert (done.returncode, done.stderr) == (0, "")
    return served(folder / "public", "/daily-papers/")
