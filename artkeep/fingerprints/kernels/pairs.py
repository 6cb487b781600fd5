"""Matching the points of two pictures, and the turn on which they agree.

A picture's points are four arrays: `words` uint64 (n, 4), its descriptors; `places` (n, 2);
`levels` and `angles` uint8 (n), in steps of the pyramid and in 1/256 of a turn.

A `turn` is (a, b, x, y): the place (u, v) of the asked picture lies at
(a·u - b·v + x, b·u + a·v + y) in the kept one. That is any shifting, scaling and turning
together, and never a mirroring.
"""

import numpy as np

from artkeep.fingerprints.kernels.source import (
    Bytes,
    Int,
    Integers,
    Reals,
    Words,
    inlined,
    ones,
    root,
)

_MATCH_BITS = 64  # of 256: two points that may be the same
_FIRST = 96  # pairs, the surest, of which turns are made
TOLERANCE = 2.5  # pixels by which the finest points may be off
FEWEST = 4  # points that agree; fewer fit anything
LEVEL = 1.2  # how much larger each step of the pyramid is
_LEVELS_APART = 2  # how far a pair's sizes may be from what the turn says, in steps
_ANGLE_APART = 24  # the same for where they point, in 1/256 of a turn
_LEAST_BASE = 400.0  # squared pixels between two points that make a turn
_MOST_GROWN = 25.0  # squared: five times as large, or as small

# Tables, for there is no logarithm and no cosine in compiled code: how large the points of each
# level are; what squared scales fit each number of levels from -255 on; each angle's direction.
_ROUNDING = 1e-12
SIZES = LEVEL ** np.arange(256.0)
_GROWN = np.arange(-255.0, 256.0)
_SMALLEST = LEVEL ** (2 * (_GROWN - _LEVELS_APART)) * (1 - _ROUNDING)
_LARGEST = LEVEL ** (2 * (_GROWN + _LEVELS_APART)) * (1 + _ROUNDING)
_COSINES = np.cos(np.arange(256) * np.pi / 128)
_SINES = np.sin(np.arange(256) * np.pi / 128)
_ALIGNED = float(np.cos(_ANGLE_APART * np.pi / 128)) - _ROUNDING

_FAR = 1 << 40
_LOW = (1 << 32) - 1
NEAREST, BACK, FOUND, LEAST, BINS, _PAIR_GROWN, _PAIR_TURNED = range(7)  # rows of notes
X, Y, SIZE, _U, _V, _PAIR_X, _PAIR_Y, _REACH = range(8)  # rows of reals


Turn = tuple[float, float, float, float]  # a, b, x, y; all nothing when there is none
Points = tuple[Words, Reals, Bytes, Bytes]
Stretch = tuple[Int, Int]  # the kept picture's points: the first of them, how many
Room = tuple[Words, Integers, Reals]  # for notes


@inlined  # pragma: no cover
def is_none(turn: Turn) -> bool:
    """Say whether a turn is nothing: it would bring all places to the same."""
    return turn[0] == 0.0 and turn[1] == 0.0


@inlined  # pragma: no cover
def prepare(kept: Points, stretch: Stretch, room: Room) -> None:
    """Lay out a kept picture's points row by row, for several to be looked at in one step."""
    flat, _, reals = room
    start, count = stretch
    for j in range(count):
        for word in range(4):
            flat[word, j] = kept[0][start + j, word]
        reals[X, j], reals[Y, j] = kept[1][start + j, 0], kept[1][start + j, 1]
        reals[SIZE, j] = SIZES[kept[2][start + j]]


@inlined  # pragma: no cover
def _match(asked: Words, count: Int, room: Room) -> None:
    """Note for each point the nearest of the other picture: its distance, then its number."""
    flat, notes, _ = room
    notes[BACK, :count] = _FAR
    for i in range(asked.shape[0]):
        first, second, third, fourth = asked[i, 0], asked[i, 1], asked[i, 2], asked[i, 3]
        best = np.int64(_FAR)
        for j in range(count):
            apart = (
                ones(first ^ flat[0, j])
                + ones(second ^ flat[1, j])
                + ones(third ^ flat[2, j])
                + ones(fourth ^ flat[3, j])
            ) << 32
            best = min(best, apart | j)
            notes[BACK, j] = min(notes[BACK, j], apart | i)
        notes[NEAREST, i] = best


@inlined  # pragma: no cover
def _is_pair(i: Int, notes: Integers) -> Int:
    """Say whether an asked point and its nearest are each other's, and near."""
    nearest = notes[NEAREST, i]
    return nearest >> 32 <= _MATCH_BITS and notes[BACK, nearest & _LOW] & _LOW == i


