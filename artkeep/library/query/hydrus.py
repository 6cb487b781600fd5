"""The questions of hydrus, as its users type them: `system:width > 1000`, `system:ratio = 16:9`."""

import re
from collections.abc import Iterable

SYSTEM = "system:"
# its words → our qualifier
_NAMES = {
    "width": "width",
    "height": "height",
    "ratio": "ratio",
    "aspect ratio": "ratio",
    "filesize": "size",
    "file size": "size",
    "num pixels": "pixels",
    "number of pixels": "pixels",
    "pixels": "pixels",
    "num frames": "frames",
    "number of frames": "frames",
    "frames": "frames",
    "filetype": "type",
    "file type": "type",
    "import time": "added",
    "imported time": "added",
    "time imported": "added",
    "hash": "hash",
    "sha256 hash": "sha256",
    "md5 hash": "md5",
    "limit": "limit",
}
# questions without a number → ours
_PLAIN = {
    "has duration": ("is", "animated"),
    "has animation": ("is", "animated"),
    "no duration": ("frames", "1"),
    "has notes": ("has", "caption"),
    "has tags": ("has", "tags"),
}
_UNITS = {
    "b": "b",
    "byte": "b",
    "bytes": "b",
    "kb": "kb",
    "kilobyte": "kb",
    "kilobytes": "kb",
    "mb": "mb",
    "megabyte": "mb",
    "megabytes": "mb",
    "gb": "gb",
    "gigabyte": "gb",
    "gigabytes": "gb",
    "pixels": "",
    "kilopixels": "kp",
    "megapixels": "mp",
    "seconds": "s",
    "minutes": "min",
    "hours": "h",
    "day": "d",
    "days": "d",
    "weeks": "w",
    "month": "mo",
    "months": "mo",
    "year": "y",
    "years": "y",
}


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_SAID = re.compile(
    rf"\s*(?P<plain>{_any_of(_PLAIN)})(?=[\s)]|\Z)"
    rf"|\s*(?P<name>{_any_of(_NAMES)})\s*(?P<op><=|>=|[<>=≈]|~=|:|is\b)?\s*(?P<value>[^\s)]+)"
    rf"(?:\s*(?P<unit>{_any_of(_UNITS)})(?=[\s)]|\Z))?(?:\s+ago\b)?",
    re.IGNORECASE,
)
_OPERATORS = {"<": "<", ">": ">", "<=": "<=", ">=": ">="}  # the others ask for about as much


def read(text: str, start: int) -> tuple[int, str, str]:
    """Return where the question that begins here ends, and it as a qualifier and its value."""
    found = _SAID.match(text, start + len(SYSTEM))
    if found is None:
        end = re.compile(r"\S*").match(text, start)
        assert end is not None  # it may match nothing
        return end.end(), SYSTEM.rstrip(":"), text[start + len(SYSTEM) : end.end()]
    if found["plain"]:
        return found.end(), *_PLAIN[found["plain"].lower()]
    operator = _OPERATORS.get(found["op"] or "", "")
    unit = _UNITS[found["unit"].lower()] if found["unit"] else ""
    return found.end(), _NAMES[found["name"].lower()], f"{operator}{found['value']}{unit}"
