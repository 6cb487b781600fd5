"""What every style draws on: dice that always fall the same, a palette, and a few tools.

Positions are in sheet units: the longer side is 1, so that one number gives one picture at
any size. Colours are red, green, blue, 0 to 1.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Number = float | np.floating[Any]
Pixels = npt.NDArray[np.uint8]

SUBPIXEL = 4  # cv2 takes positions as integers with this many binary places
WHITE = np.ones(3, np.float32)
BLACK = np.zeros(3, np.float32)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An empty sheet: its size in pixels, the dice, five colours from dark to light.

    `quick` asks for a picture in a few milliseconds: the same composition with less in it.
    """

    width: int
    height: int
    dice: np.random.Generator
    palette: Floats
    quick: bool

    @property
    def unit(self) -> int:
        """Pixels of the longer side."""
        return max(self.width, self.height)

    @property
    def wide(self) -> float:
        """The width in sheet units."""
        return self.width / self.unit

    @property
    def high(self) -> float:
        """The height in sheet units."""
        return self.height / self.unit

    def between(self, low: float, high: float) -> float:
        """Throw the dice once."""
        return low + (high - low) * float(self.dice.random())

    def one_of(self, count: int) -> int:
        """Return one of 0 … count - 1."""
        return int(self.dice.random() * count)

    def somewhere(self, margin: float = 0) -> Floats:
        """Return a place at least `margin` of the sheet from its edges; may be below zero."""
        x, y = self.between(margin, 1 - margin), self.between(margin, 1 - margin)
        return vector([x * self.wide, y * self.high])

    def chance(self, probability: float) -> bool:
        """Return True that often."""
        return bool(self.dice.random() < probability)

    def amount(self, full: int) -> int:
        """Return how many of something to draw."""
        return max(1, full // 3) if self.quick else full

    def plane(self) -> tuple[Floats, Floats]:
        """Return x as a row and y as a column, in sheet units."""
        x = (np.arange(self.width, dtype=np.float32) + 0.5) / self.unit
        y = (np.arange(self.height, dtype=np.float32) + 0.5) / self.unit
        return x[None, :], y[:, None]

    def noise(self, cells: float, octaves: int = 3) -> Floats:
        """Return smooth noise over the sheet, 0 to 1, with about `cells` hills along it."""
        return spread(self.noise_of(self.width, self.height, cells, octaves))

    def noise_of(self, width: int, height: int, cells: float, octaves: int) -> Floats:
        """Return smooth noise of any size: grids of dice, each finer and weaker, made large."""
        total: Floats = np.zeros((height, width), np.float32)
        for octave in range(octaves):
            across = max(2, round(cells * 2**octave * width / max(width, height)) + 1)
            down = max(2, round(cells * 2**octave * height / max(width, height)) + 1)
            grid = self.dice.random((down, across), np.float32)
            total = total + resized(grid, width, height) * np.float32(0.5**octave)
        return total

    def curve(self, cells: float, octaves: int = 4, roughness: float = 0.5) -> Floats:
        """Return a wandering line, one value from 0 to 1 for every column of pixels."""
        total: Floats = np.zeros(self.width, np.float32)
        for octave in range(octaves):
            knots = self.dice.random(max(3, round(cells * 2**octave) + 2), np.float32)
            line = resized(knots[None, :], self.width, 1)[0]
            total = total + line * np.float32(roughness**octave)
        return spread(total)

    def colour(self, place: float) -> Floats:
        """Return the palette's colour at 0 (dark) … 1 (light)."""
        return vector(ramp(self.palette, vector([place]))[0])


def vector(values: npt.ArrayLike) -> Floats:
    """Return a place, a step, or several."""
    return np.asarray(values, np.float32)


def resized(values: Floats, width: int, height: int) -> Floats:
    """Return a field in another size, with soft changes."""
    return vector(cv2.resize(values, (width, height), interpolation=cv2.INTER_CUBIC))


def blurred(values: Floats, pixels_wide: float) -> Floats:
    """Return a field with everything smaller than so many pixels washed out."""
    return vector(cv2.GaussianBlur(values, (0, 0), pixels_wide))


def spread(values: Floats) -> Floats:
    """Stretch values to 0 … 1."""
    low, high = float(values.min()), float(values.max())
    return (values - np.float32(low)) / np.float32(max(high - low, 1e-6))


def smooth(low: Number, high: Number, values: Floats) -> Floats:
    """Rise softly from 0 at `low` to 1 at `high`; falls when `low` is above `high`."""
    t = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return vector(t * t * (3 - 2 * t))


def ramp(colours: Floats, place: Floats) -> Floats:
    """Look colours up along a scale from 0 to 1."""
    table = cv2.resize(colours[None, :, :], (256, 1), interpolation=cv2.INTER_LINEAR)[0]
    index = np.clip(place * 255, 0, 255).astype(np.uint8)
    found: Floats = table[index]
    return found


def mix(below: Floats, above: Floats, how_much: Floats | float) -> Floats:
    """Lay one colour over another; how much is 0 to 1, one number or one a pixel."""
    share = np.asarray(how_much, np.float32)
    if share.ndim > 1:
        share = share[:, :, None]
    return below + (above - below) * share


def pixels(picture: Floats) -> Pixels:
    """Return a picture of 0 … 1 as bytes."""
    return cv2.convertScaleAbs(np.clip(picture, 0, 1), alpha=255).astype(np.uint8, copy=False)


def plain(sheet: Sheet, colour: Floats) -> Pixels:
    """Return a sheet of one colour."""
    return np.full((sheet.height, sheet.width, 3), to_bytes(colour), np.uint8)


def to_bytes(colour: Floats) -> tuple[int, int, int]:
    """Return a colour as cv2 takes it."""
    red, green, blue = (round(255 * min(1.0, max(0.0, float(part)))) for part in colour)
    return red, green, blue


def fixed(sheet: Sheet, points: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """Return positions in sheet units as cv2's integers."""
    scaled = np.asarray(points, np.float32) * np.float32(sheet.unit * 2**SUBPIXEL)
    whole: npt.NDArray[np.int32] = np.rint(scaled).astype(np.int32)
    return whole


def fill(sheet: Sheet, on: Pixels, points: npt.ArrayLike, colour: Floats) -> None:
    """Fill a polygon."""
    cv2.fillPoly(on, [fixed(sheet, points)], to_bytes(colour), cv2.LINE_AA, SUBPIXEL)


def stroke(sheet: Sheet, on: Pixels, points: npt.ArrayLike, colour: Floats, thick: float) -> None:
    """Draw a line of `thick` sheet units, at least a pixel."""
    width = max(1, round(thick * sheet.unit))
    line = [fixed(sheet, points)]
    cv2.polylines(on, line, False, to_bytes(colour), width, cv2.LINE_AA, SUBPIXEL)  # noqa: FBT003  # not closed


def disc(sheet: Sheet, on: Pixels, centre: npt.ArrayLike, radius: float, colour: Floats) -> None:
    """Fill a circle."""
    x, y = fixed(sheet, centre)
    size = round(radius * sheet.unit * 2**SUBPIXEL)
    cv2.circle(on, (int(x), int(y)), size, to_bytes(colour), -1, cv2.LINE_AA, SUBPIXEL)


def ribbon(points: Floats, widths: Floats) -> Floats:
    """Return the outline of a line that is thick and thin: a stem, a brush stroke, a fish."""
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * widths[:, None] / 2
    return np.concatenate([points + across, (points - across)[::-1]])


def bent(start: npt.ArrayLike, angle: float, length: float, bend: float, steps: int = 12) -> Floats:
    """Return a line that sets out at `angle` (0 is right, up is negative y) and turns by `bend`."""
    turn = angle + bend * np.linspace(0, 1, steps)
    step = length / (steps - 1)
    first = vector(start)
    x = first[0] + np.concatenate([[0], np.cumsum(np.cos(turn[:-1]) * step)])
    y = first[1] - np.concatenate([[0], np.cumsum(np.sin(turn[:-1]) * step)])
    return np.stack([x, y], axis=1).astype(np.float32)


def grained(sheet: Sheet, picture: Floats, strength: float = 0.035) -> Floats:
    """Lay the grain of paper over a picture; left out when it must be quick."""
    if sheet.quick:
        return picture
    fibres = sheet.noise_of(sheet.width, sheet.height, sheet.unit / 3, 1)
    return picture + ((fibres - 0.5) * np.float32(strength))[:, :, None]


def floats(on: Pixels) -> Floats:
    """Return bytes as 0 … 1."""
    return on.astype(np.float32) / np.float32(255)
