"""A host and a port → a socket that listens there, or a problem that says why not. Knows nothing of HTTP."""

import errno
import socket

from sitegen.problems import ENVIRONMENT_FAILURE, SiteError, quoted, stop


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens. port: 0 lets the system choose. Raises SiteError (exit code 3) if it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise _no_host(host, "not an address of this machine") from None
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


def _reason(error: OSError, host: str, port: int) -> SiteError:
    if error.errno == errno.EADDRINUSE:
        hint = "is another preview running? choose another port, or let --port 0 find a free one"
        return stop(f"--port {port}", f"taken at {host}", hint, ENVIRONMENT_FAILURE)
    if error.errno == errno.EACCES:
        message = "not allowed (ports below 1024 are the system's)"
        return stop(f"--port {port}", message, "choose one above 1024", ENVIRONMENT_FAILURE)
    if error.errno == errno.EADDRNOTAVAIL:
        return _no_host(host, "not an address of this machine")
    return _no_host(host, f"nothing can listen there: {error.strerror}")


def _no_host(host: str, message: str) -> SiteError:
    return stop(f"--host {quoted(host)}", message, "leave --host out: 127.0.0.1", ENVIRONMENT_FAILURE)
