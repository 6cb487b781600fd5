"""Ugoira, pixiv's animations: a zip of numbered JPEG or PNG frames of one size.

`000000.jpg`, `000001.jpg`, …, and perhaps `animation.json` with the delays. Any other zip is
refused: a picture book is not an animation, and unpacking archives is not our trade.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from artkeep.errors import PictureRefused
from artkeep.imaging import sniff
from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import jpeg, png
from artkeep.imaging.header import Header, Pixels
from artkeep.texts import number, text

_FRAME = re.compile(r"(?a:\d{1,9})\.(jpe?g|png)", re.IGNORECASE)
_PICTURE = re.compile(r".*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|jxl)", re.IGNORECASE | re.DOTALL)
_TIMING = "animation.json"
_TAIL = b"PK\x05\x06"
_MOST_ENTRIES = 10_000
_MOST_RATIO = 100  # frames are compressed already; far more is a bomb
_MOST_TIMING = 1 << 20  # bytes
_MOST_UNPACKED = 1 << 30  # bytes of all frames together
_LOCAL_HEAD = 30  # bytes before an entry's name, which is repeated where its bytes begin
_READ = {sniff.JPEG: jpeg.read, sniff.PNG: png.read}
_DECODE = {sniff.JPEG: jpeg.decode, sniff.PNG: png.decode}


def read(data: bytes) -> Header:
    """Check every frame: whole, of one size, nothing hidden. Raises PictureRefused."""
    _expect_few(data)
    with _opened(data) as archive:
        frames = _frames(archive, len(data))
        first = _header(_bytes(archive, frames[0]))
        for frame in frames[1:]:
            other = _header(_bytes(archive, frame))
            if (other.width, other.height) != (first.width, first.height):
                raise PictureRefused(text("a zip of pictures, not an animation; unpack it first"))
    return Header(first.width, first.height, frames=len(frames), icc=first.icc)


def _expect_few(data: bytes) -> None:
    """Read from the zip's last record how many entries it has, before anything is made of them."""
    tail = data.rfind(_TAIL, max(0, len(data) - 65_557))
    if tail < 0 or tail + 22 > len(data):
        raise truncated()
    if int.from_bytes(data[tail + 10 : tail + 12], "little") > _MOST_ENTRIES:
        raise PictureRefused(
            text("a zip of more than {most_entries} files", most_entries=number(_MOST_ENTRIES))
        )


def _opened(data: bytes) -> ZipFile:
    try:
        return ZipFile(io.BytesIO(data))
    except BadZipFile as error:
        raise damaged() from error


def _frames(archive: ZipFile, size_bytes: int) -> list[ZipInfo]:
    """Return the frames in their order."""
    entries = [entry for entry in archive.infolist() if entry.filename != _TIMING]
    if not any(_PICTURE.fullmatch(entry.filename) for entry in entries):
        raise PictureRefused(text("a zip without pictures"))
    if not all(_FRAME.fullmatch(entry.filename) for entry in entries):
        raise PictureRefused(text("a zip of pictures, not an animation; unpack it first"))
    _expect_honest(archive.infolist(), size_bytes)
    return sorted(entries, key=lambda entry: int(entry.filename.partition(".")[0]))


def _expect_honest(entries: list[ZipInfo], size_bytes: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise PictureRefused(text("a zip with a password"))
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if packed > size_bytes or unpacked > min(size_bytes * _MOST_RATIO, _MOST_UNPACKED):
        raise PictureRefused(text("a zip that unpacks to far more than it holds"))


def _bytes(archive: ZipFile, frame: ZipInfo) -> bytes:
    """Unpack one frame; zipfile stops at the size it promised and checks its sum."""
    with archive.open(frame) as packed:
        return packed.read()


def _header(frame: bytes) -> Header:
    try:
        return _READ[sniff.kind(frame)](frame)
    except KeyError as error:
        raise PictureRefused(text("a zip with something else under a picture's name")) from error


def frames(data: bytes) -> Iterator[bytes]:
    """Yield the frames, each a picture file, in their order. `read` has checked them."""
    with _opened(data) as archive:
        for frame in _frames(archive, len(data)):
            yield _bytes(archive, frame)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a frame lie in a zip; `is_packed`: deflated, else as they are."""

    start: int
    length: int
    is_packed: bool


def places(file: BinaryIO, size_bytes: int) -> tuple[list[Place], tuple[int, ...]]:
    """Return where the frames lie, in their order, and their delays as `delays` does.

    Reads a few bytes for each, so that a zip that lies elsewhere need not come whole.
    Raises PictureRefused.
    """
    try:
        with ZipFile(file) as archive:
            found = [_place(file, entry) for entry in _frames(archive, size_bytes)]
            return found, _told(archive)
    except BadZipFile as error:
        raise damaged() from error


def _place(file: BinaryIO, entry: ZipInfo) -> Place:
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise PictureRefused(text("a zip packed in a way that browsers cannot unpack"))
    file.seek(entry.header_offset)
    head = file.read(_LOCAL_HEAD)
    if len(head) < _LOCAL_HEAD:
        raise truncated()
    names = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    start = entry.header_offset + _LOCAL_HEAD + names
    return Place(start, entry.compress_size, entry.compress_type == ZIP_DEFLATED)


def delays(data: bytes) -> tuple[int, ...]:
    """Return how long each frame is shown, milliseconds, as the zip itself says; () if not."""
    with _opened(data) as archive:
        return _told(archive)


def _told(archive: ZipFile) -> tuple[int, ...]:
    if _TIMING not in archive.namelist() or archive.getinfo(_TIMING).file_size > _MOST_TIMING:
        return ()
    told = archive.read(_TIMING)
    try:
        timing = json.loads(told)
        listed = timing["frames"] if isinstance(timing, dict) else timing
        return tuple(int(frame["delay"]) for frame in listed)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()  # it shows the same frames, at our pace


def decode(data: bytes, _whole: Header, wanted: int) -> Pixels:
    """Decode the first frame, its longer side no less than `wanted` pixels."""
    with _opened(data) as archive:
        frame = _bytes(archive, _frames(archive, len(data))[0])
    return _DECODE[sniff.kind(frame)](frame, _header(frame), wanted)
