"""JPEG XL, when pillow-jxl-plugin is installed (`artkeep[jxl]`)."""

import importlib

from artkeep.errors import PictureRefused
from artkeep.imaging.formats import through_pillow
from artkeep.imaging.header import Header, Pixels
from artkeep.texts import text


def read(data: bytes) -> Header:
    """Read what the file says of itself. Raises PictureRefused without the plugin."""
    try:
        importlib.import_module("pillow_jxl")  # registers itself with Pillow
    except ImportError as error:
        raise PictureRefused(text("a JPEG XL picture; install artkeep[jxl] to read it")) from error
    return through_pillow.header(through_pillow.opened(data, "JXL"))


def decode(data: bytes, _header: Header, _wanted: int) -> Pixels:
    """Decode the first frame at its full size."""
    return through_pillow.pixels(through_pillow.opened(data, "JXL"))
