"""What a decoder process may take of the machine, where the platform can hold it to that.

The parent watches memory and time as well (`decoder.py`): on macOS and Windows that is all there
is, and elsewhere it gives the better reason.
"""

import contextlib
import math
import os
import sys
from pathlib import Path

from artkeep.imaging.limits import MEBIBYTE, Limits

_FILE_BYTES = 64 * MEBIBYTE  # the largest file a decoder writes is a small picture


def put_up(limits: Limits) -> None:
    """Bound memory, file size and core dumps of this process for good."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, _FILE_BYTES)
    if sys.platform == "linux":  # elsewhere it is not kept, or counts what is never touched
        _bound(resource.RLIMIT_AS, _address_space() + limits.decode_memory_bytes)


def allow_seconds(seconds: float) -> None:
    """Let this process use so many more seconds of processor time."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    used = os.times()
    until = math.ceil(used.user + used.system + seconds) + 1
    _bound(resource.RLIMIT_CPU, until)


def _bound(what: int, most: int) -> None:
    """Set the soft limit; the hard one stays, so that time can be given again."""
    import resource  # noqa: PLC0415 - not there on Windows

    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(OSError, ValueError):  # a fence the system refuses: parents watch
        resource.setrlimit(what, (most, hard))


def _address_space() -> int:
    """Return how many bytes of addresses this process uses, its libraries' included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")
