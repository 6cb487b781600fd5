"""Time two ways of doing the same in turns, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds a round of each side took; `ratio` says how many times faster ours is."""

    ours: float
    theirs: float
    ratio: float


def in_turns(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> Timing:
    """Run both `rounds` times, alternating who goes first; return medians.

    The ratio is the median of the rounds' own ratios: a round that was disturbed counts once.
    What must be built or warmed first should be so before.
    """
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs_first = seconds(theirs)
            pairs.append((seconds(ours), theirs_first))
        else:
            pairs.append((seconds(ours), seconds(theirs)))
    return Timing(
        ours=median(pair[0] for pair in pairs),
        theirs=median(pair[1] for pair in pairs),
        ratio=median(pair[1] / pair[0] for pair in pairs),
    )


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Spent:
    """What some work took: seconds on the clock, and seconds of the processor in this process."""

    seconds: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    """Return what some work takes, with what other threads do for it meanwhile."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - start, time.process_time() - processor)
