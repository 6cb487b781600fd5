"""The eight ways a picture can lie: upright, mirrored, turned, both."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]

Turning = Callable[[Plane], Plane]


def upright(plane: Plane) -> Plane:
    """Return the plane as it is."""
    return plane


def mirrored(plane: Plane) -> Plane:
    """Return the plane with left and right exchanged."""
    return plane[:, ::-1]


def turned_90(plane: Plane) -> Plane:
    """Return the plane turned clockwise by a quarter."""
    return np.rot90(plane, -1)


def turned_180(plane: Plane) -> Plane:
    """Return the plane turned by a half."""
    return plane[::-1, ::-1]


def turned_270(plane: Plane) -> Plane:
    """Return the plane turned clockwise by three quarters."""
    return np.rot90(plane)


def mirrored_turned_90(plane: Plane) -> Plane:
    """Return the plane mirrored, then turned clockwise by a quarter."""
    return turned_90(mirrored(plane))


def upside_down(plane: Plane) -> Plane:
    """Return the plane with top and bottom exchanged."""
    return plane[::-1]


def mirrored_turned_270(plane: Plane) -> Plane:
    """Return the plane mirrored, then turned clockwise by three quarters."""
    return turned_270(mirrored(plane))


# Turned clockwise; mirrored first, left to right. Stored nowhere, but agreed upon by position.
VARIANTS: tuple[Turning, ...] = (
    upright,
    mirrored,
    turned_90,
    turned_180,
    turned_270,
    mirrored_turned_90,
    upside_down,
    mirrored_turned_270,
)
VARIANT_NAMES: tuple[str, ...] = tuple(turning.__name__ for turning in VARIANTS)

_BY_ORIENTATION: Mapping[int, Turning] = {
    1: upright,
    2: mirrored,
    3: turned_180,
    4: upside_down,
    5: mirrored_turned_270,
    6: turned_90,
    7: mirrored_turned_90,
    8: turned_270,
}


def for_the_eye(plane: Plane, orientation: int) -> Plane:
    """Return the plane turned as EXIF's orientation, 1 to 8, asks for."""
    return np.ascontiguousarray(_BY_ORIENTATION[orientation](plane))
