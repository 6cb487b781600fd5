"""What two pictures have in common, as far as their points and samples tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.details.samples import Likeness, Sampled, likeness
from artkeep.fingerprints.details.turning import (
    Corners,
    Turn,
    area,
    clipped,
    corners,
    rectangle,
)
from artkeep.fingerprints.kernels import Kernels
from artkeep.model.points import Points

Reals = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

# What no verdict is content with (the least of `verdicts._PROOFS`): points, share, spread. Where
# less agrees, light is not looked at.
_LEAST = np.array([6.0, 0.2, 0.2])
_LEAST_CORRELATION = 0.45
_NOTES, _REALS, _SHORTEST = 7, 8, 128  # the room that the kernel wants


class Placed(NamedTuple):
    """Points as the kernels want them: descriptors, pixels, levels and angles."""

    words: npt.NDArray[np.uint64]
    places: Reals
    levels: Bytes
    angles: Bytes
    sampled: Sampled

    @classmethod
    def of(cls, points: Points) -> Self:
        """Prepare a picture's points."""
        size = (points.width, points.height)
        return cls(
            np.array(points.descriptors).view(np.uint64).reshape(-1, 4),  # copied: aligned
            points.places.astype(np.float64) * size / 65535,
            points.levels,
            points.angles,
            Sampled(points.sample, *size),
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


def overlaps(asked: Placed, kept: Sequence[Placed], kernels: Kernels) -> list[Overlap | None]:
    """Lay a picture on each of others as their points want it; None: they do not want it.

    Mirrored pictures do not overlap: ask with the points of the mirrored one.
    """
    if not kept:
        return []
    turns, figures = np.empty((len(kept), 4)), np.empty((len(kept), 3))
    counts = [len(each.words) for each in kept]
    starts = np.concatenate([[0], np.cumsum(counts)])
    room = max(_SHORTEST, len(asked.words), *counts)
    kernels.lay(
        *asked[:4],
        np.array(asked.sampled[1:], np.float64),
        *(np.concatenate(parts) for parts in zip(*(each[:4] for each in kept), strict=True)),
        starts,
        _LEAST,
        np.empty((4, room), np.uint64),
        np.empty((_NOTES, room), np.int64),
        np.empty((_REALS, room)),
        turns,
        figures,
    )
    found = zip(kept, turns.tolist(), figures.tolist(), strict=True)
    return [
        _judged(Turn(*turn), asked, each, figure, kernels) if figure[0] else None
        for each, turn, figure in found
    ]


def _judged(
    turn: Turn, asked: Placed, kept: Placed, figure: Sequence[float], kernels: Kernels
) -> Overlap:
    """Say how much of each picture the other shows, and whether light and dark agree."""
    points, share, spread = figure
    common = clipped(turn.forth(rectangle(*asked.sampled[1:])), *kept.sampled[1:])
    size = area(common) if len(common) else 0.0
    asked_size = asked.sampled.width * asked.sampled.height
    pixels = min(asked_size, size / turn.scale**2)
    return Overlap(
        region=Region(
            corners(turn.back(common), *asked.sampled[1:]), corners(common, *kept.sampled[1:])
        ),
        turn=turn,
        points=int(points),
        share=share,
        spread=spread,
        asked_part=pixels / asked_size,
        kept_part=min(1.0, size / (kept.sampled.width * kept.sampled.height)),
        pixels=pixels,
        likeness=likeness(asked.sampled, kept.sampled, turn, _LEAST_CORRELATION, kernels),
    )
