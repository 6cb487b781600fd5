"""Addresses as people paste them, before a site looks whether they are its own."""

from urllib.parse import SplitResult, urlsplit

PORTS = frozenset({None, 80, 443})  # of web servers that everybody reaches


def of_web(address: str) -> tuple[str, SplitResult] | None:
    """Return the host, without the dot that may end it, and the parts of an address of the web.

    None for one that is none, or that leads to a port of somebody's own.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return None
    return (host, parts) if parts.scheme in {"http", "https"} and port in PORTS else None
