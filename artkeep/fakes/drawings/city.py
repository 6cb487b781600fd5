"""Cities at dusk: towers with lit windows, one street behind the other."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np

from artkeep.fakes.drawings.sheet import (
    WHITE,
    Floats,
    Pixels,
    Sheet,
    disc,
    fill,
    floats,
    grained,
    mix,
    pixels,
    ramp,
    stroke,
)

TALLEST = 60  # floors


def draw(sheet: Sheet) -> Pixels:
    """Draw a skyline."""
    _, y = sheet.plane()
    night = sheet.chance(0.6)
    low, high = (0.0, 0.6) if night else (0.45, 1.0)
    fall = np.clip(y / sheet.high * 1.15, 0, 1) + np.zeros((1, sheet.width), np.float32)
    haze = sheet.noise(2.5, 3) * 0.16 - 0.08
    on = pixels(ramp(sheet.palette, np.clip(low + (high - low) * fall + haze, 0, 1)))
    moon = [sheet.between(0.08, 0.92) * sheet.wide, sheet.between(0.08, 0.35) * sheet.high]
    disc(sheet, on, moon, sheet.between(0.025, 0.09), mix(sheet.palette[4], WHITE, 0.4))
    layers = 3 + sheet.one_of(2)
    heights = sheet.curve(2, 3)
    for layer in range(layers):
        near = (layer + 1) / layers
        street(sheet, on, near, heights, night=night)
    return pixels(grained(sheet, floats(on), 0.05))


def street(sheet: Sheet, on: Pixels, near: float, heights: Floats, *, night: bool) -> None:
    """Draw one row of houses, left to right."""
    colour = sheet.colour((0.42 if night else 0.62) * (1 - near) + 0.02)
    x = -sheet.between(0, 0.06)
    while x < sheet.wide:
        wide = sheet.between(0.035, 0.11) * (0.6 + 0.6 * near)
        column = min(sheet.width - 1, max(0, round(x * sheet.unit)))
        rise = 0.18 + 0.45 * float(heights[column]) * (1.2 - 0.65 * near)
        top = sheet.high * (1 - rise) + sheet.between(-0.1, 0.1) * sheet.high
        tone = mix(colour, sheet.palette[2], sheet.between(0, 0.16))
        roof(sheet, on, x, top, wide, tone)
        windows(sheet, on, (x, top, wide), tone, night=night)
        x += wide + (sheet.between(0.003, 0.03) if sheet.chance(0.25) else 0)


def roof(sheet: Sheet, on: Pixels, x: float, top: float, wide: float, tone: Floats) -> None:
    """Draw a house with one of several roofs."""
    body = [[x, sheet.high + 0.02], [x, top], [x + wide, top], [x + wide, sheet.high + 0.02]]
    fill(sheet, on, body, tone)
    fill(sheet, on, [[x, top], [x + wide * 0.18, top], [x + wide * 0.18, 2], [x, 2]], tone * 0.86)
    kind = sheet.one_of(6)
    if kind == 0:
        fill(sheet, on, [[x, top], [x + wide / 2, top - wide * 0.5], [x + wide, top]], tone * 0.9)
    elif kind == 1:
        step = wide * 0.2
        fill(
            sheet,
            on,
            [
                [x + step, top],
                [x + step, top - step],
                [x + wide - step, top - step],
                [x + wide - step, top],
            ],
            tone,
        )
        stroke(
            sheet, on, [[x + wide / 2, top - step], [x + wide / 2, top - wide * 0.9]], tone, 0.003
        )
    elif kind == 2:
        disc(sheet, on, [x + wide / 2, top], wide * 0.5, tone)
    elif kind == 3:
        fill(sheet, on, [[x, top], [x, top - wide * 0.6], [x + wide, top]], tone * 0.92)


def windows(
    sheet: Sheet, on: Pixels, house: tuple[float, float, float], tone: Floats, *, night: bool
) -> None:
    """Light some windows; each house has its own grid and its own habits."""
    x, top, wide = house
    across = 2 + sheet.one_of(5)
    cell = wide / (across + 0.6)
    tall = cell * sheet.between(0.9, 1.7)
    rows = min(TALLEST, int((sheet.high - top) / tall))
    share = sheet.between(0.1, 0.6) * (1.0 if night else 0.5)
    lit = sheet.dice.random((TALLEST, across)) < share
    glow = 0.75 + 0.25 * sheet.dice.random((TALLEST, across), np.float32)
    warm = mix(sheet.palette[3 + sheet.one_of(2)], WHITE, 0.25)
    if sheet.quick and cell * sheet.unit < 4:
        return
    for row in range(rows):
        for column in range(across):
            left = x + cell * (0.45 + column)
            under = top + tall * (row + 0.35)
            light = warm * glow[row, column] if lit[row, column] else tone * 0.72
            pane = [
                [left, under],
                [left + cell * 0.6, under],
                [left + cell * 0.6, under + tall * 0.55],
                [left, under + tall * 0.55],
            ]
            fill(sheet, on, pane, light)
