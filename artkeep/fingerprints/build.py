"""Writing a segment: whole or not at all, in the same memory however many rows there are.

Rows stream in and go to disk as they come. Buckets are filled slot by slot, and each slot in as
many passes over the rows as it takes to hold a stretch of its lists in memory; so the disk is
written from front to back only.
"""

import errno
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from artkeep.errors import Damaged, DiskFull
from artkeep.fingerprints.kernels import Kernels
from artkeep.fingerprints.segments import Header, Integers, Numbers, Sums, Words, slot_table
from artkeep.texts import text

UNFINISHED = ".part"
_BLOCK = 32_768  # rows read at once: 1 MiB
_AT_ONCE = 1 << 22  # numbers of rows in memory at once: 16 MiB


def write_segment(
    folder: Path,
    planned: Header,
    batches: Iterable[tuple[Integers, Words]],
    kernels: Callable[[], Kernels],
) -> Header | None:
    """Write the batches, ids ascending, at most `planned.room`; None: they held nothing.

    Raises DiskFull. An unfinished file may be left by who is killed, for the next to delete.
    """
    beside = folder / f"{planned.stretch.name}{UNFINISHED}"
    with _undone_when_full(beside), beside.open("w+b") as file:
        header = _write_rows(file, planned, batches)
        if header.slots and header.count:
            header = _write_buckets(file, header, kernels())
        file.truncate(header.size_bytes)
        file.seek(0)
        file.write(header.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    if not header.count:
        beside.unlink()
        return None
    beside.replace(folder / header.stretch.name)
    _force(folder)
    return header


@contextmanager
def _undone_when_full(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            file.unlink(missing_ok=True)
            raise DiskFull(
                text("no room left for the fingerprint index; free some disk")
            ) from error
        raise


def _force(folder: Path) -> None:
    """Force a renaming to disk, where a folder can be opened for that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Part:
    """One part of the file, written from front to back."""

    def __init__(self, file: BinaryIO, place: int) -> None:
        self._file = file
        self._place = place
        self.sum = 0

    def write(self, array: npt.NDArray[np.generic]) -> None:
        content = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        self._file.seek(self._place)
        self._file.write(content)
        self._place += len(content)
        self.sum = zlib.crc32(content, self.sum)


def _write_rows(
    file: BinaryIO, planned: Header, batches: Iterable[tuple[Integers, Words]]
) -> Header:
    ids_part, rows_part = _Part(file, planned.ids_at), _Part(file, planned.rows_at)
    count = 0
    for ids, rows in batches:
        count += len(ids)
        if count > planned.room:
            raise Damaged(text("images were added with ids already used"))
        ids_part.write(ids)
        rows_part.write(rows)
    return replace(planned, count=count, sums=Sums(ids_part.sum, rows_part.sum, 0, 0))


def _write_buckets(file: BinaryIO, header: Header, kernels: Kernels) -> Header:
    starts_part, lists_part = _Part(file, header.starts_at), _Part(file, header.lists_at)
    for slot in slot_table(header.slots, header.count)[:, 2:]:
        starts = np.zeros((1 << int(slot[1])) + 1, np.uint32)
        for _, rows in _blocks(file, header):
            kernels.count(rows, slot, starts)
        np.cumsum(starts, out=starts)
        starts_part.write(starts)
        for low, high in _passes(starts):
            lists_part.write(_lists(file, header, slot, (low, starts[low : high + 1]), kernels))
    sums = header.sums._replace(starts=starts_part.sum, lists=lists_part.sum)
    return replace(header, sums=sums)


def _blocks(file: BinaryIO, header: Header) -> Iterator[tuple[int, Words]]:
    """Yield the rows again, with the number of the first."""
    for number in range(0, header.count, _BLOCK):
        rows = np.empty((min(_BLOCK, header.count - number), 4), np.uint64)
        file.seek(header.rows_at + 32 * number)
        file.readinto(rows.data)  # type: ignore[attr-defined]  # BinaryIO lacks what all files have
        yield number, rows


def _passes(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Cut the words into stretches with few enough rows to hold, but at least one word each."""
    low, words = 0, len(starts) - 1
    while low < words:
        most = np.uint32(min(int(starts[low]) + _AT_ONCE, 2**32 - 1))
        high = max(int(np.searchsorted(starts, most, side="right")) - 1, low + 1)
        yield low, high
        low = high


def _lists(
    file: BinaryIO, header: Header, slot: Integers, stretch: tuple[int, Numbers], kernels: Kernels
) -> Numbers:
    """Return the lists of the buckets in a stretch: its first word, and where they begin."""
    low, starts = stretch
    out = np.empty(int(starts[-1] - starts[0]), np.uint32)
    free = starts[:-1] - starts[0]
    for number, rows in _blocks(file, header) if len(out) else ():
        kernels.place(rows, number, slot, low, free, out)
    return out
