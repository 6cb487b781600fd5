"""Activity: what is done now, what was done, what was refused and why; stop and go on."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from artkeep import jobs
from artkeep.collect import discard
from artkeep.library import outcomes, trash
from artkeep.model.records import OutcomeStatus
from artkeep.model.refs import RunId
from artkeep.web import naming
from artkeep.web.desk import AtDesk, Desk, is_fragment
from artkeep.web.runs import RunView

RUNS = 50
REFUSED = 100  # lines a page


def show_activity(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show the runs in which something happened last: those that move first."""
    with desk.bench.db.read() as tx:
        some = naming.named(tx, jobs.recent(tx, RUNS))
    shown = [desk.run(run) for run in some]
    shown.sort(key=lambda run: run.at_end)
    return desk.page(request, "activity/activity.html", runs=shown, thrown=_thrown(desk, shown))


def show_run(request: Request, desk: AtDesk, run_id: int) -> Response:
    """Show one run: a piece of the page, or the page itself without htmx."""
    if not is_fragment(request):
        return RedirectResponse("/activity", status_code=303)
    shown = run_view(desk, run_id)
    return desk.page(request, "activity/_run.html", run=shown, thrown=_thrown(desk, [shown]))


def _thrown(desk: Desk, shown: list[RunView]) -> set[RunId]:
    """Return which of these runs threw away what can still be taken back."""
    away = [RunId(run.id) for run in shown if run.kind == discard.KIND]
    with desk.bench.db.read() as tx:
        return trash.of_runs(tx, away)


def take_back(desk: AtDesk, run_id: int) -> Response:
    """Take back all that a run threw away."""
    with desk.bench.db.begin() as tx:
        discard.ask_back(tx, RunId(run_id))
    return RedirectResponse("/activity", status_code=303)


def stop(request: Request, desk: AtDesk, run_id: int) -> Response:
    """Ask a run to put down what it holds."""
    with desk.bench.db.begin() as tx:
        jobs.request_stop(tx, RunId(run_id))
    return show_run(request, desk, run_id)


def retry(request: Request, desk: AtDesk, run_id: int) -> Response:
    """Let a run that is at its end go on, or begin anew."""
    with desk.bench.db.begin() as tx:
        jobs.retry(tx, RunId(run_id))
    return show_run(request, desk, run_id)


def show_refused(
    request: Request,
    desk: AtDesk,
    run_id: int,
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show which files of a run were refused, and why."""
    with desk.bench.db.read() as tx:
        some = outcomes.after(tx, RunId(run_id), after, REFUSED + 1, OutcomeStatus.REFUSED)
    lines = [desk.outcome(one) for one, _ in some[:REFUSED]]
    following = lines[-1].id if len(some) > REFUSED else None
    if not is_fragment(request):
        template = "activity/refused.html"
    else:
        template = "activity/_refused.html" if after else "activity/_refused_table.html"
    return desk.page(request, template, outcomes=lines, next=following, run_id=run_id)


def run_view(desk: Desk, run_id: int) -> RunView:
    """Return one run in words. Raises NotFound."""
    with desk.bench.db.read() as tx:
        (run,) = naming.named(tx, [jobs.get(tx, RunId(run_id))])
    return desk.run(run)
