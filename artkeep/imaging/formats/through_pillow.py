"""From Pillow's pictures to arrays: 8 bits, red, green, blue, on white."""

import io

import numpy as np
from PIL import Image

from artkeep.imaging import exif, shrink
from artkeep.imaging.header import Header, Pixels


def opened(data: bytes, name: str) -> Image.Image:
    """Open a picture of the one format that Pillow calls `name`."""
    return Image.open(io.BytesIO(data), formats=(name,))


def header(image: Image.Image) -> Header:
    """Return what an opened picture says of itself."""
    return Header(
        width=image.width,
        height=image.height,
        frames=int(getattr(image, "n_frames", 1)),
        orientation=exif.orientation(image.info.get("exif", b"")),
        icc=image.info.get("icc_profile"),
    )


def pixels(image: Image.Image) -> Pixels:
    """Decode the first frame."""
    image.load()
    if image.has_transparency_data:
        return shrink.on_white(np.asarray(image.convert("RGBA"), np.uint8))
    return np.asarray(_eight_bits(image).convert("RGB"), np.uint8)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16 bits of grey to 8; Pillow's own conversion cuts instead of scaling."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
