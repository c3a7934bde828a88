"""Which names a preview answers to. A foreign page must not read it under a name of its own (DNS rebinding)."""

import ipaddress
import re
import socket

import msgspec

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::\d{1,5})?", re.IGNORECASE)


class Names(msgspec.Struct, frozen=True):
    """Names and addresses in lower case, without a port. any_address: numbers are welcome whatever they are."""

    names: frozenset[str]
    any_address: bool = False

    def __str__(self) -> str:
        own = ", ".join(f"[{name}]" if ":" in name else name for name in sorted(self.names))
        return f"{own} and any IP address" if self.any_address else own


def allowed_names(host: str) -> Names:
    """What the Host header may say when the preview listens at `host`.

    On loopback its own names only. Elsewhere also the machine's name; and where it listens at every address, every
    address: an attack needs a name that leads here, a number cannot be made to.
    """
    if is_loopback(host):
        return Names(LOOPBACK_NAMES | {_plain(host)})
    machine = socket.gethostname().lower()
    own = LOOPBACK_NAMES | {machine, f"{machine.partition('.')[0]}.local"}
    return Names(own, any_address=True) if _is_everywhere(host) else Names(own | {_plain(host)})


def is_allowed(header: str, names: Names) -> bool:
    """True if a Host header, with or without a port, names this preview."""
    match = _HOST.fullmatch(header)
    if match is None:
        return False
    name = _plain(match["ipv6"] or match["name"])
    return name in names.names or (names.any_address and _address(name) is not None)


def is_loopback(host: str) -> bool:
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def origin_of(host: str, port: int) -> str:
    """Where a browser on this machine finds the preview: `http://127.0.0.1:8000`."""
    loopback = "::1" if ":" in host else "127.0.0.1"
    name = loopback if _is_everywhere(host) else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _is_everywhere(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_unspecified


def _plain(name: str) -> str:
    """A name in lower case, an address in its shortest form."""
    return str(_address(name) or name.lower())


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
