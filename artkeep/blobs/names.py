"""The names of blobs: SHA-256 in lower-case hex."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from artkeep.errors import BadRequest, Damaged
from artkeep.texts import text

MARKER = ".artkeep-blobs"
"""The object that says "here is a blob store"."""

LAYOUT = b"artkeep blobs 1\n"
"""What the marker begins with; another number is another layout, which we leave alone."""

CHUNK_BYTES = 1 << 18

_NAME = re.compile(r"[0-9a-f]{64}")


def is_name(text: str) -> bool:
    """Say whether this can be the name of a blob."""
    return _NAME.fullmatch(text) is not None


def checked(sha256: str) -> str:
    """Return the name as it came; BadRequest when it is none, so that no path can hide in it."""
    if not is_name(sha256):
        raise BadRequest(
            text("{what} is not a SHA-256 of 64 digits in lower-case hex", what=repr(sha256[:80]))
        )
    return sha256


def name_of(chunks: Iterable[bytes]) -> str:
    """Return the name that these bytes would have."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def name_of_file(path: Path) -> str:
    """Return the name that the bytes of a file would have."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require(sha256: str, spool: Path) -> None:
    """Raise Damaged when a file does not hold the bytes that it is to be stored under."""
    actual = name_of_file(spool)
    if actual != sha256:
        raise Damaged(
            text(
                "the bytes to be stored as {what} are {actual}; nothing was stored",
                what=sha256,
                actual=actual,
            )
        )
