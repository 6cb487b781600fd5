"""AVIF: boxes of `length name body`, as in films. Decoded by Pillow (libavif, dav1d)."""

import struct

from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import through_pillow
from artkeep.imaging.header import Header, Pixels

_LONG = 1  # a length of 1: the true one follows in 8 bytes
_TO_THE_END = 0


def read(data: bytes) -> Header:
    """See that all boxes are whole and read what the file says of itself."""
    _expect_end(data)
    return through_pillow.header(through_pillow.opened(data, "AVIF"))


def _expect_end(data: bytes) -> None:
    at = 0
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if length == _TO_THE_END:
            return
        if length == _LONG and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, at + 8)
        if length < 8:  # noqa: PLR2004 - shorter than its own head
            raise damaged()
        at += length
    if at > len(data):
        raise truncated()


def decode(data: bytes, _header: Header, _wanted: int) -> Pixels:
    """Decode the first frame at its full size."""
    return through_pillow.pixels(through_pillow.opened(data, "AVIF"))
