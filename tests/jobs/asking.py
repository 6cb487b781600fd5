"""Asking in a lane, and whether its pace was kept and used."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from artkeep.jobs.lanes import LaneKey, Lanes, NotYet, Waiting
from artkeep.model.pace import Pace
from tests.clocks import HandClock

PIXIV = LaneKey("pixiv", "7001", "base_url")
SECONDS = 60.0  # that an answer may take


def ask(here: Lanes, pace: Pace, key: LaneKey = PIXIV, waiting: Waiting | None = None) -> datetime:
    """Ask once, and return when."""
    with here.turn(key, pace, seconds=SECONDS, waiting=waiting) as at:
        return at


def ask_patiently(here: Lanes, clock: HandClock, pace: Pace, key: LaneKey = PIXIV) -> datetime:
    """Ask once, as a run would that comes back when it is told to."""
    while True:
        try:
            return ask(here, pace, key)
        except NotYet as not_yet:
            clock.forward((not_yet.until - clock.now()).total_seconds())


def permitted(pace: Pace, start: datetime, count: int) -> list[datetime]:
    """Return the earliest instants that a pace permits, one after the other."""
    found: list[datetime] = []
    for _ in range(count):
        earliest = [start]
        if found:
            earliest.append(found[-1] + timedelta(seconds=pace.gap))
        earliest += [
            found[-window.requests] + timedelta(seconds=window.seconds)
            for window in pace.windows
            if len(found) >= window.requests
        ]
        found.append(max(earliest))
    return found


def assert_never_over(pace: Pace, asked: Sequence[datetime]) -> None:
    gap = timedelta(seconds=pace.gap)
    assert [] == [pair for pair in pairwise(asked) if pair[1] - pair[0] < gap]
    for window in pace.windows:
        span = timedelta(seconds=window.seconds)
        pairs = zip(asked, asked[window.requests :], strict=False)
        assert [] == [pair for pair in pairs if pair[1] - pair[0] < span]


def assert_well_used(pace: Pace, asked: Sequence[datetime], share: float = 0.95) -> None:
    best = permitted(pace, asked[0], len(asked))
    assert (best[-1] - best[0]).total_seconds() >= share * (asked[-1] - asked[0]).total_seconds()
