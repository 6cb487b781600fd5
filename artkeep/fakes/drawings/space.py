"""Space: clouds of gas, stars, and planets with rings and moons."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np

from artkeep.fakes.drawings.sheet import (
    BLACK,
    WHITE,
    Floats,
    Pixels,
    Sheet,
    blurred,
    grained,
    mix,
    pixels,
    ramp,
    resized,
    smooth,
    vector,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw a sky with one to three worlds in it."""
    picture = stars(sheet, gas(sheet))
    light = sheet.between(0, 2 * np.pi)
    for size in (
        sheet.between(0.14, 0.36),
        *(sheet.between(0.02, 0.09) for _ in range(sheet.one_of(3))),
    ):
        x, y = (float(part) for part in sheet.somewhere(0.1))
        rings = sheet.chance(0.5) and size > 0.1
        tilt, open_ = sheet.between(-0.6, 0.6), sheet.between(0.12, 0.4)
        if rings:
            picture = ringed(sheet, picture, (x, y, size), (tilt, open_), front=False)
        picture = world(sheet, picture, (x, y, size), light)
        if rings:
            picture = ringed(sheet, picture, (x, y, size), (tilt, open_), front=True)
    return pixels(grained(sheet, picture, 0.03))


def gas(sheet: Sheet) -> Floats:
    """Return clouds of gas, folded into themselves."""
    small_width, small_height = max(8, sheet.width // 2), max(8, sheet.height // 2)
    cloud = sheet.noise_of(small_width, small_height, sheet.between(1.5, 4), 5)
    cloud = 1 - np.abs(cloud - float(np.median(cloud))) * np.float32(sheet.between(1.6, 2.6))
    thick = resized(cloud, sheet.width, sheet.height)
    where = sheet.noise(1.5, 2)
    glow = np.clip(thick, 0, 1) ** 2 * where
    picture = ramp(sheet.palette, np.clip(glow * sheet.between(0.6, 1.1), 0, 1))
    return vector(picture * (0.12 + 0.88 * np.clip(glow * 1.3, 0, 1))[:, :, None])


def stars(sheet: Sheet, picture: Floats) -> Floats:
    """Scatter stars, a few of them near."""
    count = sheet.amount(700)
    field = np.zeros((sheet.height, sheet.width), np.float32)
    rows = (sheet.dice.random(count) * sheet.height).astype(int)
    columns = (sheet.dice.random(count) * sheet.width).astype(int)
    field[rows, columns] = sheet.dice.random(count, np.float32) ** 4 * np.float32(sheet.unit / 260)
    fine = blurred(field, max(0.55, sheet.unit / 1400))
    halo = blurred(field, max(1.5, sheet.unit / 220))
    return picture + (fine * 2.2 + halo * 5)[:, :, None] * mix(WHITE, sheet.palette[4], 0.4)


def world(sheet: Sheet, picture: Floats, body: tuple[float, float, float], light: float) -> Floats:
    """Draw a planet in bands or with seas, lit from one side, with a thin air about it."""
    x, y = sheet.plane()
    u, v = (x - body[0]) / body[2], (y - body[1]) / body[2]
    away = u * u + v * v
    depth = np.sqrt(np.clip(1 - away, 0, 1))
    surface = sheet.noise(3 + 0.6 / body[2], 3)
    tilt = sheet.between(-0.8, 0.8)
    if sheet.chance(0.55):
        bands = np.sin((v + tilt * u + (surface - 0.5) * 0.35) * np.float32(sheet.between(4, 13)))
        ground = ramp(sheet.palette, 0.5 + 0.4 * bands)
    else:
        ground = ramp(sheet.palette, smooth(0.35, 0.65, surface) * 0.75 + surface * 0.2)
    day = np.clip(u * np.cos(light) + v * np.sin(light) + depth * 0.55, 0.02, 1.2)
    soft = np.float32(3 / (body[2] * sheet.unit))
    lit = (ground * day[:, :, None]).astype(np.float32)
    lit = mix(lit, sheet.palette[4], (1 - depth) ** 3 * np.clip(day, 0, 1) * 0.7)
    air = np.exp(-np.maximum(away - 1, 0) * 9) * np.clip(
        u * np.cos(light) + v * np.sin(light) + 0.35, 0, 1
    )
    picture = mix(picture, sheet.palette[3], air.astype(np.float32) * 0.4)
    return mix(picture, lit, smooth(1 + soft, 1 - soft, away))


def ringed(
    sheet: Sheet,
    picture: Floats,
    body: tuple[float, float, float],
    lie: tuple[float, float],
    *,
    front: bool,
) -> Floats:
    """Draw the half of a planet's rings that lies behind it, or the one before it."""
    x, y = sheet.plane()
    u, v = (x - body[0]) / body[2], (y - body[1]) / body[2]
    cos, sin = np.float32(np.cos(lie[0])), np.float32(np.sin(lie[0]))
    along, across = cos * u + sin * v, (cos * v - sin * u) / np.float32(lie[1])
    radius = np.hypot(along, across)
    inside = smooth(1.28, 1.33, radius) * smooth(2.1, 2.05, radius)
    groove = 0.6 + 0.4 * np.sin(radius * 34) * np.sin(radius * 11 + 1)
    half = across > 0 if front else across <= 0
    colour = mix(BLACK, sheet.palette[3], 0.95)
    return mix(picture, colour, (inside * groove * half * 0.85).astype(np.float32))
