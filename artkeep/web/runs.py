"""Runs as a person reads them: what is done, how far, how fast, why it waits."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime

from artkeep.model.records import Run, RunState
from artkeep.web import words
from artkeep.web.troubles import plainly

SPAN = 15.0  # seconds that a rate looks back
ENOUGH = 2  # looks that tell a rate
AT_END = frozenset({RunState.DONE, RunState.FAILED, RunState.STOPPED})
COUNTED = {
    "new": "new",
    "known": "here already",
    "changed": "changed",
    "alive": "still there",
    "edited": "edited",
    "posts": "posts told",
    "refused": "refused",
    "failed": "to be tried again",
    "private": "no longer shown to us",
    "removed": "not found",
    "account_gone": "of accounts that are gone",
    "expired": "renewed",
    "unsure": "unsure",
    "site_down": "not looked at: the site is down",
}
# kind → what such a run does, and did
TITLES = {
    "audit": ("Looking at the posts of {}", "Looked at the posts of {}"),
    "project": ("Reading the words of all works", "Read the words of all works"),
    "discard": ("Throwing away works: {}", "Threw away works: {}"),
    "compare": ("Comparing new pictures", "Compared new pictures"),
    "read": ("Reading {}", "Read {}"),
    "empty": ("Emptying the trash", "Emptied the trash"),
    "fetch": ("Fetching from {}", "Fetched from {}"),
    "recheck": ("Looking whether {} still has it all", "Looked whether {} still has it all"),
}
ANEW = {"add": "Look again", "read": "Read again", "recheck": "Look again"}  # also when it is done


class Pace:
    """How fast a run has been of late."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, seconds: float, done: int) -> None:
        """Remember how far the run was; `seconds` is monotonic. Going back begins anew."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((seconds, done))
        while len(self._seen) > ENOUGH and self._seen[0][0] < seconds - SPAN:
            self._seen.popleft()

    @property
    def per_second(self) -> float | None:
        """The rate, None while it cannot be told."""
        if len(self._seen) < ENOUGH:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began) if ended > began and last > first else None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run in words. `part` is 0..1, None while the whole is unknown."""

    id: int
    kind: str
    subject: str
    state: str
    title: str
    detail: str
    word: str
    progress: str
    counted: str
    line: str
    waiting: str | None
    error: str | None
    part: float | None
    done: int
    total: int | None
    counts: dict[str, int]
    at_end: bool
    can_stop: bool
    can_retry: bool

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return self.counts.get("refused", 0) if self.kind == "add" else 0

    @property
    def missing(self) -> bool:
        """Whether pictures of a site could not be had."""
        return self.kind == "fetch" and any(self.counts.get(word) for word in ("refused", "failed"))

    @property
    def retry_word(self) -> str:
        """What starting it once more does."""
        return {"stopped": "Go on", "failed": "Try again"}.get(
            self.state, ANEW.get(self.kind, "Look again")
        )

    def as_json(self) -> dict[str, object]:
        """The same for scripts and for the live stream."""
        return asdict(self)


def view(run: Run, now: datetime, per_second: float | None = None) -> RunView:
    """Put a run into words."""
    at_end = run.state in AT_END
    title = title_of(run)
    progress = progress_of(run, per_second)
    return RunView(
        id=run.id,
        kind=run.kind,
        subject=run.subject,
        state=run.state.value,
        title=title,
        detail=detail_of(run),
        word=word_of(run, now),
        progress=progress,
        counted=counted(run.counts),
        line=f"{title} · {progress}" if progress else title,
        waiting=None if at_end else waiting_of(run, now),
        error=_error(run),
        part=part_of(run),
        done=run.done,
        total=run.total,
        counts=run.counts,
        at_end=at_end,
        can_stop=not at_end and not run.stop_requested,
        can_retry=at_end and (run.state is not RunState.DONE or run.kind in ANEW),
    )


def _error(run: Run) -> str | None:
    if run.error is None or run.state in AT_END - {RunState.FAILED}:
        return None
    return plainly(run.error)


def title_of(run: Run) -> str:
    """Say what a run does, or did."""
    is_done = run.state is RunState.DONE
    if run.kind in TITLES:
        return TITLES[run.kind][is_done].format(run.arguments.get("title", run.subject))
    if run.kind != "add":
        return f"{run.kind} {run.subject}"
    verb = "Added" if is_done else "Adding"
    paths = paths_of(run)
    if not paths:
        return f"{verb} pictures"
    more = f" and {words.number(len(paths) - 1)} more" if len(paths) > 1 else ""
    return f"{verb} {words.file_name(paths[0])}{more}"


def detail_of(run: Run) -> str:
    """Say where it works."""
    return ", ".join(paths_of(run)[:3])


def paths_of(run: Run) -> list[str]:
    """Return the paths a run was asked to add."""
    paths = run.arguments.get("paths")
    return [str(path) for path in paths] if isinstance(paths, list) else []


def word_of(run: Run, now: datetime) -> str:
    """Say how it stands, in a word or two."""
    if run.state is RunState.RUNNING:
        return "stopping" if run.stop_requested else "running"
    if run.state is RunState.QUEUED:
        return "waiting"
    word = {RunState.DONE: "done", RunState.FAILED: "failed", RunState.STOPPED: "stopped"}
    when = f" {words.ago(run.finished_at, now)}" if run.finished_at else ""
    return f"{word[run.state]}{when}"


def waiting_of(run: Run, now: datetime) -> str | None:
    """Say why nothing moves."""
    if run.waiting_for:
        return run.waiting_for
    if run.not_before and run.not_before > now:
        return f"trying again at {run.not_before.astimezone():%H:%M:%S}"
    return None


def progress_of(run: Run, per_second: float | None) -> str:
    """Say how far it is, how fast it goes, how long it will take or took."""
    if run.state in AT_END:
        is_told = run.done or run.total or run.state is RunState.DONE
        return f"{amount(run)}{took(run)}" if is_told else ""
    parts = [amount(run)] if run.done or run.total else []
    if per_second and run.state is RunState.RUNNING:
        parts.append(words.pace(per_second))
        if run.total and run.total > run.done:
            parts.append(f"{words.span((run.total - run.done) / per_second)} left")
    return " · ".join(parts)


def took(run: Run) -> str:
    """Say how long it took, when it took any time."""
    if not run.started_at or not run.finished_at:
        return ""
    seconds = (run.finished_at - run.started_at).total_seconds()
    return f" in {words.span(seconds)}" if seconds >= 1 else ""


def amount(run: Run) -> str:
    """412 of 2,000 files."""
    unit = run.unit or "steps"
    if run.total is None or (run.state is RunState.DONE and run.total == run.done):
        return words.plural(run.done, unit.removesuffix("s"), unit)
    return f"{words.number(run.done)} of {words.plural(run.total, unit.removesuffix('s'), unit)}"


def counted(counts: dict[str, int]) -> str:
    """300 new · 8 here already · 4 refused."""
    known = [(COUNTED.get(name, name), number) for name, number in counts.items() if number]
    order = list(COUNTED.values())
    known.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    return " · ".join(f"{words.number(number)} {word}" for word, number in known)


def part_of(run: Run) -> float | None:
    """How much of it is done, 0..1."""
    if run.total is None:
        return None
    return round(min(1.0, run.done / run.total), 4) if run.total else 1.0
