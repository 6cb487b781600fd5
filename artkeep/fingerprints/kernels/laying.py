"""Laying pictures on one another by their points, and how much of them then agrees."""

import numpy as np
from numba import types

from artkeep.fingerprints.kernels.agreement import agreement
from artkeep.fingerprints.kernels.pairs import (
    FEWEST,
    FOUND,
    LEAST,
    SIZE,
    SIZES,
    TOLERANCE,
    Points,
    Room,
    Stretch,
    Turn,
    X,
    Y,
    consensus,
    fits,
    is_none,
    prepare,
)
from artkeep.fingerprints.kernels.source import (
    Bytes,
    Int,
    Integers,
    Reals,
    Words,
    compiled,
    distance,
    given,
    inlined,
    root,
    written,
)

_GATHER_BITS = 72  # the same, once it is known where they should lie
_ROUNDS = 2

_WORDS = given(types.uint64, 2)
_PLACES = given(types.float64, 2)
_BYTES = given(types.uint8)
_STARTS = given(types.int64)
_FOUR = given(types.float64)
_FLAT = written(types.uint64, 2)
_INTEGERS = written(types.int64, 2)
_REALS = written(types.float64, 2)


@inlined  # pragma: no cover
def _gather(turn: Turn, asked: Points, kept: Points, stretch: Stretch, room: Room) -> Int:
    """Note for each kept point the asked one that the turn brings there, or -1; return how many.

    One to one: of several the one that looks most alike. Places may be off by more for larger
    points.
    """
    _, notes, reals = room
    _, count = stretch
    a, b = turn[0], turn[1]
    scale = root(a * a + b * b)
    notes[FOUND, :count] = -1
    notes[LEAST, :count] = _GATHER_BITS + 1
    for i in range(asked[0].shape[0]):
        size = scale * SIZES[asked[2][i]]
        x = a * asked[1][i, 0] - b * asked[1][i, 1] + turn[2]
        y = b * asked[1][i, 0] + a * asked[1][i, 1] + turn[3]
        near = 0
        for j in range(count):  # several in one step; mostly there is none
            near += _is_near(x, y, size, reals, j)
        if near:
            place = (x, y, size)
            best, nearest = _most_alike(place, (a, b), i, (asked, kept, stretch), reals)
            if nearest >= 0 and best < notes[LEAST, nearest]:
                notes[LEAST, nearest], notes[FOUND, nearest] = best, i
    there = 0
    for j in range(count):
        there += notes[FOUND, j] >= 0
    return there


@inlined  # pragma: no cover
def _most_alike(
    place: tuple[float, float, float],
    turned: tuple[float, float],
    i: Int,
    both: tuple[Points, Points, Stretch],
    reals: Reals,
) -> tuple[Int, Int]:
    """Return of the kept points at a place how far the nearest differs, and which it is, or -1."""
    asked, kept, stretch = both
    best, nearest = np.int64(_GATHER_BITS + 1), np.int64(-1)
    for j in range(stretch[1]):
        if not _is_near(place[0], place[1], place[2], reals, j):
            continue
        other = stretch[0] + j
        grown = np.int64(kept[2][other]) - np.int64(asked[2][i])
        angle = np.int64(kept[3][other]) - np.int64(asked[3][i])
        apart = distance(kept[0], other, asked[0], i)
        if apart < best and fits(grown, angle, turned[0], turned[1]):
            best, nearest = apart, np.int64(j)
    return best, nearest


@inlined  # pragma: no cover
def _is_near(x: float, y: float, size: float, reals: Reals, j: Int) -> Int:
    """Return 1 when a place is where a kept point should be, else 0."""
    dx, dy = x - reals[X, j], y - reals[Y, j]
    reach = TOLERANCE * max(size, reals[SIZE, j])
    return np.int64(dx * dx + dy * dy <= reach * reach)


