"""Pictures as files, and how far two of them look apart."""

import io
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from artkeep.fakes.drawings import draw
from artkeep.imaging import look
from artkeep.imaging.limits import Limits
from artkeep.imaging.look import Looked
from artkeep.model.found import Fingerprint, Look

LIMITS = Limits()


@cache
def drawing(number: int = 1, width: int = 320, height: int = 200) -> Image.Image:
    """A picture without symmetry, with enough in it to be told from others."""
    return draw(number, width, height)


def packed(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """Return a picture as a file of a format."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def looked(data: bytes) -> Looked:
    """Look at a file in this process."""
    return look.look(data, LIMITS)


def seen(data: bytes) -> Look:
    """Return what was seen of a file."""
    return looked(data).look


def distance(one: Fingerprint, other: Fingerprint) -> int:
    """Return by how many of 256 bits two pictures differ."""
    bits = np.frombuffer(one.pdq, np.uint8) ^ np.frombuffer(other.pdq, np.uint8)
    return int(np.bitwise_count(bits).sum())


def grey(image: Image.Image) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """Return luma as look takes it."""
    return np.asarray(cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2GRAY), np.uint8)


def written(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and return where it is."""
    path = folder / name
    path.write_bytes(data)
    return path
