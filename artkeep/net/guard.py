"""Where we may go: the public web, and nothing behind somebody's front door.

Addresses come from people, from sites and from redirects; any of them may try to make us ask a
router, a printer or a cloud's metadata service in our place. So an address is checked twice. Its
text: http or https, no user and password in it, a host that is a plain name or a plain number.
And then, when a connection is made, every number that the name stands for: all of them have to
be public, and the connection goes to the very number that was checked (`wire.py`), so that a
name which changes its mind in between has gained nothing.

Any port will do: art is served on odd ones too, and what makes a port dangerous is the private
network it is in.
"""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2

from artkeep.errors import AddressRefused
from artkeep.net.guide import Spot
from artkeep.texts import text as sentence

Resolve = Callable[[str, int], Sequence[str]]
"""Tells the numeric addresses of a host and port; raises OSError when there are none."""

_LAST_PORT = 65_535
_PORTS = {"http": 80, "https": 443}
_SHOWN = 200  # characters of a refused address
_HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # what the C library takes for (part of) an IPv4 number

_CLOSED_4 = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's NAT; Alibaba's metadata at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host, though the number is public
        "169.254.0.0/16",  # link-local; metadata of most clouds at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

# Of IPv6 only this is the public web. Outside are loopback ::1, IPv4 in disguise ::ffff:0:0/96,
# private fc00::/7, link-local fe80::/10, site-local fec0::/10 and multicast ff00::/8.
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6 = tuple(
    ip_network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 number
        "3fff::/20",  # documentation
    )
)

# A network without IPv4 reaches the old web through this: the last 32 bits are an IPv4 number.
_NAT64 = ip_network("64:ff9b::/96")


def web_address(text: str) -> httpx2.URL:
    """Read an address that a person, a site or a redirect gave us.

    Raises AddressRefused; which numbers its host stands for is checked when we connect.
    """
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise AddressRefused(_shown(text), sentence("this is not an address of the web")) from error
    if url.scheme not in ("http", "https"):
        raise AddressRefused(
            _shown(text), sentence("only http:// and https:// addresses are asked")
        )
    if url.userinfo:
        raise AddressRefused(
            host_of(url), sentence("an address with a name or password in it is not asked")
        )
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise AddressRefused(host_of(url), sentence("there is no port {port}", port=url.port))
    if not _is_plain(host_of(url)):
        raise AddressRefused(_shown(text), sentence("its host is no plain name or number"))
    return url


def host_of(url: httpx2.URL) -> str:
    """Return the host as it goes over the wire: lower case, ASCII, IPv6 without brackets."""
    return url.raw_host.decode("ascii")


def site_of(url: httpx2.URL) -> str:
    """Return what messages and lanes call the site: its host, with the port if it is an odd one."""
    return url.netloc.decode("ascii")


def spot_of(url: httpx2.URL) -> Spot:
    """Return where a request to this address goes."""
    return Spot(url.scheme, host_of(url), url.port or _PORTS[url.scheme], url.path)


def read_spot(text: str) -> Spot:
    """Return where a request to this address would go. Raises AddressRefused."""
    return spot_of(web_address(text))


def netloc(host: str, port: int) -> str:
    """Return `host:port`, IPv6 in brackets: the form in `allowed_private`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the numbers of a name. Its patience is the system's, not ours."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise OSError(f"{host[:_SHOWN]} is no name") from error
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def require_public(host: str, addresses: Sequence[str]) -> None:
    """Raise AddressRefused unless every address is one of the public web."""
    for address in addresses:
        if not is_public(address):
            where = "" if address == host else f" ({address})"
            raise AddressRefused(
                host,
                sentence(
                    "this leads into a private network{where}, where we do not go", where=where
                ),
            )


def is_public(address: str) -> bool:
    """Say whether a numeric address belongs to the public web."""
    number = ip_address(address)
    if isinstance(number, IPv6Address) and number in _NAT64:
        number = IPv4Address(int(number) & 0xFFFF_FFFF)
    if isinstance(number, IPv4Address):
        return not any(number in network for network in _CLOSED_4)
    return number in _OPEN_6 and not any(number in network for network in _CLOSED_6)


def _is_plain(host: str) -> bool:
    """Say whether a host is a name, four decimal numbers, or an IPv6 number.

    `2130706433`, `0x7f.1`, `0177.0.0.1` and `127.1` are 127.0.0.1 to the C library; nobody
    writes them who means well.
    """
    if ":" in host:
        return "%" not in host  # %eth0: an address that is only meant in this very room
    if not _HOST.fullmatch(host):
        return False
    if _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        return re.fullmatch(r"[0-9]+(\.[0-9]+){3}", host) is not None
    return True


def _shown(text: str) -> str:
    """Return so much of an address as may be printed: short, on one line, without a password."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    shown = re.sub(r"//[^/?#]*@", "//…@", shown)
    return "".join(char if char.isprintable() else "�" for char in shown)
