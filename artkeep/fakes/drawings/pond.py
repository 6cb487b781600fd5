"""A pond from above: carp under the leaves of water lilies."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np

from artkeep.fakes.drawings.sheet import (
    BLACK,
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
    ramp,
    ribbon,
    stroke,
    vector,
)

BODY = vector([0.02, 0.1, 0.17, 0.21, 0.22, 0.21, 0.19, 0.16, 0.12, 0.08, 0.05, 0.03])


def draw(sheet: Sheet) -> Pixels:
    """Draw the water, the fish over their shadows, then leaves and flowers."""
    water = sheet.noise(sheet.between(1.5, 3.5), 3)
    deep = sheet.between(0.02, 0.3)
    on = pixels(ramp(sheet.palette, deep + water * 0.3))
    ripples(sheet, on)
    fish = [swimming(sheet) for _ in range(3 + sheet.one_of(6))]
    for line, size in fish:
        shadow = ribbon(line + vector([0.02, 0.028]), BODY * size)
        fill(sheet, on, shadow, mix(sheet.colour(deep), BLACK, 0.35))
    for line, size in fish:
        carp(sheet, on, line, size)
    for _ in range(2 + sheet.one_of(7)):
        lily(sheet, on)
    caustic = np.abs(sheet.noise(7, 2) - np.float32(0.5))
    light = np.clip(0.06 - caustic, 0, 1)[:, :, None] * 1.6
    return pixels(grained(sheet, floats(on) + light, 0.04))


def ripples(sheet: Sheet, on: Pixels) -> None:
    """Draw rings where something touched the water."""
    for _ in range(1 + sheet.one_of(4)):
        middle = sheet.somewhere()
        for ring in range(2 + sheet.one_of(4)):
            angles = np.linspace(0, 2 * np.pi, 60)
            circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (0.03 + 0.035 * ring)
            stroke(sheet, on, middle + circle, sheet.colour(0.5 - 0.05 * ring), 0.0018)


def swimming(sheet: Sheet) -> tuple[Floats, float]:
    """Return a fish's spine, head first, and its length."""
    size = sheet.between(0.2, 0.42)
    spine = bent(
        sheet.somewhere(0.1), sheet.between(0, 2 * np.pi), size, sheet.between(-1.3, 1.3), len(BODY)
    )
    return spine, size


def carp(sheet: Sheet, on: Pixels, spine: Floats, size: float) -> None:
    """Draw a carp with spots, fins and a tail like a veil."""
    skin = mix(sheet.palette[4], sheet.palette[3], sheet.between(0, 0.5))
    spots = sheet.palette[(2, 3, 0)[sheet.one_of(3)]]
    back = spine[-1] - spine[-3]
    way = float(np.arctan2(-back[1], back[0]))
    veil = mix(skin, sheet.palette[2], 0.25)
    for spread_ in (-0.5, 0.0, 0.5):
        tail = bent(spine[-2], way + spread_ * 0.8, size * 0.34, spread_ * 1.2, 9)
        fill(sheet, on, ribbon(tail, np.linspace(0.03, 0.16, 9, dtype=np.float32) * size), veil)
    for place, side in ((3, 1), (3, -1), (7, 1), (7, -1)):
        forward = spine[place + 1] - spine[place]
        angle = float(np.arctan2(-forward[1], forward[0])) + side * 0.9
        fin = bent(spine[place], angle, size * (0.26 if place == 3 else 0.16), side * 0.5, 8)
        fill(
            sheet,
            on,
            ribbon(fin, np.sin(np.linspace(0.2, 2.6, 8)).astype(np.float32) * size * 0.12),
            veil,
        )
    fill(sheet, on, ribbon(spine, BODY * size), skin)
    for _ in range(2 + sheet.one_of(4)):
        first = 1 + sheet.one_of(8)
        part = spine[first : first + 2 + sheet.one_of(3)]
        if len(part) > 1:
            across = BODY[first : first + len(part)] * size * np.float32(sheet.between(0.5, 0.95))
            fill(sheet, on, ribbon(part, across), spots)
    stroke(sheet, on, spine[2:-2], mix(skin, spots, 0.5), 0.002)
    for side in (1, -1):
        across = vector([-(spine[1] - spine[0])[1], (spine[1] - spine[0])[0]])
        disc(sheet, on, spine[1] + across * side * 0.45, size * 0.013, sheet.palette[0] * 0.4)


def lily(sheet: Sheet, on: Pixels) -> None:
    """Draw a leaf with its cut, and sometimes the flower on it."""
    middle = sheet.somewhere(-0.05)
    size, cut = sheet.between(0.05, 0.13), sheet.between(0, 2 * np.pi)
    angles = cut + np.linspace(0.16, 2 * np.pi - 0.16, 44)
    edge = (
        np.stack([np.cos(angles), np.sin(angles)], axis=1)
        * size
        * (1 + 0.03 * np.sin(angles * 9))[:, None]
    )
    leaf = sheet.colour(sheet.between(0.28, 0.55))
    fill(sheet, on, np.concatenate([middle[None], middle + edge]) + 0.012, mix(leaf, BLACK, 0.62))
    fill(sheet, on, np.concatenate([middle[None], middle + edge]), leaf)
    for place in range(2, 44, 5):
        stroke(
            sheet,
            on,
            [middle, middle + edge[place] * 0.92],
            mix(leaf, sheet.palette[4], 0.28),
            0.0014,
        )
    if sheet.chance(0.35):
        tint = mix(sheet.palette[4], sheet.palette[2 + sheet.one_of(2)], sheet.between(0.1, 0.7))
        for ring, reach in enumerate((0.62, 0.45, 0.26)):
            for petal in range(9 - 2 * ring):
                line = bent(
                    middle, petal * 2 * np.pi / (9 - 2 * ring) + ring * 0.4, size * reach, 0.1, 7
                )
                broad = np.sin(np.linspace(0.15, 0.98, 7) * np.pi) * size * reach * 0.42
                fill(
                    sheet,
                    on,
                    ribbon(line, broad.astype(np.float32)),
                    mix(tint, sheet.palette[4], ring * 0.33),
                )
        disc(sheet, on, middle, size * 0.08, sheet.palette[3])
