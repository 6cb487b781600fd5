"""PNG and APNG: chunks of `length name body checksum`, `IEND` the last.

Decoded by libvips, which is a third faster than Pillow and OpenCV here and shrinks while it
reads, so that a picture of 200 million pixels never lies in memory as a whole.
"""

import struct
import zlib
from collections.abc import Iterator

import pyvips

from artkeep.imaging import exif
from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import through_vips
from artkeep.imaging.header import Header, Pixels

_FIRST = 8  # bytes of signature
_PROFILE_BYTES = 8 << 20  # no honest profile is larger


def read(data: bytes) -> Header:
    """Walk all chunks: size, frames, orientation and profile, and the end must be there."""
    chunks: dict[bytes, tuple[int, int]] = {}
    for name, start, length in _chunks(data):
        chunks.setdefault(name, (start, length))
    if b"IHDR" not in chunks or b"IDAT" not in chunks:
        raise damaged()
    width, height = struct.unpack_from(">II", data, chunks[b"IHDR"][0])
    body = {
        name: data[start : start + length]
        for name, (start, length) in chunks.items()
        if name in {b"acTL", b"eXIf", b"iCCP"}
    }
    return Header(
        width=width,
        height=height,
        frames=int.from_bytes(body.get(b"acTL", b"\0\0\0\1")[:4], "big") or 1,
        orientation=exif.orientation(body.get(b"eXIf", b"")),
        icc=_profile(body.get(b"iCCP", b"")),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and length of each chunk's body up to the end."""
    at = _FIRST
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            raise truncated()
        if name == b"IEND":
            return
        yield name, at + 8, length
        at += 12 + length
    raise truncated()


def _profile(body: bytes) -> bytes | None:
    """Unpack `name NUL method deflated profile`; None when it is none."""
    _name, _, packed = body.partition(b"\0")
    if not packed:
        return None
    try:
        return zlib.decompressobj().decompress(packed[1:], _PROFILE_BYTES)
    except zlib.error:  # a damaged profile leaves a picture that everybody can see
        return None


def decode(data: bytes, _header: Header, wanted: int) -> Pixels:
    """Decode the first frame, shrunk to no less than `wanted` pixels on its longer side."""
    image = pyvips.Image.pngload_buffer(data, access="sequential", fail_on="error")
    return through_vips.pixels(image, wanted)