@inlined  # pragma: no cover
def _pair_up(asked: Points, kept: Points, stretch: Stretch, room: Room) -> Int:
    """List the pairs of points that are each other's nearest, surest first; return how many."""
    _, notes, reals = room
    _match(asked[0], stretch[1], room)
    notes[BINS, : _MATCH_BITS + 2] = 0
    for i in range(asked[0].shape[0]):
        if _is_pair(i, notes):
            notes[BINS, (notes[NEAREST, i] >> 32) + 1] += 1
    for apart in range(_MATCH_BITS + 1):
        notes[BINS, apart + 1] += notes[BINS, apart]
    for i in range(asked[0].shape[0]):
        if _is_pair(i, notes):
            apart, j = notes[NEAREST, i] >> 32, notes[NEAREST, i] & _LOW
            at, other = notes[BINS, apart], stretch[0] + j
            notes[BINS, apart] += 1
            reals[_U, at], reals[_V, at] = asked[1][i, 0], asked[1][i, 1]
            reals[_PAIR_X, at], reals[_PAIR_Y, at] = reals[X, j], reals[Y, j]
            reach = TOLERANCE * reals[SIZE, j]
            reals[_REACH, at] = reach * reach
            notes[_PAIR_GROWN, at] = np.int64(kept[2][other]) - np.int64(asked[2][i])
            notes[_PAIR_TURNED, at] = np.int64(kept[3][other]) - np.int64(asked[3][i])
    return notes[BINS, _MATCH_BITS]


@inlined  # pragma: no cover
def fits(grown: Int, turned: Int, a: float, b: float) -> Int:
    """Say whether a pair of points has grown and turned as much as the whole."""
    squared = a * a + b * b
    if not _SMALLEST[grown + 255] <= squared <= _LARGEST[grown + 255]:
        return False
    turned &= 255
    return a * _COSINES[turned] + b * _SINES[turned] >= _ALIGNED * root(squared)


@inlined  # pragma: no cover
def _may_fit(notes: Integers, i: Int, j: Int) -> Int:
    """Say whether there is any turn that both pairs fit; cheaper than making it."""
    if abs(notes[_PAIR_GROWN, i] - notes[_PAIR_GROWN, j]) > 2 * _LEVELS_APART:
        return False
    turned = (notes[_PAIR_TURNED, i] - notes[_PAIR_TURNED, j]) & 255
    return min(turned, 256 - turned) <= 2 * _ANGLE_APART


@inlined  # pragma: no cover
def _made(reals: Reals, i: Int, j: Int) -> Turn:
    """Return the turn that two pairs make; nothing when it would be too rough."""
    du, dv = reals[_U, j] - reals[_U, i], reals[_V, j] - reals[_V, i]
    dx, dy = reals[_PAIR_X, j] - reals[_PAIR_X, i], reals[_PAIR_Y, j] - reals[_PAIR_Y, i]
    base, image = du * du + dv * dv, dx * dx + dy * dy
    if min(base, image) < _LEAST_BASE or max(base, image) > _MOST_GROWN * min(base, image):
        return 0.0, 0.0, 0.0, 0.0
    a, b = (dx * du + dy * dv) / base, (dy * du - dx * dv) / base
    x = reals[_PAIR_X, i] - (a * reals[_U, i] - b * reals[_V, i])
    return a, b, x, reals[_PAIR_Y, i] - (b * reals[_U, i] + a * reals[_V, i])


@inlined  # pragma: no cover
def _is_there(reals: Reals, i: Int, turn: Turn) -> Int:
    """Return 1 when a turn brings a pair of points together, else 0."""
    dx = turn[0] * reals[_U, i] - turn[1] * reals[_V, i] + turn[2] - reals[_PAIR_X, i]
    dy = turn[1] * reals[_U, i] + turn[0] * reals[_V, i] + turn[3] - reals[_PAIR_Y, i]
    return np.int64(dx * dx + dy * dy <= reals[_REACH, i])


@inlined  # pragma: no cover
def _agreeing(notes: Integers, reals: Reals, count: Int, turn: Turn, best: Int) -> Int:
    """Count the pairs that a turn brings together; nothing when they are not more than `best`."""
    there = 0
    for i in range(count):
        there += _is_there(reals, i, turn)
    if there <= best:
        return 0
    agreeing = 0
    for i in range(count):
        if _is_there(reals, i, turn) and fits(
            notes[_PAIR_GROWN, i], notes[_PAIR_TURNED, i], turn[0], turn[1]
        ):
            agreeing += 1
    return agreeing


@inlined  # pragma: no cover
def consensus(asked: Points, kept: Points, stretch: Stretch, room: Room) -> Turn:
    """Return the turn on which most pairs agree; nothing when too few do.

    Every two of the first, the surest, are tried.
    """
    _, notes, reals = room
    count = _pair_up(asked, kept, stretch, room)
    best, found = FEWEST - 1, (0.0, 0.0, 0.0, 0.0)
    for i in range(min(_FIRST, count)):
        for j in range(i):
            if not _may_fit(notes, i, j):
                continue
            turn = _made(reals, i, j)
            a, b = turn[0], turn[1]
            if is_none(turn):
                continue
            if not fits(notes[_PAIR_GROWN, i], notes[_PAIR_TURNED, i], a, b):
                continue
            if not fits(notes[_PAIR_GROWN, j], notes[_PAIR_TURNED, j], a, b):
                continue
            agreeing = _agreeing(notes, reals, count, turn, best)
            if agreeing > best:
                best, found = agreeing, turn
    return found
