"""Which addresses a fetch may connect to. Pure: decides on what the resolver answered, never resolves.

It is asked about the address actually dialled, on every hop, so neither a redirect nor a name that changes its address
between two look-ups gets around it. Lists follow the IANA special-purpose registries (RFC 6890 and its successors).
"""

import errno
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PUBLIC_PORTS = frozenset({80, 443})

_LOOPBACK_4 = IPv4Network("127.0.0.0/8")
_LOOPBACK_6 = IPv6Address("::1")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# `is_global` calls some of these public; which ones depends on the version of Python.
_REFUSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",  # the host of a virtual machine at one large provider
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_REFUSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarking, ORCHID and other special purposes
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries any IPv4 address
        "3fff::/20",
    )
)


class RefusedError(OSError):
    """The guard said no; `strerror` is its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(errno.EACCES, sentence)


def refusal(address: str, port: int, *, allow_loopback: bool) -> str | None:
    """Why `address` must not be connected to, as one sentence; None if it may.

    Public addresses may be reached on ports 80 and 443. `allow_loopback` opens 127.0.0.0/8 and ::1 on any port (for
    the demo and for tests) and nothing else.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "The address is not an IP address."
    if allow_loopback and _is_loopback(ip):
        return None
    if not _is_public(ip):
        return "The address is not on the public internet."
    if port not in PUBLIC_PORTS:
        return f"Port {port} is not one of 80 and 443."
    return None


def _is_loopback(ip: IPv4Address | IPv6Address) -> bool:
    return ip in _LOOPBACK_4 if isinstance(ip, IPv4Address) else ip == _LOOPBACK_6


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in network for network in _REFUSED_4)
    if ip.ipv4_mapped is not None:
        return _is_public(ip.ipv4_mapped)
    if ip in _NAT64:
        # Hosts with IPv6 only reach every IPv4 site this way, so the address inside decides.
        return _is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in _GLOBAL_UNICAST and ip.is_global and not any(ip in network for network in _REFUSED_6)
