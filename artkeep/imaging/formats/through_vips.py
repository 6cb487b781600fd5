"""From libvips' lazy pictures to arrays: 8 bits, sRGB or with its profile, on white, smaller."""

import cv2
import numpy as np
import pyvips

from artkeep.imaging.header import Pixels

_WITH_COLOURS = 3


def pixels(image: pyvips.Image, wanted: int) -> Pixels:
    """Run the decoder and return the picture, shrunk to no less than `wanted` pixels a side.

    CMYK is turned into sRGB by its profile, or by a usual one of print when it brings none.
    """
    shown = _on_white(_eight_bits(image))
    factor = max(shown.width, shown.height) // wanted
    if factor > 1:
        shown = shown.shrink(min(factor, shown.width), min(factor, shown.height))
    array = np.asarray(shown.numpy(), np.uint8)
    if array.ndim == _WITH_COLOURS and array.shape[2] == _WITH_COLOURS:
        return array
    return np.asarray(cv2.cvtColor(array.reshape(array.shape[:2]), cv2.COLOR_GRAY2RGB), np.uint8)


def _eight_bits(image: pyvips.Image) -> pyvips.Image:
    if image.interpretation == "cmyk":
        return image.icc_transform("srgb", embedded=True, input_profile="cmyk", depth=8)
    if image.format == "uchar" and image.interpretation in {"srgb", "b-w"}:
        return image
    return image.colourspace("srgb").cast("uchar")


def _on_white(image: pyvips.Image) -> pyvips.Image:
    return image.flatten(background=255) if image.hasalpha() else image
