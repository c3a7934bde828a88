"""A static server on loopback that remembers each answer: when it was sent, and how many bytes it had."""

import contextlib
import functools
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Answer(NamedTuple):
    """path: without the query. byte_count: of the body, as it lies on disk. at: when, in seconds since 1970."""

    path: str
    byte_count: int
    at: float


class Server(NamedTuple):
    """answers: what was sent so far; whoever asks may clear it."""

    address: str
    answers: list[Answer]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Sends files as they are: a host that compresses would send less of the scripts and pages."""

    protocol_version = "HTTP/1.1"
    answers: list[Answer]

    def do_GET(self) -> None:
        super().do_GET()
        path = self.path.partition("?")[0]
        file = Path(self.translate_path(path))
        file = file / "index.html" if file.is_dir() else file
        self.answers.append(Answer(path, file.stat().st_size if file.is_file() else 0, time.time()))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Server]:
    """Serves a folder at a free port of this machine."""
    answers: list[Answer] = []
    handler = type("Handler", (_Handler,), {"answers": answers})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{server.server_port}/", answers)
        server.shutdown()
