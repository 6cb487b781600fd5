"""The rows of the lanes: which instants are booked, and why the next one is when it is.

A request is booked for an instant, and is *in* from then until its answer is: only so many may be
in at once. An instant that was not used is given back, as if it had never been.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum, auto
from typing import Any

import sqlalchemy as sa

from artkeep.clock import Clock
from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import lane, lane_request
from artkeep.jobs import worker
from artkeep.jobs.wishes import LaneKey, Wish, leeway
from artkeep.model.pace import Pace, Window
from artkeep.texts import number, text

CALM_REQUESTS = 10  # so many without a complaint make up for one
_MOST_STRIKES = 12
_EXTRA_GAP = timedelta(seconds=1)  # for each complaint that was not made up for
_LONGEST_EXTRA_GAP = timedelta(seconds=30)
_SECOND_REST = timedelta(seconds=30)  # after the second complaint; doubled with each more
_LONGEST_REST = timedelta(hours=1)
_GRACE = timedelta(seconds=5)  # beyond the time that an answer is given
_NOT_IN = datetime(1970, 1, 1, tzinfo=UTC)  # `over_at` of who waits for an instant


@dataclass(frozen=True, slots=True)
class Booked:
    """An instant of ours. `is_in`: it has come, and we are in."""

    lane_id: int
    number: int
    at: datetime
    is_in: bool


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing is booked: the next instant is further off than was asked for, and why."""

    at: datetime
    why: str


class Said(Enum):
    """What becomes of who wants to be in."""

    IN = auto()
    FULL = auto()  # as many answers are on their way as may be
    RESTING = auto()  # the site wants to be left alone


def book(tx: Tx, clock: Clock, wish: Wish) -> Booked | Later | Said:
    """Book the next instant, and be in if that is now. `Said.FULL`: it is now, and we cannot."""
    row = _locked(tx, _lane_id(tx, wish.key))
    now = clock.now()  # now that we have the lock, for which we may have waited
    at, why = _next(tx, row, wish.pace, now)
    if at > now + wish.patience:
        return Later(at, why)
    if at <= now and not _has_place(tx, row.id, wish.pace, now):
        return Said.FULL
    booked = _written(tx, row, wish, at, is_in=at <= now)
    _forget(tx, row.id, max((each.requests for each in wish.pace.windows), default=1), now)
    return booked


def enter(tx: Tx, clock: Clock, booked: Booked, wish: Wish) -> Booked | Said:
    """Be in, shortly before the instant comes; it may have been put off meanwhile."""
    row = _locked(tx, booked.lane_id)
    now = clock.now()
    at = tx.execute(sa.select(lane_request.c.at).where(_is(booked))).scalar_one()
    if row.cooling_until is not None and row.cooling_until > max(now, at):
        return Said.RESTING
    if not _has_place(tx, row.id, wish.pace, now):
        return Said.FULL
    over_at = max(now, at) + timedelta(seconds=wish.seconds) + _GRACE
    tx.execute(sa.update(lane_request).where(_is(booked)).values(over_at=over_at))
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(_calmer(row)))
    return Booked(row.id, booked.number, at, is_in=True)


def has_place(tx: Tx, wish: Wish) -> bool:
    """Say whether one more could be in."""
    return _has_place(tx, _lane_id(tx, wish.key), wish.pace, tx.now)


def move(tx: Tx, clock: Clock, booked: Booked, lead: timedelta) -> Booked | None:
    """Put off an instant that was missed, to `lead` from now, and those after it as much.

    None: somebody after us is in already, or it would be another day.
    """
    row = _locked(tx, booked.lane_id)
    by = clock.now() + lead - booked.at
    here = lane_request.c.lane_id == row.id
    later = sa.select(lane_request.c.number, lane_request.c.at, lane_request.c.over_at).where(
        here, lane_request.c.number > booked.number
    )
    waiting = tx.execute(later).all()
    if any(each.over_at != _NOT_IN for each in waiting) or row.day != (row.last_at + by).date():
        return None
    for each in waiting:
        is_it = sa.and_(here, lane_request.c.number == each.number)
        tx.execute(sa.update(lane_request).where(is_it).values(at=each.at + by))
    over_at = tx.execute(sa.select(lane_request.c.over_at).where(_is(booked))).scalar_one()
    moved = {"at": booked.at + by, "over_at": over_at + by}
    tx.execute(sa.update(lane_request).where(_is(booked)).values(moved))
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(last_at=row.last_at + by))
    return Booked(booked.lane_id, booked.number, booked.at + by, booked.is_in)


