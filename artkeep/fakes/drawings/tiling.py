"""Tilings: curved tiles, Penrose's rhombs, folded triangles, woven bands."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    fill,
    floats,
    grained,
    mix,
    pixels,
    plain,
    ramp,
    smooth,
    spread,
    vector,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw one of four kinds of tiles, turned and coloured by a drift that no tile knows of."""
    kinds = (truchet, penrose, folded, woven)
    picture = kinds[sheet.one_of(len(kinds))](sheet)
    light = sheet.noise(1.6, 2)[:, :, None] * 0.3 - 0.17
    return pixels(grained(sheet, picture + light))


def turned(sheet: Sheet) -> tuple[Floats, Floats]:
    """Return the plane, turned about a point somewhere."""
    x, y = sheet.plane()
    angle = sheet.between(0, np.pi)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    u = cos * x - sin * y + np.float32(sheet.between(3, 7))
    v = sin * x + cos * y + np.float32(sheet.between(3, 7))
    return u, v


def truchet(sheet: Sheet) -> Floats:
    """Quarter circles that join into ropes of several strands, over and under one another."""
    u, v = turned(sheet)
    scale = np.float32(sheet.between(4, 11))
    drift = sheet.noise(sheet.between(1.5, 3), 2)
    column, row = np.floor(u * scale).astype(int) % 97, np.floor(v * scale).astype(int) % 97
    x, y = np.mod(u * scale, 1), np.mod(v * scale, 1)
    x = np.where((sheet.dice.random((97, 97)) < 0.5)[row, column], 1 - x, x)
    near = np.minimum(np.hypot(x, y), np.hypot(1 - x, 1 - y))
    away = np.abs(near - np.float32(0.5))
    soft = 0.7 * scale / np.float32(sheet.unit)
    wide, strands = sheet.between(0.2, 0.42), 1 + sheet.one_of(4)
    band = smooth(wide + soft, wide - soft, away)
    wave = np.cos(away / np.float32(wide) * np.float32(2 * np.pi * (strands - 0.5)))
    strand = smooth(-0.25 - soft * 8, 0.25 + soft * 8, wave)
    ink = ramp(sheet.palette, np.clip(drift * 0.75, 0.03, 0.6))
    light = ramp(sheet.palette, np.clip(1.05 - drift * 0.6, 0, 1))
    ground = ramp(sheet.palette, drift * 0.3 + sheet.between(0.15, 0.7))
    shadow = smooth(wide + 0.16, wide - 0.05, away) * 0.35
    rope = mix(ink, light, strand) * (1.05 - 0.45 * (away / wide) ** 2)[:, :, None]
    return mix(mix(ground, sheet.palette[0] * 0.5, shadow), rope.astype(np.float32), band)


def penrose(sheet: Sheet) -> Floats:
    """Rhombs of two shapes that never repeat, by de Bruijn's five grids of lines."""
    on = plain(sheet, sheet.palette[0] * 0.4)
    middle = vector([sheet.wide, sheet.high]) * np.float32(sheet.between(0.3, 0.7))
    side = sheet.between(0.13, 0.19) if sheet.quick else sheet.between(0.1, 0.17)
    corners, thick = rhombs(sheet, int(0.8 / side) + 2)
    corners = corners * np.float32(side) + middle
    centre = corners.mean(axis=1, keepdims=True)
    tone = drifting(sheet, centre[:, 0]) * 0.75 + 0.12 * thick
    tone += sheet.dice.random(len(tone), np.float32) * 0.1 - 0.05
    outer = ramp(sheet.palette, np.clip(tone, 0.05, 1))
    inner = ramp(sheet.palette, np.clip(1.05 - tone, 0.1, 1))
    for shape, heart, colour, light in zip(
        centre + (corners - centre) * 0.955,
        centre + (corners - centre) * 0.42,
        outer,
        inner,
        strict=True,
    ):
        fill(sheet, on, shape, colour)
        fill(sheet, on, heart, light)
    return floats(on)


def drifting(sheet: Sheet, places: Floats) -> Floats:
    """Return smooth noise at some places of the sheet."""
    drift = spread(sheet.noise_of(64, 64, sheet.between(1.5, 3.5), 2))
    cells = np.clip((places * 64).astype(int), 0, 63)
    return vector(drift[cells[:, 1], cells[:, 0]])


