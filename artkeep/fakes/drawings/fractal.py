"""Fractals: Julia sets lit from the side, and the basins of Newton's method."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import cv2
import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    blurred,
    mix,
    pixels,
    ramp,
    smooth,
    spread,
    vector,
)

# Constants whose Julia sets are worth looking at; the dice move a little around them.
JULIA = (
    (-0.7269, 0.1889),
    (-0.8, 0.156),
    (0.285, 0.01),
    (-0.4, 0.6),
    (-0.70176, -0.3842),
    (-0.835, -0.2321),
    (0.355, 0.355),
    (-0.54, 0.54),
    (0.37, 0.1),
    (-1.476, 0.0),
    (-0.12, -0.77),
    (-0.194, 0.6557),
)


def draw(sheet: Sheet) -> Pixels:
    """Draw a fractal."""
    x, y = window(sheet)
    heights = julia(sheet, x, y) if sheet.chance(0.72) else newton(sheet, x, y)
    turns = sheet.between(1.8, 4.5)
    place = 0.5 + 0.5 * np.sin(
        heights * np.float32(turns * 2 * np.pi) + np.float32(sheet.between(0, 6))
    )
    picture = ramp(sheet.palette, 0.05 + 0.85 * place)
    return pixels(mix(picture * 0.72, picture * 1.08 + 0.02, relief(heights)))


def window(sheet: Sheet) -> tuple[Floats, Floats]:
    """Return the part of the plane that is looked at, turned and shifted."""
    width, height = sheet.width, sheet.height
    span = sheet.between(1.0, 2.2)
    across = (np.arange(width, dtype=np.float32) / max(width, height) - sheet.wide / 2) * span
    down = (np.arange(height, dtype=np.float32) / max(width, height) - sheet.high / 2) * span
    angle = sheet.between(0, np.pi)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    x = cos * across[None, :] - sin * down[:, None] + np.float32(sheet.between(-0.35, 0.35))
    y = sin * across[None, :] + cos * down[:, None] + np.float32(sheet.between(-0.35, 0.35))
    return x, y


def julia(sheet: Sheet, x: Floats, y: Floats) -> Floats:
    """Return how slowly each point escapes, without steps, and inside how near it comes."""
    real, imaginary = JULIA[sheet.one_of(len(JULIA))]
    c_x, c_y = (
        np.float32(real + sheet.between(-0.01, 0.01)),
        np.float32(imaginary + sheet.between(-0.01, 0.01)),
    )
    steps = 48 if sheet.quick else 140
    escaped = np.zeros(x.shape, np.float32)
    nearest = np.full(x.shape, 9, np.float32)
    for step in range(steps):
        xx, yy = x * x, y * y
        size = xx + yy
        np.minimum(nearest, size, out=nearest)
        gone = (size > 64) & (escaped == 0)
        if gone.any():
            escaped[gone] = step + 2 - np.log2(np.log(size[gone])) + np.float32(1.03)
        y = np.clip(2 * x * y + c_y, -1e6, 1e6)
        x = np.clip(xx - yy + c_x, -1e6, 1e6)
    outside = np.log1p(np.maximum(escaped, 0)) / np.float32(np.log1p(steps))
    return np.where(escaped > 0, outside, 0.9 + 0.35 * np.sqrt(nearest)).astype(np.float32)


def newton(sheet: Sheet, x: Floats, y: Floats) -> Floats:
    """Return which root of z^n = 1 each point falls to, and how fast."""
    power = 3 + sheet.one_of(4)
    z = ((x + 1j * y) * sheet.between(0.8, 1.6)).astype(np.complex64)
    relax = complex(sheet.between(0.85, 1.25), sheet.between(-0.3, 0.3))
    slow = np.zeros(x.shape, np.float32)
    for _ in range(14 if sheet.quick else 26):
        lower = z ** (power - 1)
        step = np.complex64(relax) * (lower * z - 1) / (power * lower + np.complex64(1e-3))
        far = np.abs(step)
        z = z - step / np.maximum(1, far / np.float32(2))  # never thrown out of sight
        slow += np.exp(-3 * np.minimum(far, 9)).astype(np.float32)
    root = np.mod(np.angle(z) / np.float32(2 * np.pi), 1)
    return vector(spread(slow) * 0.75 + np.round(root * power) / power * 0.5)


def relief(heights: Floats) -> Floats:
    """Return the light on the slopes of the picture, 0 to 1."""
    soft = blurred(heights, 1.1)
    slope = cv2.Sobel(soft, cv2.CV_32F, 1, 0) + cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    return smooth(-0.12, 0.12, slope)
