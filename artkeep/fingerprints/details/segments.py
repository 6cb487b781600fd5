"""Segments of the index of points: files that never change, mapped by every process that asks.

A segment holds the points of the images of one stretch of ids and is known by its name, as the
segments of fingerprints are (`artkeep.fingerprints.segments`): written beside, forced to disk
and renamed, so under that name it is whole. Arrays follow one another, each at a multiple of
4096 bytes, in this machine's byte order::

    header   what is where, whose it is, and checksums of everything
    ids      int64, ascending; an image's number is its place here
    names    uint64: the beginning of each image's SHA-256
    counts   int64: how many points of each image were taken up
    groups   uint64 (g, 4); lists uint64 (l, 4): the centres
    starts   uint64 (l + 1): where each list begins among the entries
    halves   uint64 (n, 2), owners uint32, lays uint8: the entries, list by list

An entry is 21 bytes: half a descriptor, the number of the image it belongs to, and how the point
lies (`artkeep.fingerprints.kernels.votes`).
"""

import mmap
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from artkeep.errors import Damaged
from artkeep.fingerprints.details.centres import Centres
from artkeep.fingerprints.segments import Stretch
from artkeep.texts import text

ENTRY_BYTES = 21
PAGE = 4096

_MAGIC = b"akpoint\0"
_VERSION = 1
_HEADER = struct.Struct("=8sI32s3q4q9I")
_SUM = struct.Struct("=I")

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


class Sizes(NamedTuple):
    """How long the arrays are: images, groups of centres, lists, entries."""

    images: int
    groups: int
    lists: int
    entries: int


class Lists(NamedTuple):
    """The arrays of a segment, in the order of the file."""

    ids: Integers
    names: Words
    counts: Integers
    groups: Words
    lists: Words
    starts: Words
    halves: Words
    owners: npt.NDArray[np.uint32]
    lays: npt.NDArray[np.uint8]

    @property
    def centres(self) -> Centres:
        """The centres as one."""
        return Centres(self.groups, self.lists)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Header:
    """Whose segment it is, of which images, how large, and the CRC-32 of each array."""

    mark: str
    stretch: Stretch
    sizes: Sizes
    sums: tuple[int, ...]

    def shapes(self) -> tuple[tuple[type[np.generic], tuple[int, ...]], ...]:
        """Return type and shape of each array."""
        images, groups, lists, entries = self.sizes
        return (
            (np.int64, (images,)),
            (np.uint64, (images,)),
            (np.int64, (images,)),
            (np.uint64, (groups, 4)),
            (np.uint64, (lists, 4)),
            (np.uint64, (lists + 1,)),
            (np.uint64, (entries, 2)),
            (np.uint32, (entries,)),
            (np.uint8, (entries,)),
        )

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield where each array begins and how long it is, in bytes."""
        at = PAGE
        for kind, shape in self.shapes():
            length = int(np.prod(shape)) * np.dtype(kind).itemsize
            yield at, length
            at += -(-length // PAGE) * PAGE

    @property
    def size_bytes(self) -> int:
        """How long the file is."""
        at, length = list(self.places())[-1]
        return at + length

    def to_bytes(self) -> bytes:
        """Return the first page of the file."""
        numbers = (*self.stretch, *self.sizes, *self.sums)
        packed = _HEADER.pack(_MAGIC, _VERSION, self.mark.encode(), *numbers)
        return (packed + _SUM.pack(zlib.crc32(packed))).ljust(PAGE, b"\0")

    @classmethod
    def from_bytes(cls, page: bytes) -> Self:
        """Read the first page of a file. Raises Damaged."""
        packed, rest = page[: _HEADER.size], page[_HEADER.size :]
        if len(page) != PAGE or _SUM.unpack_from(rest) != (zlib.crc32(packed),):
            raise Damaged(text("it is torn"))
        magic, version, mark, *numbers = _HEADER.unpack(packed)
        if (magic, version) != (_MAGIC, _VERSION):
            raise Damaged(text("another version wrote it"))
        stretch, sizes = Stretch(*numbers[:3]), Sizes(*numbers[3:7])
        return cls(mark.decode(), stretch, sizes, tuple(numbers[7:]))


class Segment(NamedTuple):
    """An open segment; the arrays are the file itself, read-only."""

    header: Header
    lists: Lists


def open_segment(path: Path, mark: str) -> Segment:
    """Map a segment of the library with this mark. Raises Damaged, FileNotFoundError."""
    with path.open("rb") as file:
        header = Header.from_bytes(file.read(PAGE))
        if header.mark != mark:
            raise Damaged(text("it belongs to another library"))
        if header.stretch.name != path.name:
            raise Damaged(text("it was renamed"))
        if file.seek(0, 2) != header.size_bytes:
            raise Damaged(text("it is torn"))
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = [
        np.frombuffer(whole, kind, int(np.prod(shape)), at).reshape(shape)
        for (kind, shape), (at, _) in zip(header.shapes(), header.places(), strict=True)
    ]
    return Segment(header, Lists(*arrays))


def is_intact(path: Path) -> bool:
    """Read a segment to the end; say whether it is what was written."""
    content = path.read_bytes()
    header = Header.from_bytes(content[:PAGE])
    sums = tuple(zlib.crc32(content[at : at + length]) for at, length in header.places())
    return sums == header.sums
