"""A site served as a static host serves it: below a path, packed with gzip, for ten minutes (GitHub Pages' headers)."""

import contextlib
import functools
import gzip
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ROOT_PATH = "/daily-papers/"
_PACKED = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}


@functools.cache
def _packed(path: Path, changed_ns: int) -> bytes:  # noqa: ARG001
    # A file that changed since, by its time, is packed again.
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_head(self) -> BinaryIO | None:
        address = self.path.partition("?")[0].partition("#")[0]
        if not address.startswith(ROOT_PATH):
            self.send_error(404)
            return None
        path = Path(self.translate_path("/" + address.removeprefix(ROOT_PATH)))
        if path.is_dir():
            path /= "index.html"
        found = path.is_file()
        if not found:
            path = Path(self.directory) / "404.html"
        is_packed = path.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _packed(path, path.stat().st_mtime_ns) if is_packed else path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", _TYPES.get(path.suffix) or self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Vary", "Accept-Encoding")
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder, which need not be there yet: a site is built for the address it gets."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{ROOT_PATH}"
        server.shutdown()