@inlined  # pragma: no cover
def _fitting(asked: Reals, count: Int, there: Int, notes: Integers, reals: Reals) -> Turn:
    """Return the turn that fits what was gathered with the least squares; nothing: no way."""
    mu = mv = mx = my = 0.0
    for j in range(count):
        i = notes[FOUND, j]
        if i >= 0:
            mu, mv = mu + asked[i, 0], mv + asked[i, 1]
            mx, my = mx + reals[X, j], my + reals[Y, j]
    mu, mv, mx, my = mu / there, mv / there, mx / there, my / there
    spread = a = b = 0.0
    for j in range(count):
        i = notes[FOUND, j]
        if i >= 0:
            u, v, x, y = asked[i, 0] - mu, asked[i, 1] - mv, reals[X, j] - mx, reals[Y, j] - my
            spread += u * u + v * v
            a += u * x + v * y
            b += u * y - v * x
    if spread == 0.0:
        return 0.0, 0.0, 0.0, 0.0
    a, b = a / spread, b / spread
    return a, b, mx - (a * mu - b * mv), my - (b * mu + a * mv)


@inlined  # pragma: no cover
def _laid(asked: Points, kept: Points, stretch: Stretch, room: Room) -> Turn:
    """Return how a picture has to be laid on another; nothing when their points do not want it.

    What is then gathered stays in the notes.
    """
    none = (0.0, 0.0, 0.0, 0.0)
    prepare(kept, stretch, room)
    turn = consensus(asked, kept, stretch, room)
    for _ in range(_ROUNDS):
        if is_none(turn):
            return none
        there = _gather(turn, asked, kept, stretch, room)
        if there < FEWEST:
            return none
        turn = _fitting(asked[1], stretch[1], there, room[1], room[2])
    if is_none(turn):
        return none
    return turn if _gather(turn, asked, kept, stretch, room) >= FEWEST else none


@compiled(
    _WORDS,
    _PLACES,
    _BYTES,
    _BYTES,
    _FOUR,
    _WORDS,
    _PLACES,
    _BYTES,
    _BYTES,
    _STARTS,
    _FOUR,
    _FLAT,
    _INTEGERS,
    _REALS,
    _REALS,
    _REALS,
)  # pragma: no cover
def lay(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    asked_words: Words,
    asked_places: Reals,
    asked_levels: Bytes,
    asked_angles: Bytes,
    asked_size: Reals,
    kept_words: Words,
    kept_places: Reals,
    kept_levels: Bytes,
    kept_angles: Bytes,
    starts: Integers,
    least: Reals,
    flat: Words,
    notes: Integers,
    reals: Reals,
    turns: Reals,
    figures: Reals,
) -> Int:
    """Lay a picture on others, one after the other, and see how much agrees.

    The kept pictures' points follow one another: those of picture k from `starts[k]` to
    `starts[k + 1]`. For each of them `turns` (k, 4) becomes how the asked one has to be laid, and
    `figures` (k, 3) how many points agree, of which share of those that should, and in how many
    of the places where there are some. All are nothing where less agrees than `least` says of
    each. Returns how many of the pictures are left.

    `flat` (4, n), `notes` (7, n) and `reals` (8, n) are for notes, n as many as any of the
    pictures has points and at least 128.
    """
    asked = (asked_words, asked_places, asked_levels, asked_angles)
    kept = (kept_words, kept_places, kept_levels, kept_angles)
    room = (flat, notes, reals)
    turns[:] = 0.0
    figures[:] = 0.0
    left = 0
    for picture in range(starts.shape[0] - 1):
        stretch = (starts[picture], starts[picture + 1] - starts[picture])
        turn = _laid(asked, kept, stretch, room)
        if is_none(turn):
            continue
        points, share, spread = agreement(turn, asked, asked_size, stretch[1], room)
        if points < least[0] or share < least[1] or spread < least[2]:
            continue
        for part in range(4):
            turns[picture, part] = turn[part]
        figures[picture, 0], figures[picture, 1], figures[picture, 2] = points, share, spread
        left += 1
    return left
