"""Runs as a person reads them: what is done, how far, how fast, why it waits."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from artkeep.model.records import Run, RunState
from artkeep.texts import Kept, Text, joined, many, number, text
from artkeep.web import words
from artkeep.web.language import finished
from artkeep.web.troubles import plainly

AT_END = frozenset({RunState.DONE, RunState.FAILED, RunState.STOPPED})
# what is counted → so many of them, in words; in this order
COUNTED: dict[str, Callable[[int], Text]] = {
    "new": lambda n: many("{n} new", "{n} new", n),
    "known": lambda n: many("{n} here already", "{n} here already", n),
    "changed": lambda n: many("{n} changed", "{n} changed", n),
    "alive": lambda n: many("{n} still there", "{n} still there", n),
    "edited": lambda n: many("{n} edited", "{n} edited", n),
    "posts": lambda n: many("{n} posts told", "{n} posts told", n),
    "passed": lambda n: many("{n} not wanted", "{n} not wanted", n),
    "refused": lambda n: many("{n} refused", "{n} refused", n),
    "failed": lambda n: many("{n} to be tried again", "{n} to be tried again", n),
    "private": lambda n: many("{n} no longer shown to us", "{n} no longer shown to us", n),
    "removed": lambda n: many("{n} not found", "{n} not found", n),
    "account_gone": lambda n: many(
        "{n} of accounts that are gone", "{n} of accounts that are gone", n
    ),
    "expired": lambda n: many("{n} renewed", "{n} renewed", n),
    "unsure": lambda n: many("{n} unsure", "{n} unsure", n),
    "site_down": lambda n: many(
        "{n} not looked at: the site is down", "{n} not looked at: the site is down", n
    ),
}
# what a run goes through → so many of them, in words
UNITS: dict[str, Callable[[int], Text]] = {
    "batches": lambda n: many("{n} batch", "{n} batches", n),
    "files": lambda n: many("{n} file", "{n} files", n),
    "pictures": lambda n: many("{n} picture", "{n} pictures", n),
    "posts": lambda n: many("{n} post", "{n} posts", n),
    "works": lambda n: many("{n} work", "{n} works", n),
}
# kind → what such a run does, and did
TITLES: dict[str, tuple[Text, Text]] = {
    "audit": (
        text("Looking at the posts of {title}"),
        text("Looked at the posts of {title}"),
    ),
    "project": (
        text("Reading the words of all works"),
        text("Read the words of all works"),
    ),
    "discard": (
        text("Throwing away works: {title}"),
        text("Threw away works: {title}"),
    ),
    "take_back": (
        text("Taking back works: {title}"),
        text("Took back works: {title}"),
    ),
    "compare": (
        text("Comparing new pictures"),
        text("Compared new pictures"),
    ),
    "read": (
        text("Reading {title}"),
        text("Read {title}"),
    ),
    "empty": (text("Emptying the trash"), text("Emptied the trash")),
    "fetch": (
        text("Fetching from {title}"),
        text("Fetched from {title}"),
    ),
    "recheck": (
        text("Looking whether {title} still has it all"),
        text("Looked whether {title} still has it all"),
    ),
}
LOOK_AGAIN = text("Look again")
# also when it is done
ANEW = {"add": LOOK_AGAIN, "read": text("Read again"), "recheck": LOOK_AGAIN}


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
        again = ANEW.get(self.kind, LOOK_AGAIN)
        return {"stopped": text("Go on"), "failed": text("Try again")}.get(self.state, again)

    def as_json(self) -> dict[str, object]:
        """The same for scripts and for the live stream, in the language of whoever asks."""
        return {one.name: finished(getattr(self, one.name)) for one in fields(self)}


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
        line=joined(" · ", [title, progress]),
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
        return TITLES[run.kind][is_done].about(title=run.arguments.get("title", run.subject))
    if run.kind != "add":
        return f"{run.kind} {run.subject}"
    return added([words.file_name(path) for path in paths_of(run)], is_done=is_done)


def added(names: list[str], *, is_done: bool) -> str:
    """Say which folders and files were added, or are being added."""
    if not names:
        return text("Added pictures") if is_done else text("Adding pictures")
    first, more = names[0], len(names) - 1
    if not more:
        return text("Added {name}", name=first) if is_done else text("Adding {name}", name=first)
    if is_done:
        return many("Added {name} and {n} more", "Added {name} and {n} more", more, name=first)
    return many("Adding {name} and {n} more", "Adding {name} and {n} more", more, name=first)


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
        return text("stopping") if run.stop_requested else text("running")
    if run.state is RunState.QUEUED:
        return text("waiting")
    if not run.finished_at:
        return ENDED[run.state]
    return text("{state} {when}", state=ENDED[run.state], when=words.ago(run.finished_at, now))


ENDED = {
    RunState.DONE: text("done"),
    RunState.FAILED: text("failed"),
    RunState.STOPPED: text("stopped"),
}


def waiting_of(run: Run, now: datetime) -> str | None:
    """Say why nothing moves."""
    if run.waiting_for:
        return Kept(run.waiting_for)
    if run.not_before and run.not_before > now:
        return text("trying again at {time}", time=words.second(run.not_before))
    return None


def progress_of(run: Run, per_second: float | None) -> str:
    """Say how far it is, how fast it goes, how long it will take or took."""
    if run.state in AT_END:
        is_told = run.done or run.total or run.state is RunState.DONE
        return took(run) if is_told else ""
    parts = [amount(run)] if run.done or run.total else []
    if per_second and run.state is RunState.RUNNING:
        parts.append(words.pace(per_second))
        if run.total and run.total > run.done:
            left = words.span((run.total - run.done) / per_second)
            parts.append(text("{span} left", span=left))
    return joined(" · ", parts)


def took(run: Run) -> str:
    """Say how much was done, and how long it took, when it took any time."""
    if not run.started_at or not run.finished_at:
        return amount(run)
    seconds = (run.finished_at - run.started_at).total_seconds()
    if not run.done and any(run.counts.values()):  # it looked once more, and found no more
        return words.span(seconds) if seconds >= 1 else ""
    if seconds < 1:
        return amount(run)
    return text("{amount} in {span}", amount=amount(run), span=words.span(seconds))


def amount(run: Run) -> str:
    """412 of 2,000 files."""
    so_many = told_and_fetched if run.kind == "fetch" else UNITS.get(run.unit or "", steps)
    if run.total is None or (run.state is RunState.DONE and run.total == run.done):
        return so_many(run.done)
    return text("{done} of {total}", done=number(run.done), total=so_many(run.total))


def told_and_fetched(n: int) -> Text:
    """So many of what a `fetch` asks a site for: posts, and the pictures that these tell of."""
    return many("{n} post or picture", "{n} posts and pictures", n)


def steps(n: int) -> Text:
    """So many of what has no name."""
    return many("{n} step", "{n} steps", n)


def counted(counts: dict[str, int]) -> str:
    """300 new · 8 here already · 4 refused."""
    known = [name for name in COUNTED if counts.get(name)]
    others = [name for name, count in counts.items() if count and name not in COUNTED]
    parts = [COUNTED[name](counts[name]) for name in known]
    return joined(" · ", [*parts, *(f"{counts[name]:,} {name}" for name in others)])


def part_of(run: Run) -> float | None:
    """How much of it is done, 0..1."""
    if run.total is None:
        return None
    return round(min(1.0, run.done / run.total), 4) if run.total else 1.0
