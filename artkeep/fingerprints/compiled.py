"""The way to the compiled kernels: numba is imported when there is enough to do, not before."""

from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]


class Kernels(Protocol):
    """What `artkeep.fingerprints.kernels` offers; the arguments are explained there."""

    def scan(self, rows: Words, asked: Words, radius: int, out: Integers) -> int:
        """Look at every row."""

    def probe(
        self,
        rows: Words,
        buckets: Numbers,
        slots: Integers,
        asked: Words,
        radius: int,
        out: Integers,
    ) -> int:
        """Look into the buckets of near words only."""

    def count(self, rows: Words, slot: Integers, counts: Numbers) -> int:
        """Count the words of a slot."""

    def place(
        self,
        rows: Words,
        number: int,
        slot: Integers,
        low: int,
        free: Numbers,
        out: Numbers,
    ) -> int:
        """Put rows' numbers into buckets."""


def kernels(cache: Path) -> Kernels:
    """Load the kernels; compile them when `cache` does not have them yet (some seconds, once)."""
    import numba  # noqa: PLC0415 - half a second that small libraries never spend

    config = vars(numba.config)  # filled from the environment when imported
    config["CACHE_DIR"] = config["CACHE_DIR"] or str(cache)
    from artkeep.fingerprints import kernels as module  # noqa: PLC0415 - compiles

    return cast("Kernels", module)
