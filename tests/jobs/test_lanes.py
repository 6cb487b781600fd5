"""Nobody asks a site sooner than it likes, whoever else asks it; and nobody waits for nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import lane_request
from artkeep.errors import Stopped
from artkeep.jobs import bookings, worker
from artkeep.jobs.lanes import LaneKey, Lanes, NotYet
from artkeep.jobs.wishes import Wish
from artkeep.model.pace import Pace
from tests.clocks import HandClock
from tests.jobs.asking import PIXIV, SECONDS, ask, assert_never_over
from tests.jobs.benches import until


def test_lanes_do_not_hold_one_another_up(here: Lanes, clock: HandClock) -> None:
    keys = [
        PIXIV,
        replace(PIXIV, login=""),
        replace(PIXIV, site="imagefap"),
        replace(PIXIV, place="base_url art.example"),
    ]

    assert {clock.now()} == {ask(here, Pace(gap=60), key) for key in keys}


def test_who_comes_later_than_the_gap_does_not_wait(here: Lanes, clock: HandClock) -> None:
    ask(here, Pace(gap=1))
    clock.forward(5)

    assert clock.now() == ask(here, Pace(gap=1))


# Waiting


def test_a_short_wait_is_slept_and_told(here: Lanes, clock: HandClock) -> None:
    told: list[str | None] = []
    ask(here, Pace(gap=3))
    ask(here, Pace(gap=3), waiting=told.append)

    assert "waiting for pixiv: 4 s" == told[0]
    assert ("waiting for pixiv: 1 s", None) == (told[-2], told[-1])
    assert 7 <= len(told)
    assert timedelta(seconds=3.06) == clock.now() - datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_wait_that_nobody_notices_is_not_told(here: Lanes) -> None:
    told: list[str | None] = []
    for _ in range(3):
        ask(here, Pace(gap=0.5), waiting=told.append)

    assert [] == told


def test_a_home_is_called_by_its_name(here: Lanes) -> None:
    told: list[str | None] = []
    key = LaneKey("mastodon", "", "base_url art.example")
    ask(here, Pace(gap=2), key)
    ask(here, Pace(gap=2), key, waiting=told.append)

    assert "waiting for art.example: 2 s" == told[0]


def test_a_long_wait_is_left_to_another_time(here: Lanes, clock: HandClock) -> None:
    ask(here, Pace(gap=60))
    before = clock.now()

    with pytest.raises(NotYet, match=r"^pixiv: is asked every 60\.2 s: pausing until 12:01:00 UTC"):
        ask(here, Pace(gap=60))

    assert before == clock.now()


def test_who_gives_up_waiting_gives_the_instant_back(here: Lanes, clock: HandClock) -> None:
    def stop(_: str | None) -> None:
        raise Stopped("enough")

    ask(here, Pace(gap=3))
    with pytest.raises(Stopped):
        ask(here, Pace(gap=3), waiting=stop)

    assert timedelta(seconds=3.06) == ask(here, Pace(gap=3)) - datetime(2026, 3, 1, 12, tzinfo=UTC)


# At once


def test_no_more_at_once_than_may_be(here: Lanes, clock: HandClock) -> None:
    pace = Pace(gap=0.0, at_once=2)
    with (
        here.turn(PIXIV, pace, seconds=SECONDS),
        here.turn(PIXIV, pace, seconds=SECONDS),
        _moving(clock),
        pytest.raises(NotYet, match="is asked by others"),
    ):
        ask(here, pace)

    ask(here, pace)


def test_a_place_that_gets_free_is_taken(here: Lanes, clock: HandClock) -> None:
    pace = Pace(gap=0.0)
    came: list[datetime] = []
    with here.turn(PIXIV, pace, seconds=SECONDS):
        other = Thread(target=lambda: came.append(ask(here, pace)))
        other.start()
        until(lambda: clock.sleepers)
    other.join()

    assert [clock.now()] == came


def test_a_place_that_nobody_gave_back_is_free_when_its_time_is_over(
    database: Database, clock: HandClock
) -> None:
    here = Lanes(database, clock)
    with database.begin() as tx:
        bookings.book(tx, clock, Wish(PIXIV, Pace(gap=0), SECONDS, timedelta(0)))
    clock.forward(SECONDS + 10)

    assert clock.now() == ask(here, Pace(gap=0))


def test_the_place_of_a_dead_process_is_free_at_once(database: Database, clock: HandClock) -> None:
    gone = _a_dead_one()
    with database.begin() as tx:
        bookings.book(tx, clock, Wish(PIXIV, Pace(gap=0), SECONDS, timedelta(0)))
        tx.execute(sa.update(lane_request).values(worker=gone))

    assert clock.now() == ask(Lanes(database, clock), Pace(gap=0))


def _a_dead_one() -> str:
    """Name a process like ours that is no longer there."""
    ourselves = worker.ourselves()
    if ourselves is None:
        pytest.skip("only Linux tells processes apart")
    room, pid, _ = ourselves.rsplit(" ", 2)
    return f"{room} {pid} 1"


class _moving:  # noqa: N801 - it reads as a word
    """Moves the hand while somebody sleeps."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._ended = False

    def __enter__(self) -> None:
        self._thread = Thread(target=self._move)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join()

    def _move(self) -> None:
        while not self._ended:
            if self._clock.sleepers:
                self._clock.forward(0.5)
            SystemClock().sleep(0.001)


# A machine that is late


class Sleepy(HandClock):
    """Sleeps longer than asked, now and then."""

    def __init__(self, extra: Callable[[], float]) -> None:
        super().__init__()
        self._extra = extra

    def sleep(self, seconds: float, until: object = None) -> bool:
        del until
        self.forward(seconds + self._extra())
        return False


@pytest.mark.parametrize("late", [0.01, 0.2, 1.5])
def test_a_machine_that_is_late_is_not_too_soon_the_next_time(
    database: Database, late: float
) -> None:
    turns = iter(range(10_000))
    clock = Sleepy(lambda: late if next(turns) % 4 == 0 else 0.0)
    here = Lanes(database, clock)
    left = []
    for _ in range(30):
        with here.turn(PIXIV, Pace(gap=1), seconds=SECONDS):
            left.append(clock.now())

    assert_never_over(Pace(gap=1), left)


def test_a_machine_that_is_always_late_gets_there_all_the_same(database: Database) -> None:
    here = Lanes(database, Sleepy(lambda: 0.5))

    ask(here, Pace(gap=1))
    ask(here, Pace(gap=1))
