"""Waves: ridges behind ridges in thin lines, and the sea."""

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    disc,
    fill,
    floats,
    grained,
    mix,
    pixels,
    plain,
    spread,
    stroke,
    vector,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw ridges in lines, or the sea in bands."""
    on = ridges(sheet) if sheet.chance(0.5) else sea(sheet)
    return pixels(grained(sheet, floats(on) + sheet.noise(2, 2)[:, :, None] * 0.1 - 0.05, 0.05))


def ridges(sheet: Sheet) -> Pixels:
    """Draw a mountain range as an instrument would: one line behind the other."""
    dark = sheet.chance(0.6)
    ground, ink = (sheet.colour(0.02), 4) if dark else (sheet.colour(0.97), 0)
    on = plain(sheet, ground)
    rows = 26 if sheet.quick else 64
    steps = 90 if sheet.quick else 240
    hills = spread(sheet.noise_of(steps, rows, sheet.between(2, 5), 3))
    teeth = spread(sheet.noise_of(steps, rows, sheet.between(14, 26), 2))
    x = np.linspace(0.0, 1.0, steps)
    middle, wide = sheet.between(0.25, 0.75), sheet.between(0.16, 0.5)
    swell = np.exp(-(((x - middle) / wide) ** 2)) if sheet.chance(0.6) else np.ones(steps)
    tall = sheet.between(0.12, 0.3) * sheet.high
    for row in range(rows):
        base = sheet.high * (0.16 + 0.86 * row / rows)
        lift = np.maximum(0, hills[row] - 0.3) ** 1.5 * (0.6 + 0.7 * teeth[row]) * swell * tall * 2
        line = np.stack([x * sheet.wide * 1.02 - 0.01, base - lift], axis=1)
        edge = [[1.02 * sheet.wide, sheet.high + 0.1], [-0.01, sheet.high + 0.1]]
        tone = mix(sheet.palette[ink], sheet.palette[3 - ink // 2], row / rows)
        face = mix(ground, sheet.palette[1 if dark else 3], 0.55 * (1 - row / rows))
        fill(sheet, on, np.concatenate([line, edge]), face)
        stroke(sheet, on, line, tone, 0.0016)
    return on


def sea(sheet: Sheet) -> Pixels:
    """Draw swell under a low sun, every wave with its foam."""
    on = plain(sheet, sheet.colour(sheet.between(0.75, 1)))
    horizon = sheet.high * sheet.between(0.2, 0.42)
    place = [sheet.between(0.1, 0.9) * sheet.wide, horizon - sheet.between(-0.03, 0.13)]
    disc(sheet, on, place, sheet.between(0.05, 0.16), sheet.palette[2 + sheet.one_of(2)])
    bands = 8 if sheet.quick else 15
    for band in range(bands):
        near = (band + 1) / bands
        base = horizon + (sheet.high - horizon) * near**1.5
        crest = swells(sheet, near, base)
        edge = [[sheet.wide + 0.05, sheet.high + 0.1], [-0.05, sheet.high + 0.1]]
        colour = sheet.colour(0.68 - 0.6 * near + sheet.between(-0.07, 0.07))
        fill(sheet, on, np.concatenate([crest, edge]), colour)
        for row in range(3 if sheet.quick else 6):
            foam = crest + vector([0, (0.004 + 0.011 * row) * (0.4 + near)])
            tone = mix(sheet.palette[4], colour, 0.12 + row / 6.5)
            stroke(sheet, on, foam, tone, (0.0045 if row == 0 else 0.0014) * (0.4 + near))
    return on


def swells(sheet: Sheet, near: float, base: float) -> Floats:
    """Return a crest: steep on one side, long on the other, no two of the same height."""
    steps = 160
    x = np.linspace(-0.05, sheet.wide + 0.05, steps)
    count = sheet.between(2.5, 5) / (0.35 + near)
    phase = x * count * 2 * np.pi + sheet.between(0, 6) + 1.3 * np.sin(x * sheet.between(3, 9))
    shape = 1 - np.abs(np.sin(phase / 2)) ** sheet.between(0.6, 0.9)
    height = (0.02 + 0.075 * near) * (
        0.5 + np.interp(x, np.linspace(-0.05, 1.05, 9), sheet.dice.random(9))
    )
    return np.stack([x + shape * height * 0.7, base - shape * height], axis=1).astype(np.float32)
