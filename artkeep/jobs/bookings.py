"""The rows of the lanes: which instants are booked, and why the next one is when it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from artkeep.clock import Clock
from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import lane, lane_request
from artkeep.jobs import worker
from artkeep.model.pace import Pace, Window

CALM_REQUESTS = 10  # so many without a complaint make up for one
_MOST_STRIKES = 12
_EXTRA_GAP = timedelta(seconds=1)  # for each complaint that was not made up for
_LONGEST_EXTRA_GAP = timedelta(seconds=30)
_SECOND_REST = timedelta(seconds=30)  # after the second complaint; doubled with each more
_LONGEST_REST = timedelta(hours=1)
_GRACE = timedelta(seconds=5)  # beyond the time that an answer is given


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
class Booked:
    """An instant of ours."""

    lane_id: int
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing is booked: the next instant is further off than was asked for, and why."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Full:
    """Nothing is booked: as many answers are on their way as may be."""


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


def book(tx: Tx, clock: Clock, wish: Wish) -> Booked | Later | Full:
    """Book the next instant."""
    row = _locked(tx, _lane_id(tx, wish.key))
    now = clock.now()  # now that we have the lock, for which we may have waited
    if _on_their_way(tx, row.id, now, wish.pace.at_once) >= wish.pace.at_once:
        return Full()
    at, why = _next(tx, row, wish.pace, now)
    if at > now + wish.patience:
        return Later(at, why)
    return _written(tx, row, wish, at)


def move(tx: Tx, clock: Clock, booked: Booked, lead: timedelta) -> Booked | None:
    """Put off an instant that was missed, to `lead` from now; None: others have booked since."""
    row = _locked(tx, booked.lane_id)
    if row.booked != booked.number:
        return None
    at = clock.now() + lead
    over_at = tx.execute(sa.select(lane_request.c.over_at).where(_is(booked))).scalar_one()
    moved = {"at": at, "over_at": over_at + (at - booked.at)}
    tx.execute(sa.update(lane_request).where(_is(booked)).values(moved))
    spent = row.spent if row.day == at.date() else 1
    counted = {"last_at": at, "day": at.date(), "spent": spent}
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(counted))
    return Booked(booked.lane_id, booked.number, at)


def let_go(tx: Tx, booked: Booked) -> None:
    """Free our place among those at once; the instant stays used."""
    tx.execute(sa.update(lane_request).where(_is(booked)).values(over_at=tx.now))


def is_resting(tx: Tx, booked: Booked) -> bool:
    """Say whether the site wants to be left alone now, as far as anybody was told."""
    query = sa.select(lane.c.cooling_until).where(lane.c.id == booked.lane_id)
    until = tx.execute(query).scalar_one()
    return until is not None and until > tx.now


def rest(tx: Tx, key: LaneKey, asked_at: datetime, until: datetime, why: str) -> datetime:
    """Have everybody leave a lane alone until then, or longer; return until when.

    Complaints in a row make the rests longer and the gaps wider. What was asked before the last
    complaint is part of it.
    """
    row = _locked(tx, _lane_id(tx, key))
    is_same = row.struck_at is not None and asked_at <= row.struck_at
    strikes = row.strikes if is_same else min(row.strikes + 1, _MOST_STRIKES)
    until = max(until, tx.now + _rest_after(strikes), row.cooling_until or until)
    told: dict[str, Any] = {"cooling_until": until, "cooling_why": why, "strikes": strikes}
    if not is_same:
        told |= {"struck_at": tx.now, "calm": 0}
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(told))
    return until


def _rest_after(strikes: int) -> timedelta:
    if strikes <= 1:  # as long as the site says
        return timedelta(0)
    return min(_SECOND_REST * (1 << (strikes - 2)), _LONGEST_REST)


def _lane_id(tx: Tx, key: LaneKey) -> int:
    """Return the lane, made if it is new."""
    named = {"site": key.site, "login": key.login, "place": key.place}
    query = sa.select(lane.c.id).where(*(lane.c[name] == value for name, value in named.items()))
    found = tx.execute(query).scalar_one_or_none()
    if found is not None:
        return int(found)
    fresh = {**named, "booked": 0, "spent": 0, "strikes": 0, "calm": 0}
    lane_id, _ = insert_or_get(tx, lane, fresh, tuple(named))
    return lane_id


def _locked(tx: Tx, lane_id: int) -> sa.Row[Any]:
    query = sa.select(
        lane.c.id,
        lane.c.booked,
        lane.c.last_at,
        lane.c.day,
        lane.c.spent,
        lane.c.cooling_until,
        lane.c.cooling_why,
        lane.c.strikes,
        lane.c.struck_at,
        lane.c.calm,
    )
    return tx.execute(query.where(lane.c.id == lane_id).with_for_update()).one()


def _is(booked: Booked) -> sa.ColumnElement[bool]:
    return sa.and_(lane_request.c.lane_id == booked.lane_id, lane_request.c.number == booked.number)


def _on_their_way(tx: Tx, lane_id: int, now: datetime, limit: int) -> int:
    """Return how many answers are awaited; the dead wait for none."""
    awaited = sa.and_(lane_request.c.lane_id == lane_id, lane_request.c.over_at > now)
    query = sa.select(lane_request.c.number, lane_request.c.worker).where(awaited)
    rows = tx.execute(query).all()
    if len(rows) < limit:
        return len(rows)
    dead = [row.number for row in rows if worker.has_died(row.worker)]
    if dead:
        freed = sa.update(lane_request).where(awaited, lane_request.c.number.in_(dead))
        tx.execute(freed.values(over_at=now))
    return len(rows) - len(dead)


def _next(tx: Tx, row: sa.Row[Any], pace: Pace, now: datetime) -> tuple[datetime, str]:
    """Return the next permitted instant, and what it waits for."""
    extra = leeway(pace)
    reasons = [(now, "")]
    if row.cooling_until is not None:
        reasons.append((row.cooling_until, row.cooling_why or "asked us to wait"))
    if row.last_at is not None:
        slower = min(row.strikes * _EXTRA_GAP, _LONGEST_EXTRA_GAP)
        gap = timedelta(seconds=pace.gap) + slower + extra
        reasons.append((row.last_at + gap, f"is asked every {gap.total_seconds():.3g} s"))
    for window in pace.windows:
        free_at = _free_at(tx, row, window)
        if free_at is not None:
            words = f"is asked {window.requests:,} times in {window.seconds:,.0f} s at most"
            reasons.append((free_at + extra, words))
    at, why = max(reasons, key=lambda each: each[0])
    if pace.per_day is not None and row.day == at.date() and row.spent >= pace.per_day:
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
        return midnight, f"is asked {pace.per_day:,} times a day at most, which is used up"
    return at, why


def _free_at(tx: Tx, row: sa.Row[Any], window: Window) -> datetime | None:
    """Return when a window has room for one more; None: it is not full yet."""
    query = sa.select(lane_request.c.at).where(
        lane_request.c.lane_id == row.id,
        lane_request.c.number == row.booked + 1 - window.requests,
    )
    at = tx.execute(query).scalar_one_or_none()
    return None if at is None else at + timedelta(seconds=window.seconds)


def _written(tx: Tx, row: sa.Row[Any], wish: Wish, at: datetime) -> Booked:
    number = row.booked + 1
    made_up = row.calm + 1 >= CALM_REQUESTS
    counted = {
        "booked": number,
        "last_at": at,
        "day": at.date(),
        "spent": (row.spent if row.day == at.date() else 0) + 1,
        "per_day": wish.pace.per_day,
        "strikes": max(row.strikes - 1, 0) if made_up else row.strikes,
        "calm": 0 if made_up else row.calm + 1,
    }
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(counted))
    request = {
        "lane_id": row.id,
        "number": number,
        "at": at,
        "over_at": at + timedelta(seconds=wish.seconds) + _GRACE,
        "worker": worker.ourselves(),
    }
    tx.execute(sa.insert(lane_request).values(request))
    _forget(tx, row.id, number - max((each.requests for each in wish.pace.windows), default=1), at)
    return Booked(row.id, number, at)


def _forget(tx: Tx, lane_id: int, number: int, now: datetime) -> None:
    """Delete the requests up to `number`, which no window reaches, unless they are on their way."""
    forgotten = sa.delete(lane_request).where(
        lane_request.c.lane_id == lane_id,
        lane_request.c.number <= number,
        lane_request.c.over_at <= now,
    )
    tx.execute(forgotten)
