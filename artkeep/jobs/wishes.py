"""What somebody wants to ask, and how exactly a machine can keep to a pace."""

from dataclasses import dataclass
from datetime import timedelta

from artkeep.model.pace import Pace


@dataclass(frozen=True, slots=True)
class LaneKey:
    """Which lane.

    `login` is our account there, "" for nobody; `place` the key of an address, and behind a
    space the host, where a site has many.
    """

    site: str
    login: str
    place: str

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.place.partition(" ")[2] or self.site


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book.

    The answer will be in, or given up, `seconds` after the instant. An instant further off than
    `patience` is of no use.
    """

    key: LaneKey
    pace: Pace
    seconds: float
    patience: timedelta


def leeway(pace: Pace) -> timedelta:
    """Return how late a request may leave, and how much further apart they are booked for that.

    A fiftieth of the gap (else of the shortest window), 250 ms at most; where that is hardly
    anything to a machine, 5 ms, but never more than 4.5 %.
    """
    shortest = min((window.seconds for window in pace.windows), default=0.0)
    period = pace.gap or shortest
    return timedelta(seconds=min(0.25, max(0.02 * period, min(0.005, 0.045 * period))))
