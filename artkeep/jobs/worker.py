"""Which process works a run, so that another one can tell that it has died.

A process is known by the start of its machine, its room in it (a container sees other process
numbers and another clock), its number, and when it started, since numbers come again. Only Linux
tells all that; elsewhere nobody is ever sure, and the lease has to be waited for.
"""

import os
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are another package

_PROC = Path("/proc")
_STARTED_AT = 19  # of the fields behind the name: the 22nd of all, see proc_pid_stat(5)
_ENDED = {"Z", "X"}  # states: dead, and only its parent has not taken notice


def ourselves() -> str | None:
    """Name this process; None where a process cannot be known for sure."""
    try:
        return f"{_room()} {os.getpid()} {_started(os.getpid())}"
    except OSError:
        return None


def has_died(worker: str | None) -> bool:
    """Say whether a process is known to have ended; False when it lives and when nobody knows."""
    if worker is None:
        return False
    room, pid, started = worker.rsplit(" ", 2)
    try:
        if room != _room():
            return False
        return not psutil.pid_exists(int(pid)) or _started(int(pid)) != started
    except OSError:
        return False


def _room() -> str:
    """Name what shares process numbers with us. Raises OSError where that is not told."""
    if (_PROC / "self").readlink().name != str(os.getpid()):
        raise OSError("these are the processes of another room")
    boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    return f"{boot} {_namespace('pid')} {_namespace('time')}"


def _namespace(kind: str) -> str:
    return (_PROC / "self/ns" / kind).readlink().name


def _started(pid: int) -> str | None:
    """Return when a process started, in ticks since the machine did; None when it has ended.

    Not psutil's time of day, which moves when the clock is set. Raises OSError when it is hidden.
    """
    stat = (_PROC / str(pid) / "stat").read_bytes().decode("ascii", "replace")
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    return None if fields[0] in _ENDED else fields[_STARTED_AT]
