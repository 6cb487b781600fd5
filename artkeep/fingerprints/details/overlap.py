"""What two pictures have in common, as far as their points and samples tell."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.details.compiled import Kernels
from artkeep.fingerprints.details.samples import Likeness, Sampled, likeness
from artkeep.fingerprints.details.turning import (
    Corners,
    Turn,
    area,
    clipped,
    corners,
    rectangle,
)
from artkeep.model.points import Points

Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_MATCH_BITS = 64  # of 256: two points that may be the same
_GATHER_BITS = 72  # the same, once it is known where they should lie
_FIRST = 96  # pairs, the surest, of which turns are made
_TOLERANCE = 2.5  # pixels by which the finest points may be off
_FEWEST = 4  # points that agree; fewer fit anything
_ROUNDS = 2
_MARGIN = 8.0  # pixels at an edge where points are not found
_LEVEL, _LEVELS = 1.2, 8  # how much larger each step of the pyramid is, and how many
_DISTINCT = 8.0  # pixels: points nearer to one another count once
_CELLS = 5  # a side, over the part in common
_CELL_POINTS = 2  # a cell with fewer has nothing to say
_CELL_SHARE = 0.25  # of a cell's points have to agree
# What no verdict is content with (the least of `verdicts._PROOFS`); then light is not looked at.
_LEAST_POINTS = 6
_LEAST_SHARE = 0.2
_LEAST_SPREAD = 0.2
_LEAST_CORRELATION = 0.45


class Placed(NamedTuple):
    """Points as the kernels want them: descriptors, pixels, levels and angles."""

    words: npt.NDArray[np.uint64]
    places: Reals
    levels: Reals
    angles: Reals
    sampled: Sampled

    @classmethod
    def of(cls, points: Points) -> Self:
        """Prepare a picture's points."""
        size = (points.width, points.height)
        return cls(
            np.ascontiguousarray(points.descriptors).view(np.uint64).reshape(-1, 4),
            points.places.astype(np.float64) * size / 65535,
            points.levels.astype(np.float64),
            points.angles.astype(np.float64),
            Sampled(points.sample.astype(np.float64), *size),
        )


