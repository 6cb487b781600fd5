"""Plants: pressed on paper, in bloom, ferns, a bare tree against the sky."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

from dataclasses import dataclass

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    bent,
    disc,
    fill,
    floats,
    grained,
    mix,
    pixels,
    ribbon,
    stroke,
    vector,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw one of four kinds of plants."""
    on = paper(sheet)
    kinds = (sprigs, flowers, ferns, tree)
    kinds[sheet.one_of(len(kinds))](sheet, on)
    wash = sheet.noise(3, 2)[:, :, None] * 0.12 - 0.06
    return pixels(grained(sheet, floats(on) + wash, 0.06))


def paper(sheet: Sheet) -> Pixels:
    """Return paper with a wash of colour behind the plant."""
    light = sheet.chance(0.75)
    ground = sheet.colour(sheet.between(0.9, 1) if light else sheet.between(0, 0.12))
    wash = sheet.colour(sheet.between(0.55, 0.85) if light else 0.3)
    x, y = sheet.plane()
    middle_x, middle_y = sheet.somewhere(0.2)
    stain = np.exp(-((x - middle_x) ** 2 + (y - middle_y) ** 2) * np.float32(sheet.between(4, 14)))
    return pixels(
        mix(ground + np.zeros((sheet.height, sheet.width, 3), np.float32), wash, stain * 0.6)
    )


def leaf(
    sheet: Sheet, on: Pixels, start: Floats, angle: float, long: float, colour: Floats
) -> None:
    """Draw a leaf that is broad near its stalk, with a rib."""
    line = bent(start, angle, long, sheet.between(-0.7, 0.7))
    along = np.linspace(0, 1, len(line))
    broad = long * sheet.between(0.28, 0.42) * np.sin(along**0.75 * np.pi)
    fill(sheet, on, ribbon(line, broad.astype(np.float32)), colour)
    half = ribbon(line, np.where(along > -1, broad, 0).astype(np.float32))[: len(line)]
    shade = mix(colour, sheet.palette[0], 0.22)
    fill(sheet, on, np.concatenate([half, line[::-1]]), shade)
    stroke(sheet, on, line, mix(colour, sheet.palette[4], 0.5), 0.0014)


def green(sheet: Sheet) -> Floats:
    """Return a colour of the middle of the palette."""
    return sheet.colour(sheet.between(0.2, 0.62))


def sprigs(sheet: Sheet, on: Pixels) -> None:
    """Draw stems with leaves on both sides, and berries on some."""
    count = 2 + sheet.one_of(3) + round(2 * sheet.wide / sheet.high)
    for order in range(count):
        x = (order + sheet.between(0.15, 0.85)) / count * sheet.wide
        start = vector([x, sheet.high * sheet.between(0.9, 1.05)])
        long = sheet.high * sheet.between(0.65, 1.0)
        stem = bent(start, np.pi / 2 + sheet.between(-0.4, 0.4), long, sheet.between(-0.9, 0.9), 30)
        colour, berries = green(sheet), sheet.chance(0.35)
        fill(
            sheet, on, ribbon(stem, np.linspace(0.011, 0.003, 30, dtype=np.float32)), colour * 0.75
        )
        size = sheet.between(0.1, 0.2) * max(0.7, sheet.high)
        for place in range(4, 30, 3 if sheet.quick else 2):
            side = 1 if place % 4 else -1
            way = direction(stem, place) + side * sheet.between(0.5, 1.1)
            reach = size * (1.15 - place / 34)
            if berries:
                stalk = bent(stem[place], way, reach * 0.5, 0.4 * side)
                stroke(sheet, on, stalk, colour * 0.75, 0.0022)
                berry(sheet, on, stalk[-1], reach * 0.15)
            else:
                leaf(sheet, on, stem[place], way, reach, mix(colour, green(sheet), 0.3))


def berry(sheet: Sheet, on: Pixels, place: Floats, size: float) -> None:
    """Draw a berry with a light on it."""
    colour = sheet.palette[2 + sheet.one_of(2)]
    disc(sheet, on, place, size, colour * 0.8)
    disc(sheet, on, place - size * 0.15, size * 0.8, colour)
    disc(sheet, on, place - size * 0.35, size * 0.25, mix(colour, sheet.palette[4], 0.8))


def direction(line: Floats, place: int) -> float:
    """Return which way a line goes at one of its points."""
    x, y = line[place] - line[place - 1]
    return float(np.arctan2(-y, x))


def flowers(sheet: Sheet, on: Pixels) -> None:
    """Draw a meadow's worth of flowers, the far ones first."""
    count = 4 + sheet.one_of(5) + round(3 * sheet.wide / sheet.high)
    kinds = [(5 + sheet.one_of(14), sheet.palette[1 + sheet.one_of(4)]) for _ in range(3)]
    for order in range(count):
        x = (order + sheet.between(0.1, 0.9)) / count * sheet.wide
        start = vector([x + sheet.between(-0.1, 0.1), sheet.high + 0.03])
        tall = sheet.high * sheet.between(0.35, 0.9)
        stem = bent(
            start, np.pi / 2 + sheet.between(-0.25, 0.25), tall, sheet.between(-0.5, 0.5), 24
        )
        colour = green(sheet)
        fill(sheet, on, ribbon(stem, np.linspace(0.008, 0.004, 24, dtype=np.float32)), colour)
        for place in (4, 8, 13):
            way = direction(stem, place) + (1 if place % 2 else -1) * sheet.between(0.5, 1.0)
            leaf(sheet, on, stem[place], way, sheet.between(0.07, 0.16), colour)
        petals, tint = kinds[sheet.one_of(3)]
        blossom(sheet, on, stem[-1], sheet.between(0.05, 0.12), petals, tint)


