"""Work runs to their end with lines of progress: what a command does that must finish."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn
from rich.progress import Task as Line
from rich.text import Text

from artkeep import errors, jobs
from artkeep.cli.counting import counted
from artkeep.cli.patience import PutOff, is_long, say, span
from artkeep.cli.progress import showing
from artkeep.errors import ArtkeepError, RateLimited, Stopped
from artkeep.handlers import UNCOMPARED
from artkeep.jobs import Handlers
from artkeep.jobs.local import Workers
from artkeep.model.records import Run, RunState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

__all__ = ["Ended", "RunFailed", "Task", "finish", "finish_all", "say"]

_LOOK_AGAIN = 0.2  # seconds between two looks at runs
_AT_AN_END = {RunState.DONE, RunState.FAILED, RunState.STOPPED}


@dataclass(frozen=True, slots=True)
class Task:
    """A run to finish, what its line says, and the site that it asks; "" without one."""

    run_id: RunId
    title: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run stands that is no longer watched, and why it was not done (None: it was)."""

    task: Task
    run: Run
    trouble: ArtkeepError | None


class RunFailed(ArtkeepError):
    """A run ended with an error; the message and the exit code are that error's."""

    def __init__(self, run: Run, more: str = "") -> None:
        super().__init__(f"{run.error or 'the run failed'}{more}")
        self.kind = _kind(run)
        self.exit_code = self.kind.exit_code


def _kind(run: Run) -> type[ArtkeepError]:
    """Return the class of what a run met."""
    kind: type[ArtkeepError] = getattr(errors, run.error_kind or "", ArtkeepError)
    return kind


class _Rate(ProgressColumn):
    """Files a second and the time that is left, from the last half minute."""

    def render(self, task: Line) -> Text:
        if not task.speed:
            return Text("")
        left = "" if task.time_remaining is None else f" · {span(task.time_remaining)} left"
        return Text(f"{task.speed:,.0f}/s{left}")


def finish(
    bench: Workbench,
    run_id: RunId,
    title: str,
    *,
    quiet: bool = False,
    handlers: Handlers[Workbench] = UNCOMPARED,
) -> Run:
    """Work a run, or watch who does, until it ends. Raises RunFailed, PutOff and Stopped."""
    (ended,) = finish_all(bench, [Task(run_id, title)], quiet=quiet, handlers=handlers)
    if ended.trouble is not None:
        raise ended.trouble
    return ended.run


def finish_all(
    bench: Workbench,
    tasks: Iterable[Task],
    *,
    then: Callable[[Ended], Iterable[Task]] = lambda _: (),
    quiet: bool = False,
    handlers: Handlers[Workbench] = UNCOMPARED,
) -> list[Ended]:
    """Work runs, or watch who does, until each has ended or waits for long; two at a time.

    `then` is told of each that ends, and returns what is to be watched because of it. Looking for
    copies is a step of its own, after all is gathered. What may pass by itself is waited for, and
    said; what nobody expected is not. Ctrl-C asks what is at work to stop, and waits until it has
    put down what it holds.
    """
    lease = bench.settings.lease_seconds
    with Workers(bench, handlers, lease_seconds=lease), _progress(quiet=quiet) as progress:
        watching = _Watching(bench, progress, tasks)
        try:
            return list(watching.until_ended(then))
        except KeyboardInterrupt:
            watching.stop()
            raise


class _Watching:
    """Runs while they are watched."""

    def __init__(self, bench: Workbench, progress: Progress, tasks: Iterable[Task]) -> None:
        self._bench, self._progress = bench, progress
        self._lines: dict[Task, TaskID] = {}
        self._told: dict[Task, object] = {}  # which waits were said
        self._watch(tasks)

    def _watch(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self._lines[task] = self._progress.add_task(task.title, total=None, words="")

    def until_ended(self, then: Callable[[Ended], Iterable[Task]]) -> Iterator[Ended]:
        """Yield each run that has ended, or waits for long."""
        while self._lines:
            ended = [each for task, run in self._look() for each in self._ended(task, run)]
            for each in ended:
                self._progress.remove_task(self._lines.pop(each.task))
                self._watch(then(each))
                yield each
            if not ended:
                self._bench.clock.sleep(_LOOK_AGAIN)

    def _look(self) -> list[tuple[Task, Run]]:
        """Find out how all stand, and show it; lines are for what moves, or is alone."""
        with self._bench.db.read() as tx:
            found = [(task, jobs.get(tx, task.run_id)) for task in self._lines]
        for task, run in found:
            self._progress.update(
                self._lines[task],
                completed=run.done,
                total=run.total,
                visible=run.state is RunState.RUNNING or len(found) == 1,
                words=_words(self._bench, run),
            )
        return found

    def _ended(self, task: Task, run: Run) -> list[Ended]:
        """Return how a run ended, if it has; say what it waits for, if it does."""
        if run.state in _AT_AN_END:
            return [Ended(task, run, _trouble(run))]
        is_due = run.not_before is None or run.not_before <= self._bench.clock.now()
        if run.state is not RunState.QUEUED or is_due:
            return []
        put_off = _put_off(self._bench, task, run)
        if put_off is None and self._told.get(task) != run.not_before:
            self._told[task] = run.not_before
            _say_why(self._bench, run)
        return [] if put_off is None else [Ended(task, run, put_off)]

    def stop(self) -> None:
        """Ask what is at work to stop, and wait until it has."""
        at_work = [task for task, run in self._look() if run.state is RunState.RUNNING]
        for task in at_work:
            with self._bench.db.begin() as tx:
                jobs.request_stop(tx, task.run_id)
        while any(task in at_work and run.state is RunState.RUNNING for task, run in self._look()):
            self._bench.clock.sleep(_LOOK_AGAIN)


def _trouble(run: Run) -> ArtkeepError | None:
    """Return why a run that ended is not done."""
    if run.state is RunState.FAILED:
        return RunFailed(run)
    if run.state is RunState.STOPPED:
        return Stopped("stopped; the same command goes on from here")
    return None


def _put_off(bench: Workbench, task: Task, run: Run) -> ArtkeepError | None:
    """Return why a run that waits is not waited for; None: it is."""
    if run.error is not None and run.error_kind is None:
        return RunFailed(run, "; the same command tries again")
    until = run.not_before
    if until is None or not is_long(bench, task.site, until, run.error_kind):
        return None
    if run.error is None:
        return PutOff(f"{run.waiting_for}; go on then with the same command", RateLimited.exit_code)
    words = f"{run.error}; go on after {until:%H:%M} UTC with the same command"
    return PutOff(words, _kind(run).exit_code)


def _say_why(bench: Workbench, run: Run) -> None:
    """Say what a run waits for, and how long."""
    if run.not_before is not None:
        pause = span((run.not_before - bench.clock.now()).total_seconds())
        say(f"{run.waiting_for or run.error}; trying again in {pause} (Ctrl-C ends it)")


def _words(bench: Workbench, run: Run) -> str:
    if run.waiting_for:
        return run.waiting_for
    silent = (bench.clock.now() - run.beat_at).total_seconds() if run.beat_at else 0.0
    if silent > bench.settings.lease_seconds / 2:  # it beats three times in a lease
        left = max(0.0, bench.settings.lease_seconds - silent)
        return f"its last worker fell silent; going on in {span(left)}"
    if run.error and run.state is RunState.QUEUED:
        return f"trying again: {run.error}"
    return counted(run.counts, run.unit)


def _progress(*, quiet: bool) -> AbstractContextManager[Progress]:
    return showing(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:,} of {task.total:,.0f}", justify="right"),
        _Rate(),
        quiet=quiet,
    )
