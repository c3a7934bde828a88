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
        return Names(LOOPBACK_NAMES | {host.lower()})
    machine = socket.gethostname().lower()
    own = {host.lower(), machine, f"{machine.partition('.')[0]}.local"}
    if is_address(host) and ipaddress.ip_address(host).is_unspecified:
        return Names(LOOPBACK_NAMES | own - {host.lower()}, any_address=True)
    return Names(LOOPBACK_NAMES | own)


def is_allowed(header: str, names: Names) -> bool:
    """True if a Host header, with or without a port, names this preview."""
    match = _HOST.fullmatch(header)
    if match is None:
        return False
    name = (match["ipv6"] or match["name"]).lower()
    return name in names.names or (names.any_address and is_address(name))


def is_loopback(host: str) -> bool:
    return host.lower() == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
