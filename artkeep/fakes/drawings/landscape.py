"""Landscapes: hills behind hills, a sun or a moon, sometimes water and trees."""

import cv2
import numpy as np

from artkeep.fakes.drawings.sheet import (
    WHITE,
    Floats,
    Pixels,
    Sheet,
    blurred,
    fill,
    floats,
    grained,
    mix,
    pixels,
    ramp,
    resized,
    smooth,
    stroke,
)


def draw(sheet: Sheet) -> Pixels:
    """Draw what is seen from a hill."""
    night = sheet.chance(0.3)
    picture = sky(sheet, night=night)
    horizon = sheet.between(0.3, 0.62) * sheet.high
    water = sheet.chance(0.4)
    layers = 3 + sheet.one_of(4)
    last = horizon if water else sheet.high * sheet.between(0.8, 0.95)
    for layer in range(layers):
        near = (layer + 1) / layers
        base = horizon + (last - horizon) * near**1.4 if not water else horizon
        picture = hill(sheet, picture, base, near, night=night)
    if water:
        picture = lake(sheet, picture, horizon)
    on = pixels(picture)
    trees(sheet, on, sheet.high * sheet.between(0.86, 1.02))
    birds(sheet, on)
    return pixels(grained(sheet, floats(on)))


def sky(sheet: Sheet, *, night: bool) -> Floats:
    """Return the sky with its light and clouds."""
    x, y = sheet.plane()
    fall = np.clip(y / sheet.high * sheet.between(1.1, 1.7), 0, 1) + 0 * x
    low, high = (0.02, 0.45) if night else (0.5, 1.0)
    picture = ramp(sheet.palette, low + (high - low) * fall)
    sun_x, sun_y = sheet.between(0.1, 0.9) * sheet.wide, sheet.between(0.08, 0.42) * sheet.high
    far = np.sqrt((x - sun_x) ** 2 + (y - sun_y) ** 2)
    size = sheet.between(0.025, 0.11)
    glow = np.exp(-far / np.float32(size * sheet.between(1.5, 3.5)))
    light = sheet.colour(1.0 if night else sheet.between(0.7, 1))
    picture = mix(picture, light, glow * 0.65)
    picture = mix(picture, mix(light, WHITE, 0.5), smooth(size, size - 0.004, far))
    if night:
        picture = picture + stars(sheet)[:, :, None]
    return clouds(sheet, picture, night=night)


def stars(sheet: Sheet) -> Floats:
    """Return points of light strewn over the sheet."""
    field = np.zeros((sheet.height, sheet.width), np.float32)
    rows, columns = sheet.dice.random((2, sheet.amount(220)), np.float32)
    field[(rows * sheet.height).astype(int), (columns * sheet.width).astype(int)] = 2.2
    return blurred(field, max(0.6, sheet.unit / 1500))


def clouds(sheet: Sheet, picture: Floats, *, night: bool) -> Floats:
    """Lay long clouds over the sky."""
    lengths = round(160 * sheet.wide), round(480 * sheet.high)  # drawn out to three times
    narrow = sheet.noise_of(*lengths, sheet.between(3, 9), 4)
    veil = resized(narrow, sheet.width, sheet.height)
    middle = float(np.median(veil))
    cover = smooth(middle + sheet.between(-0.1, 0.2), middle + 0.55, veil)
    return mix(picture, sheet.colour(0.3 if night else 0.97), cover * (0.25 if night else 0.7))


def hill(sheet: Sheet, picture: Floats, base: float, near: float, *, night: bool) -> Floats:
    """Lay one ridge over what is behind it; near ones are darker, and mist lies at their feet."""
    rise = sheet.between(0.1, 0.3) * sheet.high * (1.1 - 0.5 * near)
    top = base - rise * sheet.curve(sheet.between(1.2, 4.5), 6, sheet.between(0.38, 0.6))
    _, y = sheet.plane()
    depth = y - top[None, :]
    shade = (0.45 if night else 0.78) * (1 - near) + 0.02
    colour = sheet.colour(shade)
    mist = mix(colour, sheet.colour(0.5 if night else 0.95), 0.45 * (1 - near) + 0.12)
    face = mix(colour, mist, smooth(0.0, 0.28, depth))
    return mix(picture, face, smooth(-0.001, 0.001, depth))


