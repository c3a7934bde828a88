"""Requests → answers: the site's files, the preview's own, and the stream of statuses. Reads files, writes none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from sitegen.preview import pages
from sitegen.preview.board import Board, Status
from sitegen.preview.files import HTML, inside, media_type
from sitegen.preview.hosts import Names, is_allowed

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    # The newest build, always; nothing of a preview outlives it in a browser.
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Other sites may not load, frame or read what lies on this machine.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    # A site runs scripts of its own only, and none inside a page; a theme's author sees at once what breaks that.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
}
_OWN_FILES = ("preview.js", "listener.js", "preview.css")


def application(folder: Path, names: Names, board: Board) -> Asgi:
    """The whole preview as an ASGI application. folder: the built site, found by its path at each request."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        response = await _answer(request, folder, names, board)
        response.headers.update(HEADERS)
        await response(scope, receive, send)

    return answer


async def _answer(request: Request, folder: Path, names: Names, board: Board) -> Response:
    hosts = request.headers.getlist("host")
    if len(hosts) != 1 or not is_allowed(hosts[0], names):
        return PlainTextResponse(f"this preview answers to {names} only; open it under one of these\n", 421)
    if request.method not in ("GET", "HEAD"):
        return PlainTextResponse("a preview can only be read\n", 405, {"Allow": "GET, HEAD"})
    path: str = request.scope["path"]
    if path.startswith(pages.OWN):
        return await _own(request, path.removeprefix(pages.OWN), board)
    status = board.status
    if status is None:
        return Response(pages.waiting(), 503, {"Content-Type": HTML, "Retry-After": "1"})
    if not status.root:
        return Response(pages.failed(status), 500, {"Content-Type": HTML})
    query = request.scope["query_string"].decode("latin-1")
    # Not in a thread of its own: reading a page takes 0.1 ms, and beside a build each change of threads up to 5 ms.
    return _of_site(folder, path, query, status)


def _of_site(folder: Path, path: str, query: str, status: Status) -> Response:
    if path != status.root and path in ("/", status.root.removesuffix("/")):
        return _moved(status.root, query)
    rest = path.removeprefix(status.root)
    found = inside(folder, rest) if path.startswith(status.root) else None
    if found and found.is_dir() and not path.endswith("/"):
        return _moved(f"{path}/", query)
    if path.endswith("/"):
        found = inside(folder, f"{rest}index.html") if found else None
    return _file(found, 200, status) or _file(inside(folder, "404.html"), 404, status) or _not_found(status)


def _file(path: Path | None, code: int, status: Status) -> Response | None:
    """A file in one piece, opened once: the site may be exchanged for the next one at any moment."""
    if path is None or not path.is_file():
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    kind = media_type(path)
    if kind == HTML:
        data += pages.script(status.version)
    return Response(data, code, {"Content-Type": kind})


def _not_found(status: Status) -> Response:
    return PlainTextResponse(f"no such page; the site begins at {status.root}\n", 404)


def _moved(path: str, query: str) -> Response:
    target = quote(path) + (f"?{query}" if query else "")
    return Response(status_code=302, headers={"Location": target})


async def _own(request: Request, name: str, board: Board) -> Response:
    if name in _OWN_FILES:
        path = Path(__file__).parent / "static" / name
        return Response(path.read_bytes(), headers={"Content-Type": media_type(path)})
    if name != "events":
        return PlainTextResponse("the preview has no such file\n", 404)
    kind = {"Content-Type": "text/event-stream; charset=utf-8"}
    return Response(headers=kind) if request.method == "HEAD" else StreamingResponse(_events(board), headers=kind)


async def _events(board: Board) -> AsyncIterator[bytes]:
    """Each status as a server-sent event; a browser that lost us tries again after a second."""
    yield b"retry: 1000\n\n"
    async for status in board.statuses():
        yield b"event: status\ndata: " + msgspec.json.encode(status) + b"\n\n"
