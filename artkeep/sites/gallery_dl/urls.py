"""Addresses for gallery-dl: any of the web, with its name before them.

`gallery-dl:https://comics.example/c/12`. Whether a post or a list is behind an address only the
program knows; until it is asked, it is a list. A list's id is the address; a post's has the
post's own id behind it: `https://comics.example/c/12#post=4711`.
"""

import re
from urllib.parse import quote, unquote, urlsplit

from artkeep.model.refs import CollectionRef, PostRef, Ref

NAME = "gallery_dl"
PREFIX = "gallery-dl:"

_PORTS = frozenset({None, 80, 443})
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}", re.ASCII
)
_PLAIN = re.compile(r"[!-~\u00a1-\ud7ff\ue000-\U0010ffff]*")  # no spaces, nothing invisible
_LONGEST = 2000
_POST = "post="


def parse(address: str) -> Ref | None:
    """Read an address with the prefix; its fragment counts only where it is ours."""
    plain = address.strip()
    if not plain.lower().startswith(PREFIX) or len(plain) > _LONGEST:
        return None
    whole, _, fragment = plain[len(PREFIX) :].partition("#")
    if not _is_of_the_web(whole) or not _PLAIN.fullmatch(fragment):
        return None
    if fragment.startswith(_POST):
        # gallery-dl:https://comics.example/c/12#post=4711
        ref = post(whole, unquote(fragment.removeprefix(_POST)))
        return ref if len(url(ref)) <= _LONGEST else None
    # gallery-dl:https://comics.example/c/12
    return CollectionRef(NAME, whole)


def url(ref: Ref) -> str:
    """Write an address that `parse` reads again."""
    return f"{PREFIX}{ref.id}"


def post(address: str, key: str) -> PostRef:
    """Return the post with that id of its own at an address; "": the only one there."""
    return PostRef(NAME, f"{address}#{_POST}{quote(key, safe='')}")


def split(ref: Ref) -> tuple[str, str]:
    """Return the address to be asked, and the id of the post there, "" for all."""
    address, _, fragment = ref.id.partition("#")
    return address, unquote(fragment.removeprefix(_POST))


def host_of(address: str) -> str:
    """Return the host of an address that `parse` has read."""
    return (urlsplit(address).hostname or "").removesuffix(".")


def is_below(address: str, other: str) -> bool:
    """Say whether an address lies below another one, as the lists of an account do."""
    return address.startswith(f"{other.partition('?')[0].rstrip('/')}/")


def _is_of_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return False
    is_web = parts.scheme in {"http", "https"} and address.startswith(f"{parts.scheme}://")
    is_open = parts.username is None and port in _PORTS and _HOST.fullmatch(host) is not None
    return is_web and is_open and _PLAIN.fullmatch(address) is not None
