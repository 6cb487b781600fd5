"""Segments: files of fingerprints that never change, mapped by every process that asks.

A segment holds the images of one stretch of ids, (after, upto], and is known by its name:
`<after>-<upto>-<generation>.segment`. It is written beside, forced to disk and renamed, so under
that name it is whole. Its parts begin at multiples of 4096 bytes, in this machine's byte order::

    header   what is where, whose it is, and checksums of everything
    ids      int64, ascending; a row's number is its place here
    rows     32 bytes each
    buckets  uint32; for each slot where its buckets begin (2^width + 1 numbers), then for each
             slot the numbers of all rows, bucket by bucket. Small segments have none.

Opening reads the header only. A file that is torn, foreign or of another version is `Damaged`.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from artkeep.errors import Damaged
from artkeep.texts import text

Words = npt.NDArray[np.uint64]  # (n, 4): fingerprints
Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]

_PAGE = 4096
_MAGIC = b"akprint\0"
_VERSION = 1
_HEADER = struct.Struct("=8sI32s6q4I")
_SUM = struct.Struct("=I")
_NAME = re.compile(r"([0-9]{19})-([0-9]{19})-([0-9]+)\.segment")
_CHUNK = 1 << 22


class Stretch(NamedTuple):
    """The ids (after, upto]; of two files with the same, the higher `generation` holds."""

    after: int
    upto: int
    generation: int

    @property
    def name(self) -> str:
        """The file's name; sorts like the stretch."""
        return f"{self.after:019}-{self.upto:019}-{self.generation}.segment"

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Read a file's name; None: it is not a segment's."""
        match = _NAME.fullmatch(name)
        return cls(*map(int, match.groups())) if match else None


class Sums(NamedTuple):
    """The CRC-32 of each part."""

    ids: int
    rows: int
    starts: int
    lists: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a segment holds and where.

    `mark` is the library's, 32 characters. The parts are laid out for `room` rows, `count` are
    there. `slots` is into how many the 256 bits are cut, 0 without buckets.
    """

    mark: str
    stretch: Stretch
    room: int
    count: int
    slots: int
    sums: Sums

    @property
    def ids_at(self) -> int:
        """Where the ids begin: bytes, as all of these."""
        return _PAGE

    @property
    def rows_at(self) -> int:
        """Where the rows begin."""
        return _whole_pages(self.ids_at + 8 * self.room)

    @property
    def starts_at(self) -> int:
        """Where the buckets begin."""
        return _whole_pages(self.rows_at + 32 * self.room)

    @property
    def lists_at(self) -> int:
        """Where the second part of the buckets begins."""
        return self.starts_at + 4 * number_of_starts(self.slots)

    @property
    def size_bytes(self) -> int:
        """How long the file is."""
        return self.lists_at + 4 * self.slots * self.count

    def parts(self) -> Iterator[tuple[str, int, int, int]]:
        """Yield name, place, length and checksum of each part."""
        yield "ids", self.ids_at, 8 * self.count, self.sums.ids
        yield "rows", self.rows_at, 32 * self.count, self.sums.rows
        yield "starts", self.starts_at, self.lists_at - self.starts_at, self.sums.starts
        yield "lists", self.lists_at, self.size_bytes - self.lists_at, self.sums.lists

    def to_bytes(self) -> bytes:
        """Return the first page of the file."""
        numbers = (*self.stretch, self.room, self.count, self.slots, *self.sums)
        packed = _HEADER.pack(_MAGIC, _VERSION, self.mark.encode(), *numbers)
        return (packed + _SUM.pack(zlib.crc32(packed))).ljust(_PAGE, b"\0")

    @classmethod
    def from_bytes(cls, page: bytes) -> Self:
        """Read the first page of a file. Raises Damaged."""
        packed, rest = page[: _HEADER.size], page[_HEADER.size :]
        if len(page) != _PAGE or _SUM.unpack_from(rest) != (zlib.crc32(packed),):
            raise Damaged(text("it is torn"))
        magic, version, mark, *numbers = _HEADER.unpack(packed)
        if (magic, version) != (_MAGIC, _VERSION):
            raise Damaged(text("another version wrote it"))
        stretch, (room, count, slots), sums = numbers[:3], numbers[3:6], numbers[6:]
        return cls(mark.decode(), Stretch(*stretch), room, count, slots, Sums(*sums))


def _whole_pages(size_bytes: int) -> int:
    return -(-size_bytes // _PAGE) * _PAGE


def widths(slots: int) -> Integers:
    """Return how many of the 256 bits each slot has: as equal as can be, the wider first."""
    return np.array([256 // slots + (slot < 256 % slots) for slot in range(slots)], np.int64)


def number_of_starts(slots: int) -> int:
    """Return how many numbers the first part of the buckets has."""
    return int((2 ** widths(slots) + 1).sum()) if slots else 0


def slot_table(slots: int, count: int) -> Integers:
    """Return for each slot: where its starts are, where its lists are, first bit, width.

    The places are numbers within the buckets of `count` rows.
    """
    width = widths(slots)
    starts = 2**width + 1
    lists = number_of_starts(slots) + count * np.arange(slots)
    return np.stack([starts.cumsum() - starts, lists, width.cumsum() - width, width], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment; the arrays are the file itself, read-only. `buckets` is empty without."""

    header: Header
    ids: Integers
    rows: Words
    buckets: Numbers
    slots: Integers

    def __len__(self) -> int:
        return self.header.count


def open_segment(path: Path, mark: str) -> Segment:
    """Map a segment of the library with this mark. Raises Damaged, FileNotFoundError."""
    with path.open("rb") as file:
        header = Header.from_bytes(file.read(_PAGE))
        if header.mark != mark:
            raise Damaged(text("it belongs to another library"))
        if header.stretch.name != path.name:
            raise Damaged(text("it was renamed"))
        if file.seek(0, 2) != header.size_bytes:
            raise Damaged(text("it is torn"))
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    count, numbers = header.count, (header.size_bytes - header.starts_at) // 4
    return Segment(
        header,
        np.frombuffer(whole, np.int64, count, header.ids_at),
        np.frombuffer(whole, np.uint64, 4 * count, header.rows_at).reshape(count, 4),
        np.frombuffer(whole, np.uint32, numbers, header.starts_at),
        slot_table(header.slots, count) if header.slots else np.empty((0, 4), np.int64),
    )


def damaged_parts(path: Path) -> list[str]:
    """Read a segment to the end; return which parts are not what was written."""
    with path.open("rb") as file:
        header = Header.from_bytes(file.read(_PAGE))
        wrong = []
        for name, place, length, expected in header.parts():
            file.seek(place)
            sum_, left = 0, length
            while chunk := file.read(min(left, _CHUNK)):
                sum_, left = zlib.crc32(chunk, sum_), left - len(chunk)
            if (left, sum_) != (0, expected):
                wrong.append(name)
        return wrong
