"""What a site says about haste is heeded by everybody who asks it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from artkeep import jobs
from artkeep.db.engine import Database
from artkeep.errors import Blocked, OverBudget, RateLimited, Stopped
from artkeep.jobs import Turn, lanes
from artkeep.jobs.lanes import Lanes, LaneState, NotYet
from artkeep.sites.base import Login
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.net.site import Site, body, redirect
from tests.workbench.conftest import Open
from tests.workbench.mini import HOMES

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


@pytest.fixture
def paced(database: Database, clock: HandClock, way: Open) -> Way:
    """The way to the site, at its pace."""
    return way(lanes=Lanes(database, clock))


def states(database: Database) -> dict[tuple[str, str], LaneState]:
    with database.read() as tx:
        return {(each.place, each.login): each for each in lanes.state(tx)}


def complained(way: Way, clock: HandClock, wait: float) -> RateLimited:
    """Ask, and have the adapter read in the answer that the site wants to be left alone."""
    with pytest.raises(RateLimited) as limit, way.heeding():
        raise _complaint(way, clock, wait)
    return limit.value


def _complaint(way: Way, clock: HandClock, wait: float) -> RateLimited:
    way.ask("GET", "/x")
    clock.forward(1)
    return RateLimited("mini", clock.now() + timedelta(seconds=wait))


def seconds(clock: HandClock, until: datetime | None) -> float:
    assert until is not None
    return (until - clock.now()).total_seconds()


def test_requests_leave_as_the_pace_says(paced: Way, clock: HandClock, server: Site) -> None:
    before = clock.now()
    for _ in range(3):
        paced.ask("GET", "/x")

    assert timedelta(seconds=2.04) == clock.now() - before
    assert 3 == len(server.asked)


def test_each_address_and_login_has_a_lane_of_its_own(
    paced: Way, way: Open, database: Database, clock: HandClock, server: Site, tmp_path: Path
) -> None:
    server.answers["/pictures/1"] = body(PNG)
    ann = Login("7", "Ann", {"access": "t"})
    for each in (paced, way(ann, lanes=paced.lanes)):
        each.ask("GET", "/x")
        each.stream_to(server.url("/pictures/1"), tmp_path / "1", 1000)
    paced.ask("GET", "/x", at="oauth_url")

    lanes_used = {("base_url", ""), ("base_url", "7"), ("pictures_url", ""), ("oauth_url", "")}
    assert lanes_used == set(states(database))
    assert timedelta(seconds=0.1045) == clock.now() - clock._start  # noqa: SLF001 - one picture waited


def test_each_home_has_a_lane_of_its_own(
    way: Open, database: Database, clock: HandClock, server: Site
) -> None:
    homes = way(site=HOMES, lanes=Lanes(database, clock), base_url=server.url("/homes/{home}"))
    for home in ("a.example", "b.example"):
        homes.at_home(home).ask("GET", "/x")

    assert {("base_url a.example", ""), ("base_url b.example", "")} == set(states(database))


def test_a_redirect_waits_like_any_request(paced: Way, clock: HandClock, server: Site) -> None:
    server.answers["/base/x"] = redirect("/base/y")
    before = clock.now()
    paced.ask("GET", "/x")

    assert timedelta(seconds=1.02) == clock.now() - before


@pytest.mark.parametrize("status", [429, 503])
def test_an_answer_that_asks_for_time_holds_everybody_up(
    paced: Way, way: Open, clock: HandClock, server: Site, database: Database, status: int
) -> None:
    server.answers["/base/x"] = body(b"", status, Retry_After="120")

    assert status == paced.ask("GET", "/x").status
    with pytest.raises(NotYet, match="mini: asked us to slow down: pausing until 12:02:00 UTC"):
        way(lanes=Lanes(database, clock)).ask("GET", "/y")
    assert 1 == len(server.asked)


def test_what_only_the_adapter_understands_is_heeded_too(
    paced: Way, clock: HandClock, database: Database
) -> None:
    until = complained(paced, clock, 300).until

    assert 300 == seconds(clock, until)
    assert until == states(database)[("base_url", "")].resting_until


def test_who_complains_again_and_again_is_left_alone_for_longer(
    paced: Way, clock: HandClock
) -> None:
    waits = []
    for _ in range(4):
        waits.append(seconds(clock, complained(paced, clock, 5).until))
        clock.forward(waits[-1])

    assert [5, 30, 60, 120] == waits


def test_one_complaint_said_twice_counts_once(paced: Way, clock: HandClock, server: Site) -> None:
    server.answers["/base/x"] = body(b"", 429, Retry_After="20")
    with pytest.raises(RateLimited) as limit, paced.heeding():
        paced.json("/x")

    assert 20 == seconds(clock, limit.value.until)
    assert not isinstance(limit.value, NotYet)


def test_who_bars_us_is_left_alone_for_an_hour(
    paced: Way, clock: HandClock, database: Database, server: Site, tmp_path: Path
) -> None:
    server.answers["/pictures/1"] = body(b"<html><div class=h-captcha>")
    with pytest.raises(Blocked):
        paced.stream_to(server.url("/pictures/1"), tmp_path / "1", 1000)

    state = states(database)[("pictures_url", "")]
    assert (3600, "barred us") == (seconds(clock, state.resting_until), state.why)
    paced.ask("GET", "/x")  # what gives answers did not


def test_our_own_pause_is_no_complaint(paced: Way, clock: HandClock, database: Database) -> None:
    complained(paced, clock, 300)
    before = states(database)
    for _ in range(3):
        with pytest.raises(NotYet), paced.heeding():
            paced.ask("GET", "/x")

    assert before == states(database)


# Turns


@pytest.fixture
def turn(database: Database) -> Turn:
    with database.begin() as tx:
        jobs.add(tx, "sync", "1")
    taken = jobs.take(database)
    assert taken is not None
    return taken


def test_a_run_shows_what_it_waits_for(
    database: Database, clock: HandClock, way: Open, turn: Turn
) -> None:
    shown = []

    class Watching(HandClock):
        def sleep(self, seconds: float, until: object = None) -> bool:
            del until
            with database.read() as tx:
                shown.append(jobs.get(tx, turn.run.id).waiting_for)
            return clock.sleep(seconds)

        def now(self) -> datetime:
            return clock.now()

    paced = way(lanes=Lanes(database, Watching())).saying(turn)
    paced.ask("GET", "/x")
    paced.ask("GET", "/x")
    with turn.begin():
        pass

    assert "waiting for mini: 1 s" == shown[0]
    with database.read() as tx:
        assert None is jobs.get(tx, turn.run.id).waiting_for


def test_a_run_can_be_stopped_while_it_waits(paced: Way, turn: Turn, server: Site) -> None:
    told = paced.saying(turn)
    told.ask("GET", "/x")
    turn.tell_to_stop()

    with pytest.raises(Stopped):
        told.ask("GET", "/x")
    assert 1 == len(server.asked)


def test_what_we_do_not_want_to_spend_makes_nobody_wait(
    paced: Way, database: Database, clock: HandClock
) -> None:
    paced.ask("GET", "/x")
    tomorrow = clock.now() + timedelta(days=1)

    with pytest.raises(OverBudget, match="looked at again on 02 March"), paced.heeding():
        raise OverBudget("mini", tomorrow, "5 USD are spent")
    assert [None] == [state.resting_until for state in states(database).values()]
