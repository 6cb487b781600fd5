"""The inner loops over the points of two pictures, compiled by numba, without its lock.

Import this by `artkeep.fingerprints.details.compiled` only. A picture's points are four arrays:
`words` uint64 (n, 4), its descriptors; `places` float64 (n, 2), pixels; `levels` and `angles`
float64 (n), in steps of the pyramid and in 1/256 of a turn.

A `turn` is (a, b, x, y): the place (u, v) of the asked picture lies at
(a·u - b·v + x, b·u + a·v + y) in the kept one. That is any shifting, scaling and turning
together, and never a mirroring.
"""

from collections.abc import Callable
from math import atan2, hypot, log, pi
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit, types

Words = npt.NDArray[np.uint64]
Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Function = TypeVar("Function", bound=Callable[..., Any])

LEVEL = 1.2  # how much larger each step of the pyramid is
_LEVELS_APART = 2.0  # how far a pair's sizes may be from what the turn says, in steps
_ANGLE_APART = 24.0  # the same for where they point, in 1/256 of a turn
_LEAST_BASE = 400.0  # squared pixels between two points that make a turn
_MOST_GROWN = 25.0  # squared: five times as large, or as small

_WORDS = types.Array(types.uint64, 2, "C", readonly=True)
_PLACES = types.Array(types.float64, 2, "C", readonly=True)
_REALS = types.Array(types.float64, 1, "C", readonly=True)
_TURN = types.Array(types.float64, 1, "C")
_FOUND = types.Array(types.int64, 2, "C")
_INT = types.int64


def compiled(*signature: Any) -> Callable[[Function], Function]:
    """Compile for (result, arguments…) at once, and keep what was compiled."""
    made = njit(signature[0](*signature[1:]), nogil=True, cache=True)
    return cast("Callable[[Function], Function]", made)


def inlined(function: Function) -> Function:
    """Compile as a part of those who call it."""
    return cast("Function", njit(function))