def give_back(tx: Tx, booked: Booked) -> None:
    """Let others have an instant that was not used."""
    row = _locked(tx, booked.lane_id)
    tx.execute(sa.delete(lane_request).where(_is(booked)))
    latest = sa.select(sa.func.max(lane_request.c.at)).where(lane_request.c.lane_id == row.id)
    spent = row.spent - 1 if row.day == booked.at.date() else row.spent
    values = {"last_at": latest.scalar_subquery(), "spent": max(spent, 0)}
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(values))


def let_go(tx: Tx, booked: Booked) -> None:
    """Be no longer in: the answer has come."""
    tx.execute(sa.update(lane_request).where(_is(booked)).values(over_at=tx.now))


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


def _has_place(tx: Tx, lane_id: int, pace: Pace, now: datetime) -> bool:
    """Say whether fewer answers are awaited than may be at once; the dead wait for none."""
    query = sa.select(lane_request.c.worker).where(
        lane_request.c.lane_id == lane_id, lane_request.c.over_at > now
    )
    workers = tx.execute(query).scalars().all()
    if len(workers) < pace.at_once:
        return True
    return sum(not worker.has_died(each) for each in workers) < pace.at_once


def _next(tx: Tx, row: sa.Row[Any], pace: Pace, now: datetime) -> tuple[datetime, str]:
    """Return the next permitted instant, and what it waits for."""
    extra = leeway(pace)
    reasons: list[tuple[datetime, str]] = [(now, "")]
    if row.cooling_until is not None:
        reasons.append((row.cooling_until, row.cooling_why or text("asked us to wait")))
    if row.last_at is not None:
        slower = min(row.strikes * _EXTRA_GAP, _LONGEST_EXTRA_GAP)
        gap = timedelta(seconds=pace.gap) + slower + extra
        every = text("is asked every {seconds} s", seconds=f"{gap.total_seconds():.3g}")
        reasons.append((row.last_at + gap, every))
    for window in pace.windows:
        free_at = _free_at(tx, row, window)
        if free_at is not None:
            words = text(
                "is asked {times} times in {seconds} s at most",
                times=number(window.requests),
                seconds=f"{window.seconds:,.0f}",
            )
            reasons.append((free_at + extra, words))
    at, why = max(reasons, key=lambda each: each[0])
    if pace.per_day is not None and row.day == at.date() and row.spent >= pace.per_day:
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
        words = text(
            "is asked {times} times a day at most, which is used up", times=number(pace.per_day)
        )
        return midnight, words
    return at, why


def _free_at(tx: Tx, row: sa.Row[Any], window: Window) -> datetime | None:
    """Return when a window has room for one more; None: it is not full yet."""
    query = (
        sa.select(lane_request.c.at)
        .where(lane_request.c.lane_id == row.id)
        .order_by(lane_request.c.number.desc())
        .offset(window.requests - 1)
        .limit(1)
    )
    at = tx.execute(query).scalar_one_or_none()
    return None if at is None else at + timedelta(seconds=window.seconds)


def _written(tx: Tx, row: sa.Row[Any], wish: Wish, at: datetime, *, is_in: bool) -> Booked:
    number = row.booked + 1
    counted = {
        "booked": number,
        "last_at": at,
        "day": at.date(),
        "spent": (row.spent if row.day == at.date() else 0) + 1,
        "per_day": wish.pace.per_day,
    }
    if is_in:
        counted |= _calmer(row)
    tx.execute(sa.update(lane).where(lane.c.id == row.id).values(counted))
    request = {
        "lane_id": row.id,
        "number": number,
        "at": at,
        "over_at": at + timedelta(seconds=wish.seconds) + _GRACE if is_in else _NOT_IN,
        "worker": worker.ourselves(),
    }
    tx.execute(sa.insert(lane_request).values(request))
    return Booked(row.id, number, at, is_in)


def _calmer(row: sa.Row[Any]) -> dict[str, Any]:
    """Count a request that goes out; so many without a complaint make up for one."""
    if row.calm + 1 < CALM_REQUESTS:
        return {"calm": row.calm + 1}
    return {"calm": 0, "strikes": max(row.strikes - 1, 0)}


def _forget(tx: Tx, lane_id: int, kept: int, now: datetime) -> None:
    """Delete the requests that no window reaches, unless they are still in."""
    here = lane_request.c.lane_id == lane_id
    newest = (
        sa.select(lane_request.c.number)
        .where(here, lane_request.c.at <= now)
        .order_by(lane_request.c.number.desc())
        .offset(kept)
        .limit(1)
    )
    number = tx.execute(newest).scalar_one_or_none()
    if number is not None:
        over = sa.and_(here, lane_request.c.number <= number, lane_request.c.over_at <= now)
        tx.execute(sa.delete(lane_request).where(over))
