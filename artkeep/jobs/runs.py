"""Runs as people see them: ask for one, stop it, try it again, look at it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import run, run_outcome
from artkeep.errors import NotFound
from artkeep.jobs.policy import Next
from artkeep.jobs.wakers import Due
from artkeep.model.records import Run, RunState
from artkeep.model.refs import RunId
from artkeep.texts import text

LONGEST_SUBJECT = 200  # characters
_NOTHING: Mapping[str, Any] = {}
_IN_HAND = {RunState.QUEUED, RunState.RUNNING}

COLUMNS = (
    run.c.id,
    run.c.kind,
    run.c.subject,
    run.c.arguments,
    run.c.state,
    run.c.done,
    run.c.total,
    run.c.unit,
    run.c.counts,
    run.c.waiting_for,
    run.c.not_before,
    run.c.failures,
    run.c.error,
    run.c.error_kind,
    run.c.stop_requested,
    run.c.turn,
    run.c.beat_at,
    run.c.created_at,
    run.c.started_at,
    run.c.finished_at,
)


def add(
    tx: Tx,
    kind: str,
    subject: str,
    *,
    arguments: Mapping[str, object] | None = None,
    not_before: datetime | None = None,
) -> RunId:
    """Ask for a run, inside the transaction that gave the reason for it.

    There is one run for each kind and subject (at most 200 characters). One that is done starts
    anew; one that failed or was stopped goes on where it was; one that waits or runs is told,
    see the top of `artkeep.jobs`. `arguments` replace those it had.
    """
    if len(subject) > LONGEST_SUBJECT:
        raise ValueError(f"a subject has at most {LONGEST_SUBJECT} characters: {subject!r}")
    due = not_before or tx.now
    values = {
        "kind": kind,
        "subject": subject,
        "arguments": dict(arguments or {}),
        "state": RunState.QUEUED.value,
        "not_before": due,
        "created_at": tx.now,
        "changed_at": tx.now,
    }
    number, is_new = insert_or_get(tx, run, values, ["kind", "subject"])
    run_id = RunId(number)
    if is_new:
        tx.tell(Due(run_id, due))
    else:
        again(tx, run_id, due, arguments)
    return run_id


def again(
    tx: Tx,
    run_id: RunId,
    due: datetime,
    arguments: Mapping[str, object] | None = None,
    *,
    anew: bool = True,
) -> None:
    """Have a run that is there run (again); `add` says what that means in which state.

    With `anew=False` one that is done keeps its outcomes: it brings what came in meanwhile.
    """
    held = _hold(tx, run_id)
    values: dict[str, Any] = {"not_before": due}
    if arguments is not None:
        values["arguments"] = dict(arguments)
    if held.state in _IN_HAND:
        values["not_before"] = min(due, held.not_before or due)
        if held.not_before is not None and due < held.not_before:
            values["waiting_for"] = None
    else:
        values |= _QUEUED_ANEW
    if held.state == RunState.DONE:
        values |= {"done": 0, "total": None}
        if anew:
            tx.execute(sa.delete(run_outcome).where(run_outcome.c.run_id == run_id))
            values |= {**_NOTHING_DONE, "created_at": tx.now}
    change(tx, run.c.id == run_id, values)
    tx.tell(Due(run_id, values["not_before"]))


_QUEUED_ANEW: dict[str, Any] = {
    "state": RunState.QUEUED.value,
    "failures": 0,
    "error": None,
    "error_kind": None,
    "waiting_for": None,
    "stop_requested": False,
    "finished_at": None,
}
_NOTHING_DONE: dict[str, Any] = {
    "unit": "",
    "counts": {},
    "started_at": None,
}


def request_stop(tx: Tx, run_id: RunId) -> None:
    """Ask a run to stop. One that waits is stopped at once, one that runs at its next step.

    One that has ended stays as it is. Raises NotFound.
    """
    held = _hold(tx, run_id)
    if held.state == RunState.RUNNING:
        change(tx, run.c.id == run_id, {"stop_requested": True, "not_before": None})
    if held.state == RunState.QUEUED:
        change(tx, run.c.id == run_id, _values(tx, Next(RunState.STOPPED, held.failures)))


def retry(tx: Tx, run_id: RunId) -> None:
    """Have a run work now: one that failed or was stopped goes on, one that waits stops waiting.

    One that runs is left alone; one that is done starts anew. Raises NotFound.
    """
    if _hold(tx, run_id).state != RunState.RUNNING:
        again(tx, run_id, tx.now)


def get(tx: Tx, run_id: RunId) -> Run:
    """Return a run. Raises NotFound."""
    row = tx.execute(sa.select(*COLUMNS).where(run.c.id == run_id)).one_or_none()
    if row is None:
        raise NotFound(text("there is no run {run_id}", run_id=run_id))
    return as_run(row)


def find(tx: Tx, kind: str, subject: str) -> Run | None:
    """Return the run of this kind about this subject; None when nobody ever asked for it."""
    query = sa.select(*COLUMNS).where(run.c.kind == kind, run.c.subject == subject)
    row = tx.execute(query).one_or_none()
    return None if row is None else as_run(row)


def of_kinds(tx: Tx, kinds: Collection[str]) -> list[Run]:
    """Return all runs of these kinds, by id."""
    query = sa.select(*COLUMNS).where(run.c.kind.in_(kinds))
    return sorted((as_run(row) for row in tx.execute(query)), key=lambda each: each.id)


def latest(tx: Tx, kind: str, limit: int) -> list[Run]:
    """Return the runs of a kind that were asked for last, the last one first."""
    query = sa.select(*COLUMNS).where(run.c.kind == kind).order_by(run.c.id.desc()).limit(limit)
    return [as_run(row) for row in tx.execute(query)]


def recent(tx: Tx, limit: int) -> list[Run]:
    """Return the runs in which something happened last, latest first."""
    query = sa.select(*COLUMNS).order_by(run.c.changed_at.desc(), run.c.id.desc()).limit(limit)
    return [as_run(row) for row in tx.execute(query)]


def in_hand(tx: Tx) -> list[Run]:
    """Return all runs that are not at their end, by id."""
    query = sa.select(*COLUMNS).where(run.c.state.in_([state.value for state in _IN_HAND]))
    return sorted((as_run(row) for row in tx.execute(query)), key=lambda each: each.id)


def changed(tx: Tx, since: datetime) -> list[Run]:
    """Return the runs that changed at `since` or later, longest ago first.

    A change counts from when its transaction began: ask with an overlap of a few seconds, and
    compare.
    """
    query = (
        sa.select(*COLUMNS).where(run.c.changed_at >= since).order_by(run.c.changed_at, run.c.id)
    )
    return [as_run(row) for row in tx.execute(query)]


def change(tx: Tx, where: sa.ColumnElement[bool], values: Mapping[str, Any]) -> None:
    """Change runs; whoever watches them sees when."""
    tx.execute(sa.update(run).where(where).values(**values, changed_at=tx.now))


def put_down(
    tx: Tx, where: sa.ColumnElement[bool], then: Next, told: Mapping[str, Any] = _NOTHING
) -> bool:
    """End a turn: write how its run goes on, with the progress `told`.

    What was asked for again while it ran is queued. Returns False when there is no such turn.
    """
    query = sa.select(run.c.id, run.c.not_before).where(where).with_for_update()
    held = tx.execute(query).one_or_none()
    if held is None:
        return False
    change(tx, run.c.id == held.id, {**told, **_values(tx, then)})
    due = held.not_before or then.not_before
    if due is not None:
        again(tx, RunId(held.id), due, anew=False)
    return True


def _values(tx: Tx, then: Next) -> dict[str, Any]:
    return {
        "state": then.state.value,
        "failures": then.failures,
        "not_before": then.not_before,
        "error": then.error,
        "error_kind": then.error_kind,
        "waiting_for": then.waiting_for,
        "worker": None,
        "beat_at": None,
        "finished_at": None if then.state is RunState.QUEUED else tx.now,
    }


def as_run(row: sa.Row[Any]) -> Run:
    """Read a row of `COLUMNS`."""
    return Run(**{**row._mapping, "state": RunState(row.state)})  # noqa: SLF001 - a public name


def _hold(tx: Tx, run_id: RunId) -> sa.Row[Any]:
    """Return how a run stands and keep it so until the transaction ends."""
    query = (
        sa.select(run.c.state, run.c.not_before, run.c.failures)
        .where(run.c.id == run_id)
        .with_for_update()
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(text("there is no run {run_id}", run_id=run_id))
    return row
