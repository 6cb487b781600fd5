"""A turn: how one picture has to be shifted, scaled and turned to lie on another."""

from math import atan2, degrees, hypot
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Corners = tuple[tuple[float, float], ...]


class Turn(NamedTuple):
    """Brings (u, v) of the asked picture to (a·u - b·v + x, b·u + a·v + y) of the kept one."""

    a: float
    b: float
    x: float
    y: float

    @property
    def scale(self) -> float:
        """How many pixels of the kept picture one of the asked is."""
        return hypot(self.a, self.b)

    @property
    def degrees(self) -> float:
        """By how much the asked picture has to be turned clockwise, -180 to 180."""
        return degrees(atan2(self.b, self.a))

    @property
    def tilt(self) -> float:
        """By how many degrees that differs from whole quarters, 0 to 45."""
        return abs(self.degrees - 90 * round(self.degrees / 90))

    @classmethod
    def fitting(cls, asked: Reals, kept: Reals) -> Self | None:
        """Return what fits pairs of places, (n, 2) each, with the least squares; None: no way."""
        middle, goal = asked.mean(axis=0), kept.mean(axis=0)
        start, end = asked - middle, kept - goal
        spread = float((start**2).sum())
        a = float((start * end).sum())
        b = float((start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]).sum())
        if spread == 0 or (a == 0 and b == 0):
            return None
        a, b = a / spread, b / spread
        x = goal[0] - (a * middle[0] - b * middle[1])
        y = goal[1] - (b * middle[0] + a * middle[1])
        return cls(a, b, float(x), float(y))

    def forth(self, places: Reals) -> Reals:
        """Return where places (…, 2) of the asked picture lie in the kept one."""
        u, v = places[..., 0], places[..., 1]
        return np.stack([self.a * u - self.b * v + self.x, self.b * u + self.a * v + self.y], -1)

    def back(self, places: Reals) -> Reals:
        """Return where places (…, 2) of the kept picture lie in the asked one."""
        u, v = places[..., 0] - self.x, places[..., 1] - self.y
        scale = self.a**2 + self.b**2
        return np.stack([(self.a * u + self.b * v) / scale, (self.a * v - self.b * u) / scale], -1)


def rectangle(width: float, height: float) -> Reals:
    """Return the corners of a picture, clockwise from the left upper one."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def clipped(polygon: Reals, width: float, height: float) -> Reals:
    """Return the part of a convex polygon that lies in a picture: Sutherland and Hodgman."""
    for axis, sign, limit in ((0, 1, 0.0), (1, 1, 0.0), (0, -1, -width), (1, -1, -height)):
        if len(polygon):
            polygon = _cut(polygon, sign * polygon[:, axis] - limit)
    return polygon


def _cut(polygon: Reals, inside: Reals) -> Reals:
    """Keep what is on the side where `inside` is not negative."""
    kept = []
    for here in range(len(polygon)):
        before = here - 1
        if (inside[here] < 0) != (inside[before] < 0):
            share = inside[before] / (inside[before] - inside[here])
            kept.append(polygon[before] + share * (polygon[here] - polygon[before]))
        if inside[here] >= 0:
            kept.append(polygon[here])
    return np.array(kept, np.float64).reshape(-1, 2)


def area(polygon: Reals) -> float:
    """Return the area of a polygon."""
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def corners(polygon: Reals, width: float, height: float) -> Corners:
    """Return a polygon in parts of width and height, 0 to 1, to four digits."""
    shares = np.clip(polygon / (width, height), 0, 1)
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in shares)
