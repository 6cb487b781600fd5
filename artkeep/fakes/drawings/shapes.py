"""Compositions of plain shapes: circles, bars, arcs and grids, as in a school of the 1920s."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    disc,
    fill,
    floats,
    grained,
    pixels,
    plain,
    stroke,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw some large shapes, more small ones, and lines that hold them together."""
    ground = sheet.one_of(3) % 2 * 4
    on = plain(sheet, sheet.palette[ground])
    lean = sheet.between(0, np.pi)
    makers = (circle, bar, half, rings, dots, triangle)
    for order in range(13 if sheet.quick else 24):
        size = sheet.between(0.2, 0.5) if order < 5 else sheet.between(0.03, 0.17)
        middle = sheet.somewhere(-0.05)
        angle = lean + (
            sheet.one_of(4) * np.pi / 2 if sheet.chance(0.8) else sheet.between(0, np.pi)
        )
        colour = sheet.palette[(ground + 1 + sheet.one_of(4)) % 5]
        makers[sheet.one_of(len(makers))](sheet, on, middle, size, angle, colour)
    for _ in range(2 + sheet.one_of(4)):
        middle = sheet.somewhere()
        along = way(lean + sheet.one_of(2) * np.pi / 2) * np.float32(sheet.between(0.2, 0.9))
        stroke(
            sheet,
            on,
            [middle - along, middle + along],
            sheet.palette[4 - ground],
            sheet.between(0.002, 0.008),
        )
    return pixels(grained(sheet, floats(on) + sheet.noise(3, 3)[:, :, None] * 0.1 - 0.05, 0.05))


def way(angle: float) -> Floats:
    """Return the step of length 1 in a direction."""
    return np.array([np.cos(angle), np.sin(angle)], np.float32)


def arc(middle: Floats, radius: float, start: float, turn: float) -> Floats:
    """Return points along a circle."""
    angles = np.linspace(start, start + turn, 40)
    return middle + np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32) * radius


def circle(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw a disc, often with a smaller one inside."""
    disc(sheet, on, middle, size / 2, colour)
    if sheet.chance(0.5):
        inner = middle + way(angle) * size * 0.12
        disc(sheet, on, inner, size * sheet.between(0.12, 0.3), sheet.palette[sheet.one_of(5)])


def bar(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw a beam."""
    along, across = way(angle) * size, way(angle + np.pi / 2) * size * sheet.between(0.06, 0.35)
    fill(
        sheet,
        on,
        [
            middle - along - across,
            middle + along - across,
            middle + along + across,
            middle - along + across,
        ],
        colour,
    )


def half(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw half a disc, and its other half in another colour beside it."""
    fill(sheet, on, arc(middle, size / 2, angle, np.pi), colour)
    if sheet.chance(0.6):
        moved = middle + way(angle) * size * sheet.between(0, 0.5)
        fill(sheet, on, arc(moved, size / 2, angle + np.pi, np.pi), sheet.palette[sheet.one_of(5)])


def rings(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw arcs inside one another."""
    turn = sheet.between(0.5, 2) * np.pi
    for step in range(3 + sheet.one_of(4)):
        radius = size * 0.55 * (1 - step * 0.16)
        if radius > 0.01:
            stroke(sheet, on, arc(middle, radius, angle, turn), colour, size * 0.035)


def dots(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw a grid of dots."""
    count = 3 + sheet.one_of(4)
    gap = min(size, 0.26) / count
    for row in range(count):
        for column in range(count):
            place = middle + way(angle) * gap * row + way(angle + np.pi / 2) * gap * column
            disc(sheet, on, place, gap * 0.24, colour)


def triangle(
    sheet: Sheet, on: Pixels, middle: Floats, size: float, angle: float, colour: Floats
) -> None:
    """Draw a triangle, sharp or blunt."""
    tip = middle + way(angle) * size * sheet.between(0.5, 1.1)
    side = way(angle + np.pi / 2) * size * 0.5
    fill(sheet, on, [tip, middle + side, middle - side], colour)