@inlined
def ones(word: np.uint64) -> np.uint64:  # pragma: no cover - compiled
    """Count the ones of a word; LLVM knows this form and makes one instruction of it."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    pairs = np.uint64(0x3333333333333333)
    word = (word & pairs) + ((word >> np.uint64(2)) & pairs)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@inlined
def distance(some: Words, one: int, others: Words, other: int) -> np.int64:  # pragma: no cover
    """Count the differing bits of two descriptors."""
    return np.int64(
        ones(some[one, 0] ^ others[other, 0])
        + ones(some[one, 1] ^ others[other, 1])
        + ones(some[one, 2] ^ others[other, 2])
        + ones(some[one, 3] ^ others[other, 3])
    )


@compiled(_INT, _WORDS, _WORDS, _INT, _FOUND)
def match(asked: Words, kept: Words, limit: int, found: Integers) -> int:  # pragma: no cover
    """Fill `found` with (asked, kept, distance) of those that are each other's nearest.

    They are at most `limit` apart. Returns how many; there is room for all that are asked.
    """
    nearest = np.full(len(asked), -1)
    nearest_back = np.full(len(kept), -1)
    least = np.full(len(asked), limit + 1)
    least_back = np.full(len(kept), limit + 1)
    for i in range(len(asked)):
        for j in range(len(kept)):
            apart = distance(asked, i, kept, j)
            if apart < least[i]:
                least[i], nearest[i] = apart, j
            if apart < least_back[j]:
                least_back[j], nearest_back[j] = apart, i
    count = 0
    for i in range(len(asked)):
        if nearest[i] >= 0 and nearest_back[nearest[i]] == i:
            found[count, 0], found[count, 1], found[count, 2] = i, nearest[i], least[i]
            count += 1
    return count


@inlined
def _angle_apart(angle: float) -> float:  # pragma: no cover
    """Return how far an angle is from none, 0 to 128."""
    angle = abs(angle) % 256
    return min(angle, 256 - angle)


@inlined
def _fits(grown: float, turned: float, levels: float, angle: float) -> bool:  # pragma: no cover
    """Say whether a pair of points has grown and turned as much as the whole."""
    return abs(grown - levels) <= _LEVELS_APART and _angle_apart(turned - angle) <= _ANGLE_APART


@inlined
def _made(asked: Reals, kept: Reals, i: int, j: int) -> tuple[float, float]:  # pragma: no cover
    """Return a and b of the turn that two pairs make; (0, 0) when it would be too rough."""
    du, dv = asked[j, 0] - asked[i, 0], asked[j, 1] - asked[i, 1]
    dx, dy = kept[j, 0] - kept[i, 0], kept[j, 1] - kept[i, 1]
    base, image = du * du + dv * dv, dx * dx + dy * dy
    if min(base, image) < _LEAST_BASE or max(base, image) > _MOST_GROWN * min(base, image):
        return 0.0, 0.0
    return (dx * du + dy * dv) / base, (dy * du - dx * dv) / base


@inlined
def _agreeing(
    turn: tuple[float, float, float, float],
    asked: Reals,
    kept: Reals,
    grown: Reals,
    turned: Reals,
    reach: Reals,
) -> int:  # pragma: no cover
    """Count the pairs that a turn brings together."""
    a, b, x, y = turn
    levels, angle = log(hypot(a, b)) / log(LEVEL), atan2(b, a) / pi * 128
    count = 0
    for i in range(len(asked)):
        if not _fits(grown[i], turned[i], levels, angle):
            continue
        dx = a * asked[i, 0] - b * asked[i, 1] + x - kept[i, 0]
        dy = b * asked[i, 0] + a * asked[i, 1] + y - kept[i, 1]
        count += dx * dx + dy * dy <= reach[i] * reach[i]
    return count


@compiled(_INT, _PLACES, _PLACES, _REALS, _REALS, _REALS, _INT, _TURN)
def consensus(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    asked: Reals,
    kept: Reals,
    grown: Reals,
    turned: Reals,
    reach: Reals,
    first: int,
    found: Reals,
) -> int:  # pragma: no cover
    """Put into `found` the turn on which most pairs agree; return how many do.

    The pairs come surest first, and every two of the `first` are tried. Of each is known by how
    many levels the kept point is larger, by what angle it is turned, and how many pixels from
    its due place it may lie.
    """
    best = 0
    for i in range(min(first, len(asked))):
        for j in range(i):
            a, b = _made(asked, kept, i, j)
            if a == 0.0 and b == 0.0:
                continue
            levels, angle = log(hypot(a, b)) / log(LEVEL), atan2(b, a) / pi * 128
            if not _fits(grown[i], turned[i], levels, angle):
                continue
            if not _fits(grown[j], turned[j], levels, angle):
                continue
            x = kept[i, 0] - (a * asked[i, 0] - b * asked[i, 1])
            y = kept[i, 1] - (b * asked[i, 0] + a * asked[i, 1])
            count = _agreeing((a, b, x, y), asked, kept, grown, turned, reach)
            if count > best:
                best = count
                found[0], found[1], found[2], found[3] = a, b, x, y
    return best


@compiled(
    _INT,
    _REALS,
    _WORDS,
    _PLACES,
    _REALS,
    _REALS,
    _WORDS,
    _PLACES,
    _REALS,
    _REALS,
    _INT,
    types.float64,
    types.Array(types.int64, 1, "C"),
)
def gather(  # noqa: PLR0913, PLR0917 - two pictures' points
    turn: Reals,
    asked: Words,
    asked_places: Reals,
    asked_levels: Reals,
    asked_angles: Reals,
    kept: Words,
    kept_places: Reals,
    kept_levels: Reals,
    kept_angles: Reals,
    limit: int,
    tolerance: float,
    found: Integers,
) -> int:  # pragma: no cover
    """Put into `found`, for each kept point, the asked one that the turn brings there, or -1.

    One to one: of several the one that looks most alike, at most `limit` bits apart. Places may
    be `tolerance` pixels off for the finest points, more for larger ones. Returns how many.
    """
    scale = hypot(turn[0], turn[1])
    levels, angle = log(scale) / log(LEVEL), atan2(turn[1], turn[0]) / pi * 128
    least = np.full(len(kept), limit + 1)
    sizes = LEVEL**kept_levels
    found[:] = -1
    for i in range(len(asked)):
        size = scale * LEVEL ** asked_levels[i]
        x = turn[0] * asked_places[i, 0] - turn[1] * asked_places[i, 1] + turn[2]
        y = turn[1] * asked_places[i, 0] + turn[0] * asked_places[i, 1] + turn[3]
        best, nearest = np.int64(limit + 1), -1
        for j in range(len(kept)):
            dx, dy = x - kept_places[j, 0], y - kept_places[j, 1]
            reach = tolerance * max(size, sizes[j])
            if dx * dx + dy * dy > reach * reach:
                continue
            grown, turned = kept_levels[j] - asked_levels[i], kept_angles[j] - asked_angles[i]
            if not _fits(grown, turned, levels, angle):
                continue
            apart = distance(asked, i, kept, j)
            if apart < best:
                best, nearest = apart, j
        if nearest >= 0 and best < least[nearest]:
            least[nearest], found[nearest] = best, i
    count = 0
    for j in range(len(kept)):
        count += found[j] >= 0
    return count
