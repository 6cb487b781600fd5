"""Looking things up in an index of points.

The index is an inverted file: each descriptor is in the list of the nearest of many centres.
Centres come in groups of equal size, each group with a centre of its own, so that not all have
to be looked at. A list holds of each descriptor the first half, whose point it is, and in one
byte how that point lies: where it points in 1/32 of a turn, then its level, three bits.
"""

import numpy as np
from numba import types

from artkeep.fingerprints.kernels.source import (
    INT,
    REAL,
    Bytes,
    Int,
    Integers,
    Numbers,
    Reals,
    Weights,
    Words,
    compiled,
    distance,
    given,
    inlined,
    ones,
    root,
    written,
)

_FAR = 1 << 30  # further apart than anything
_BINS = 16  # of angles, and of levels

_WORDS = given(types.uint64, 2)
_STARTS = given(types.uint64)
_NUMBERS = given(types.uint32)
_BYTES = given(types.uint8)
_LISTS = written(types.int64, 2)
_INTEGERS = written(types.int64)
_WEIGHTS = written(types.float32)
_CELLS = written(types.float64, 3)


@inlined  # pragma: no cover
def _insert(apart: Int, centre: Int, aparts: Integers, centres: Integers, row: Int) -> None:
    """Put a centre where it belongs among the nearest; the furthest falls off."""
    place = centres.shape[1] - 1
    if apart >= aparts[place]:
        return
    while place > 0 and aparts[place - 1] > apart:
        aparts[place], centres[row, place] = aparts[place - 1], centres[row, place - 1]
        place -= 1
    aparts[place], centres[row, place] = apart, centre


@compiled(_WORDS, _WORDS, _WORDS, _LISTS, _INTEGERS, _LISTS)  # pragma: no cover
def nearest_lists(
    asked: Words, groups: Words, centres: Words, near: Integers, aparts: Integers, out: Integers
) -> Int:
    """Put into each row of `out` the lists nearest to a descriptor, nearest first.

    `near` (1, n) is room for the groups that are looked into, n of them; `aparts` has room for
    as many distances as there are groups or lists wanted. Returns how many descriptors there
    were.
    """
    each = centres.shape[0] // groups.shape[0]
    for query in range(asked.shape[0]):
        aparts[:] = _FAR
        for group in range(groups.shape[0]):
            _insert(distance(groups, group, asked, query), group, aparts, near, 0)
        aparts[:] = _FAR
        for place in range(near.shape[1]):
            first = near[0, place] * each
            for centre in range(first, first + each):
                _insert(distance(centres, centre, asked, query), centre, aparts, out, query)
    return asked.shape[0]


@compiled(_WORDS, given(types.int64), written(types.uint32, 2))  # pragma: no cover
def tally(words: Words, member: Integers, sums: Numbers) -> Int:
    """Count in `sums` (groups, 256) which bits the members of each group have.

    `member` says of each descriptor in which group it is. Returns how many descriptors there are.
    """
    for row in range(words.shape[0]):
        group = member[row]
        for word in range(4):
            for bit in range(64):
                one = (words[row, word] >> np.uint64(bit)) & np.uint64(1)
                sums[group, 64 * word + bit] += np.uint32(one)
    return words.shape[0]


@inlined  # pragma: no cover
def _half_distance(half: tuple[np.uint64, np.uint64], halves: Words, entry: Int) -> Int:
    return ones(half[0] ^ halves[entry, 0]) + ones(half[1] ^ halves[entry, 1])


@inlined  # pragma: no cover
def _meet(
    half: tuple[np.uint64, np.uint64],
    entries: tuple[Words, Numbers],
    stretch: tuple[Int, Int],
    limit: Int,
    room: Integers,
    met: Int,
) -> Int:
    """Note the pictures with a near entry in a list, each with its nearest; return how many."""
    halves, owners = entries
    for entry in range(stretch[0], min(stretch[1], owners.shape[0])):
        apart = _half_distance(half, halves, entry)
        if apart > limit:
            continue
        owner = np.int64(owners[entry])
        if owner >= room.shape[1] or apart >= room[0, owner]:
            continue  # damaged, or known to have a nearer one
        if room[0, owner] > limit:
            room[2, met] = owner
            met += 1
        room[0, owner], room[1, owner] = apart, entry
    return met


