"""BMP, decoded by Pillow."""

from artkeep.imaging.formats import through_pillow
from artkeep.imaging.header import Header, Pixels


def read(data: bytes) -> Header:
    """Read what the file says of itself."""
    return through_pillow.header(through_pillow.opened(data, "BMP"))


def decode(data: bytes, _header: Header, _wanted: int) -> Pixels:
    """Decode at full size."""
    return through_pillow.pixels(through_pillow.opened(data, "BMP"))
