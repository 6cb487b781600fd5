"""Byte ranges: which part of a file a request asks for (RFC 9110, section 14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from `start` up to and without `end`; `is_asked`: less than the whole was asked for."""

    start: int
    end: int
    is_asked: bool = True

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start


def part_of(headers: Mapping[str, str], size_bytes: int, etag: str) -> Part | None:
    """Return the part to send; None when what is asked for does not exist.

    Several ranges at once, and what is no range at all, are answered with the whole.
    """
    whole = Part(0, size_bytes, is_asked=False)
    match = ONE_RANGE.fullmatch(headers.get("range", "").strip())
    if match is None or headers.get("if-range", etag) != etag:
        return whole
    first, last = match.groups()
    if first:
        start = int(first)
        end = min(int(last), size_bytes - 1) + 1 if last else size_bytes
        if last and int(last) < start:
            return whole
    elif last:
        start, end = max(0, size_bytes - int(last)), size_bytes
    else:
        return whole
    return Part(start, end) if start < end else None
