"""Light and dark of two pictures, cell by cell, where one lies on the other."""

from typing import Any

import numpy as np
from numba import types

from artkeep.fingerprints.kernels.source import (
    Bytes,
    Int,
    Integers,
    Reals,
    compiled,
    given,
    inlined,
    root,
    written,
)

_FINER = 4  # places a cell and side, of which its mean is made

_SAMPLE = given(types.uint8, 2)
_MEANS = written(types.float64, 3)
_SEEN = written(types.int64, 3)
_FOUR = given(types.float64)


@inlined  # pragma: no cover
def _luma(sample: Bytes, x: float, y: float, size: tuple[float, float]) -> Any:
    """Return the luma at a place in pixels, between four cells."""
    side = sample.shape[0]
    x = min(max(x * side / size[0] - 0.5, 0.0), side - 1.0)
    y = min(max(y * side / size[1] - 0.5, 0.0), side - 1.0)
    column, row = min(np.int64(x), side - 2), min(np.int64(y), side - 2)
    x, y = x - column, y - row
    above = sample[row, column] * (1 - x) + sample[row, column + 1] * x
    below = sample[row + 1, column] * (1 - x) + sample[row + 1, column + 1] * x
    return above * (1 - y) + below * y


@inlined  # pragma: no cover
def _is_within(x: float, y: float, margin: tuple[float, float], size: tuple[float, float]) -> bool:
    """Say whether a place is in a picture and not at its edge."""
    across = margin[0] <= x <= size[0] - margin[0]
    return across and margin[1] <= y <= size[1] - margin[1]


@compiled(_SAMPLE, _SAMPLE, _FOUR, _FOUR, _FOUR, _MEANS, _SEEN)  # pragma: no cover
def compare_cells(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    asked: Bytes,
    kept: Bytes,
    turn: Reals,
    sizes: Reals,
    stretch: Reals,
    means: Reals,
    seen: Integers,
) -> Int:
    """Put into `means` (2, rows, columns) the luma of the asked and the kept picture in cells.

    The cells lie in the kept picture, from `stretch` (x, y) on, over its (width, height); `turn`
    brings places of the asked picture there; `sizes` are width and height of both. `seen` (2,
    rows, columns) becomes of how many of a cell's 16 places both pictures show the place; and of
    how many without what frames have blurred into: a cell of the asked sample at the edge of the
    kept picture is half what lies around it there. Returns how many places there are of those.
    """
    a, b, x0, y0 = turn[0], turn[1], turn[2], turn[3]
    squared = a * a + b * b
    scale = root(squared)
    asked_size, kept_size = (sizes[0], sizes[1]), (sizes[2], sizes[3])
    margin = (sizes[0] / asked.shape[0], sizes[1] / asked.shape[0])
    blurred = (scale * margin[0], scale * margin[1])
    down, across = means.shape[1] * _FINER, means.shape[2] * _FINER
    means[:] = 0.0
    seen[:] = 0
    inner = 0
    for row in range(down):
        y = stretch[1] + (row + 0.5) / down * stretch[3]
        for column in range(across):
            x = stretch[0] + (column + 0.5) / across * stretch[2]
            u = (a * (x - x0) + b * (y - y0)) / squared
            v = (a * (y - y0) - b * (x - x0)) / squared
            at, cell = row // _FINER, column // _FINER
            means[0, at, cell] += _luma(asked, u, v, asked_size)
            means[1, at, cell] += _luma(kept, x, y, kept_size)
            if _is_within(u, v, margin, asked_size):
                seen[0, at, cell] += 1
                if _is_within(x, y, blurred, kept_size):
                    seen[1, at, cell] += 1
                    inner += 1
    means /= _FINER * _FINER
    return inner
