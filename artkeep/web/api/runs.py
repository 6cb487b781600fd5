"""`/api/runs`: what is done in the background. `/api/activity/stream`: the same, live."""

from dataclasses import dataclass, fields
from typing import Annotated

from fastapi import Query
from starlette.responses import StreamingResponse

from artkeep import jobs
from artkeep.library import outcomes, trash
from artkeep.model.records import OutcomeStatus
from artkeep.model.refs import RunId
from artkeep.web import naming
from artkeep.web.activity import run_view
from artkeep.web.desk import AtDesk
from artkeep.web.runs import RunView


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs in which something happened last."""

    runs: list[RunView]


@dataclass(frozen=True, slots=True)
class OneRun(RunView):
    """A run by itself. `can_take_back`: something that it threw away still lies in the trash."""

    can_take_back: bool


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file of a run."""

    id: int
    path: str
    sha256: str | None
    status: OutcomeStatus
    reason: str | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Some outcomes; `next` is the `after` of the following ones, null at the end."""

    outcomes: list[FileOutcome]
    next: int | None


def list_runs(desk: AtDesk, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Runs:
    """Return the latest runs, latest first."""
    with desk.bench.db.read() as tx:
        some = naming.named(tx, jobs.recent(tx, limit))
    return Runs([desk.run(run) for run in some])


def show_run(desk: AtDesk, run_id: int) -> OneRun:
    """Return one run."""
    shown = run_view(desk, run_id)
    with desk.bench.db.read() as tx:
        lies = bool(trash.of_run(tx, RunId(run_id), 1))
    told = {one.name: getattr(shown, one.name) for one in fields(shown)}
    return OneRun(**told, can_take_back=lies)


def stop_run(desk: AtDesk, run_id: int) -> RunView:
    """Ask a run to put down what it holds."""
    with desk.bench.db.begin() as tx:
        jobs.request_stop(tx, RunId(run_id))
    return run_view(desk, run_id)


def retry_run(desk: AtDesk, run_id: int) -> RunView:
    """Let a run go on or begin anew."""
    with desk.bench.db.begin() as tx:
        jobs.retry(tx, RunId(run_id))
    return run_view(desk, run_id)


def list_outcomes(
    desk: AtDesk,
    run_id: int,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    status: OutcomeStatus | None = None,
) -> Outcomes:
    """Return what became of the files of a run, in the order they were seen to."""
    with desk.bench.db.read() as tx:
        some = outcomes.after(tx, RunId(run_id), after, limit + 1, status)
    told = [desk.outcome(one) for one, _ in some[:limit]]
    lines = [FileOutcome(one.id, one.path, one.sha256, one.status, one.reason) for one in told]
    return Outcomes(lines, lines[-1].id if len(some) > limit else None)


async def stream(desk: AtDesk) -> StreamingResponse:
    """Tell live, as server-sent events, which runs move."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(desk.stream.stream(), media_type="text/event-stream", headers=headers)
