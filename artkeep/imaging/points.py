"""Find the corners by which a part of a picture is recognised: ORB, well spread, few enough.

ORB (Rublee et al. 2011) as OpenCV has it: FAST corners on a pyramid of eight sizes, each with
256 comparisons of brightness around it, turned by the corner's own direction. Flat drawings have
few and faint corners, so the threshold is low, and of the many that are found the strongest of
every part of the picture are taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from artkeep.model.points import DESCRIPTOR_BYTES, Points

__all__ = ["ASKED", "KEPT", "LONGEST_SIDE", "Plan", "Points", "find_points"]

LONGEST_SIDE = 640  # pixels: give pictures no larger than this


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of a picture to note: at most `count` points, a sample of `side` by `side`."""

    count: int
    side: int


KEPT = Plan(256, 32)  # 10.8 kB
ASKED = Plan(800, 64)  # a question may show much around the picture, and is not kept

_FOUND = 1500  # of which some are chosen
_FAST_THRESHOLD = 5  # of 255; with 20 there is nothing on a dark logo
_MARGIN = 8  # pixels at the edge without points; a cropped copy has edges elsewhere
_CELLS = 8  # a side, over which points are spread
_SMALLEST_SIDE = 32  # pixels; the pyramid's top is 3.6 times smaller


def find_points(grey: NDArray[np.uint8], plan: Plan = KEPT) -> Points:
    """Return the points of a grey picture, uint8 (height, width), at most 640 px a side.

    The same pixels give the same points. A picture without corners, or with a side below 32
    pixels, has none; it has a sample all the same. To ask for mirrored copies, find the points
    of the mirrored picture: corners do not recognise themselves in a mirror.
    """
    height, width = grey.shape
    finder = cv2.ORB.create(_FOUND, edgeThreshold=_MARGIN, fastThreshold=_FAST_THRESHOLD)
    found = finder.detect(grey, None) if min(grey.shape) >= _SMALLEST_SIDE else ()
    chosen, descriptors = finder.compute(grey, _spread(found, width, height, plan.count))
    sample = cv2.resize(grey, (plan.side, plan.side), interpolation=cv2.INTER_AREA)
    return Points(
        descriptors=_as_rows(descriptors),
        places=_relative(_places(chosen), width, height),
        levels=np.array([corner.octave for corner in chosen], np.uint8),
        angles=np.array([round(corner.angle / 360 * 256) % 256 for corner in chosen], np.uint8),
        width=width,
        height=height,
        sample=np.asarray(sample, np.uint8),
    )


def _spread(
    found: Sequence[cv2.KeyPoint], width: int, height: int, count: int
) -> list[cv2.KeyPoint]:
    """Return `count` of the corners, the strongest of every part of the picture in turn."""
    if len(found) <= count:
        return list(found)
    strength = np.array([corner.response for corner in found])
    column, row = (_places(found) * _CELLS / (width, height)).astype(np.int64).T
    cell = row * _CELLS + column
    by_cell = np.lexsort((-strength, cell))  # cell by cell, each one's strongest first
    sizes = np.bincount(cell, minlength=_CELLS * _CELLS)
    rank = np.empty(len(found), np.int64)
    rank[by_cell] = np.arange(len(found)) - np.repeat(sizes.cumsum() - sizes, sizes)
    return [found[index] for index in np.lexsort((-strength, rank))[:count]]


def _places(corners: Sequence[cv2.KeyPoint]) -> NDArray[np.float64]:
    """Return x and y in pixels."""
    return np.array(cv2.KeyPoint.convert(corners), np.float64).reshape(-1, 2)


def _relative(places: NDArray[np.float64], width: int, height: int) -> NDArray[np.uint16]:
    return np.rint(places * 65535 / (width, height)).clip(0, 65535).astype(np.uint16)


def _as_rows(descriptors: object) -> NDArray[np.uint8]:
    if not isinstance(descriptors, np.ndarray):  # OpenCV's way to say there are none
        return np.empty((0, DESCRIPTOR_BYTES), np.uint8)
    return np.ascontiguousarray(descriptors, np.uint8)
