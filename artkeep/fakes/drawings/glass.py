"""Stained glass: panes of light held by lead."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import cv2
import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
    Pixels,
    Sheet,
    mix,
    pixels,
    ramp,
    smooth,
    spread,
    vector,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw a window."""
    seeds = rose(sheet) if sheet.chance(0.5) else meadow(sheet)
    pane, depth = panes(sheet, seeds)
    colour = glass(sheet, seeds)[pane]
    bubbles = sheet.noise(26, 2)
    light = 0.62 + 0.5 * smooth(0, 0.03, depth) * (0.55 + 0.45 * bubbles)
    glow_x, glow_y = sheet.between(0.1, 0.9) * sheet.wide, sheet.between(0.05, 0.6) * sheet.high
    x, y = sheet.plane()
    sun = np.exp(-((x - glow_x) ** 2 + (y - glow_y) ** 2) * np.float32(sheet.between(3, 7)))
    lit = colour * (light + 0.55 * sun)[:, :, None] + (0.16 * sun * sun)[:, :, None]
    lead = sheet.between(0.003, 0.0055)
    picture = mix(
        np.asarray(lit, np.float32), sheet.palette[0] * 0.22, smooth(lead * 1.5, lead, depth)
    )
    return pixels(mix(picture, picture + 0.12, smooth(lead * 0.5, 0, depth)))


def rose(sheet: Sheet) -> Floats:
    """Return the panes' middles in rings about a centre that is not quite the middle."""
    middle = sheet.somewhere(0.25)
    found = [middle[None, :]]
    radius, petals = 0.0, 5 + sheet.one_of(6)
    while radius < 1.1:
        gap = sheet.between(0.055, 0.12)
        radius += gap
        turn = sheet.between(0, 1)
        angles = (np.arange(petals) + turn) * 2 * np.pi / petals
        wobble = radius + (sheet.dice.random(petals) - 0.5) * gap * 0.5
        found.append(middle + np.stack([np.cos(angles), np.sin(angles)], axis=1) * wobble[:, None])
        if radius * 2 * np.pi / petals > 0.17:
            petals *= 2
    return within(sheet, np.concatenate(found).astype(np.float32))


def meadow(sheet: Sheet) -> Floats:
    """Return panes' middles strewn about, closer together in some places than in others."""
    count = 60 + sheet.one_of(170)
    points = sheet.dice.random((count * 4, 2), np.float32) * vector([sheet.wide, sheet.high])
    crowd = spread(sheet.noise_of(32, 32, 2.5, 1))
    cells = np.clip(points * 32, 0, 31).astype(int)
    keep = (
        sheet.dice.random(len(points), np.float32)
        < crowd[cells[:, 1], cells[:, 0]] ** 2 * 0.8 + 0.04
    )
    return within(sheet, points[keep][:count])


def within(sheet: Sheet, points: Floats) -> Floats:
    """Keep what lies on the sheet, one middle a pixel."""
    inside = (points >= 0).all(axis=1) & (points[:, 0] < sheet.wide) & (points[:, 1] < sheet.high)
    return points[inside]


def panes(
    sheet: Sheet, seeds: Floats
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], Floats]:
    """Return for each pixel its pane, and how far it is from the lead in sheet units."""
    mark = np.full((sheet.height, sheet.width), 255, np.uint8)
    spots = np.minimum((seeds * sheet.unit).astype(int), [sheet.width - 1, sheet.height - 1])
    mark[spots[:, 1], spots[:, 0]] = 0
    _, label = cv2.distanceTransformWithLabels(mark, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    numbers = np.zeros(int(label.max()) + 1, np.int64)
    numbers[label[spots[:, 1], spots[:, 0]]] = np.arange(len(spots))
    pane = numbers[label]
    edge = np.ones(pane.shape, np.uint8)
    edge[:, 1:] &= pane[:, 1:] == pane[:, :-1]
    edge[1:, :] &= pane[1:, :] == pane[:-1, :]
    depth = cv2.distanceTransform(edge, cv2.DIST_L2, 5)
    return pane, np.asarray(depth, np.float32) / np.float32(sheet.unit)


def glass(sheet: Sheet, seeds: Floats) -> Floats:
    """Return a colour for each pane: neighbours resemble one another, some stand out."""
    drift = spread(sheet.noise_of(32, 32, sheet.between(1.5, 3.5), 1))
    cells = np.clip(seeds * 32, 0, 31).astype(int)
    place = drift[cells[:, 1], cells[:, 0]] * 0.75 + sheet.dice.random(len(seeds), np.float32) * 0.3
    stand_out = sheet.dice.random(len(seeds)) < 0.12
    place[stand_out] = 1 - place[stand_out]
    colours = ramp(sheet.palette, np.clip(place, 0.12, 0.95))
    grey = colours.mean(axis=1, keepdims=True)
    vivid = grey + (colours - grey) * np.float32(1.5)
    return vector(np.clip(vivid, 0.03, 1))
