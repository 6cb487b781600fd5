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

Reals = npt.NDArray[np.float64]

_MOST_CELLS, _LEAST_CELLS = 24, 4  # a side
_FINER = 4  # places a cell and side, of which its mean is made
_ENOUGH_CELLS = 9
_BLOCK = 4  # cells a side of a block, which has to agree by itself
_STEP = 2
_PLAIN = 3.0  # a block with less contrast than this, in luma, has nothing to disagree on
_AGREES = 0.5  # correlation of a block
_NOISE = 1.0  # luma: less contrast than this is none


class Sampled(NamedTuple):
    """A picture's sample, float64 (k, k), and the pixels that it stands for."""

    cells: Reals
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


def likeness(asked: Sampled, kept: Sampled, turn: Turn, least: float) -> Likeness:
    """Compare two pictures where a turn lays the one on the other.

    `least` is the correlation from which the blocks are looked at, which takes most of the time.
    """
    places = _grid(asked, kept, turn)
    if places is None:
        return NONE
    there = turn.back(places)
    seen = _seen(asked, kept, turn, places, there)
    cells = _means(seen) > 0.99  # noqa: PLR2004 - a cell wholly seen, but for rounding
    count = np.count_nonzero(cells)
    if count < _ENOUGH_CELLS:
        return NONE
    some = _means(_at(asked, there))
    others = _means(_at(kept, places))
    correlation, contrast = _correlation(some[cells], others[cells])
    agreeing = _agreeing(some, others, cells) if correlation >= least else 0.0
    return Likeness(correlation, agreeing, contrast, int(count))


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


def _grid(asked: Sampled, kept: Sampled, turn: Turn) -> Reals | None:
    """Return places in the kept picture, (rows, columns, 2); None: nothing in common."""
    common = clipped(turn.forth(rectangle(asked.width, asked.height)), kept.width, kept.height)
    if not len(common):
        return None
    low, high = common.min(axis=0), common.max(axis=0)
    size = high - low
    if size.min() <= 0:
        return None
    fine = [
        size * len(kept.cells) / (kept.width, kept.height),
        size / turn.scale * len(asked.cells) / (asked.width, asked.height),
    ]
    across, down = _FINER * np.clip(np.minimum(*fine), _LEAST_CELLS, _MOST_CELLS).astype(np.int64)
    x = low[0] + (np.arange(across) + 0.5) / across * size[0]
    y = low[1] + (np.arange(down) + 0.5) / down * size[1]
    return np.stack(np.meshgrid(x, y), axis=-1)


def _seen(asked: Sampled, kept: Sampled, turn: Turn, places: Reals, there: Reals) -> Reals:
    """Say which places both pictures show, 1 or 0, without what frames have blurred into.

    A cell of the asked sample at the edge of the kept picture is half what lies around it there.
    """
    margin = np.array([asked.width, asked.height]) / len(asked.cells)
    size = np.array([asked.width, asked.height])
    inside = ((there >= margin) & (there <= size - margin)).all(axis=-1)
    blurred = turn.scale * margin
    edge = np.array([kept.width, kept.height]) - blurred
    inner = inside & ((places >= blurred) & (places <= edge)).all(axis=-1)
    shown = inner if inner.mean() > 0.25 else inside  # noqa: PLR2004 - enough of it
    return np.asarray(shown, np.float64)


def _at(sampled: Sampled, places: Reals) -> Reals:
    """Return the luma at places in pixels, between four cells."""
    side = len(sampled.cells)
    where = places * side / (sampled.width, sampled.height) - 0.5
    where = np.clip(where, 0, side - 1)
    first = np.minimum(where.astype(np.int64), side - 2)
    x, y = np.moveaxis(where - first, -1, 0)
    column, row = np.moveaxis(first, -1, 0)
    cells = sampled.cells
    above = cells[row, column] * (1 - x) + cells[row, column + 1] * x
    below = cells[row + 1, column] * (1 - x) + cells[row + 1, column + 1] * x
    return np.asarray(above * (1 - y) + below * y, np.float64)


def _means(fine: Reals) -> Reals:
    rows, columns = fine.shape
    blocks = fine.reshape(rows // _FINER, _FINER, columns // _FINER, _FINER)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float64)


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
