"""Run a command and watch the memory of it and of all that it starts."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are another package

LOOK_EVERY = 0.1  # seconds
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Ran:
    """How long a command took, and the most memory that its processes held together."""

    seconds: float
    peak_bytes: int


def artkeep(arguments: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """Run `artkeep …` to its end. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "artkeep", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=surroundings(environment), stdout=subprocess.DEVNULL
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(LOOK_EVERY)  # noqa: TID251 - a watcher's own pace, not a wait for work
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return Ran(time.perf_counter() - start, peak)


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a process of ours finds around it, with more beside.

    Where Python keeps no bytecode, each of them would compile its modules anew.
    """
    inherited = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return {**inherited, **environment}


def memory_of(pid: int) -> int:
    """Return the bytes a process and its children hold, what they share counted once.

    Pages of files that are mapped, such as those of an index, are left out: the system takes them
    back when it needs the room, and how many are in memory is its own choice.
    """
    try:
        first = psutil.Process(pid)
        return sum(held_by(each) for each in [first, *first.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def held_by(process: psutil.Process) -> int:
    """Return one process's share; where the system does not tell shares, all that is its own."""
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    except FileNotFoundError:  # not Linux, or it has just ended
        return own(process)
    except (ProcessLookupError, PermissionError):
        return 0
    told = dict(line.split(":", 1) for line in lines[1:])
    return int(told["Pss_Anon"].split()[0]) * 1024


def own(process: psutil.Process) -> int:
    """Return the bytes that only this process holds."""
    try:
        return int(process.memory_full_info().uss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
