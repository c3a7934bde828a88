"""Which addresses may be connected to: public ones. Resolves names; what was checked here is what is connected to."""

import ipaddress
import socket

from sitegen.sources.no_answer import NoAnswer

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public by their number, and yet of the host's own network: what clouds keep for their machines (Azure's "wire server",
# Oracle's metadata), and what Pythons before 3.11.10 and 3.12.4 take for global.
_OF_THE_HOST = tuple(ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24"))
# RFC 4291, section 2.4, and RFC 9637: the addresses given out so far, less those for documentation.
_IPV6_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_IPV6_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")
# RFC 6052: an IPv4 address in its last 32 bits, for networks without IPv4.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def resolved(host: str, port: int) -> tuple[Address, ...]:
    """The addresses of a host, in the order in which the system would try them. Raises NoAnswer if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer(
            "no address for this host", "check the name of the host, and the connection", may_pass=True
        ) from None
    return tuple(dict.fromkeys(ipaddress.ip_address(address[0]) for *_, address in found))


def is_public(address: Address) -> bool:
    """True for an address of the open internet: not of this machine, its network, or a cloud's inside.

    An IPv4 address in an IPv6 one counts by itself: `::ffff:127.0.0.1` leads to this machine.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address not in _IPV6_GIVEN_OUT or address in _IPV6_DOCUMENTATION:
            return False
    if any(address in network for network in _OF_THE_HOST):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to, if it is of that kind."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
