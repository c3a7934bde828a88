"""A server on loopback that misbehaves as it is told, and a clock that only sleep moves."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import TypeVar

from sitegen.sources.connecting import USUAL_LIMITS, Limits, Reach
from sitegen.sources.fetching import Fetcher
from sitegen.sources.reachable import Address

LOOPBACK = ip_address("127.0.0.1")


class Handler(BaseHTTPRequestHandler):
    """One request: takes the next reply of its server, the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: "Web"

    def do_GET(self) -> None:
        number = len(self.server.paths)
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers.items()))
        self.close_connection = True
        self.server.replies[min(number, len(self.server.replies) - 1)](self)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nothing: pytest would show it."""


Reply = Callable[[Handler], None]
Server = TypeVar("Server", bound=ThreadingHTTPServer)


class Web(ThreadingHTTPServer):
    """What was asked stands in `paths` and `headers`."""

    daemon_threads = True

    def __init__(self, *replies: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = replies
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []

    def url(self, path: str = "/", host: str = "127.0.0.1", user: str = "") -> str:
        return f"http://{user}{host}:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that goes away in the middle is what some tests are about."""


def by_path(answers: Mapping[str, Reply], otherwise: Reply) -> Reply:
    """The answer for the path that is asked for; `answers` may change meanwhile."""
    return lambda handler: answers.get(handler.path, otherwise)(handler)


@contextmanager
def web(*replies: Reply) -> Iterator[Web]:
    with served(Web(*replies)) as server:
        yield server


@contextmanager
def served(server: Server) -> Iterator[Server]:
    """The server at work."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Time:
    """A clock that stands still while nobody sleeps. slept: the waits, in order."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def only_loopback(address: Address) -> bool:
    return address == LOOPBACK


ON_LOOPBACK = Reach(is_allowed=only_loopback)


def fetcher(time: Time, limits: Limits = USUAL_LIMITS, reach: Reach = ON_LOOPBACK) -> Fetcher:
    """A fetcher that reaches 127.0.0.1 only, and whose waits are as short as chance allows."""
    return Fetcher("sitegen/test", reach=reach, limits=limits, clock=time.clock, sleep=time.sleep, chance=lambda: 0.0)


def answer(body: bytes = b"[]", status: int = 200, **headers: str) -> Reply:
    """An answer as it should be. headers: with '_' for '-'."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **_names(headers)}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def zipped(body: bytes, **headers: str) -> Reply:
    return answer(gzip.compress(body), Content_Encoding="gzip", **headers)


def redirect(location: str, status: int = 302) -> Reply:
    return answer(b"", status, Location=location)


def raw(*pieces: bytes, pause_s: float = 0.0) -> Reply:
    """These bytes, then the end of the connection. pause_s: after each piece, or until the client goes."""

    def reply(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            if pause_s and _has_gone(handler.connection, pause_s):
                return

    return reply


def reset(handler: Handler) -> None:
    """Breaks the connection off, without an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def _has_gone(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
