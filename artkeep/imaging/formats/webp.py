"""WebP: a RIFF of chunks; `VP8X` tells the canvas, `VP8 ` or `VP8L` are pixels, `ANMF` a frame.

Still ones are decoded by OpenCV straight into an array, moving ones by Pillow, which lays the
first frame on its canvas.
"""

import struct
from collections.abc import Iterator

import cv2
import numpy as np

from artkeep.imaging import exif, shrink
from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import through_pillow
from artkeep.imaging.header import Header, Pixels

_FIRST = 12  # bytes: RIFF, length, WEBP
_ALPHA = 0x10  # flag of VP8X


def read(data: bytes) -> Header:
    """Walk all chunks; what the file's own length promises must be there."""
    found: dict[bytes, bytes] = {}
    frames = 0
    for name, body in _chunks(data):
        frames += name == b"ANMF"
        found.setdefault(name, body)
    width, height, has_alpha = _size(found)
    return Header(
        width=width,
        height=height,
        frames=max(1, frames),
        orientation=exif.orientation(found.get(b"EXIF", b"")),
        icc=found.get(b"ICCP"),
        has_alpha=has_alpha,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise truncated()
    at = _FIRST
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > end:
            raise truncated()
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2  # chunks begin at even places


def _size(found: dict[bytes, bytes]) -> tuple[int, int, bool]:
    """Return width, height and whether some of it may be transparent."""
    if b"VP8X" in found:
        head = found[b"VP8X"]
        width = int.from_bytes(head[4:7], "little") + 1
        return width, int.from_bytes(head[7:10], "little") + 1, bool(head[0] & _ALPHA)
    if b"VP8L" in found:
        bits = int.from_bytes(found[b"VP8L"][1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    if b"VP8 " in found:
        width, height = struct.unpack_from("<HH", found[b"VP8 "], 6)
        return width & 0x3FFF, height & 0x3FFF, False
    raise damaged()


def decode(data: bytes, header: Header, _wanted: int) -> Pixels:
    """Decode the first frame at its full size."""
    if header.frames > 1 or b"ANIM" in data[:64]:
        return through_pillow.pixels(through_pillow.opened(data, "WEBP"))
    flags = cv2.IMREAD_UNCHANGED if header.has_alpha else cv2.IMREAD_COLOR_RGB
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    if decoded is None:
        raise damaged()
    return _rgb(np.asarray(decoded, np.uint8), has_alpha=header.has_alpha)


def _rgb(decoded: Pixels, *, has_alpha: bool) -> Pixels:
    """Return red, green, blue of what OpenCV gave; with alpha it gives blue first."""
    if not has_alpha:
        return decoded
    if decoded.shape[2] == 3:  # noqa: PLR2004 - the flag was a lie: nothing is transparent
        return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
    return shrink.on_white(np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGRA2RGBA), np.uint8))
