"""JPEG: segments of `FF marker length …` up to the scan, then coded pixels up to `FF D9`.

Decoded by OpenCV (libjpeg-turbo straight into an array, the fastest road measured), at 1/2, 1/4
or 1/8 where that is enough; CMYK through libvips, which knows colour profiles.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import pyvips

from artkeep.errors import PictureRefused
from artkeep.imaging import exif
from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import through_vips
from artkeep.imaging.header import Header, Pixels
from artkeep.texts import text

_SCAN = 0xDA
_END = b"\xff\xd9"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15
_APP1, _APP2 = 0xE1, 0xE2
_EXIF = b"Exif\0\0"
_ICC = b"ICC_PROFILE\0"
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_CMYK = 4
_BITS = 8


def read(data: bytes) -> Header:
    """Read the segments before the scan and see that the end is there."""
    frame = b""
    orientation = exif.UPRIGHT
    profile: list[bytes] = []
    for marker, body in _segments(data):
        if marker in _FRAMES:
            frame = frame or body
        elif marker == _APP1 and body.startswith(_EXIF):
            orientation = exif.orientation(body)
        elif marker == _APP2 and body.startswith(_ICC):
            profile.append(body[len(_ICC) :])
    if len(frame) < 6:  # noqa: PLR2004 - bits, height, width, components
        raise damaged()
    if frame[0] != _BITS:
        raise PictureRefused(
            text("a JPEG of {frame} bits, which Artkeep cannot read", frame=frame[0])
        )
    return Header(
        width=int.from_bytes(frame[3:5], "big"),
        height=int.from_bytes(frame[1:3], "big"),
        orientation=orientation,
        icc=_joined(profile),
        is_cmyk=frame[5] == _CMYK,
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and body of each segment up to the first scan."""
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            raise truncated()
        marker = data[at + 1]
        if marker in {0x00, 0xFF} or marker in _WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - FF FF: a filling byte
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            _expect_end(data, at)
            return
        if at + 2 + length > len(data):
            raise truncated()
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)


def _expect_end(data: bytes, scan: int) -> None:
    """Raise when the end mark is missing. In coded pixels FF is never followed by D9."""
    if data.rfind(_END) < scan:
        raise truncated()


def _joined(parts: list[bytes]) -> bytes | None:
    """Put a profile together: each part says its number and how many there are."""
    if not parts:
        return None
    return b"".join(part[2:] for part in sorted(parts, key=lambda part: part[:1]))


_REDUCED = {
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_AS_STORED = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION


def decode(data: bytes, header: Header, wanted: int) -> Pixels:
    """Decode at the smallest scale whose longer side is at least `wanted` pixels."""
    factor = next((by for by in (8, 4, 2) if header.longest >= wanted * by), 1)
    if header.is_cmyk:
        image = pyvips.Image.jpegload_buffer(
            data, shrink=factor, access="sequential", fail_on="error"
        )
        return through_vips.pixels(image, wanted)
    # The "greyscale" of the reduced modes is only the lack of a bit, which _AS_STORED brings
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED.get(factor, 0) | _AS_STORED)
    if pixels is None:
        raise damaged()
    return np.asarray(pixels, np.uint8)
