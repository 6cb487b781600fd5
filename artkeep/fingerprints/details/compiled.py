"""The way to the compiled kernels: numba is imported when points are first compared."""

from pathlib import Path
from types import ModuleType
from typing import NamedTuple


class Kernels(NamedTuple):
    """The two modules of compiled code; what they offer is explained there."""

    pair: ModuleType
    vote: ModuleType


def kernels(cache: Path) -> Kernels:
    """Load the kernels; compile them when `cache` does not have them yet (some seconds, once)."""
    import numba  # noqa: PLC0415 - half a second

    config = vars(numba.config)  # filled from the environment when imported
    config["CACHE_DIR"] = config["CACHE_DIR"] or str(cache)
    from artkeep.fingerprints.details import pair_kernels, vote_kernels  # noqa: PLC0415 - compile

    return Kernels(pair_kernels, vote_kernels)
