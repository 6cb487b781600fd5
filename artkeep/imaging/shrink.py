"""Make decoded pictures smaller, by means of pixels, cheaply.

Whole-number factors are means of squares, which OpenCV does fastest; what is left, less than a
factor of two, is linear. Nothing is ever made larger.
"""

import cv2
import numpy as np

from artkeep.imaging.header import Grey, Pixels

WHITE = 255


def at_least(pixels: Pixels, wanted: int) -> Pixels:
    """Return the picture shrunk by a whole number, its longer side still >= `wanted` pixels.

    A rest that the factor does not divide is left out on both sides alike, so that a mirrored
    picture becomes the mirror image; it is less than 0.2 %.
    """
    height, width = pixels.shape[:2]
    factor = max(height, width) // wanted
    if factor < 2:  # noqa: PLR2004 - nothing to shrink
        return pixels
    across, down = min(factor, width), min(factor, height)
    top, left = height % down // 2, width % across // 2
    whole = pixels[top : top + height // down * down, left : left + width // across * across]
    size = (width // across, height // down)
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)


def to(pixels: Pixels | Grey, longest: int) -> Pixels | Grey:
    """Return the picture, colour or grey, with its longer side `longest` pixels or less."""
    height, width = pixels.shape[:2]
    if max(height, width) <= longest:
        return pixels
    scale = longest / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_LINEAR if scale >= 0.5 else cv2.INTER_AREA  # noqa: PLR2004
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def on_white(pixels: Pixels) -> Pixels:
    """Return red, green and blue of a picture with alpha, uint8 (height, width, 4), on white."""
    colours = cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)
    alpha = cv2.extractChannel(pixels, 3)
    if int(alpha.min()) == WHITE:
        return np.asarray(colours, np.uint8)
    # What is missing from white, as far as it can be seen, is taken from white
    seen = cv2.multiply(cv2.bitwise_not(colours), cv2.merge([alpha] * 3), scale=1 / WHITE)
    return np.asarray(cv2.bitwise_not(seen), np.uint8)
