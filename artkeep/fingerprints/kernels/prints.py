"""Searching fingerprints. A fingerprint is a row of four uint64.

The search within a small radius is multi-index hashing (Norouzi, Punjani and Fleet 2012,
https://arxiv.org/abs/1307.2982): the 256 bits are cut into slots; two fingerprints that differ
in few bits differ in very few bits of at least one slot, so it is enough to look into the
buckets of each slot's nearest words.

Both searches fill `out`, rows of (query, row, distance), as far as there is room, and return how
many there are; with enough room the same call gives them all.
"""

import numpy as np
from numba import types

from artkeep.fingerprints.kernels.source import (
    INT,
    Int,
    Integers,
    Numbers,
    Words,
    compiled,
    distance,
    given,
    inlined,
    ones,
    written,
)

_BLOCK = 256  # rows, 8 KiB: they stay in the first cache while all queries pass over them
_TOO_MANY = 8  # looking at an eighth of the rows here and there costs as much as at all in turn

_WORDS = given(types.uint64, 2)
_NUMBERS = given(types.uint32)
_COUNTS = written(types.uint32)
_ENDS = written(types.uint32, 2)
_SLOTS = given(types.int64, 2)
_SLOT = given(types.int64)
_OUT = written(types.int64, 2)

Query = tuple[Words, Int, Int]  # the asked fingerprints, which of them, radius
Place = tuple[Integers, Int]  # the slots, which of them
Bucket = tuple[Numbers, Numbers]  # a slot's lists, where buckets in them begin and end
Buckets = tuple[Numbers, Integers, Numbers]  # of all slots; room to note where some begin and end


@inlined  # pragma: no cover
def _put(out: Integers, found: Int, query: Int, row: Int, apart: Int) -> Int:
    if found < out.shape[0]:
        out[found, 0], out[found, 1], out[found, 2] = query, row, apart
    return found + 1


@inlined  # pragma: no cover
def _pass(rows: Words, stretch: tuple[Int, Int], ask: Query, out: Integers, found: Int) -> Int:
    """Let one query pass over a stretch of rows, twice when there is something to note."""
    asked, query, radius = ask
    nearest = 256
    for row in range(stretch[0], stretch[1]):
        nearest = min(nearest, distance(rows, row, asked, query))
    if nearest > radius:
        return found
    for row in range(stretch[0], stretch[1]):
        apart = distance(rows, row, asked, query)
        if apart <= radius:
            found = _put(out, found, query, row, apart)
    return found


@compiled(_WORDS, _WORDS, INT, _OUT)  # pragma: no cover
def scan(rows: Words, asked: Words, radius: Int, out: Integers) -> Int:
    """Look at every row."""
    found = 0
    for start in range(0, rows.shape[0], _BLOCK):
        stretch = (start, min(start + _BLOCK, rows.shape[0]))
        for query in range(asked.shape[0]):
            found = _pass(rows, stretch, (asked, query, radius), out, found)
    return found


@inlined  # pragma: no cover
def _word(row: Words, slot: Integers) -> Int:
    """Return the bits of a slot: (…, first bit, width)."""
    first, width = slot[-2], slot[-1]
    word = row[first >> 6] >> np.uint64(first & 63)
    if (first & 63) + width > 64:  # noqa: PLR2004 - the bits of a word
        word |= row[(first >> 6) + 1] << np.uint64(64 - (first & 63))
    return np.int64(word & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)))


@inlined  # pragma: no cover
def _reach(slots: Integers, slot: Int, radius: Int) -> Int:
    """Return how far to look in a slot; -1: not at all.

    Were two fingerprints further apart than this in every slot, their distance would be at
    least `radius` + 1.
    """
    each, more = radius // slots.shape[0], radius % slots.shape[0]
    return each if slot <= more else each - 1


@inlined  # pragma: no cover
def _bucket(starts: Numbers, word: Int, rows: Int, ends: Numbers, number: Int) -> Int:
    """Note where the bucket of a word begins and ends, unless it is empty or damaged."""
    ends[number, 0], ends[number, 1] = starts[word], starts[word + 1]
    return number + (ends[number, 0] < ends[number, 1] <= rows)