@dataclass(frozen=True, slots=True)
class Region:
    """The part that two pictures share: the corners of a polygon, 0 to 1, in each of them."""

    asked: Corners
    kept: Corners


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two pictures laid on one another, and what speaks for it.

    `points` agree, not counting those next to each other. `share` is how many of the kept
    picture's points do that ought to, and `spread` in how many of the places where it has some.
    `asked_part` and `kept_part` are how much of each picture the other shows, 0 to 1, and
    `pixels` how many pixels of the asked one that is, of which its points were found.
    """

    region: Region
    turn: Turn
    points: int
    share: float
    spread: float
    asked_part: float
    kept_part: float
    pixels: float
    likeness: Likeness

    def unmirrored(self) -> Self:
        """Return what was found with a mirror image, as seen in the picture itself."""
        asked = tuple((round(1 - x, 4), y) for x, y in self.region.asked)
        return replace(self, region=replace(self.region, asked=asked))


def overlap(asked: Placed, kept: Placed, kernels: Kernels) -> Overlap | None:
    """Lay two pictures on one another as their points want it; None: they do not want it.

    Mirrored pictures do not overlap: ask with the points of the mirrored one.
    """
    turn = _turn(asked, kept, kernels)
    found = np.empty(len(kept.words), np.int64)
    for _ in range(_ROUNDS):
        if turn is None or _gather(turn, asked, kept, kernels, found) < _FEWEST:
            return None
        there = found >= 0
        turn = Turn.fitting(asked.places[found[there]], kept.places[there])
    if turn is None or _gather(turn, asked, kept, kernels, found) < _FEWEST:
        return None
    return _judged(turn, asked, kept, found)


def _is_chance(points: int, share: float, spread: float) -> bool:
    """Say whether so little agrees that no verdict rests on it."""
    return points < _LEAST_POINTS or share < _LEAST_SHARE or spread < _LEAST_SPREAD


def _turn(asked: Placed, kept: Placed, kernels: Kernels) -> Turn | None:
    """Return the turn that most of the nearest pairs of points want."""
    pairs = np.empty((len(asked.words), 3), np.int64)
    pairs = pairs[: kernels.pair.match(asked.words, kept.words, _MATCH_BITS, pairs)]
    one, other, _ = pairs[np.argsort(pairs[:, 2], kind="stable")].T
    turn = np.zeros(4)
    agreed = kernels.pair.consensus(
        np.ascontiguousarray(asked.places[one]),
        np.ascontiguousarray(kept.places[other]),
        kept.levels[other] - asked.levels[one],
        kept.angles[other] - asked.angles[one],
        _TOLERANCE * _LEVEL ** kept.levels[other],
        _FIRST,
        turn,
    )
    return Turn(*turn.tolist()) if agreed >= _FEWEST else None


def _gather(turn: Turn, asked: Placed, kept: Placed, kernels: Kernels, found: Integers) -> int:
    """Note for each kept point which asked one the turn brings there; return how many."""
    return int(
        kernels.pair.gather(np.array(turn), *asked[:4], *kept[:4], _GATHER_BITS, _TOLERANCE, found)
    )


def _judged(turn: Turn, asked: Placed, kept: Placed, found: Integers) -> Overlap | None:
    there = found >= 0
    due = _due(turn, asked, kept)
    agreed = there & due
    points = min(_distinct(kept.places[there]), _distinct(asked.places[found[there]]))
    share = float(agreed.sum() / max(1, due.sum()))
    spread = _spread(kept.places[due], agreed[due])
    if _is_chance(points, share, spread):
        return None
    common = clipped(turn.forth(rectangle(*asked.sampled[1:])), *kept.sampled[1:])
    size = area(common) if len(common) else 0.0
    asked_size = asked.sampled.width * asked.sampled.height
    pixels = min(asked_size, size / turn.scale**2)
    return Overlap(
        region=Region(
            corners(turn.back(common), *asked.sampled[1:]), corners(common, *kept.sampled[1:])
        ),
        turn=turn,
        points=points,
        share=share,
        spread=spread,
        asked_part=pixels / asked_size,
        kept_part=min(1.0, size / (kept.sampled.width * kept.sampled.height)),
        pixels=pixels,
        likeness=likeness(asked.sampled, kept.sampled, turn, _LEAST_CORRELATION),
    )


def _due(turn: Turn, asked: Placed, kept: Placed) -> npt.NDArray[np.bool_]:
    """Say which of the kept points the asked picture should have: neither outside nor too fine."""
    places = turn.back(kept.places)
    edge = np.array(asked.sampled[1:]) - _MARGIN
    inside = ((places > _MARGIN) & (places < edge)).all(axis=1)
    level = np.rint(kept.levels - np.log(turn.scale) / np.log(_LEVEL))
    return np.asarray(inside & (level >= 0) & (level < _LEVELS))


def _distinct(places: Reals) -> int:
    return len(np.unique((places // _DISTINCT).astype(np.int64), axis=0))


def _spread(places: Reals, agreed: npt.NDArray[np.bool_]) -> float:
    """Return in how many of the cells that have points some agree, 0 to 1."""
    if len(places) < _FEWEST:
        return 0.0
    low, high = places.min(axis=0), places.max(axis=0) + 1e-3
    column, row = ((places - low) / (high - low) * _CELLS).astype(np.int64).T
    cell = row * _CELLS + column
    total = np.bincount(cell, minlength=_CELLS**2)
    agreeing = np.bincount(cell, agreed, minlength=_CELLS**2)
    enough = agreeing >= np.maximum(1, _CELL_SHARE * total)
    spoken = total >= _CELL_POINTS
    return float(enough[spoken].mean()) if spoken.any() else 0.0
