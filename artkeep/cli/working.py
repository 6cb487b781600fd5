"""Work runs to their end with a line of progress: what a command does that must finish."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from artkeep import errors, jobs
from artkeep.errors import ArtkeepError, Stopped
from artkeep.handlers import UNCOMPARED
from artkeep.jobs import Handlers
from artkeep.jobs.local import Workers
from artkeep.model.records import Run, RunState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

_LOOK_AGAIN = 0.2  # seconds between two looks at a run
_AT_AN_END = {RunState.DONE, RunState.FAILED, RunState.STOPPED}


class RunFailed(ArtkeepError):
    """A run ended with an error; the message and the exit code are that error's."""

    def __init__(self, run: Run, more: str = "") -> None:
        super().__init__(f"{run.error or 'the run failed'}{more}")
        kind: type[ArtkeepError] = getattr(errors, run.error_kind or "", ArtkeepError)
        self.exit_code = kind.exit_code


class _Rate(ProgressColumn):
    """Files a second and the time that is left, from the last half minute."""

    def render(self, task: Task) -> Text:
        if not task.speed:
            return Text("")
        left = "" if task.time_remaining is None else f" · {_span(task.time_remaining)} left"
        return Text(f"{task.speed:,.0f}/s{left}")


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def finish(
    bench: Workbench,
    run_id: RunId,
    title: str,
    *,
    quiet: bool = False,
    handlers: Handlers[Workbench] = UNCOMPARED,
) -> Run:
    """Work a run, or watch who does, until it ends. Raises RunFailed and Stopped.

    Looking for copies is a step of its own, after all is gathered. What may pass by itself is
    waited for, and said; what nobody expected is not. Ctrl-C asks the run to stop and waits until
    it has put down what it holds.
    """
    lease = bench.settings.lease_seconds
    with Workers(bench, handlers, lease_seconds=lease), _progress(quiet=quiet) as progress:
        task = progress.add_task(title, total=None)
        try:
            run = _watch(bench, run_id, progress, task)
        except KeyboardInterrupt:
            with bench.db.begin() as tx:
                jobs.request_stop(tx, run_id)
            _watch(bench, run_id, progress, task)
            raise
    if run.state is RunState.FAILED:
        raise RunFailed(run)
    if run.state is RunState.STOPPED:
        raise Stopped("stopped; the same command goes on from here")
    return run


def _watch(bench: Workbench, run_id: RunId, progress: Progress, task: TaskID) -> Run:
    told = None
    while True:
        with bench.db.read() as tx:
            run = jobs.get(tx, run_id)
        progress.update(task, completed=run.done, total=run.total, words=_words(bench, run))
        if run.state in _AT_AN_END:
            return run
        if told != run.not_before and _waits(bench, run):
            _say_why(bench, run)
            told = run.not_before
        bench.clock.sleep(_LOOK_AGAIN)


def _waits(bench: Workbench, run: Run) -> bool:
    """Say whether a run waits for another try."""
    is_due = run.not_before is None or run.not_before <= bench.clock.now()
    return run.state is RunState.QUEUED and not is_due


def _say_why(bench: Workbench, run: Run) -> None:
    """Say what a run waits for, and how long. Raises RunFailed when that makes no sense."""
    if run.error is not None and run.error_kind is None:
        raise RunFailed(run, "; the same command tries again")
    if run.not_before is not None:
        pause = _span((run.not_before - bench.clock.now()).total_seconds())
        say(f"{run.waiting_for or run.error}; trying again in {pause} (Ctrl-C ends it)")


def _words(bench: Workbench, run: Run) -> str:
    if run.waiting_for:
        return run.waiting_for
    silent = (bench.clock.now() - run.beat_at).total_seconds() if run.beat_at else 0.0
    if silent > bench.settings.lease_seconds / 2:  # it beats three times in a lease
        left = max(0.0, bench.settings.lease_seconds - silent)
        return f"its last worker fell silent; going on in {_span(left)}"
    if run.error and run.state is RunState.QUEUED:
        return f"trying again: {run.error}"
    return " · ".join(f"{number:,} {word}" for word, number in sorted(run.counts.items()))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    """Show progress on stderr where a person looks; nothing but words elsewhere."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:,} of {task.total:,.0f}", justify="right"),
        _Rate(),
        TextColumn("{task.fields[words]}", style="dim"),
        console=console,
        disable=quiet or not console.is_terminal,
        transient=True,
    ) as progress:
        yield progress


def say(words: str) -> None:
    """Tell a person something without touching the output."""
    click.echo(words, err=True)
