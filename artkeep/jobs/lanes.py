"""How soon a site may be asked again: one lane for each of its addresses and each login.

Whoever asks books the next instant that the pace permits, and goes when it has come. All who
work on the library book in the same row, under its lock, so forty workers are as polite as one.
An instant is permitted when the gap to the one before has passed, when no window of the pace
would hold one request too many (over the last so many seconds, at any time), when fewer answers
are on their way than may be at once, when something is left of the day's budget, and when the
site has not asked to be left alone.

Between booking and going lies a machine that has other things to do. So instants are booked a
little further apart than the pace says (`wishes.leeway`), and whoever is later than that puts
off itself and all who wait behind it. Instants are had in the order in which they were booked, so
nobody is left behind. A process that dies with a request in hand frees its place.

A wait of up to `PATIENCE_SECONDS` is slept; a longer one raises, so that the worker can do
something else.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Self

import sqlalchemy as sa

from artkeep.clock import Clock
from artkeep.db.engine import Database, Tx
from artkeep.db.tables import lane
from artkeep.errors import RateLimited
from artkeep.jobs import bookings
from artkeep.jobs.bookings import Booked, Later, Said
from artkeep.jobs.wishes import LaneKey, Wish, leeway
from artkeep.model.pace import Pace
from artkeep.texts import text

__all__ = ["LaneKey", "LaneState", "Lanes", "NotYet", "Waiting", "state"]

PATIENCE_SECONDS = 10.0
_SLICE_SECONDS = 0.5
_WORTH_SAYING_SECONDS = 0.5
_LOOK_AGAIN_SECONDS = 0.1  # for a place among those at once
_AHEAD = timedelta(seconds=0.05)  # so long before its instant a request gets its place
_MISSES = 5  # a machine that is so often late goes as soon as it can
_LONGEST_LEAD = timedelta(seconds=1)

Waiting = Callable[[str | None], None]
"""Told in words what is waited for, again and again; None when that is over. May raise."""


class NotYet(RateLimited):
    """Our own pace, or what the site said before, lets nobody ask until then."""


@dataclass(frozen=True, slots=True)
class LaneState:
    """A lane as it stands.

    `resting_until` and `why` are what the site said, None when nothing holds us up. `spent` are
    today's requests, `per_day` their budget, None without one.
    """

    site: str
    login: str
    place: str
    last_at: datetime | None
    resting_until: datetime | None
    why: str | None
    spent: int
    per_day: int | None

    @property
    def left(self) -> int | None:
        """Return what is left of today's budget; None: there is none."""
        return None if self.per_day is None else max(self.per_day - self.spent, 0)


