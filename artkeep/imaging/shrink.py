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

    Up to a factor's rest of pixels at the right and the bottom are left out, less than 0.2 %.
    """
    height, width = pixels.shape[:2]
    factor = max(height, width) // wanted
    if factor < 2:  # noqa: PLR2004 - nothing to shrink
        return pixels
    across, down = min(factor, width), min(factor, height)
    whole = pixels[: height // down * down, : width // across * across]
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
    alpha = pixels[:, :, 3]
    colours = cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)
    if int(alpha.min()) == WHITE:
        return np.asarray(colours, np.uint8)
    weight = alpha[:, :, None].astype(np.uint16)
    mixed = (colours * weight + WHITE * (WHITE - weight) + WHITE // 2) // WHITE
    return mixed.astype(np.uint8)