@inlined  # pragma: no cover
def _buckets(starts: Numbers, word: Int, width: Int, reach: Int, rows: Int, ends: Numbers) -> Int:
    """Note the buckets of all words within `reach`, 0 to 2; return how many."""
    number = _bucket(starts, word, rows, ends, 0)
    for first in range(width if reach > 0 else 0):
        near = word ^ (1 << first)
        number = _bucket(starts, near, rows, ends, number)
        for second in range(first if reach > 1 else 0):
            number = _bucket(starts, near ^ (1 << second), rows, ends, number)
    return number


@inlined  # pragma: no cover
def _found_before(rows: Words, row: Int, ask: Query, place: Place) -> bool:
    """Whether an earlier slot has led to this row: so each is noted once, without a memory."""
    asked, query, radius = ask
    slots, slot = place
    for earlier in range(slot):
        differing = _word(rows[row], slots[earlier]) ^ _word(asked[query], slots[earlier])
        if ones(np.uint64(differing)) <= _reach(slots, earlier, radius):
            return True
    return False


@inlined  # pragma: no cover
def _look(rows: Words, buckets: Bucket, ask: Query, place: Place, out: Integers, found: Int) -> Int:
    """Compare the rows of the noted buckets with a query."""
    (lists, ends), (asked, query, radius) = buckets, ask
    for number in range(ends.shape[0]):
        for at in range(ends[number, 0], ends[number, 1]):
            row = np.int64(lists[at])
            if row >= rows.shape[0]:
                continue  # damaged
            apart = distance(rows, row, asked, query)
            if apart <= radius and not _found_before(rows, row, ask, place):
                found = _put(out, found, query, row, apart)
    return found


@inlined  # pragma: no cover
def _probe(rows: Words, places: Buckets, ask: Query, out: Integers, found: Int) -> tuple[Int, Int]:
    """Let one query look into buckets; return how many rows it met, too."""
    (buckets, slots, ends), (asked, query, radius) = places, ask
    met = 0
    for slot in range(slots.shape[0]):
        reach = _reach(slots, slot, radius)
        if reach < 0 or met > rows.shape[0] // _TOO_MANY:
            break
        starts, lists = buckets[slots[slot, 0] :], buckets[slots[slot, 1] :]
        word = _word(asked[query], slots[slot])
        number = _buckets(starts, word, slots[slot, 3], reach, rows.shape[0], ends)
        for bucket in range(number):
            met += ends[bucket, 1] - ends[bucket, 0]
        found = _look(rows, (lists, ends[:number]), ask, (slots, slot), out, found)
    return found, met


@compiled(_WORDS, _NUMBERS, _SLOTS, _ENDS, _WORDS, INT, _OUT)  # pragma: no cover
def probe(  # noqa: PLR0913, PLR0917 - arrays, as compiled code wants them
    rows: Words,
    buckets: Numbers,
    slots: Integers,
    ends: Numbers,
    asked: Words,
    radius: Int,
    out: Integers,
) -> Int:
    """Look into the buckets of near words only; `radius` is below three times the slots.

    `slots` has a row (where its starts are, where its lists are, first bit, width) for each;
    both places are within `buckets`. `ends` (512, 2) is room to note buckets of one slot. A query
    that meets too many rows looks at all instead.
    """
    found = 0
    for query in range(asked.shape[0]):
        ask = (asked, query, radius)
        more, met = _probe(rows, (buckets, slots, ends), ask, out, found)
        if met > rows.shape[0] // _TOO_MANY:
            more = _pass(rows, (0, rows.shape[0]), ask, out, found)
        found = more
    return found


@compiled(_WORDS, _SLOT, _COUNTS)  # pragma: no cover
def count(rows: Words, slot: Integers, counts: Numbers) -> Int:
    """Add to `counts[word + 1]` for each row's word in a slot."""
    for row in range(rows.shape[0]):
        counts[_word(rows[row], slot) + 1] += np.uint32(1)
    return rows.shape[0]


@compiled(_WORDS, INT, _SLOT, INT, _COUNTS, _COUNTS)  # pragma: no cover
def place(rows: Words, number: Int, slot: Integers, low: Int, free: Numbers, out: Numbers) -> Int:
    """Put the rows' numbers, from `number` on, into the buckets of the words from `low` on.

    `free[word - low]` is where in `out` the next one goes; rows with other words are left out.
    """
    placed = 0
    for row in range(rows.shape[0]):
        bucket = _word(rows[row], slot) - low
        if 0 <= bucket < free.shape[0]:
            out[free[bucket]] = number + row
            free[bucket] += np.uint32(1)
            placed += 1
    return placed
