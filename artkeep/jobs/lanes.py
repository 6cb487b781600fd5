"""How soon a site may be asked again: one lane for each of its addresses and each login.

Whoever asks books the next instant that the pace permits, and goes when it has come. All who
work on the library book in the same row, under its lock, so forty workers are as polite as one.
An instant is permitted when the gap to the one before has passed, when no window of the pace
would hold one request too many (over the last so many seconds, at any time), when fewer answers
are on their way than may be at once, when something is left of the day's budget, and when the
site has not asked to be left alone.

Between booking and going lies a machine that has other things to do. So instants are booked a
little further apart than the pace says (`bookings.leeway`), and whoever is later than that books
anew. A wait of up to `PATIENCE_SECONDS` is slept; a longer one raises, so that the worker can do
something else. A process that dies with a request in hand frees its place.
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
from artkeep.jobs.bookings import Booked, LaneKey, Later, Wish
from artkeep.model.pace import Pace

__all__ = ["LaneKey", "LaneState", "Lanes", "NotYet", "Waiting", "state"]

PATIENCE_SECONDS = 10.0
_SLICE_SECONDS = 0.5
_WORTH_SAYING_SECONDS = 1.0
_LOOK_AGAIN_SECONDS = 0.05  # for a place among those at once, at first
_LOOK_AT_LEAST_SECONDS = 0.5
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
        """Wait for our turn, give its instant, and hold a place until the block ends.

        The answer will be in, or given up, after so many seconds. Raises NotYet.
        """
        wish = Wish(key, pace, seconds, timedelta(seconds=PATIENCE_SECONDS))
        with _Telling(waiting) as telling:
            booked = self._on_time(wish, telling)
        try:
            yield booked.at
        finally:
            self._let_go(booked)

    def cool(self, key: LaneKey, until: datetime, why: str, *, asked_at: datetime) -> datetime:
        """Have everybody leave a lane alone until then, or longer after several complaints.

        `why` is what the site did, "asked us to slow down"; `asked_at` the instant of the request
        that it answered so. Returns until when.
        """
        with self._database.begin() as tx:
            return bookings.rest(tx, key, asked_at, until, why)

    def _on_time(self, wish: Wish, telling: "_Telling") -> Booked:
        """Book, and wait for the instant, until one was not missed."""
        booked = self._booked(wish, telling)
        for _ in range(_MISSES):
            anew = self._anew(booked, wish, telling)
            if anew is None:
                return booked
            booked = anew
        self._slept_until(booked, wish, telling)
        return booked

    def _booked(self, wish: Wish, telling: "_Telling") -> Booked:
        """Book as soon as there is a place."""
        end = self._clock.now() + wish.patience
        pause = _LOOK_AGAIN_SECONDS
        while True:
            self._freed.clear()
            with self._database.begin() as tx:
                said = bookings.book(tx, self._clock, wish)
            if isinstance(said, Booked):
                return said
            if isinstance(said, Later):
                raise NotYet(wish.key.name, said.at, f"{said.why}: pausing")
            now = self._clock.now()
            if now >= end:
                raise NotYet(wish.key.name, now + wish.patience, "is asked by others: pausing")
            telling.say(f"waiting for {wish.key.name}: others ask it")
            self._clock.sleep(pause, until=self._freed)
            pause = min(2 * pause, _LOOK_AT_LEAST_SECONDS)

    def _anew(self, booked: Booked, wish: Wish, telling: "_Telling") -> Booked | None:
        """Wait for the instant; return another one when it was missed or is no longer ours."""
        was_far = self._slept_until(booked, wish, telling)
        missed_by = self._clock.now() - booked.at
        late = bookings.leeway(wish.pace)
        if was_far and self._is_resting(booked):
            self._let_go(booked)
        elif late and missed_by > late:
            moved = self._moved(booked, min(missed_by, _LONGEST_LEAD))
            if moved is not None:
                return moved
        else:
            return None
        return self._booked(wish, telling)

    def _moved(self, booked: Booked, lead: timedelta) -> Booked | None:
        """Put off an instant that was missed, far enough to be there in time; else let it go."""
        with self._database.begin() as tx:
            moved = bookings.move(tx, self._clock, booked, lead)
            if moved is None:
                bookings.let_go(tx, booked)
            return moved

    def _slept_until(self, booked: Booked, wish: Wish, telling: "_Telling") -> bool:
        """Sleep until the instant has come; say whether it took any time."""
        left = was_left = self._left(booked)
        try:
            while left > 0:
                if was_left >= _WORTH_SAYING_SECONDS:
                    telling.say(f"waiting for {wish.key.name}: {math.ceil(left)} s")
                self._clock.sleep(min(left, _SLICE_SECONDS))
                left = self._left(booked)
        except BaseException:
            self._let_go(booked)
            raise
        return was_left > 0

    def _left(self, booked: Booked) -> float:
        return (booked.at - self._clock.now()).total_seconds()

    def _is_resting(self, booked: Booked) -> bool:
        with self._database.read() as tx:
            return bookings.is_resting(tx, booked)

    def _let_go(self, booked: Booked) -> None:
        with self._database.begin() as tx:
            bookings.let_go(tx, booked)
        self._freed.set()


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
