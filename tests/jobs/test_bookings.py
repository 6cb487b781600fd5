"""Which instants are booked: as the pace permits, within the budget, as the site wants it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import lane_request
from artkeep.errors import RateLimited
from artkeep.jobs import bookings, lanes
from artkeep.jobs.bookings import CALM_REQUESTS, Booked, Said
from artkeep.jobs.lanes import Lanes, LaneState, NotYet
from artkeep.jobs.wishes import Wish, leeway
from artkeep.model.pace import Pace, Window
from tests.clocks import HandClock
from tests.jobs.asking import PIXIV, ask, ask_patiently, assert_never_over, assert_well_used

PACES = {
    "a gap": Pace(gap=1.2),
    "a short gap": Pace(gap=0.1),
    "windows": Pace(gap=0.0, windows=(Window(10, 6.0), Window(20, 30.0), Window(50, 120.0))),
    "a gap and windows": Pace(gap=0.5, windows=(Window(30, 60.0),)),
    "one in a window": Pace(gap=0.0, windows=(Window(1, 3.0),)),
}


@pytest.mark.parametrize("pace", PACES.values(), ids=PACES)
def test_a_pace_is_kept_and_used(here: Lanes, clock: HandClock, pace: Pace) -> None:
    asked = [ask_patiently(here, clock, pace) for _ in range(120)]

    assert_never_over(pace, asked)
    assert_well_used(pace, asked)


def test_the_windows_of_imagefap_come_to_a_thousand_an_hour(here: Lanes, clock: HandClock) -> None:
    pace = Pace(gap=0.3, windows=(Window(100, 60), Window(200, 300), Window(1000, 3600)))

    asked = [ask_patiently(here, clock, pace) for _ in range(1100)]

    assert_never_over(pace, asked)
    assert_well_used(pace, asked)
    assert 3600 <= (asked[1000] - asked[0]).total_seconds() < 3605


def test_only_what_windows_reach_is_remembered(here: Lanes, clock: HandClock) -> None:
    for pace, kept in ((Pace(), 1), (Pace(gap=0.1, windows=(Window(7, 1.0),)), 7)):
        for _ in range(20):
            ask_patiently(here, clock, pace, replace(PIXIV, place=f"{kept}"))
    with here._database.read() as tx:  # noqa: SLF001 - its rows are what is counted
        counts = tx.execute(
            sa.select(sa.func.count()).select_from(lane_request).group_by(lane_request.c.lane_id)
        )
        assert {1 + 1, 7 + 1} == set(counts.scalars())


@pytest.mark.parametrize(
    ("pace", "milliseconds"),
    [
        (Pace(gap=1), 20),
        (Pace(gap=60), 250),
        (Pace(gap=0.2), 5),
        (Pace(gap=0.05), 2.25),
        (Pace(gap=0, windows=(Window(9, 100), Window(1, 5))), 100),
        (Pace(gap=0), 0),
    ],
)
def test_the_leeway_is_small_beside_the_pace(pace: Pace, milliseconds: float) -> None:
    assert timedelta(milliseconds=milliseconds) == leeway(pace)


# A budget for a day


def test_a_budget_ends_with_its_day(here: Lanes, clock: HandClock) -> None:
    pace = Pace(gap=1, per_day=3)
    asked = [ask(here, pace) for _ in range(3)]
    with pytest.raises(NotYet, match="3 times a day at most, which is used up: pausing") as limit:
        ask(here, pace)

    assert datetime(2026, 3, 2, tzinfo=UTC) == limit.value.until
    assert (3, 3, 0) == _budget(here)
    clock.forward(12 * 3600)
    assert (0, 3, 3) == _budget(here)
    assert limit.value.until <= ask(here, pace)
    assert 12 * 3600 > (asked[-1] - asked[0]).total_seconds()


def test_just_before_midnight_the_next_day_is_waited_for(here: Lanes, clock: HandClock) -> None:
    clock.forward(12 * 3600 - 3)
    pace = Pace(gap=1, per_day=1)

    assert [1, 2] == [ask(here, pace).day for _ in range(2)]


def _budget(here: Lanes) -> tuple[int, int | None, int | None]:
    [state] = _states(here)
    return state.spent, state.per_day, state.left


def _states(here: Lanes) -> list[LaneState]:
    with here._database.read() as tx:  # noqa: SLF001 - the library of these lanes
        return lanes.state(tx)


# What the site says


def cool(here: Lanes, clock: HandClock, seconds: float, asked_at: datetime | None = None) -> float:
    """Have the site complain, and return for how many seconds that counts."""
    until = clock.now() + timedelta(seconds=seconds)
    said = here.cool(PIXIV, until, "asked us to slow down", asked_at=asked_at or clock.now())
    return (said - clock.now()).total_seconds()


def test_what_the_site_says_holds_for_all_and_outlives_us(
    here: Lanes, database: Database, clock: HandClock
) -> None:
    cool(here, clock, 300)

    with pytest.raises(RateLimited, match="asked us to slow down: pausing until 12:05:00"):
        ask(Lanes(database, clock), Pace())
    clock.forward(300)
    assert clock.now() == ask(here, Pace())


def test_a_site_that_wants_a_moment_gets_it(here: Lanes, clock: HandClock) -> None:
    cool(here, clock, 7)
    before = clock.now()

    assert timedelta(seconds=7) == ask(here, Pace()) - before


def test_whoever_had_booked_before_the_site_complained_waits_too(
    here: Lanes, clock: HandClock
) -> None:
    ask(here, Pace(gap=3))

    def complain(words: str | None) -> None:
        if words == "waiting for pixiv: 2 s":
            cool(here, clock, 120)

    with pytest.raises(NotYet, match="asked us to slow down"):
        ask(here, Pace(gap=3), waiting=complain)


def test_complaints_in_a_row_are_longer_each_time(here: Lanes, clock: HandClock) -> None:
    rests = []
    for _ in range(10):
        rests.append(cool(here, clock, 5))
        clock.forward(rests[-1] + 1)

    assert [5, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600] == rests


def test_a_site_that_asks_for_more_gets_more(here: Lanes, clock: HandClock) -> None:
    cool(here, clock, 5)
    clock.forward(6)

    assert 7200 == cool(here, clock, 7200)


def test_answers_that_come_together_are_one_complaint(here: Lanes, clock: HandClock) -> None:
    before = clock.now()
    clock.forward(1)

    assert [5, 5, 5] == [cool(here, clock, 5, before) for _ in range(3)]


def test_after_complaints_the_gap_is_wider_until_it_went_well_for_a_while(
    here: Lanes, clock: HandClock
) -> None:
    pace = Pace(gap=1)
    for _ in range(2):
        clock.forward(cool(here, clock, 1) + 1)

    asked = [ask(here, pace) for _ in range(2 * CALM_REQUESTS + 3)]

    gaps = [round((after - before).total_seconds(), 1) for before, after in pairwise(asked)]
    slow = CALM_REQUESTS - 1
    assert [3.0] * slow == gaps[:slow]
    assert [2.0] * CALM_REQUESTS == gaps[slow : slow + CALM_REQUESTS]
    assert {1.0} == set(gaps[slow + CALM_REQUESTS :])


def test_how_a_lane_stands_can_be_read(here: Lanes, clock: HandClock) -> None:
    at = ask(here, Pace(per_day=10))
    assert [LaneState("pixiv", "7001", "base_url", at, None, None, 1, 10)] == _states(here)

    cool(here, clock, 60)
    [state] = _states(here)
    until = clock.now() + timedelta(seconds=60)
    assert (until, "asked us to slow down") == (state.resting_until, state.why)
    clock.forward(60)
    assert None is _states(here)[0].resting_until
    assert None is LaneState("a", "", "b", None, None, None, 4, None).left


# An instant that was missed


def booked(here: Lanes, clock: HandClock, count: int) -> list[Booked]:
    """Book so many, one second apart."""
    wish = Wish(PIXIV, Pace(gap=1), 60, timedelta(seconds=60))
    with here._database.begin() as tx:  # noqa: SLF001 - as another process would
        found = [bookings.book(tx, clock, wish) for _ in range(count)]
    return [each for each in found if isinstance(each, Booked)]


def entered(here: Lanes, clock: HandClock, each: Booked, pace: Pace) -> Booked | Said:
    with here._database.begin() as tx:  # noqa: SLF001
        return bookings.enter(tx, clock, each, Wish(PIXIV, pace, 60, timedelta(0)))


def moved(here: Lanes, clock: HandClock, each: Booked) -> Booked | None:
    with here._database.begin() as tx:  # noqa: SLF001
        return bookings.move(tx, clock, each, timedelta(seconds=0.1))


def test_who_is_late_puts_off_those_who_wait_behind(here: Lanes, clock: HandClock) -> None:
    pace = Pace(gap=1, at_once=9)
    first, second, third = booked(here, clock, 3)
    clock.forward(0.4)
    later = moved(here, clock, first)

    assert later is not None
    assert clock.now() + timedelta(seconds=0.1) == later.at
    behind = [entered(here, clock, each, pace) for each in (second, third)]
    assert [each.at + timedelta(seconds=0.5) for each in (second, third)] == [
        each.at for each in behind if isinstance(each, Booked)
    ]
    clock.forward(0.1)
    assert 3 * 1.02 - 0.001 < (ask(here, pace) - later.at).total_seconds()


def test_nobody_is_put_off_who_is_in_already(here: Lanes, clock: HandClock) -> None:
    first, second = booked(here, clock, 2)
    entered(here, clock, second, Pace(gap=1, at_once=3))
    clock.forward(0.4)

    assert None is moved(here, clock, first)


def test_nobody_is_put_off_to_another_day(here: Lanes, clock: HandClock) -> None:
    clock.forward(12 * 3600 - 1.3)
    first, _ = booked(here, clock, 2)
    clock.forward(1)

    assert None is moved(here, clock, first)


def test_no_more_are_in_than_may_be(here: Lanes, clock: HandClock) -> None:
    _, second, third = booked(here, clock, 3)
    pace = Pace(gap=1, at_once=2)

    assert isinstance(entered(here, clock, second, pace), Booked)
    assert Said.FULL is entered(here, clock, third, pace)


def test_what_is_given_back_can_be_had_by_others(here: Lanes, clock: HandClock) -> None:
    noon = clock.now()
    _, second = booked(here, clock, 2)
    with here._database.begin() as tx:  # noqa: SLF001
        bookings.give_back(tx, second)

    assert timedelta(seconds=1.02) == ask(here, Pace(gap=1, at_once=2)) - noon
    assert 2 == _states(here)[0].spent
