"""The local details of one picture: what is compared when it was cropped, framed or pasted."""

import struct
import zlib
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from artkeep.errors import Damaged

VERSION = 1
DESCRIPTOR_BYTES = 32

_HEAD = struct.Struct("<4sBHHBH")  # mark, version, width, height, side, number of points
_CHECKSUM = struct.Struct("<I")
_MARK = b"AKpt"
_POINT_BYTES = DESCRIPTOR_BYTES + 4 + 1 + 1
_DAMAGED = "the details of a picture are {}; `artkeep doctor --repair` finds them again"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Up to a few hundred corners of a picture, and a small grey sample of the whole.

    A corner has a row in each of four arrays: `descriptors` uint8 (n, 32), 256 bits compared by
    Hamming distance; `places` uint16 (n, 2), x and y in 1/65535 of the picture's width and
    height; `levels` uint8 (n), how large it is: step 1.2 of a pyramid, 0 the finest; `angles`
    uint8 (n), where it points, clockwise in 1/256 of a turn.

    `width` and `height` are the pixels of the picture the corners were found in; only their
    proportion matters. `sample` is uint8 (k, k), the mean luma of each cell of a k by k grid.
    """

    descriptors: NDArray[np.uint8]
    places: NDArray[np.uint16]
    levels: NDArray[np.uint8]
    angles: NDArray[np.uint8]
    width: int
    height: int
    sample: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.descriptors)

    def to_bytes(self) -> bytes:
        """Return the bytes these points are kept in: versioned, with a checksum at the end.

        38 a point, one for each cell of the sample, and 16 more.
        """
        body = b"".join(
            (
                _HEAD.pack(_MARK, VERSION, self.width, self.height, len(self.sample), len(self)),
                self.sample.tobytes(),
                self.places.astype("<u2").tobytes(),
                self.levels.tobytes(),
                self.angles.tobytes(),
                self.descriptors.tobytes(),
            )
        )
        return body + _CHECKSUM.pack(zlib.crc32(body))

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """Read what `to_bytes` wrote. Raises Damaged for anything else, other versions too."""
        width, height, side, count = _read_head(kept)
        lengths = (side**2, 4 * count, count, count, DESCRIPTOR_BYTES * count)
        parts, start = [], _HEAD.size
        for length in lengths:
            parts.append(np.frombuffer(kept, np.uint8, length, start))
            start += length
        sample, places, levels, angles, descriptors = parts
        return cls(
            descriptors=descriptors.reshape(count, DESCRIPTOR_BYTES),
            places=places.view("<u2").reshape(count, 2),
            levels=levels,
            angles=angles,
            width=width,
            height=height,
            sample=sample.reshape(side, side),
        )


def _read_head(kept: bytes) -> tuple[int, int, int, int]:
    """Check mark, version, length and checksum; return width, height, sample's side, points."""
    if len(kept) < _HEAD.size:
        raise Damaged(_DAMAGED.format("cut short"))
    mark, version, width, height, side, count = _HEAD.unpack_from(kept)
    if (mark, version) != (_MARK, VERSION):
        raise Damaged(_DAMAGED.format("of another version"))
    end = _HEAD.size + side**2 + _POINT_BYTES * count
    if len(kept) != end + _CHECKSUM.size:
        raise Damaged(_DAMAGED.format("cut short"))
    if _CHECKSUM.unpack_from(kept, end) != (zlib.crc32(kept[:end]),):
        raise Damaged(_DAMAGED.format("not what was written"))
    return int(width), int(height), int(side), int(count)
