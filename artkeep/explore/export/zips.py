"""ZIP files, stored, of any size: their length before a byte is read, then their bytes.

Pictures are packed already, so they are stored. Sums stand behind each file, where one knows
them; the directory at the end is kept on disk until then, so memory does not grow with the
number of files. Times, names and order come from outside: the same files give the same bytes.
The layout is that of PKWARE's APPNOTE.TXT 6.3.10: §4.3.7 to §4.3.16, Zip64 in §4.5.3.
"""

import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from artkeep.errors import Damaged
from artkeep.texts import text

_LARGE = 0xFFFFFFFF  # what does not fit in four bytes stands in a Zip64 field
_MANY = 0xFFFF
_SUM_BEHIND, _NAME_IS_UTF8 = 1 << 3, 1 << 11
_PLAIN, _ZIP64 = 20, 45  # the version of ZIP that a reader needs
_UNIX = 3 << 8
_FILE = 0o100644 << 16
_STORED = 0
_DIRECTORY_IN_MEMORY = 1 << 20  # bytes

_HEAD = struct.Struct("<4s5H3I2H")
_RECORD = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_WHERE_END_64 = struct.Struct("<4sIQI")
_TIME = struct.Struct("<HHBi")  # Info-ZIP's field of a time in UTC
_TIME_ID, _ZIP64_ID = 0x5455, 1
_SECONDS_AT_MOST = 2**31 - 1
# bytes before and behind a file, but for its name: head and sums, larger ones in Zip64
_AROUND = {False: _HEAD.size + _TIME.size + 16, True: _HEAD.size + _TIME.size + 20 + 24}
_FIRST_YEAR, _LAST_YEAR = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be in a ZIP: its name with `/` between folders, its bytes' number, its time."""

    name: str
    size_bytes: int
    at: datetime


class Layout:
    """Writes what stands around the files; add them in their order, then `end`."""

    def __init__(self) -> None:
        self._offset = self._directory_bytes = self._count = 0

    def head(self, entry: Entry) -> bytes:
        """Return what stands before a file."""
        name = entry.name.encode()
        extra = _time(entry.at) + (_zip64(0, 0) if _is_large(entry) else b"")
        flags = _SUM_BEHIND | _NAME_IS_UTF8
        head = (b"PK\3\4", _version(entry), flags, _STORED, *_dos(entry.at), 0, 0, 0)
        return _HEAD.pack(*head, len(name), len(extra)) + name + extra

    def foot(self, entry: Entry, crc: int) -> bytes:
        """Return what stands behind a file."""
        form = "<4sIQQ" if _is_large(entry) else "<4sIII"
        return struct.pack(form, b"PK\7\x08", crc, entry.size_bytes, entry.size_bytes)

    def record(self, entry: Entry, crc: int) -> bytes:
        """Return a file's line of the directory, and go on behind the file."""
        name = entry.name.encode()
        far = [self._offset] if self._offset >= _LARGE else []
        sizes = [entry.size_bytes] * 2 if _is_large(entry) else []
        extra = _time(entry.at) + (_zip64(*sizes, *far) if sizes or far else b"")
        version = _ZIP64 if sizes or far else _PLAIN
        size = min(entry.size_bytes, _LARGE)
        line = _RECORD.pack(
            *(b"PK\1\2", _UNIX | version, version, _SUM_BEHIND | _NAME_IS_UTF8, _STORED),
            *(*_dos(entry.at), crc, size, size, len(name), len(extra), 0, 0, 0),
            *(_FILE, min(self._offset, _LARGE)),
        )
        line += name + extra
        self._offset += _AROUND[_is_large(entry)] + len(name) + entry.size_bytes
        self._directory_bytes += len(line)
        self._count += 1
        return line

    def end(self) -> bytes:
        """Return what stands behind the directory."""
        number, length, offset = self._count, self._directory_bytes, self._offset
        last = b""
        if number >= _MANY or length >= _LARGE or offset >= _LARGE:
            last = _END_64.pack(
                *(b"PK\6\6", _END_64.size - 12, _UNIX | _ZIP64, _ZIP64, 0, 0),
                *(number, number, length, offset),
            )
            last += _WHERE_END_64.pack(b"PK\6\7", 0, offset + length, 1)
        number = min(number, _MANY)
        counts = (number, number, min(length, _LARGE), min(offset, _LARGE))
        return last + _END.pack(b"PK\5\6", 0, 0, *counts, 0)

    @property
    def length(self) -> int:
        """How many bytes there are in all, once every file has its record."""
        return self._offset + self._directory_bytes + len(self.end())


def length(entries: Iterable[Entry]) -> int:
    """Return how many bytes the ZIP of these files will have."""
    layout = Layout()
    for entry in entries:
        layout.record(entry, 0)
    return layout.length


def stream(files: Iterable[tuple[Entry, Iterator[bytes]]]) -> Iterator[bytes]:
    """Yield a ZIP bit by bit. Raises Damaged when a file has not as many bytes as was said."""
    layout = Layout()
    with tempfile.SpooledTemporaryFile(_DIRECTORY_IN_MEMORY) as directory:
        for entry, chunks in files:
            yield layout.head(entry)
            crc, left = 0, entry.size_bytes
            for chunk in chunks:
                crc, left = zlib.crc32(chunk, crc), left - len(chunk)
                yield chunk
            if left:
                raise Damaged(
                    text("{entry} is not what it was a moment ago; try again", entry=entry.name)
                )
            yield layout.foot(entry, crc)
            directory.write(layout.record(entry, crc))
        directory.seek(0)
        while chunk := directory.read(_DIRECTORY_IN_MEMORY):
            yield chunk
    yield layout.end()


def part(chunks: Iterator[bytes], start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes from `start` up to and without `end` of what the chunks are together."""
    at = 0
    for chunk in chunks:
        if at + len(chunk) > start:
            yield chunk[max(0, start - at) : end - at]
        at += len(chunk)
        if at >= end:
            return


def _is_large(entry: Entry) -> bool:
    return entry.size_bytes >= _LARGE


def _version(entry: Entry) -> int:
    return _ZIP64 if _is_large(entry) else _PLAIN


def _zip64(*numbers: int) -> bytes:
    return struct.pack(f"<HH{len(numbers)}Q", _ZIP64_ID, 8 * len(numbers), *numbers)


def _time(at: datetime) -> bytes:
    seconds = min(max(int(at.timestamp()), 0), _SECONDS_AT_MOST)
    return _TIME.pack(_TIME_ID, 5, 1, seconds)


def _dos(at: datetime) -> tuple[int, int]:
    """Return time and date as DOS had them: two seconds fine, from 1980 to 2107."""
    moment = min(max(at.astimezone(UTC), _FIRST_YEAR), _LAST_YEAR)
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (moment.year - 1980) << 9 | moment.month << 5 | moment.day