def blossom(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, petals: int, tint: Floats
) -> None:
    """Draw a flower as seen from its side or its face, in two rings of petals."""
    flat, tilt = sheet.between(0.45, 1), sheet.between(0, np.pi)
    for ring, reach in ((0, 1.0), (1, 0.62)):
        for petal in range(petals):
            angle = (petal + 0.5 * ring) * 2 * np.pi / petals + sheet.between(-0.12, 0.12)
            line = bent((0, 0), angle, size * reach, sheet.between(-0.3, 0.3), 9)
            broad = (
                size
                * reach
                * min(0.6, 3.4 / petals)
                * np.sin(np.linspace(0.12, 0.97, 9) ** 1.3 * np.pi)
            )
            shape = ribbon(line, broad.astype(np.float32))
            squeeze = vector(
                [[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt) * flat, np.cos(tilt) * flat]]
            )
            tone = mix(tint, sheet.palette[4], sheet.between(0.05, 0.4) + 0.15 * ring)
            fill(sheet, on, shape @ squeeze.T + middle, tone)
    disc(sheet, on, middle, size * 0.2, sheet.palette[0])
    for _ in range(sheet.amount(24)):
        way, far = sheet.between(0, 2 * np.pi), size * 0.22 * sheet.between(0, 1)
        disc(
            sheet,
            on,
            middle + vector([np.cos(way), np.sin(way)]) * far,
            size * 0.03,
            sheet.palette[3],
        )


def ferns(sheet: Sheet, on: Pixels) -> None:
    """Draw fronds whose leaflets are fronds again."""
    count = 2 + sheet.one_of(3) + round(sheet.wide / sheet.high)
    for order in range(count):
        x = (order + sheet.between(0.1, 0.9)) / count * sheet.wide
        start = vector([x, sheet.high * sheet.between(0.85, 1.05)])
        angle, bend = np.pi / 2 + sheet.between(-0.8, 0.8), sheet.between(-1.3, 1.3)
        steps = 14 if sheet.quick else 26
        stem = bent(start, angle, sheet.between(0.6, 1.0) * sheet.high, bend, steps)
        colour = green(sheet)
        fill(
            sheet,
            on,
            ribbon(stem, np.linspace(0.008, 0.001, steps, dtype=np.float32)),
            colour * 0.7,
        )
        full = sheet.between(0.2, 0.3) * sheet.high
        for place in range(2, steps):
            reach = full * np.sin((place / steps) ** 0.7 * np.pi) + 0.012
            for side in (1, -1):
                frond(sheet, on, stem[place], direction(stem, place) + side * 1.05, reach, colour)


def frond(
    sheet: Sheet, on: Pixels, start: Floats, angle: float, long: float, colour: Floats
) -> None:
    """Draw a leaflet: a comb of small leaves."""
    steps = 7 if sheet.quick else 15
    line = bent(start, angle, long, sheet.between(-0.35, 0.35), steps)
    teeth = np.where(np.arange(steps) % 2 == 0, 1.0, 0.35) * np.linspace(1, 0.15, steps)
    comb = ribbon(line, (long * 0.2 * teeth).astype(np.float32))
    fill(sheet, on, comb, mix(colour, sheet.palette[3], sheet.between(0, 0.35)))
    stroke(sheet, on, line, colour * 0.7, 0.0012)


def tree(sheet: Sheet, on: Pixels) -> None:
    """Draw a tree, bare or in blossom, and the ground it stands on."""
    dark = on[: sheet.height // 2].mean() < 110
    bark = sheet.colour(sheet.between(0.4, 0.6) if dark else sheet.between(0, 0.15))
    foot = vector([sheet.between(0.25, 0.75) * sheet.wide, sheet.high * sheet.between(0.9, 1.02)])
    up, tall = np.pi / 2 + sheet.between(-0.2, 0.2), sheet.high * sheet.between(0.22, 0.3)
    tips = branch(sheet, on, Limb(foot, up, tall, 6 if sheet.quick else 8), bark)
    ground = sheet.high * 0.93 - sheet.curve(3) * 0.06
    outline = np.stack([np.linspace(0, sheet.wide, sheet.width), ground + 0.03], axis=1)
    fill(sheet, on, [*outline, [sheet.wide, sheet.high + 0.1], [0, sheet.high + 0.1]], bark * 0.9)
    if sheet.chance(0.8):
        tint = sheet.palette[2 + sheet.one_of(2)]
        for tip in tips:
            for _ in range(1 if sheet.quick else 3):
                off = vector([sheet.between(-1, 1), sheet.between(-1, 1)]) * 0.022
                tone = mix(tint, sheet.palette[4], sheet.between(0, 0.7))
                disc(sheet, on, tip + off, sheet.between(0.004, 0.013), tone)


@dataclass(frozen=True, slots=True)
class Limb:
    """Where a branch sets out, which way, how long it is and how often it will fork."""

    start: Floats
    angle: float
    long: float
    forks: int


def branch(sheet: Sheet, on: Pixels, limb: Limb, bark: Floats) -> list[Floats]:
    """Draw a branch and what grows from its end; return where the twigs end."""
    line = bent(limb.start, limb.angle, limb.long, sheet.between(-0.5, 0.5), 7)
    thick = 0.0011 * 1.62**limb.forks
    fill(sheet, on, ribbon(line, np.linspace(thick, thick * 0.62, 7, dtype=np.float32)), bark)
    if limb.forks <= 1:
        return [line[-1]]
    tips = []
    for _ in range(2 + (limb.forks > 2 and sheet.chance(0.35))):
        way = direction(line, 6) + sheet.between(-0.75, 0.75)
        next_limb = Limb(line[-1], way, limb.long * sheet.between(0.62, 0.86), limb.forks - 1)
        tips += branch(sheet, on, next_limb, bark)
    return tips