def lake(sheet: Sheet, picture: Floats, horizon: float) -> Floats:
    """Mirror what stands above the horizon, shaken by the wind."""
    line = round(horizon * sheet.unit)
    rows = np.arange(line, sheet.height, dtype=np.float32)
    away = (rows - line) / max(1, sheet.height - line)
    tremble = sheet.noise_of(sheet.width, len(rows), sheet.between(16, 40), 2)[:, :] - 0.75
    shake = tremble * (4 + 26 * away[:, None]) * np.float32(sheet.unit / 900)
    columns = np.arange(sheet.width, dtype=np.float32)[None, :] + shake * 2.2
    mirror = np.clip(2 * line - rows[:, None] * 1.0 + shake, 0, max(line - 1, 0))
    seen = cv2.remap(
        picture, columns, mirror.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    dull = mix(
        np.asarray(seen, np.float32), sheet.colour(0.16), 0.2 + 0.4 * away[:, None] + 0 * shake
    )
    glint = smooth(0.42, 0.75, tremble) * 0.35 * (1 - away[:, None])
    return np.concatenate([picture[:line], mix(dull, WHITE, glint)])


def trees(sheet: Sheet, on: Pixels, ground: float) -> None:
    """Let firs stand at the near edge, in groups."""
    if sheet.chance(0.35):
        return
    dark = sheet.palette[0] * sheet.between(0.35, 0.8)
    groups = [sheet.between(0, sheet.wide) for _ in range(1 + sheet.one_of(3))]
    for _ in range(sheet.amount(70)):
        x = groups[sheet.one_of(len(groups))] + sheet.between(-0.22, 0.22)
        tall = sheet.between(0.07, 0.26)
        fir(sheet, on, x, ground + sheet.between(0, 0.04), tall, dark)
    edge = ground - 0.012 * sheet.curve(9)
    outline = np.stack([np.linspace(0, sheet.wide, sheet.width), edge + 0.02], axis=1)
    corners = [[sheet.wide, sheet.high + 0.1], [0, sheet.high + 0.1]]
    fill(sheet, on, np.concatenate([outline, corners]), dark)


def fir(sheet: Sheet, on: Pixels, x: float, foot: float, tall: float, colour: Floats) -> None:
    """Draw one fir, each of its tiers a little uneven."""
    tiers = 6 if sheet.quick else 11
    heights = np.linspace(0.06, 1, tiers)
    reach = np.linspace(0.19, 0.01, tiers) * tall * sheet.between(0.8, 1.5)
    left, right = [], []
    for height, wide in zip(heights, reach, strict=True):
        y = foot - height * tall
        left += [[x - wide * sheet.between(0.8, 1.2), y], [x - wide * 0.45, y - tall * 0.035]]
        right += [[x + wide * sheet.between(0.8, 1.2), y], [x + wide * 0.45, y - tall * 0.035]]
    trunk = [[x + 0.012 * tall, foot - 0.06 * tall], [x + 0.012 * tall, foot + 0.03]]
    root = [[x - 0.012 * tall, foot + 0.03], [x - 0.012 * tall, foot - 0.06 * tall]]
    fill(sheet, on, [*left, *right[::-1], *trunk, *root], colour)


def birds(sheet: Sheet, on: Pixels) -> None:
    """Let a few birds pass."""
    middle_x, middle_y = (
        sheet.between(0.15, 0.85) * sheet.wide,
        sheet.between(0.1, 0.4) * sheet.high,
    )
    for _ in range(sheet.one_of(9)):
        x, y = middle_x + sheet.between(-0.13, 0.13), middle_y + sheet.between(-0.06, 0.06)
        wing = sheet.between(0.006, 0.016)
        lift = wing * sheet.between(0.3, 0.8)
        shape = [[x - wing, y - lift], [x - wing * 0.4, y - lift], [x, y]]
        shape += [[x + wing * 0.4, y - lift], [x + wing, y - lift * 0.8]]
        stroke(sheet, on, shape, sheet.palette[0] * 0.5, 0.0016)
