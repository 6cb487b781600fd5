"""The local details of one picture: what is compared when it was cropped, framed or pasted."""

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artkeep.errors import Damaged

VERSION = 1
DESCRIPTOR_BYTES = 32
SAMPLE_SIDE = 32  # pixels; the sample is square whatever the shape of the picture

_HEAD = struct.Struct("<4sBHHH")  # mark, version, width, height, number of points
_CHECKSUM = struct.Struct("<I")
_MARK = b"AKpt"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Up to a few hundred corners of a picture, and a small grey sample of the whole.

    `descriptors` is uint8 (n, 32), 256 bits a corner compared by Hamming distance. `places` is
    uint16 (n, 2), x and y in 1/65535 of the picture's width and height. `width` and `height` are
    the pixels of the picture in which the corners were found (their proportions are what
    matters). `sample` is uint8 (32, 32), mean luma of each cell of a 32 by 32 grid.
    """

    descriptors: NDArray[np.uint8]
    places: NDArray[np.uint16]
    width: int
    height: int
    sample: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.descriptors)

    def to_bytes(self) -> bytes:
        """Return the bytes these points are kept in: versioned, with a checksum at the end."""
        body = b"".join(
            (
                _HEAD.pack(_MARK, VERSION, self.width, self.height, len(self)),
                self.sample.tobytes(),
                self.places.astype("<u2").tobytes(),
                self.descriptors.tobytes(),
            )
        )
        return body + _CHECKSUM.pack(zlib.crc32(body))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Points":
        """Read what `to_bytes` wrote. Raises Damaged for anything else, older versions too."""
        width, height, count = _read_head(kept)
        sample_end = _HEAD.size + SAMPLE_SIDE * SAMPLE_SIDE
        places_end = sample_end + 4 * count
        sample = np.frombuffer(kept[_HEAD.size : sample_end], np.uint8)
        places = np.frombuffer(kept[sample_end:places_end], "<u2").astype(np.uint16)
        descriptors = np.frombuffer(kept[places_end : -_CHECKSUM.size], np.uint8)
        return cls(
            descriptors=descriptors.reshape(count, DESCRIPTOR_BYTES),
            places=places.reshape(count, 2),
            width=width,
            height=height,
            sample=sample.reshape(SAMPLE_SIDE, SAMPLE_SIDE),
        )


def _read_head(kept: bytes) -> tuple[int, int, int]:
    """Check mark, version, length and checksum; return width, height and number of points."""
    if len(kept) < _HEAD.size + _CHECKSUM.size:
        raise Damaged("a file of picture details is too short; `artkeep doctor --repair` renews it")
    mark, version, width, height, count = _HEAD.unpack_from(kept)
    if (mark, version) != (_MARK, VERSION):
        raise Damaged("a file of picture details is not ours; `artkeep doctor --repair` renews it")
    expected = _HEAD.size + SAMPLE_SIDE**2 + count * (4 + DESCRIPTOR_BYTES) + _CHECKSUM.size
    checksum = _CHECKSUM.unpack_from(kept, len(kept) - _CHECKSUM.size)[0]
    if len(kept) != expected or checksum != zlib.crc32(kept[: -_CHECKSUM.size]):
        raise Damaged("a file of picture details is damaged; `artkeep doctor --repair` renews it")
    return width, height, count
