"""One clock for several processes: its hand moves when everybody sleeps.

It lies in a file: the time, and for each thread until when it sleeps. As long as one of them does
something, time stands still, so what is counted does not depend on how busy the machine is.
"""

import mmap
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, local

from artkeep.clock import SystemClock

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
THREADS = 32
_AWAKE, _ENDED = -1.0, -2.0
_LOOK_AGAIN_SECONDS = 0.0005  # real ones
_NUMBER = struct.Struct("d")


class SharedClock:
    """A clock in a file. Each thread that uses it says who it is first (`join`)."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._numbers = mmap.mmap(file.fileno(), 0)
        self._mine = local()
        self._real = SystemClock()

    @staticmethod
    def make(path: Path, threads: int) -> "SharedClock":
        """Make a clock for so many threads, all of them awake."""
        numbers = [0.0] + [_AWAKE] * threads + [_ENDED] * (THREADS - threads)
        path.write_bytes(b"".join(map(_NUMBER.pack, numbers)))
        return SharedClock(path)

    def join(self, number: int) -> None:
        """Say which of the threads this is, from 0."""
        self._mine.place = number + 1

    def leave(self) -> None:
        """Say that this thread has ended."""
        self._put(self._mine.place, _ENDED)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return self._at(0)

    def sleep(self, seconds: float, until: Event | None = None) -> bool:
        end = self.monotonic() + seconds
        self._put(self._mine.place, end)
        while self.monotonic() < end and not (until and until.is_set()):
            self._real.sleep(_LOOK_AGAIN_SECONDS)
        self._put(self._mine.place, _AWAKE)
        return bool(until and until.is_set())

    def move_while(self, go_on: Callable[[], bool]) -> None:
        """Move the hand, whenever all sleep, to where the first of them wants to wake up.

        Ends when all threads have, or nobody is there any more who could.
        """
        while go_on():
            ends = [end for end in map(self._at, range(1, THREADS + 1)) if end != _ENDED]
            if not ends:
                return
            if min(ends) > self.monotonic():
                self._put(0, min(ends))
            self._real.sleep(_LOOK_AGAIN_SECONDS / 4)

    def _at(self, place: int) -> float:
        number: float = _NUMBER.unpack_from(self._numbers, place * _NUMBER.size)[0]
        return number

    def _put(self, place: int, number: float) -> None:
        _NUMBER.pack_into(self._numbers, place * _NUMBER.size, number)
