"""Where the program kept its pictures: `blobs/<sha256>.<ending>`, or straight beside the database.

Straight files bear the picture's own name, made fit for every file system.
"""

import hashlib
import re
import unicodedata
from pathlib import Path

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.imagefap.locks import Key
from artkeep.collect.moving_in.imagefap.reading import Blob
from artkeep.errors import PictureRefused
from artkeep.imaging import sniff
from artkeep.workbench import Workbench

BLOBS = "blobs"
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?|\.+", re.IGNORECASE)
_LONGEST = 255  # characters


def expected(root: Path, blob: Blob, key: Key | None) -> Path:
    """Return where a picture was put."""
    name = blob.sha256 if key is None else key.name_of(blob.sha256)
    return root / BLOBS / f"{name}.{blob.ending or 'jpg'}"


def find(root: Path, blob: Blob, key: Key | None) -> Path | None:
    """Return a picture's file; None when it is nowhere."""
    stored = files.inside(root, expected(root, blob, key))
    if stored is not None:
        return stored
    names = dict.fromkeys(fit(spot.name) for spot in blob.spots if spot.name)
    for name in names:
        straight = files.inside(root, root / name)
        # another picture may have had the name first
        if straight is not None and straight.stat().st_size == blob.size_bytes:
            return straight
    return None


def fit(name: str) -> str:
    """Return the name of a straight file, as the program made it."""
    plain = _UNFIT.sub("", unicodedata.normalize("NFKD", name.replace("/", "-")))
    plain = plain.strip(" ").rstrip(". ")
    if not plain or _RESERVED.fullmatch(plain):
        plain = f"__{plain}"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST and dot:
        return stem[: _LONGEST - len(ending) - 1] + dot + ending
    return plain[:_LONGEST]


def read(bench: Workbench, path: Path, more: int) -> bytes:
    """Read a picture that is `more` bytes longer than it may be. Raises PictureRefused, OSError."""
    most = int(bench.settings.pictures.max_bytes)
    with path.open("rb") as file:
        content = file.read(most + more + 1)
    if len(content) > most + more:
        raise PictureRefused(sniff.too_large(most))
    return content


def sha256_of(content: bytes) -> str:
    """Return the name that a picture goes by."""
    return hashlib.sha256(content).hexdigest()
