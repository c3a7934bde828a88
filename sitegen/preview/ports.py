"""A host and a port → a socket that listens there, or a problem that says why not. Knows nothing of HTTP."""

import errno
import socket

from sitegen.problems import ENVIRONMENT_FAILURE, SiteError, stop

_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (recognised here, chosen on the command line only)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens. port: 0 lets the system choose. Raises SiteError (exit code 3) if it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise _refusal(f"--host {host}", "not an address of this machine", "leave --host out: 127.0.0.1") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # At once, because two sockets may be bound to one port as long as none of them listens.
        listener.listen()
    except OSError as error:
        listener.close()
        raise _reason(error, host, port) from None
    return listener


def origin_of(host: str, listener: socket.socket) -> str:
    """Where a browser on this machine finds the socket: `http://127.0.0.1:8000`."""
    name = _WILDCARDS.get(host, host)
    port = listener.getsockname()[1]
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _reason(error: OSError, host: str, port: int) -> SiteError:
    if error.errno == errno.EADDRINUSE:
        hint = "is another preview running? choose another port, or let --port 0 find a free one"
        return _refusal(f"--port {port}", f"taken at {host}", hint)
    if error.errno == errno.EACCES:
        return _refusal(f"--port {port}", "not allowed (ports below 1024 are the system's)", "choose one above 1024")
    if error.errno == errno.EADDRNOTAVAIL:
        return _refusal(f"--host {host}", "not an address of this machine", "leave --host out: 127.0.0.1")
    return _refusal(f"--host {host}", f"nothing can listen there: {error.strerror}", "leave --host out: 127.0.0.1")


def _refusal(place: str, message: str, hint: str) -> SiteError:
    return stop(place, message, hint, ENVIRONMENT_FAILURE)
