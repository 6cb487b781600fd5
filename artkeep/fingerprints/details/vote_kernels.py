"""The inner loops over an index of points, compiled by numba, without the interpreter's lock.

Import this by `artkeep.fingerprints.details.compiled` only. The index is an inverted file: each
descriptor is in the list of the nearest of many centres. Centres come in groups of equal size,
each group with a centre of its own, so that not all have to be looked at. A list holds of each
descriptor the first half, whose point it is, and in one byte how that point lies: where it
points in 1/32 of a turn, then its level, three bits.
"""

from math import exp, sqrt

import numpy as np
import numpy.typing as npt
from numba import types

from artkeep.fingerprints.details.pair_kernels import compiled, distance, inlined, ones

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

MOST_HITS = 512  # pictures a point may vote for: one in all of them says nothing
_SIGMA = 15.0  # bits of 128: how quickly a vote loses weight

_WORDS = types.Array(types.uint64, 2, "C", readonly=True)
_STARTS = types.Array(types.uint64, 1, "C", readonly=True)
_NUMBERS = types.Array(types.uint32, 1, "C", readonly=True)
_BYTES = types.Array(types.uint8, 1, "C", readonly=True)
_LISTS = types.Array(types.int64, 2, "C")
_INTEGERS = types.Array(types.int64, 1, "C")
_WEIGHTS = types.Array(types.float32, 1, "C")
_INT = types.int64


@inlined
def _insert(
    apart: np.int64, centre: int, aparts: Integers, centres: Integers
) -> None:  # pragma: no cover
    """Put a centre where it belongs among the nearest; the furthest falls off."""
    place = len(aparts) - 1
    if apart >= aparts[place]:
        return
    while place > 0 and aparts[place - 1] > apart:
        aparts[place], centres[place] = aparts[place - 1], centres[place - 1]
        place -= 1
    aparts[place], centres[place] = apart, centre


@compiled(_INT, _WORDS, _WORDS, _WORDS, _INT, _LISTS)
def nearest_lists(
    asked: Words, groups: Words, centres: Words, look: int, out: Integers
) -> int:  # pragma: no cover
    """Put into each row of `out` the lists nearest to a descriptor, nearest first.

    `look` is how many groups are looked into. Returns how many descriptors there were.
    """
    each = len(centres) // len(groups)
    group_aparts, group_numbers = np.empty(look, np.int64), np.empty(look, np.int64)
    aparts = np.empty(out.shape[1], np.int64)
    for query in range(len(asked)):
        group_aparts[:] = 1 << 30
        for group in range(len(groups)):
            _insert(distance(asked, query, groups, group), group, group_aparts, group_numbers)
        aparts[:] = 1 << 30
        for near in group_numbers:
            for centre in range(near * each, near * each + each):
                _insert(distance(asked, query, centres, centre), centre, aparts, out[query])
    return len(asked)


@inlined
def _half_distance(
    asked: Words, query: int, halves: Words, entry: int
) -> np.int64:  # pragma: no cover
    return np.int64(
        ones(asked[query, 0] ^ halves[entry, 0]) + ones(asked[query, 1] ^ halves[entry, 1])
    )


@inlined
def _weight(apart: int, met: float) -> float:  # pragma: no cover
    """Return what a vote counts: less the further apart, and the more pictures are met."""
    return exp(-((apart / _SIGMA) ** 2)) / sqrt(1.0 + met)


@inlined
def _bin(asked: np.int64, kept: np.int64) -> np.int64:  # pragma: no cover
    """Return by how much a point is turned, in sixteenths, and how many levels larger, plus 8."""
    turned = ((kept >> 3) - (asked >> 3)) % np.int64(32)
    return (turned >> 1) * np.int64(16) + (kept & 7) - (asked & 7) + np.int64(8)


@inlined
def _enough(nearest: Integers, touched: Integers, met: int, limit: int) -> int:  # pragma: no cover
    """Return the limit that leaves no more than `MOST_HITS` of the pictures met."""
    if met <= MOST_HITS:
        return limit
    counts = np.zeros(limit + 1, np.int64)
    for place in range(met):
        counts[nearest[touched[place]]] += 1
    total = 0
    for apart in range(limit + 1):
        total += counts[apart]
        if total > MOST_HITS:
            return apart - 1
    return limit


@compiled(
    _INT,
    _WORDS,
    _BYTES,
    _LISTS,
    _STARTS,
    _WORDS,
    _NUMBERS,
    _BYTES,
    _INT,
    types.float64,
    _WEIGHTS,
    _INTEGERS,
    _INTEGERS,
    _WEIGHTS,
)
def vote(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    asked: Words,
    asked_lays: Bytes,
    lists: Integers,
    starts: Words,
    halves: Words,
    owners: Numbers,
    lays: Bytes,
    limit: int,
    rest: float,
    votes: Weights,
    hit_owners: Integers,
    hit_bins: Integers,
    hit_weights: Weights,
) -> int:  # pragma: no cover
    """Let each asked descriptor vote for the pictures that have one like it in the same lists.

    Half a descriptor may differ in `limit` bits. A picture gets one vote of each asked point, by
    its nearest. Votes are added to `votes` and noted as hits, for which there has to be room for
    `MOST_HITS` of each point; returns how many hits. `rest` is how many times as many pictures
    there are in the whole index: so many more will be met.
    """
    nearest = np.full(len(votes), limit + 1)
    entries = np.zeros(len(votes), np.int64)
    touched = np.empty(len(votes), np.int64)
    count = 0
    for query in range(len(asked)):
        met = 0
        for number in lists[query]:
            for entry in range(np.int64(starts[number]), np.int64(starts[number + 1])):
                apart = _half_distance(asked, query, halves, entry)
                owner = np.int64(owners[entry])
                if apart > limit or apart >= nearest[owner]:
                    continue
                if nearest[owner] > limit:
                    touched[met] = owner
                    met += 1
                nearest[owner], entries[owner] = apart, entry
        near = _enough(nearest, touched, met, limit)
        for place in range(met):
            owner = touched[place]
            if nearest[owner] <= near:
                weight = _weight(nearest[owner], met * rest)
                votes[owner] += weight
                hit_owners[count], hit_weights[count] = owner, weight
                hit_bins[count] = _bin(np.int64(asked_lays[query]), np.int64(lays[entries[owner]]))
                count += 1
            nearest[owner] = limit + 1
    return count
