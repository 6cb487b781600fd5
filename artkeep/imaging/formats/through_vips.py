"""From libvips' lazy pictures to arrays: 8 bits, on white, shrunk while they are read.

The picture is fetched in strips which are shrunk at once by OpenCV: that costs no more than
decoding alone, where libvips' own shrinking and flattening cost as much again, and of a picture
of 200 million pixels only the small one is ever in memory.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import pyvips

from artkeep.imaging import shrink
from artkeep.imaging.header import Pixels

_ROWS = 64  # about how many are fetched at once: they stay in the processor's cache
_WITH_ALPHA = 4
_PLAIN_BANDS = frozenset({1, 3, 4})


def pixels(image: pyvips.Image, wanted: int) -> Pixels:
    """Run the decoder; the longer side of what it gives is at least `wanted` pixels.

    The colour profile stays to be applied, but for CMYK, which is turned into sRGB by its
    profile, or by a usual one of print when it brings none.
    """
    shown = _eight_bits(image)
    factor = max(1, max(shown.width, shown.height) // wanted)
    across, down = min(factor, shown.width), min(factor, shown.height)
    # Made beforehand: small results kept between large strips would keep all of the heap
    small = np.empty((shown.height // down, shown.width // across, 3), np.uint8)
    row = 0
    for strip in _strips(shown, across, down):
        rows = strip.shape[0] // down
        small[row : row + rows] = _small(strip, across, down)
        row += rows
    return small


def _eight_bits(image: pyvips.Image) -> pyvips.Image:
    if image.interpretation == "cmyk":
        return image.icc_transform("srgb", embedded=True, input_profile="cmyk", depth=8)
    is_plain = image.format == "uchar" and image.interpretation in {"srgb", "b-w"}
    if is_plain and image.bands in _PLAIN_BANDS:
        return image
    return image.colourspace("srgb").cast("uchar")


def _strips(image: pyvips.Image, across: int, down: int) -> Iterator[Pixels]:
    """Yield the picture from top to bottom in strips that `across` and `down` divide.

    A rest that they do not divide is left out on both sides alike.
    """
    region = pyvips.Region.new(image)
    width, height = image.width // across * across, image.height // down * down
    left, top = (image.width - width) // 2, (image.height - height) // 2
    step = max(1, _ROWS // down) * down
    for row in range(0, height, step):
        rows = min(step, height - row)
        fetched = np.frombuffer(region.fetch(left, top + row, width, rows), np.uint8)
        yield fetched.reshape(rows, width, image.bands)


def _small(strip: Pixels, across: int, down: int) -> Pixels:
    """Return the strip shrunk, red, green, blue, on white."""
    bands = strip.shape[2]
    small = _means(strip, across, down)
    if bands == 1:
        return np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), np.uint8)
    if bands < _WITH_ALPHA:
        return small
    if int(small[:, :, 3].min()) == shrink.WHITE:  # opaque, as most pictures with alpha are
        return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGBA2RGB), np.uint8)
    return _means(shrink.on_white(strip), across, down)


def _means(strip: Pixels, across: int, down: int) -> Pixels:
    if across == down == 1:
        return strip
    size = (strip.shape[1] // across, strip.shape[0] // down)
    return np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), np.uint8)
