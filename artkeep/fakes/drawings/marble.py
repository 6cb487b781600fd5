"""Marbled paper: rings of ink on water, combed and blown about."""

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    blurred,
    grained,
    mix,
    pixels,
    ramp,
    smooth,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw drops of ink, each of which pushed the others outwards, then pull a comb through."""
    x, y = sheet.plane()
    x, y = x + 0 * y, y + 0 * x
    x, y = combed(sheet, x, y)
    rings = np.zeros(x.shape, np.float32)
    for _ in range(5 if sheet.quick else 11):
        x, y, inside = dropped(sheet, x, y)
        rings = np.where(rings > 0, rings, inside)
    wash = np.hypot(x, y) * np.float32(sheet.between(2, 5))
    rings = np.where(rings > 0, rings, wash + 2)
    bands = np.mod(rings * np.float32(sheet.between(2, 4.5)), 5)
    step = np.floor(bands)
    order = np.argsort(sheet.dice.random(5))
    colours = sheet.palette[order]
    picture = colours[step.astype(int)]
    within = bands - step
    vein = smooth(0.12, 0.02, within) + smooth(0.9, 1.0, within)
    picture = mix(picture, sheet.palette[0], np.minimum(vein, 1) * 0.55)
    picture = mix(picture, ramp(sheet.palette, 0.5 + 0.5 * within), 0.25)
    speckle = smooth(0.86, 0.97, blurred(sheet.noise(90, 1), 1)) * 0.4
    return pixels(grained(sheet, mix(picture, sheet.palette[4], speckle), 0.05))


def combed(sheet: Sheet, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Pull combs through the ink, and let the water move."""
    for _ in range(2 + sheet.one_of(3)):
        angle = sheet.between(0, np.pi)
        cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        across = cos * x - sin * y
        teeth, pull = np.float32(sheet.between(4, 22)), np.float32(sheet.between(0.01, 0.06))
        shift = pull * np.sin(across * teeth + np.float32(sheet.between(0, 6)))
        x, y = x + shift * sin, y + shift * cos
    swirl = sheet.between(0.05, 0.3)
    return x + (sheet.noise(2.2, 2) - 0.5) * swirl, y + (sheet.noise(2.2, 2) - 0.5) * swirl


def dropped(sheet: Sheet, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Take the last drop away: where each place was before it, and rings where it is the drop."""
    middle_x, middle_y = sheet.somewhere()
    radius = np.float32(sheet.between(0.05, 0.24))
    away = np.hypot(x - middle_x, y - middle_y)
    inside = np.where(away < radius, away / radius + np.float32(0.05 + sheet.between(0, 2)), 0)
    before = np.sqrt(np.maximum(away**2 - radius**2, 0)) / np.maximum(away, 1e-5)
    return (
        (middle_x + (x - middle_x) * before).astype(np.float32),
        (middle_y + (y - middle_y) * before).astype(np.float32),
        inside.astype(np.float32),
    )
