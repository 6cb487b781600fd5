"""The inner loops of both indexes, compiled: without the interpreter's lock, one thread each.

They are written in Python (`prints`, `votes`, `pairs`, `laying`, `agreement`, `cells`, all with
what is in `source`) and compiled by numba, once on each machine, by a program of its own
(`compiling`). What comes out is plain machine code; it is kept in a file (`store`) and loaded by
LLVM (`engine`), which takes a twentieth of a second. numba itself, which takes one and a half
and 100 MB, is never imported by those who only ask.

So what is compiled may only use numbers and the arrays it is given: it makes no arrays, raises
nothing and calls no library. What it needs to note things down is handed to it.
"""

from pathlib import Path

from artkeep.fingerprints.kernels.engine import Kernel, Kernels
from artkeep.fingerprints.kernels.store import folders, loaded

__all__ = ["Kernel", "Kernels", "kernels"]


def kernels(fallback: Path) -> Kernels:
    """Load the kernels; have them compiled when this machine has none (ten seconds, once).

    They are kept in the person's cache; in the folder `fallback` when that cannot be written.
    Raises LibraryError.
    """
    return loaded(folders(fallback))
