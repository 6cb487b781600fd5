"""How many components each pixel of a JPEG has, told by its head without decoding anything.

What stands before that can be long (EXIF, colour profiles, small pictures) and is stepped over, so
that little is read wherever the file lies. Files may be hostile: what is read is bounded.
"""

import re
from collections.abc import Callable, Iterator

FOR_PRINT = 4  # cyan, magenta, yellow, black; in whichever way they are stored

Read = Callable[[int, int], bytes]
"""Returns the bytes from one, up to so many; fewer where the file ends."""

_AT_ONCE = 1 << 17  # bytes read at once: two segments, however long
_MOST_STEPS = 256  # segments and reads
_HEAD = 8  # bytes behind a frame's marker: length (2), bits, height (2), width (2), components
_MARKER = re.compile(rb"\xff([^\x00\xff])(.{0,8})", re.DOTALL)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_LAST = frozenset({0xD9, 0xDA})  # the end, or coded pixels


def of_jpeg(read: Read) -> int | None:
    """Return how many there are: 1 is grey, 3 colours, `FOR_PRINT`; None: the head tells none."""
    return next((head[-1] for marker, head in _segments(read) if marker in _FRAMES), None)


def _segments(read: Read) -> Iterator[tuple[int, bytes]]:
    """Yield the marker of each segment before the pixels, and the bytes behind it."""
    start, part, at = 0, b"", 0
    for _ in range(_MOST_STEPS):
        found = _MARKER.search(part, max(0, at - start))
        if found is None or len(found[2]) < _HEAD:
            at = start + found.start() if found else max(at, start + len(part) - 1)
            start, part = at, read(at, _AT_ONCE)
            if len(part) <= _HEAD:
                return
            continue
        marker, head = found[1][0], found[2]
        if marker in _LAST:
            return
        yield marker, head
        at = start + found.end(1)
        if marker not in _WITHOUT_LENGTH:
            at += max(2, int.from_bytes(head[:2], "big"))
