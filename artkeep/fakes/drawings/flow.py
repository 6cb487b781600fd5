"""Flow fields: lines that follow a wind and stop before they touch."""
# ruff: noqa: PLR2004 - a drawing is made of proportions; a name for each would say nothing

import numpy as np
import numpy.typing as npt

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
    ribbon,
    spread,
    vector,
)

SHORTEST = 7  # steps; a shorter line is a crumb
CELLS = 160  # the field and the ground that is taken are kept on a grid of this many cells


def draw(sheet: Sheet) -> Pixels:
    """Draw the wind."""
    field = wind(sheet)
    paths = lines(sheet, field)
    dark = sheet.chance(0.45)
    ground = sheet.colour(0.02 if dark else 0.98)
    ink = sheet.palette[1:] if dark else sheet.palette[:-1]
    on = plain(sheet, ground)
    heat = spread(sheet.noise_of(CELLS, CELLS, sheet.between(1.5, 4), 2))
    thick = sheet.between(0.4, 0.85)
    for path, shade in zip(paths, sheet.dice.random(len(paths), np.float32), strict=True):
        x, y = np.clip((path[0] * CELLS).astype(int), 0, CELLS - 1)
        place = np.clip(heat[y, x] * 0.8 + shade * 0.3 - 0.05, 0, 1)
        colour = ramp(ink, np.array([place], np.float32))[0]
        swell = np.sin(np.linspace(0.3, np.pi - 0.1, len(path))) ** 0.35
        fill(sheet, on, ribbon(path, (thick * swell / spacing(sheet)).astype(np.float32)), colour)
    light = sheet.noise(1.5, 1)[:, :, None] * 0.16 - 0.08
    return pixels(grained(sheet, mix(floats(on), floats(on) + light, 1.0)))


def spacing(sheet: Sheet) -> int:
    """Return how many lines lie side by side on the longer side."""
    return 30 if sheet.quick else 66


def wind(sheet: Sheet) -> Floats:
    """Return the wind's direction on the grid, in radians."""
    swirl = spread(sheet.noise_of(CELLS, CELLS, sheet.between(1.2, 4.5), 2))
    angle = (swirl - 0.5) * sheet.between(3, 9) + sheet.between(0, 2 * np.pi)
    if sheet.chance(0.3):  # around a centre, like rings of a tree or a storm
        y, x = np.mgrid[0:CELLS, 0:CELLS] / np.float32(CELLS)
        around = np.arctan2(y - sheet.between(0.2, 0.8) * sheet.high, x - sheet.between(0.2, 0.8))
        angle = around + np.pi / 2 + (swirl - 0.5) * sheet.between(1, 4)
    if sheet.chance(0.25):  # as if cut with a ruler
        angle = np.round(angle * 4 / np.pi) * np.pi / 4
    return np.asarray(angle, np.float32)


def lines(sheet: Sheet, field: Floats) -> list[Floats]:
    """Let lines grow in waves; each ends where it meets another, later ones fill what is left."""
    taken = np.full((spacing(sheet) + 1, spacing(sheet) + 1), -1)
    found: list[Floats] = []
    for wave, share in enumerate((0.012, 0.03, 0.08, 0.2, 0.4)):
        count = round(share * spacing(sheet) ** 2)
        start = sheet.dice.random((count, 2), np.float32) * vector([sheet.wide, sheet.high])
        found += grown(sheet, field, taken, start, wave * 100_000)
    return found


def grown(
    sheet: Sheet, field: Floats, taken: npt.NDArray[np.int64], start: Floats, first: int
) -> list[Floats]:
    """Let one wave grow; `taken` says which line has which ground, and learns of these."""
    names = first + np.arange(len(start))
    alive = ground_of(sheet, taken, start)[0] < 0
    place, walked, lengths = start, [start], np.ones(len(start), int)
    for _ in range(spacing(sheet) * 2):
        owner, rows, columns = ground_of(sheet, taken, place)
        inside = (place > -0.02).all(axis=1) & (place < 1.02).all(axis=1)
        alive = alive & inside & ((owner < 0) | (owner == names))
        settlers = np.flatnonzero(alive)
        taken[rows[settlers], columns[settlers]] = names[settlers]
        alive = alive & (taken[rows, columns] == names)
        if not alive.any():
            break
        cells = np.clip(place * CELLS, 0, CELLS - 1).astype(int)
        angle = field[cells[:, 1], cells[:, 0]]
        step = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.float32(0.5 / spacing(sheet))
        place = np.where(alive[:, None], place + step, place).astype(np.float32)
        lengths += alive
        walked.append(place)
    steps = np.stack(walked, axis=1)
    return [steps[number, :length] for number, length in enumerate(lengths) if length > SHORTEST]


def ground_of(
    sheet: Sheet, taken: npt.NDArray[np.int64], place: Floats
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return whose ground each place is, or -1, with its row and column."""
    cells = np.clip(place * spacing(sheet), 0, spacing(sheet)).astype(np.int64)
    return taken[cells[:, 1], cells[:, 0]], cells[:, 1], cells[:, 0]
