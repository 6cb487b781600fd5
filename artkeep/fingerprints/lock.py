"""One builder at a time, over all threads and processes; a killed one lets go by itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def alone(file: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock whose file this is. False, without `wait`, when somebody else holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as held:  # closing it lets go
        yield _take(held, wait=wait)


def _take(held: BinaryIO, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if wait or not isinstance(error, BlockingIOError | PermissionError):
            raise
        return False
    return True