class Lanes:
    """The lanes of a library, for any number of threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._freed = Event()  # somebody of this process has let go of a place

    @contextmanager
    def turn(
        self, key: LaneKey, pace: Pace, *, seconds: float, waiting: Waiting | None = None
    ) -> Iterator[datetime]:
        """Wait for our turn, give its instant, and be in until the block ends.

        The answer will be in, or given up, after so many seconds. Raises NotYet.
        """
        wish = Wish(key, pace, seconds, timedelta(seconds=PATIENCE_SECONDS))
        with _Telling(waiting) as telling:
            booked = self._on_time(wish, telling)
        try:
            yield booked.at
        finally:
            with self._database.begin() as tx:
                bookings.let_go(tx, booked)
            self._freed.set()

    def cool(self, key: LaneKey, until: datetime, why: str, *, asked_at: datetime) -> datetime:
        """Have everybody leave a lane alone until then, or longer after several complaints.

        `why` is what the site did, "asked us to slow down"; `asked_at` the instant of the request
        that it answered so. Returns until when.
        """
        with self._database.begin() as tx:
            return bookings.rest(tx, key, asked_at, until, why)

    def _on_time(self, wish: Wish, telling: "_Telling") -> Booked:
        """Book, wait for the instant and be in, until one was not missed."""
        end = self._clock.now() + wish.patience
        late = leeway(wish.pace)
        misses = 0
        while True:
            booked = self._in(wish, end, telling)
            while late and misses < _MISSES and self._clock.now() - booked.at > late:
                misses += 1
                moved = self._moved(booked)
                if moved is None:
                    break
                self._sleep_until(booked := moved, moved.at, wish, telling)
            else:
                return booked

    def _in(self, wish: Wish, end: datetime, telling: "_Telling") -> Booked:
        """Book an instant, and be in when it has come."""
        while True:
            with self._database.begin() as tx:
                booked = bookings.book(tx, self._clock, wish)
            if isinstance(booked, Later):
                raise NotYet(wish.key.name, booked.at, text("{why}: pausing", why=booked.why))
            if isinstance(booked, Booked):
                entered = self._entered(booked, wish, telling)
                if entered is not None:
                    return entered
            self._wait_for_a_place(wish, end, telling)

    def _entered(self, booked: Booked, wish: Wish, telling: "_Telling") -> Booked | None:
        """Wait for the instant and be in; None: we cannot, and it was given back."""
        if booked.is_in:
            return booked
        self._sleep_until(booked, booked.at - _AHEAD, wish, telling)
        with self._database.begin() as tx:
            said = bookings.enter(tx, self._clock, booked, wish)
            if isinstance(said, Said):
                bookings.give_back(tx, booked)
                return None
        self._sleep_until(said, said.at, wish, telling)
        return said

    def _moved(self, booked: Booked) -> Booked | None:
        """Put off an instant that was missed, far enough to be there in time; else give it back."""
        lead = min(self._clock.now() - booked.at, _LONGEST_LEAD)
        with self._database.begin() as tx:
            moved = bookings.move(tx, self._clock, booked, lead)
            if moved is None:
                bookings.give_back(tx, booked)
            return moved

    def _wait_for_a_place(self, wish: Wish, end: datetime, telling: "_Telling") -> None:
        """Wait until one more may be in. Raises NotYet when that takes too long."""
        while True:
            self._freed.clear()
            with self._database.read() as tx:
                if bookings.has_place(tx, wish):
                    return
            now = self._clock.now()
            if now >= end:
                busy = text("is asked by others: pausing")
                raise NotYet(wish.key.name, now + wish.patience, busy)
            telling.say(text("waiting for {site}: others ask it", site=wish.key.name))
            self._clock.sleep(_LOOK_AGAIN_SECONDS, until=self._freed)

    def _sleep_until(self, booked: Booked, at: datetime, wish: Wish, telling: "_Telling") -> None:
        """Sleep; who gives up meanwhile gives the instant back."""
        left = whole = (at - self._clock.now()).total_seconds()
        try:
            while left > 0:
                if whole >= _WORTH_SAYING_SECONDS:
                    telling.say(
                        text(
                            "waiting for {site}: {seconds} s",
                            site=wish.key.name,
                            seconds=math.ceil(left),
                        )
                    )
                self._clock.sleep(min(left, _SLICE_SECONDS))
                left = (at - self._clock.now()).total_seconds()
        except BaseException:
            with self._database.begin() as tx:
                bookings.give_back(tx, booked)
            raise


class _Telling:
    """Tells what is waited for; at its end, that it is over, if it ever was told."""

    def __init__(self, waiting: Waiting | None) -> None:
        self._waiting = waiting
        self._has_told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._waiting is not None and self._has_told:
            self._waiting(None)

    def say(self, words: str) -> None:
        if self._waiting is not None:
            self._has_told = True
            self._waiting(words)


def state(tx: Tx) -> list[LaneState]:
    """Return every lane, by site."""
    query = sa.select(
        lane.c.site,
        lane.c.login,
        lane.c.place,
        lane.c.last_at,
        lane.c.cooling_until,
        lane.c.cooling_why,
        lane.c.day,
        lane.c.spent,
        lane.c.per_day,
    ).order_by(lane.c.site, lane.c.login, lane.c.place)
    return [_as_state(row, tx.now) for row in tx.execute(query)]


def _as_state(row: sa.Row[Any], now: datetime) -> LaneState:
    is_resting = row.cooling_until is not None and row.cooling_until > now
    return LaneState(
        row.site,
        row.login,
        row.place,
        row.last_at,
        row.cooling_until if is_resting else None,
        row.cooling_why if is_resting else None,
        row.spent if row.day == now.date() else 0,
        row.per_day,
    )
