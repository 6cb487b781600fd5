"""Find the corners by which a part of a picture is recognised: ORB, well spread, few enough.

ORB (Rublee et al. 2011) as OpenCV has it: FAST corners on a pyramid of eight sizes, each with
256 comparisons of brightness around it, turned by the corner's own direction. Flat drawings have
few and faint corners, so the threshold is low and of the many found the strongest of each part
of the picture are taken.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from artkeep.model.points import SAMPLE_SIDE, Points

__all__ = ["KEPT_POINTS", "LONGEST_SIDE", "Points", "find_points"]

LONGEST_SIDE = 640  # pixels: give pictures no larger than this
KEPT_POINTS = 300

_FOUND_POINTS = 1500
_FAST_THRESHOLD = 5  # of 255; 20 finds nothing on a dark logo
_GRID = 8  # cells a side over which points are spread


def find_points(grey: NDArray[np.uint8], *, count: int = KEPT_POINTS) -> Points:
    """Return at most `count` points of a grey picture, uint8 (height, width), <= 640 px a side.

    The same pixels give the same points. A picture without corners, or smaller than a corner's
    surroundings (31 px), has none; its sample is there all the same.
    """
    height, width = grey.shape
    finder = cv2.ORB.create(nfeatures=_FOUND_POINTS, fastThreshold=_FAST_THRESHOLD)
    spread = _spread(finder.detect(grey, None), width, height, count)
    chosen, descriptors = finder.compute(grey, spread)  # drops what is too near the edge
    sample = cv2.resize(grey, (SAMPLE_SIDE, SAMPLE_SIDE), interpolation=cv2.INTER_AREA)
    return Points(
        descriptors=_as_rows(descriptors),
        places=_relative(chosen, width, height),
        width=width,
        height=height,
        sample=sample.astype(np.uint8),
    )


def _spread(
    corners: Sequence[cv2.KeyPoint], width: int, height: int, count: int
) -> list[cv2.KeyPoint]:
    """Return `count` of the corners, the strongest of every part of the picture in turn."""
    if len(corners) <= count:
        return list(corners)
    cells: dict[tuple[int, int], int] = {}
    ranks: list[tuple[int, float, int]] = []
    strength = np.array([corner.response for corner in corners])
    for index in np.argsort(-strength, kind="stable"):
        x, y = corners[index].pt
        cell = int(x * _GRID / width), int(y * _GRID / height)
        cells[cell] = cells.get(cell, 0) + 1
        ranks.append((cells[cell], -strength[index], int(index)))
    return [corners[index] for _, _, index in sorted(ranks)[:count]]


def _as_rows(descriptors: object) -> NDArray[np.uint8]:
    if not isinstance(descriptors, np.ndarray):  # OpenCV's way to say there are none
        return np.empty((0, 32), np.uint8)
    return np.ascontiguousarray(descriptors, np.uint8)


def _relative(corners: Sequence[cv2.KeyPoint], width: int, height: int) -> NDArray[np.uint16]:
    """Return the corners' places in 1/65535 of width and height."""
    places = np.array([corner.pt for corner in corners], np.float64).reshape(-1, 2)
    return np.rint(places / (width, height) * 65535).clip(0, 65535).astype(np.uint16)
