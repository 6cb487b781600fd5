"""The files of a work: the best that can be had, smaller ones, and what tells them apart.

An address is good for a while: what makes it so (`?token=…`) changes each time it is told. Before
that stands where the file lies, and perhaps, from `/v1/` on, what is to be made of it.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from artkeep.model.found import PageInfo

_MADE = "/v1/"
_BLURRED = re.compile(r",blur_\d+")
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|tiff?|webp)$", re.IGNORECASE)


def is_original(address: str) -> bool:
    """Say whether this is the file as it was uploaded, not what the site makes of it."""
    return _MADE not in urlsplit(address).path


def is_blurred(address: str) -> bool:
    """Say whether nothing is to be seen there: what is mature, for who is not signed in."""
    return bool(_BLURRED.search(urlsplit(address).path))


def is_picture(name: str) -> bool:
    """Say whether a file's name is that of a picture; works can also be archives or brushes."""
    return bool(_PICTURE.search(name))


def stamp(address: str) -> str:
    """Return what changes when the artist brings another file: where it lies, and no more."""
    return urlsplit(address).path.partition(_MADE)[0].removeprefix("/intermediary")


def page(deviation: Any, download: Any = None) -> PageInfo:
    """Read the first picture of a work. `download` is its original, if that was given."""
    sizes = [download, deviation["content"], deviation.get("preview"), _largest(deviation)]
    best, *smaller = [size for size in sizes if size and not is_blurred(size["src"])]
    return PageInfo(
        best["src"],
        stamp=stamp(deviation["content"]["src"]),
        fallbacks=tuple(dict.fromkeys(size["src"] for size in smaller)),
        width=best.get("width"),
        height=best.get("height"),
    )


def _largest(deviation: Any) -> Any:
    return max(deviation.get("thumbs") or (), key=lambda size: size["width"], default=None)


def of_media(media: Any, full: Any) -> PageInfo:
    """Read a picture as the pages tell of it; the last of several tokens is for the file itself."""
    where, tokens = media["baseUri"], list(media.get("token") or ())
    made = where + _BLURRED.sub("", full.get("c", "").replace("<prettyName>", media["prettyName"]))
    # a token for the blurred picture alone will be refused here, and the picture stays missing
    addresses = [f"{made}?token={tokens[0]}" if tokens else made]
    if len(tokens) > 1:
        addresses.insert(0, f"{where}?token={tokens[-1]}")
    width, height = full.get("w"), full.get("h")
    return PageInfo(addresses[0], stamp(where), tuple(addresses[1:]), width=width, height=height)
