"""The only place that asks the time, and the only one that sleeps."""

import time
from datetime import UTC, datetime
from threading import Event
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits. Tests bring their own, with a hand that they move."""

    def now(self) -> datetime:
        """Return the time of day: aware, UTC."""

    def monotonic(self) -> float:
        """Return seconds since some start; never goes back. For rates and leases."""

    def sleep(self, seconds: float, until: Event | None = None) -> bool:
        """Wait; return early and True when `until` is set."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float, until: Event | None = None) -> bool:
        if until is not None:
            return until.wait(seconds)
        time.sleep(seconds)
        return False
