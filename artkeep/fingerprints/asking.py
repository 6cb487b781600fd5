"""Asking segments and rows: which way is quickest, and on how many cores.

What is found are rows of (query, row, distance), int64.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from math import comb, inf
from pathlib import Path

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints import Hits
from artkeep.fingerprints.kernels import Kernels, kernels
from artkeep.fingerprints.segments import Integers, Segment, Words, widths

# Nanoseconds on one core, measured; only their proportions matter.
_LOOK = 0.8  # at a row in turn
_FETCH = 11.0  # a row out of turn
_PROBE = 15.0  # a bucket
_WORTH_A_THREAD = 1_000_000.0

PATIENCE = 1 << 28  # comparisons, three seconds of numpy's: about what loading kernels takes
_ROOM = 1024  # hits, at first
_MOST_BUCKETS = 512  # of one slot of 24 bits, within 2 bits: 1 + 24 + 276
_CHUNK = 4096  # rows: numpy's intermediate arrays stay in the cache

Job = Callable[[], Integers]


class Asker:
    """Compares fingerprints, on all cores when there is much to do. Threads may share it.

    numpy answers until it has made `patience` comparisons; then the compiled kernels are loaded.
    So one question from the command line does not wait for them.
    """

    def __init__(self, cache: Path, patience: int = PATIENCE) -> None:
        self._cache = cache
        self._patience = patience
        self._kernels: Kernels | None = None
        self._compared = 0
        self._cores = os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._cores, "fingerprints")

    @property
    def has_kernels(self) -> bool:
        """Whether the compiled kernels answer by now."""
        return self._kernels is not None

    def kernels(self) -> Kernels:
        """Return the compiled kernels."""
        if self._kernels is None:
            self._kernels = kernels(self._cache)
        return self._kernels

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def segments(self, segments: Sequence[Segment], asked: Words, radius: int) -> list[Integers]:
        """Return for each segment what is within the radius."""
        code = self._worth(sum(map(len, segments)) * len(asked))
        jobs = [self._jobs(code, segment, asked, radius) for segment in segments]
        found = iter(self._run([job for some in jobs for job in some]))
        return [np.concatenate([next(found) for _ in some]) for some in jobs]

    def rows(self, rows: Words, asked: Words, radius: int) -> Integers:
        """Return which rows are within the radius."""
        return _looked(self._worth(len(rows) * len(asked)), rows, asked, radius)

    def _worth(self, comparisons: int) -> Kernels | None:
        """Return the kernels, None while they are not worth loading."""
        self._compared += comparisons
        return self.kernels() if self._kernels or self._compared > self._patience else None

    def _run(self, jobs: list[Job]) -> list[Integers]:
        if len(jobs) == 1:
            return [jobs[0]()]
        return list(self._pool.map(lambda job: job(), jobs))

    def _jobs(self, code: Kernels | None, segment: Segment, asked: Words, radius: int) -> list[Job]:
        """Cut the work into as many jobs as it is worth."""
        look = _LOOK * len(segment)
        probe = _cost_of_probing(segment.header.slots, len(segment), radius) if code else inf
        parts = 1 + int(min(look, probe) * len(asked) / _WORTH_A_THREAD)
        parts = min(parts, self._cores)
        if code is None or look <= probe:
            return [
                _looking(code, segment, asked, radius, cut) for cut in _cuts(len(segment), parts)
            ]
        return [_probing(code, segment, asked, radius, cut) for cut in _cuts(len(asked), parts)]


def _cuts(length: int, parts: int) -> list[slice]:
    ends = [length * part // parts for part in range(parts + 1)]
    return [slice(*ends[part : part + 2]) for part in range(parts)]


@lru_cache(maxsize=256)
def _cost_of_probing(slots: int, count: int, radius: int) -> float:
    """Guess how long a query takes when words are spread evenly; the kernel notices if not."""
    if radius >= 3 * slots:
        return inf
    each, more = divmod(radius, slots)
    cost = 0.0
    for slot, width in enumerate(widths(slots).tolist()):
        reach = each if slot <= more else each - 1
        buckets = sum(comb(width, bits) for bits in range(reach + 1))
        cost += buckets * (_PROBE + _FETCH * count / 2**width)
    return cost


def _looking(code: Kernels | None, segment: Segment, asked: Words, radius: int, cut: slice) -> Job:
    return lambda: _looked(code, segment.rows[cut], asked, radius) + np.array([0, cut.start, 0])


def _probing(code: Kernels, segment: Segment, asked: Words, radius: int, cut: slice) -> Job:
    def fill(out: Integers) -> int:
        ends = np.empty((_MOST_BUCKETS, 2), np.uint32)
        where = (segment.buckets, segment.slots, ends)
        return code.probe(segment.rows, *where, asked[cut], radius, out)

    return lambda: _filled(fill) + np.array([cut.start, 0, 0])


def _looked(code: Kernels | None, rows: Words, asked: Words, radius: int) -> Integers:
    if code is None:
        return _looked_plainly(rows, asked, radius)
    return _filled(lambda out: code.scan(rows, asked, radius, out))


def _filled(fill: Callable[[Integers], int]) -> Integers:
    """Have room filled; when it was too little, again with enough."""
    out = np.empty((_ROOM, 3), np.int64)
    found = fill(out)
    if found > len(out):
        out = np.empty((found, 3), np.int64)
        fill(out)
    return out[:found]


def distances(some: Words, others: Words) -> Integers:
    """Return in how many bits fingerprints differ: shapes (…, 4), broadcast."""
    ones = np.bitwise_count(some ^ others)
    apart: npt.NDArray[np.uint16] = ones[..., 0].astype(np.uint16)
    for word in range(1, 4):  # word by word: `sum` takes three times as long
        apart += ones[..., word]
    return apart.astype(np.int64)


def _looked_plainly(rows: Words, asked: Words, radius: int) -> Integers:
    found = [np.empty((0, 3), np.int64)]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        for query, words in enumerate(asked):
            apart = distances(chunk, words)
            (near,) = np.nonzero(apart <= radius)
            numbers = np.full(len(near), query)
            found.append(np.stack([numbers, near + start, apart[near]], axis=1))
    return np.concatenate(found)


def fingerprints(asked: npt.NDArray[np.uint8]) -> Words:
    """Return fingerprints, uint8 of shape (n, 32), as words, aligned for the kernels."""
    if asked.dtype != np.uint8 or asked.ndim != 2 or asked.shape[1] != 32:  # noqa: PLR2004 - PDQ
        raise ValueError(f"fingerprints are uint8 of shape (n, 32), not {asked.shape}")
    return np.array(asked, order="C").view(np.uint64)


def nearest_first(found: Iterable[Integers]) -> Hits:
    """Join what was found: rows of (query, image, distance)."""
    query, image_id, distance = np.concatenate([np.empty((0, 3), np.int64), *found]).T
    order = np.lexsort((image_id, distance, query))
    return Hits(query[order], image_id[order], distance[order])