@inlined  # pragma: no cover
def _bin(asked: Int, kept: Int) -> Int:
    """Return by how much a point is turned, in sixteenths, and how many levels larger, plus 8."""
    turned = ((kept >> 3) - (asked >> 3)) & np.int64(31)
    return (turned >> 1) * np.int64(_BINS) + (kept & 7) - (asked & 7) + np.int64(8)


@inlined  # pragma: no cover
def _enough(room: Integers, met: Int, limit: Int, counts: Integers, most: Int) -> Int:
    """Return the limit that leaves no more than `most` of the pictures met."""
    if met <= most:
        return limit
    counts[:] = 0
    for place in range(met):
        counts[room[0, room[2, place]]] += 1
    total = 0
    for apart in range(limit + 1):
        total += counts[apart]
        if total > most:
            return apart - 1
    return limit


@compiled(
    _WORDS,
    _BYTES,
    given(types.int64, 2),
    _STARTS,
    _WORDS,
    _NUMBERS,
    _BYTES,
    given(types.float64),
    REAL,
    INT,
    _LISTS,
    _INTEGERS,
    _WEIGHTS,
    _INTEGERS,
    _INTEGERS,
    _WEIGHTS,
)  # pragma: no cover
def vote(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    asked: Words,
    asked_lays: Bytes,
    lists: Integers,
    starts: Words,
    halves: Words,
    owners: Numbers,
    lays: Bytes,
    likes: Reals,
    rest: float,
    most: Int,
    room: Integers,
    counts: Integers,
    votes: Weights,
    hit_owners: Integers,
    hit_bins: Integers,
    hit_weights: Weights,
) -> Int:
    """Let each asked descriptor vote for the pictures that have one like it in the same lists.

    `likes` is what a vote counts by the number of bits in which half a descriptor differs; more
    than it is long are too many. A picture gets one vote of each asked point, by its nearest.
    A point may vote for at most `most` pictures, and what it says counts less the more they are:
    `rest` is how many times as many pictures there are in the whole index.

    Votes are added to `votes` and noted as hits, for which there has to be room for `most` of
    each point; returns how many hits. `room` (3, pictures) and `counts`, as long as `likes`, are
    for notes.
    """
    limit = likes.shape[0] - 1
    room[0, :] = limit + 1
    count = 0
    for query in range(asked.shape[0]):
        half = (asked[query, 0], asked[query, 1])
        met = 0
        for place in range(lists.shape[1]):
            number = lists[query, place]
            stretch = (np.int64(starts[number]), np.int64(starts[number + 1]))
            met = _meet(half, (halves, owners), stretch, limit, room, met)
        near = _enough(room, met, limit, counts, most)
        lay = np.int64(asked_lays[query])
        for place in range(met):
            owner = room[2, place]
            apart = room[0, owner]
            room[0, owner] = limit + 1
            if apart <= near:
                weight = likes[apart] / root(1.0 + (met - 1) * rest)
                votes[owner] += weight
                hit_owners[count], hit_weights[count] = owner, weight
                hit_bins[count] = _bin(lay, np.int64(lays[room[1, owner]]))
                count += 1
    return count


@compiled(
    given(types.int64),
    given(types.int64),
    given(types.float32),
    INT,
    given(types.int64),
    _CELLS,
    _WEIGHTS,
)  # pragma: no cover
def agree(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    owners: Integers,
    bins: Integers,
    weights: Weights,
    count: Int,
    place: Integers,
    cells: Reals,
    out: Weights,
) -> Int:
    """Put into `out` for each chosen picture the most weight that two by two bins have together.

    There are `count` hits. `place` says for each picture which of the chosen it is, or -1;
    `cells` (chosen, 16, 16) is room for the weights, all nothing. Returns how many were chosen.
    """
    for hit in range(count):
        own = place[owners[hit]]
        if own >= 0:
            cells[own, bins[hit] >> 4, bins[hit] & 15] += weights[hit]
    for own in range(out.shape[0]):
        best = 0.0
        for angle in range(_BINS):
            after = (angle + 1) & 15  # angles go round
            for level in range(_BINS - 1):
                finer = cells[own, angle, level] + cells[own, after, level]
                larger = cells[own, angle, level + 1] + cells[own, after, level + 1]
                best = max(best, finer + larger)
        out[own] = best
    return out.shape[0]
