"""TIFF, decoded by libvips: any depth, tiles, CMYK, Lab. Of many pages the first is looked at."""

import pyvips

from artkeep.imaging import exif
from artkeep.imaging.formats import through_vips
from artkeep.imaging.header import Header, Pixels

_ORIENTATION = "orientation"
_PROFILE = "icc-profile-data"


def read(data: bytes) -> Header:
    """Read what the first page says of itself."""
    image = pyvips.Image.tiffload_buffer(data)
    fields = set(image.get_fields())
    return Header(
        width=image.width,
        height=image.height,
        orientation=image.get(_ORIENTATION) if _ORIENTATION in fields else exif.UPRIGHT,
        icc=bytes(image.get(_PROFILE)) if _PROFILE in fields else None,
        is_cmyk=image.interpretation == "cmyk",
    )


def decode(data: bytes, _header: Header, wanted: int) -> Pixels:
    """Decode the first page, shrunk to no less than `wanted` pixels on its longer side."""
    image = pyvips.Image.tiffload_buffer(data, access="sequential", fail_on="error")
    return through_vips.pixels(image, wanted)
