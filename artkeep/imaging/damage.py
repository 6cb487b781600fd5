"""Say in our words why a decoder gave up."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

import cv2
import pyvips
from PIL import Image, UnidentifiedImageError

from artkeep.errors import PictureRefused
from artkeep.imaging.limits import too_many_pixels
from artkeep.texts import text

TRUNCATED = text("truncated: its end is missing")
DAMAGED = text("damaged: it cannot be decoded")
MEMORY = text("needs more memory than allowed")

_GIVING_UP = (
    OSError,  # Pillow, which reads from memory here, so it is never the disk
    SyntaxError,  # Pillow again
    ValueError,
    ArithmeticError,
    LookupError,
    EOFError,
    struct.error,
    zlib.error,
    BadZipFile,
    RuntimeError,
    TypeError,
    cv2.error,
    pyvips.Error,
)
_OF_AN_END = (
    *("truncated", "premature", "unexpected end", "end of file", "not enough data"),
    *("bad seek", "read error at", "can not read"),  # libtiff, sent beyond the end
)
_OF_MEMORY = ("insufficient memory", "out of memory", "unable to allocate", "cannot allocate")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what decoders raise into PictureRefused."""
    try:
        yield
    except MemoryError as error:
        raise PictureRefused(MEMORY) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(too_many_pixels(Image.MAX_IMAGE_PIXELS or 0)) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(DAMAGED) from error
    except _GIVING_UP as error:
        raise PictureRefused(_reason(str(error).lower())) from error


def _reason(message: str) -> str:
    if any(words in message for words in _OF_MEMORY):
        return MEMORY
    return TRUNCATED if any(words in message for words in _OF_AN_END) else DAMAGED


def truncated() -> PictureRefused:
    """Return the error for a file whose end is missing."""
    return PictureRefused(TRUNCATED)


def damaged() -> PictureRefused:
    """Return the error for a file that contradicts itself."""
    return PictureRefused(DAMAGED)
