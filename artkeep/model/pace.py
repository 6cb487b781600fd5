"""How a host wants to be asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many requests in so many seconds, at any time."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How a host wants to be asked. `gap` is seconds between two requests, at least.

    `at_once` is how many answers may be on their way; `per_day` a budget of requests, None: any.
    """

    gap: float = 1.0
    windows: tuple[Window, ...] = ()
    at_once: int = 1
    per_day: int | None = None
