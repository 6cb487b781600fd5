"""GIF: a screen, then blocks of pictures and extensions, `3B` the last.

Decoded by Pillow, which is the fastest here.
"""

from artkeep.imaging.damage import damaged, truncated
from artkeep.imaging.formats import through_pillow
from artkeep.imaging.header import Header, Pixels

_SCREEN_END = 13
_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B


def read(data: bytes) -> Header:
    """Walk all blocks, counting pictures; the end must be there."""
    if len(data) < _SCREEN_END:
        raise truncated()
    try:
        frames = _count(data)
    except IndexError as error:
        raise truncated() from error
    if frames == 0:
        raise damaged()
    return Header(
        width=int.from_bytes(data[6:8], "little"),
        height=int.from_bytes(data[8:10], "little"),
        frames=frames,
    )


def _count(data: bytes) -> int:
    """Return the number of pictures. Raises IndexError when the end is missing."""
    frames = 0
    at = _SCREEN_END + _table_bytes(data[10])
    while (block := data[at]) != _END:
        if block == _PICTURE:
            frames += 1
            at = _after_parts(data, at + 11 + _table_bytes(data[at + 9]))
        elif block == _EXTENSION:
            at = _after_parts(data, at + 2)
        elif block == 0:  # some programs leave empty bytes between blocks
            at += 1
        else:
            raise damaged()
    return frames


def _table_bytes(flags: int) -> int:
    """Return how long the colour table is that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_parts(data: bytes, at: int) -> int:
    """Return where a chain of parts ends: each begins with its length, an empty one closes."""
    while length := data[at]:
        at += 1 + length
    return at + 1


def decode(data: bytes, _header: Header, _wanted: int) -> Pixels:
    """Decode the first frame at its full size."""
    return through_pillow.pixels(through_pillow.opened(data, "GIF"))
