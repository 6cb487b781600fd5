"""A clock whose hand is moved by the test."""

from datetime import UTC, datetime, timedelta
from threading import Event, Lock

_LOOK_AGAIN_SECONDS = 0.002  # real ones, for those who sleep until the hand is moved


class HandClock:
    """Stands still until someone moves its hand.

    A sleep that nothing can end moves the hand itself, since nobody else would. A sleep that an
    event may end waits until the test has moved the hand far enough, or the event is set;
    `sleepers` are as many as wait so.
    """

    def __init__(self) -> None:
        self._start = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
        self._seconds = 0.0
        self._lock = Lock()
        self.sleepers = 0

    def forward(self, seconds: float) -> None:
        """Move the hand."""
        with self._lock:
            self._seconds += seconds

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    def sleep(self, seconds: float, until: Event | None = None) -> bool:
        if until is None:
            self.forward(seconds)
            return False
        with self._lock:
            end = self._seconds + seconds
            self.sleepers += 1
        try:
            while self._seconds < end:
                if until.wait(_LOOK_AGAIN_SECONDS):
                    return True
            return until.is_set()
        finally:
            with self._lock:
                self.sleepers -= 1
