"""Run a command and watch the memory of it and of all that it starts."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    # where Python keeps no bytecode, each of our processes would compile its modules anew
    inherited = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    with subprocess.Popen(
        command, env={**inherited, **environment}, stdout=subprocess.DEVNULL
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(LOOK_EVERY)  # noqa: TID251 - a watcher's own pace, not a wait for work
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return Ran(time.perf_counter() - start, peak)


def memory_of(pid: int) -> int:
    """Return the bytes a process and its children hold, what they share counted once."""
    try:
        first = psutil.Process(pid)
        return sum(held_by(each) for each in [first, *first.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def held_by(process: psutil.Process) -> int:
    """Return one process's share; where the system does not tell shares, all that it sees."""
    try:
        memory = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(getattr(memory, "pss", memory.rss))
