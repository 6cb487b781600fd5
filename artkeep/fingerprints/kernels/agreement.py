"""How much agrees when one picture is laid on another."""

import numpy as np

from artkeep.fingerprints.kernels.pairs import (
    BACK,
    BINS,
    FEWEST,
    FOUND,
    LEAST,
    LEVEL,
    NEAREST,
    SIZE,
    Points,
    Room,
    Turn,
    X,
    Y,
)
from artkeep.fingerprints.kernels.source import Int, Integers, Reals, inlined, root

_MARGIN = 8.0  # pixels at an edge where points are not found
_DISTINCT = 8.0  # pixels: points nearer to one another count once
_CELLS = 5  # a side, over the part in common
_CELL_POINTS = 2  # a cell with fewer has nothing to say
_CELL_SHARE = 0.25  # of a cell's points have to agree
_LEVELS = 8  # of the pyramid
_TOO_FINE, _TOO_COARSE = LEVEL**0.5, LEVEL ** (0.5 - _LEVELS)


@inlined  # pragma: no cover
def agreement(
    turn: Turn, asked: Points, size: Reals, count: Int, room: Room
) -> tuple[float, float, float]:
    """Judge what was gathered from the `count` points of the kept picture.

    `size` is the asked picture's. Returns how many points agree, which share of those that
    should, and in how many of the places where there are some.
    """
    _, notes, _ = room
    points = _distinct(asked[1], count, room)
    due = _mark_due(turn, (size[0], size[1]), count, room)
    agreed = 0
    for j in range(count):
        agreed += notes[LEAST, j] and notes[FOUND, j] >= 0
    return points, agreed / max(1, due), _spread(count, due, room)


@inlined  # pragma: no cover
def _known_with(x: float, y: float, known: Int, notes: Integers) -> Int:
    """Note a place among the `known` ones; return how many there are, those nearby counted once."""
    place = (np.int64(x / _DISTINCT) << 32) | np.int64(y / _DISTINCT)
    seen = 0
    while seen < known and notes[BINS, seen] != place:
        seen += 1
    notes[BINS, seen] = place
    return max(known, seen + 1)


@inlined  # pragma: no cover
def _distinct(asked: Reals, count: Int, room: Room) -> Int:
    """Count what was gathered, those next to each other in either picture once."""
    _, notes, reals = room
    known = 0
    for j in range(count):
        if notes[FOUND, j] >= 0:
            known = _known_with(reals[X, j], reals[Y, j], known, notes)
    asked_known = 0
    for j in range(count):
        i = notes[FOUND, j]
        if i >= 0:
            asked_known = _known_with(asked[i, 0], asked[i, 1], asked_known, notes)
    return min(known, asked_known)


@inlined  # pragma: no cover
def _mark_due(turn: Turn, size: tuple[float, float], count: Int, room: Room) -> Int:
    """Note which kept points the asked picture should have: neither outside nor too fine.

    `size` is the asked picture's. Returns how many.
    """
    _, notes, reals = room
    a, b = turn[0], turn[1]
    squared = a * a + b * b
    scale = root(squared)
    due = 0
    for j in range(count):
        x, y = reals[X, j] - turn[2], reals[Y, j] - turn[3]
        u, v = (a * x + b * y) / squared, (a * y - b * x) / squared
        inside = _MARGIN < u < size[0] - _MARGIN and _MARGIN < v < size[1] - _MARGIN
        finest = reals[SIZE, j]
        notes[LEAST, j] = inside and finest * _TOO_COARSE < scale <= finest * _TOO_FINE
        due += notes[LEAST, j]
    return due


@inlined  # pragma: no cover
def _spread(count: Int, due: Int, room: Room) -> float:
    """Return in how many of the cells that have due points some agree, 0 to 1."""
    _, notes, reals = room
    if due < FEWEST:
        return 0.0
    left, top, right, bottom = np.inf, np.inf, -np.inf, -np.inf
    for j in range(count):
        if notes[LEAST, j]:
            left, right = min(left, reals[X, j]), max(right, reals[X, j])
            top, bottom = min(top, reals[Y, j]), max(bottom, reals[Y, j])
    total, agreeing = notes[NEAREST, : _CELLS * _CELLS], notes[BACK, : _CELLS * _CELLS]
    total[:] = 0
    agreeing[:] = 0
    width, height = right + 1e-3 - left, bottom + 1e-3 - top
    for j in range(count):
        if notes[LEAST, j]:
            column = np.int64((reals[X, j] - left) / width * _CELLS)
            row = np.int64((reals[Y, j] - top) / height * _CELLS)
            total[row * _CELLS + column] += 1
            agreeing[row * _CELLS + column] += notes[FOUND, j] >= 0
    spoken = enough = 0
    for cell in range(_CELLS * _CELLS):
        if total[cell] >= _CELL_POINTS:
            spoken += 1
            enough += agreeing[cell] >= max(1.0, _CELL_SHARE * total[cell])
    return enough / spoken if spoken else 0.0
