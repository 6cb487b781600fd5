"""The inner loops, compiled by numba: without the interpreter's lock, one thread each.

Import this by `artkeep.fingerprints.asking.compiled` only, which says first where compiled code
is kept. The import compiles, once on each machine; afterwards it loads.

A fingerprint is a row of four uint64. The search within a small radius is multi-index hashing
(Norouzi, Punjani and Fleet 2012, https://arxiv.org/abs/1307.2982): the 256 bits are cut into
slots; two fingerprints that differ in few bits differ in very few bits of at least one slot, so
it is enough to look into the buckets of each slot's nearest words.

What is compiled is invisible to the measurement of coverage, hence the pragmas.

Both searches fill `out`, rows of (query, row, distance), as far as there is room, and return how
many there are; with enough room the same call gives them all.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic

Words = npt.NDArray[np.uint64]  # (n, 4): fingerprints
Numbers = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.int64]
Int = Any  # a Python int or a NumPy integer: compiled, they are the same
Function = TypeVar("Function", bound=Callable[..., Any])

_BLOCK = 256  # rows, 8 KiB: they stay in the first cache while all queries pass over them
_MOST_BUCKETS = 512  # of one slot of 24 bits, within 2 bits: 1 + 24 + 276
_TOO_MANY = 8  # looking at an eighth of the rows here and there costs as much as at all in turn

_WORDS = types.Array(types.uint64, 2, "C", readonly=True)
_NUMBERS = types.Array(types.uint32, 1, "C", readonly=True)
_COUNTS = types.Array(types.uint32, 1, "C")
_SLOTS = types.Array(types.int64, 2, "C", readonly=True)
_SLOT = types.Array(types.int64, 1, "C", readonly=True)
_OUT = types.Array(types.int64, 2, "C")
_INT = types.int64

Query = tuple[Words, Int, Int]  # the asked fingerprints, which of them, radius
Place = tuple[Integers, Int]  # the slots, which of them
Bucket = tuple[Numbers, Numbers]  # a slot's lists, where buckets in them begin and end


def _compiled(*signature: Any) -> Callable[[Function], Function]:
    made = njit(_INT(*signature), nogil=True, cache=True)
    return cast("Callable[[Function], Function]", made)


def _inlined(function: Function) -> Function:
    return cast("Function", njit(function))


def _generate_ones(_typing: Any, word: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return _INT(word), generate


def _generate_distance(_typing: Any, rows: Any, _row: Any, asked: Any, _query: Any) -> Any:
    """Compare all four words at once.

    LLVM does not find this by itself; the scan is a third faster for it.
    """
    four = ir.VectorType(ir.IntType(64), 4)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def load(array: int) -> Any:
            made = context.make_array(signature.args[array])(context, builder, arguments[array])
            at = builder.mul(arguments[array + 1], ir.IntType(64)(4))
            place = builder.bitcast(builder.gep(made.data, [at]), four.as_pointer())
            return builder.load(place, align=8)

        def call(name: str, result: Any, argument: Any) -> Any:
            known = builder.module.globals.get(name)
            kind = ir.FunctionType(result, [four])
            return builder.call(known or ir.Function(builder.module, kind, name), [argument])

        counts = call("llvm.ctpop.v4i64", four, builder.xor(load(0), load(2)))
        return call("llvm.vector.reduce.add.v4i64", ir.IntType(64), counts)

    return _INT(rows, _INT, asked, _INT), generate


# How many bits of a word are ones.
_ones = cast("Callable[[np.uint64], Int]", intrinsic(_generate_ones))

# In how many bits rows[row] and asked[query] differ: (rows, row, asked, query).
_distance = cast("Callable[[Words, Int, Words, Int], Int]", intrinsic(_generate_distance))


@_inlined  # pragma: no cover
def _put(out: Integers, found: Int, query: Int, row: Int, distance: Int) -> Int:
    if found < out.shape[0]:
        out[found, 0], out[found, 1], out[found, 2] = query, row, distance
    return found + 1


@_inlined  # pragma: no cover
def _pass(rows: Words, stretch: tuple[Int, Int], ask: Query, out: Integers, found: Int) -> Int:
    """Let one query pass over a stretch of rows, twice when there is something to note."""
    asked, query, radius = ask
    nearest = 256
    for row in range(stretch[0], stretch[1]):
        nearest = min(nearest, _distance(rows, row, asked, query))
    if nearest > radius:
        return found
    for row in range(stretch[0], stretch[1]):
        distance = _distance(rows, row, asked, query)
        if distance <= radius:
            found = _put(out, found, query, row, distance)
    return found


@_compiled(_WORDS, _WORDS, _INT, _OUT)  # pragma: no cover
def scan(rows: Words, asked: Words, radius: Int, out: Integers) -> Int:
    """Look at every row."""
    found = 0
    for start in range(0, rows.shape[0], _BLOCK):
        stretch = (start, min(start + _BLOCK, rows.shape[0]))
        for query in range(asked.shape[0]):
            found = _pass(rows, stretch, (asked, query, radius), out, found)
    return found


@_inlined  # pragma: no cover
def _word(row: npt.NDArray[np.uint64], slot: Integers) -> Int:
    """Return the bits of a slot: (…, first bit, width)."""
    first, width = slot[-2], slot[-1]
    word = row[first >> 6] >> np.uint64(first & 63)
    if (first & 63) + width > 64:  # noqa: PLR2004 - the bits of a word
        word |= row[(first >> 6) + 1] << np.uint64(64 - (first & 63))
    return np.int64(word & ((np.uint64(1) << np.uint64(width)) - np.uint64(1)))


@_inlined  # pragma: no cover
def _reach(slots: Integers, slot: Int, radius: Int) -> Int:
    """Return how far to look in a slot; -1: not at all.

    Were two fingerprints further apart than this in every slot, their distance would be at
    least `radius` + 1.
    """
    each, more = radius // slots.shape[0], radius % slots.shape[0]
    return each if slot <= more else each - 1


@_inlined  # pragma: no cover
def _bucket(starts: Numbers, word: Int, rows: Int, ends: Numbers, number: Int) -> Int:
    """Note where the bucket of a word begins and ends, unless it is empty or damaged."""
    ends[number, 0], ends[number, 1] = starts[word], starts[word + 1]
    return number + (ends[number, 0] < ends[number, 1] <= rows)


@_inlined  # pragma: no cover
def _buckets(starts: Numbers, word: Int, width: Int, reach: Int, rows: Int, ends: Numbers) -> Int:
    """Note the buckets of all words within `reach`, 0 to 2; return how many."""
    number = _bucket(starts, word, rows, ends, 0)
    for first in range(width if reach > 0 else 0):
        near = word ^ (1 << first)
        number = _bucket(starts, near, rows, ends, number)
        for second in range(first if reach > 1 else 0):
            number = _bucket(starts, near ^ (1 << second), rows, ends, number)
    return number


@_inlined  # pragma: no cover
def _found_before(rows: Words, row: Int, ask: Query, place: Place) -> bool:
    """Whether an earlier slot has led to this row: so each is noted once, without a memory."""
    asked, query, radius = ask
    slots, slot = place
    for earlier in range(slot):
        differing = _word(rows[row], slots[earlier]) ^ _word(asked[query], slots[earlier])
        if _ones(np.uint64(differing)) <= _reach(slots, earlier, radius):
            return True
    return False


@_inlined  # pragma: no cover
def _look(rows: Words, buckets: Bucket, ask: Query, place: Place, out: Integers, found: Int) -> Int:
    """Compare the rows of the noted buckets with a query."""
    (lists, ends), (asked, query, radius) = buckets, ask
    for number in range(ends.shape[0]):
        for at in range(ends[number, 0], ends[number, 1]):
            row = np.int64(lists[at])
            if row >= rows.shape[0]:
                continue  # damaged
            distance = _distance(rows, row, asked, query)
            if distance <= radius and not _found_before(rows, row, ask, place):
                found = _put(out, found, query, row, distance)
    return found


@_inlined  # pragma: no cover
def _probe(
    rows: Words, buckets: Numbers, slots: Integers, ask: Query, out: Integers, found: int
) -> tuple[Int, Int]:
    """Let one query look into buckets; return how many rows it met, too."""
    asked, query, radius = ask
    ends = np.empty((_MOST_BUCKETS, 2), np.uint32)
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


@_compiled(_WORDS, _NUMBERS, _SLOTS, _WORDS, _INT, _OUT)  # pragma: no cover
def probe(
    rows: Words, buckets: Numbers, slots: Integers, asked: Words, radius: Int, out: Integers
) -> Int:
    """Look into the buckets of near words only; `radius` is below three times the slots.

    `slots` has a row (where its starts are, where its lists are, first bit, width) for each;
    both places are within `buckets`. A query that meets too many rows looks at all instead.
    """
    found = 0
    for query in range(asked.shape[0]):
        ask = (asked, query, radius)
        more, met = _probe(rows, buckets, slots, ask, out, found)
        if met > rows.shape[0] // _TOO_MANY:
            more = _pass(rows, (0, rows.shape[0]), ask, out, found)
        found = more
    return found


@_compiled(_WORDS, _SLOT, _COUNTS)  # pragma: no cover
def count(rows: Words, slot: Integers, counts: Numbers) -> Int:
    """Add to `counts[word + 1]` for each row's word in a slot."""
    for row in range(rows.shape[0]):
        counts[_word(rows[row], slot) + 1] += np.uint32(1)
    return rows.shape[0]


@_compiled(_WORDS, _INT, _SLOT, _INT, _COUNTS, _COUNTS)  # pragma: no cover
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