def rhombs(sheet: Sheet, reach: int) -> tuple[Floats, Floats]:
    """Return the rhombs' corners, with sides of 0.4, and 1 for each thick one, 0 for each thin."""
    angles = sheet.between(0, 2 * np.pi) + np.arange(5) * 2 * np.pi / 5
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    shift = sheet.dice.random(5) - 0.5
    shift -= shift.mean()
    k, m = (grid.ravel() for grid in np.meshgrid(*[np.arange(-reach, reach + 1)] * 2))
    found, thick = [], []
    for first in range(5):
        for second in range(first + 1, 5):
            both = np.linalg.inv(np.stack([ways[first], ways[second]]))
            crossing = np.stack([k - shift[first], m - shift[second]], axis=1) @ both.T
            index = np.ceil(crossing @ ways.T + shift)
            index[:, first], index[:, second] = k, m
            steps = np.stack([0 * ways[0], ways[first], ways[first] + ways[second], ways[second]])
            corners = ((index @ ways)[:, None, :] + steps) * 0.4
            seen = corners[np.abs(corners.mean(axis=1)).max(axis=1) < reach - 1]
            found.append(seen)
            thick.append(np.full(len(seen), second - first in (1, 4)))
    return np.concatenate(found).astype(np.float32), np.concatenate(thick).astype(np.float32)


def folded(sheet: Sheet) -> Floats:
    """Triangles like folded paper, lit from one side; their corners are pushed about."""
    on = plain(sheet, sheet.palette[0])
    shapes = triangles(sheet, 7 + sheet.one_of(5 if sheet.quick else 9))
    hills = drifting(sheet, shapes.reshape(-1, 2)).reshape(-1, 3)
    lean = (hills * vector([1.0, -0.4, -0.6])).sum(axis=1) * np.float32(1.6)
    chance = sheet.dice.random(len(shapes), np.float32) * 0.14
    place = drifting(sheet, shapes[:, 0]) * 0.8 + lean + chance + 0.03
    for shape, colour in zip(shapes, ramp(sheet.palette, np.clip(place, 0.03, 1)), strict=True):
        fill(sheet, on, shape, colour)
    return floats(on)


def triangles(sheet: Sheet, across: int) -> Floats:
    """Return the corners of triangles that cover the sheet."""
    rows, columns = np.mgrid[-2 : across + 3, -2 : across + 3]
    push = (sheet.dice.random((2, *rows.shape)) - 0.5) * sheet.between(0.2, 0.85)
    x = (columns + 0.5 * (rows % 2) + push[0]) / across
    y = (rows * 0.87 + push[1]) / across
    grid = np.stack([x, y], axis=2)
    here, right, below, beyond = grid[:-1, :-1], grid[:-1, 1:], grid[1:, :-1], grid[1:, 1:]
    odd = (rows[:-1, :-1] % 2 == 1)[:, :, None]
    first = np.stack([here, right, np.where(odd, beyond, below)], axis=2)
    second = np.stack([below, beyond, np.where(odd, here, right)], axis=2)
    return np.concatenate([first.reshape(-1, 3, 2), second.reshape(-1, 3, 2)]).astype(np.float32)


def woven(sheet: Sheet) -> Floats:
    """Bands over and under one another, with threads in them."""
    u, v = turned(sheet)
    across = np.float32(sheet.between(7, 16))
    sway = sheet.noise(2, 1) * np.float32(sheet.between(0, 0.12))
    u, v = (u + sway) * across, (v - sway) * across
    column, row = np.floor(u).astype(int), np.floor(v).astype(int)
    over = (column + row) % 2 == 0 if sheet.chance(0.5) else (column * 2 + row) % 5 < 2
    warp = ramp(sheet.palette, np.clip(sheet.dice.random(97, np.float32) * 0.9, 0.05, 1))
    weft = ramp(sheet.palette, np.clip(sheet.dice.random(97, np.float32) + 0.1, 0.05, 1))
    colour = np.where(over[:, :, None], warp[column % 97], weft[row % 97])
    along, beside = (
        np.where(over, np.mod(v, 1), np.mod(u, 1)),
        np.where(over, np.mod(u, 1), np.mod(v, 1)),
    )
    round_off = np.sqrt(np.clip(1 - (2 * beside - 1) ** 2, 0, 1)) * 0.5 + 0.5
    dive = 0.55 + 0.45 * np.sin(along * np.pi)
    threads = 0.9 + 0.1 * np.sin(beside * np.float32(2 * np.pi * 7))
    return vector(colour * (round_off * dive * threads)[:, :, None] * 1.25)
