"""One request over one connection, to an address that was looked at first. Knows no retries and no redirects."""

import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPException
from socket import SHUT_RDWR, socket

import msgspec
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError
from urllib3.response import HTTPResponse
from urllib3.util import Url

from sitegen.sources.no_answer import NoAnswer
from sitegen.sources.reachable import Address, is_public, resolved
from sitegen.sources.unpacking import too_long, unpacked

# It writes addresses as they are, with what is secret in them.
logging.getLogger("urllib3.connection").disabled = True

_PIECE = 1 << 16
_LATER = "the next run asks again"
# The addresses of a host that are tried: each may take the whole time for connecting.
_ADDRESS_LIMIT = 4


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far a request may go. No setting of a site changes it.

    resolve: the addresses of a host and port. is_allowed: which of them may be connected to; tests allow loopback.
    certificates: whom https hosts are believed by.
    """

    resolve: Callable[[str, int], tuple[Address, ...]] = resolved
    is_allowed: Callable[[Address], bool] = is_public
    certificates: Callable[[], ssl.SSLContext] = ssl.create_default_context


OPEN_INTERNET = Reach()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a request may cost. Seconds, bytes, counts.

    connect_s: until an address answers. read_s: of silence. total_s: with all attempts, waits and redirects.
    longest_wait_s: that a server may ask for. backoff_s: the first wait of our own, doubled each time.
    """

    attempt_count: int = 5
    redirect_count: int = 5
    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 300.0
    longest_wait_s: float = 120.0
    backoff_s: float = 2.0
    wire_byte_limit: int = 32 << 20
    body_byte_limit: int = 64 << 20


USUAL_LIMITS = Limits()


class Answer(msgspec.Struct, frozen=True):
    """What a server said. headers: by lower-case name. body: unpacked, and read for the statuses 200 and 203 only."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def has_body(self) -> bool:
        return self.status in _WITH_BODY


_WITH_BODY = (200, 203)


def port_of(url: Url) -> int:
    """The port of an http or https address."""
    return url.port or (443 if url.scheme == "https" else 80)


def answer_of(url: Url, headers: Mapping[str, str], reach: Reach, limits: Limits, time_left_s: float) -> Answer:
    """What the server of an http or https address answers to a GET. Raises NoAnswer."""
    deadline = time.monotonic() + time_left_s
    connection = _connected(url, reach, limits, time_left_s)
    sock = connection.sock
    assert sock is not None, "connected"
    expired = threading.Event()
    # A socket limits silence alone: a server that sends a byte now and then would be waited for until morning.
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _end, (sock, expired))
    watch.daemon = True
    watch.start()
    try:
        connection.timeout = limits.read_s
        connection.request(
            "GET", url.request_uri, headers=_with_host(url, headers), preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        body = _body(response, limits) if response.status in _WITH_BODY else b""
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if expired.is_set():
            raise _late(limits) from None
        raise _broken(error, limits) from None
    finally:
        watch.cancel()
        connection.close()
        _close(sock)
    if expired.is_set():
        # The end of the connection passes for the end of an answer that does not tell its length.
        raise _late(limits)
    names = {name.lower(): value for name, value in response.headers.items()}
    if response.status not in _WITH_BODY:
        return Answer(response.status, names, b"")
    return Answer(response.status, names, unpacked(body, names.get("content-encoding", ""), limits.body_byte_limit))


def _connected(url: Url, reach: Reach, limits: Limits, time_left_s: float) -> HTTPConnection:
    """A connection to the first address of the host that answers. A host with an address that is not allowed has none.

    The connection gets the address, not the name: a name that is resolved once more may lead elsewhere then.
    """
    host, port = (url.host or "").strip("[]"), port_of(url)
    addresses = reach.resolve(host, port)
    if not all(reach.is_allowed(address) for address in addresses):
        message = "an address of this machine or its network (expected a public host)"
        raise NoAnswer(message, "sources are fetched from the open internet only", may_pass=False)
    limit_s = min(limits.connect_s, max(time_left_s, 0.001))
    failure = NoAnswer("no address for this host", "check the name of the host", may_pass=True)
    for address in addresses[:_ADDRESS_LIMIT]:
        connection: HTTPConnection
        if url.scheme == "https":
            connection = HTTPSConnection(
                str(address), port, timeout=limit_s, server_hostname=host, ssl_context=reach.certificates()
            )
        else:
            connection = HTTPConnection(str(address), port, timeout=limit_s)
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            failure = _broken(error, limits)
        else:
            return connection
    raise failure


def _with_host(url: Url, headers: Mapping[str, str]) -> dict[str, str]:
    has_port = url.port is not None and url.port != {"http": 80, "https": 443}[url.scheme or "http"]
    return {"Host": f"{url.host}:{url.port}" if has_port else url.host or "", **headers}


def _end(sock: socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        # Of the socket below TLS: closing that properly would wait for the other side.
        socket.shutdown(sock, SHUT_RDWR)


def _close(sock: socket) -> None:
    """Closes it whoever still reads from it: a response that failed to be made does, until it is collected."""
    descriptor = sock.detach()
    if descriptor >= 0:
        os.close(descriptor)


def _body(response: HTTPResponse, limits: Limits) -> bytes:
    """The bytes of a body as they came, at most as many as the limit."""
    pieces: list[bytes] = []
    byte_count = 0
    while piece := response.read1(_PIECE, decode_content=False):
        byte_count += len(piece)
        if byte_count > limits.wire_byte_limit:
            raise too_long(limits.wire_byte_limit, "on the way")
        pieces.append(piece)
    if not pieces and "content-length" not in response.headers and "transfer-encoding" not in response.headers:
        # So does it look when the connection ends among the headers: http.client takes those it got for all.
        raise ProtocolError("no body and no length")
    return b"".join(pieces)


def _late(limits: Limits) -> NoAnswer:
    return NoAnswer(f"no whole answer in the {limits.total_s:g} s for it", _LATER, may_pass=False)


def _broken(error: Exception, limits: Limits) -> NoAnswer:
    """What went wrong, without the words of the error: they may hold addresses."""
    if isinstance(error, ssl.SSLCertVerificationError):
        message = f"a certificate that is not valid: {error.verify_message.rstrip('.')}"
        return NoAnswer(message, "check the name of the host, and the clock of this machine", may_pass=False)
    if isinstance(error, ssl.SSLError):
        return NoAnswer("no encrypted connection", _LATER, may_pass=True)
    if isinstance(error, NewConnectionError):
        return NoAnswer(
            "no connection: refused, or no way there", "check the connection of this machine", may_pass=True
        )
    # After its child, NewConnectionError.
    if isinstance(error, ConnectTimeoutError):
        return NoAnswer(f"no connection after {limits.connect_s:g} s", _LATER, may_pass=True)
    if isinstance(error, (ReadTimeoutError, TimeoutError)):
        return NoAnswer(f"silence for {limits.read_s:g} s", _LATER, may_pass=True)
    return NoAnswer("the connection broke before the answer was whole", _LATER, may_pass=True)
