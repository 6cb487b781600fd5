"""How alike the samples of two pictures are where the pictures overlap.

Points may agree by chance or because two pictures bear the same words; light and dark of the
whole do not. What is compared are means over cells of a grid laid over the common part, as many
as the rougher of the two samples can tell apart.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from artkeep.fingerprints.details.turning import Turn, clipped, rectangle
from artkeep.fingerprints.kernels import Kernels

Reals = npt.NDArray[np.float64]

_MOST_CELLS, _LEAST_CELLS = 24, 4  # a side
_FINER = 4  # places a cell and side, of which the kernel makes its mean
_ENOUGH_CELLS = 9
_BLOCK = 4  # cells a side of a block, which has to agree by itself
_STEP = 2
_PLAIN = 3.0  # a block with less contrast than this, in luma, has nothing to disagree on
_AGREES = 0.5  # correlation of a block
_NOISE = 1.0  # luma: less contrast than this is none


class Sampled(NamedTuple):
    """A picture's sample, uint8 (k, k), and the pixels that it stands for."""

    cells: npt.NDArray[np.uint8]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pictures are, point of view of their samples.

    `correlation` is -1 to 1 over all cells of the common part; `agreeing` is the share of its
    blocks with contrast that are alike by themselves; `contrast` is the standard deviation of
    the plainer picture's luma there; `cells` is how many cells were compared.
    """

    correlation: float
    agreeing: float
    contrast: float
    cells: int


NONE = Likeness(0.0, 0.0, 0.0, 0)


def likeness(asked: Sampled, kept: Sampled, turn: Turn, least: float, kernels: Kernels) -> Likeness:
    """Compare two pictures where a turn lays the one on the other.

    `least` is the correlation from which the blocks are looked at, which takes most of the time.
    """
    grid = _grid(asked, kept, turn)
    if grid is None:
        return NONE
    shape, stretch = grid
    means, seen = np.empty((2, *shape)), np.empty((2, *shape), np.int64)
    sizes = np.array([asked.width, asked.height, kept.width, kept.height], np.float64)
    inner = kernels.compare_cells(
        asked.cells, kept.cells, np.array(turn), sizes, stretch, means, seen
    )
    every = _FINER * _FINER
    shown = 1 if inner > 0.25 * every * seen[0].size else 0  # enough of it
    cells = seen[shown] == every
    count = int(np.count_nonzero(cells))
    if count < _ENOUGH_CELLS:
        return NONE
    some, others = means
    correlation, contrast = _correlation(some[cells], others[cells])
    agreeing = _agreeing(some, others, cells) if correlation >= least else 0.0
    return Likeness(correlation, agreeing, contrast, count)


def frames_likeness(asked: Reals, kept: Reals, least: float) -> Likeness:
    """Compare two whole pictures by their samples, square each, the larger one made smaller.

    `least` is as for `likeness`.
    """
    side = min(len(asked), len(kept))
    some, others = _shrunk(asked, side), _shrunk(kept, side)
    correlation, contrast = _correlation(some.ravel(), others.ravel())
    if correlation < least:
        return Likeness(correlation, 0.0, contrast, side * side)
    everywhere = np.ones((side, side), np.bool_)
    return Likeness(correlation, _agreeing(some, others, everywhere), contrast, side * side)


def _shrunk(cells: Reals, side: int) -> Reals:
    factor = len(cells) // side
    blocks = cells[: side * factor, : side * factor].reshape(side, factor, side, factor)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float64)


def _grid(asked: Sampled, kept: Sampled, turn: Turn) -> tuple[tuple[int, int], Reals] | None:
    """Return how many rows and columns of cells to compare, and over what they stretch.

    That is (x, y, width, height) in the kept picture. None: nothing in common.
    """
    common = clipped(turn.forth(rectangle(asked.width, asked.height)), kept.width, kept.height)
    if not len(common) or min(len(asked.cells), len(kept.cells)) < 2:  # noqa: PLR2004 - between two
        return None
    low, high = common.min(axis=0), common.max(axis=0)
    size = high - low
    if size.min() <= 0:
        return None
    fine = [
        size * len(kept.cells) / (kept.width, kept.height),
        size / turn.scale * len(asked.cells) / (asked.width, asked.height),
    ]
    across, down = np.clip(np.minimum(*fine), _LEAST_CELLS, _MOST_CELLS).astype(np.int64).tolist()
    return (down, across), np.concatenate([low, size])


def _correlation(some: Reals, others: Reals) -> tuple[float, float]:
    """Return the correlation and the smaller of the two contrasts."""
    some, others = some - some.mean(), others - others.mean()
    contrast, other_contrast = float(some.std()), float(others.std())
    together = float((some * others).mean())
    correlation = together / (max(contrast, _NOISE) * max(other_contrast, _NOISE))
    return correlation, min(contrast, other_contrast)


def _agreeing(some: Reals, others: Reals, cells: npt.NDArray[np.bool_]) -> float:
    """Return the share of the blocks with contrast that correlate; 0: there are none."""
    seen = cells.astype(np.float64)
    one, other = some * seen, others * seen
    count, *sums = _blocks(seen, one, other, one * one, other * other, one * other)
    enough = count >= _ENOUGH_CELLS
    mean, other_mean, square, other_square, product = (
        each[enough] / count[enough] for each in sums
    )
    contrast = np.sqrt(np.maximum(square - mean**2, 0.0))
    other_contrast = np.sqrt(np.maximum(other_square - other_mean**2, 0.0))
    noise = np.maximum(contrast, _NOISE) * np.maximum(other_contrast, _NOISE)
    agrees = (product - mean * other_mean) / noise > _AGREES
    spoken = np.maximum(contrast, other_contrast) >= _PLAIN
    return float(agrees[spoken].mean()) if spoken.any() else 0.0


def _blocks(*planes: Reals) -> Reals:
    """Return the sum of each plane over each block, (planes, blocks)."""
    rows, columns = planes[0].shape
    size = (min(_BLOCK, rows), min(_BLOCK, columns))
    windows = sliding_window_view(np.stack(planes), size, axis=(1, 2))[:, ::_STEP, ::_STEP]
    return np.asarray(windows.sum(axis=(3, 4)).reshape(len(planes), -1), np.float64)
