"""`artkeep get URL|SITE … -o DIR`."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import click
from rich.progress import Progress, TaskID

from artkeep.cli.counting import listed
from artkeep.cli.opening import opened_outside
from artkeep.cli.progress import spinner
from artkeep.cli.targeting import target_options
from artkeep.cli.working import say
from artkeep.collect import targets
from artkeep.collect.straight import getting
from artkeep.collect.straight.outcomes import Outcome, Status, Wanted
from artkeep.collect.targets import Target
from artkeep.errors import ArtkeepError, Blocked, RateLimited

PARTLY_DONE = 3


@click.command("get")
@target_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to save into.  [default: ~/Downloads/<site>]",
)
@click.option("--db/--no-db", "has_memory", default=True, help="Remember in DIR what was got.")
@click.option("--force", is_flag=True, help="Read lists that were read less than 3 days ago.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *,
    target: Target,
    output: Path | None,
    has_memory: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Save pictures straight into a folder; no library is needed.

    WHERE is the address of a post or a list. Favourites on imagefap can be named instead: whose
    (--user, --id) and which folder (--folder, --name).

    A picture is left out only when a file in DIR has exactly its bytes, whatever it is called. One
    small file in DIR remembers what was got. Interrupted at any moment, the same command goes on.
    """
    ref = targets.ref_of(target, needs_folder=True)
    folder = output.expanduser() if output else _usual_folder(ref.site)
    with opened_outside() as outside, spinner(quiet=quiet) as progress:
        report = _Report(progress, as_json=as_json)
        try:
            getting.get(outside, Wanted(ref, folder, force, has_memory), report)
        except (Blocked, RateLimited) as error:
            report.end()
            return _say_when(error)
        except (KeyboardInterrupt, ArtkeepError):
            report.end()
            raise
    report.end()
    return PARTLY_DONE if report.counts[Status.FAILED] else 0


def _usual_folder(site: str) -> Path:
    downloads = Path.home() / "Downloads"
    downloads.mkdir(exist_ok=True)
    return downloads / site


def _say_when(error: Blocked | RateLimited) -> int:
    """Say that the same command goes on, and when."""
    when = "then" if isinstance(error, RateLimited) else "later"
    say(f"artkeep: {error}; go on {when} with the same command")
    return error.exit_code


@dataclass(slots=True)
class _Report:
    """Counts what comes, and shows it."""

    progress: Progress
    as_json: bool
    counts: Counter[Status] = field(default_factory=Counter)
    size_bytes: int = 0
    lists: int = 0
    failures: list[Outcome] = field(default_factory=list)
    task: TaskID | None = None
    lock: Lock = field(default_factory=Lock)

    def outcome(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        if outcome.status is Status.SAVED:
            self.size_bytes += outcome.size_bytes
        if outcome.status is Status.FAILED:
            self.failures.append(outcome)
        if self.as_json:
            click.echo(_json(outcome))
        self._show(words=self._words())

    def say(self, words: str) -> None:
        say(words)

    def reading(self, title: str) -> None:
        self.lists += 1
        self._show(description=title)

    def waiting(self, words: str | None) -> None:
        self._show(words=words or self._words())

    def _show(self, **told: str) -> None:
        with self.lock:
            if self.task is None:
                self.task = self.progress.add_task("", total=None, words="")
        description = told.get("description")
        words = told.get("words", self._words())
        self.progress.update(self.task, description=description, words=words)

    def _words(self) -> str:
        told = {status.value: number for status, number in self.counts.items()}
        return listed(told, "pictures") if told else ""

    def end(self) -> None:
        """Say in one true sentence what came, and then what did not."""
        if self.as_json:
            return
        size = f"saved ({self.size_bytes / 1e6:,.1f} MB)"
        words = {Status.SAVED: size, Status.KNOWN: "known", Status.THERE: "there already"}
        parts = {word: self.counts[status] for status, word in words.items()}
        if self.failures:
            parts["failed"] = len(self.failures)
        where = f" in {self.lists:,} {'list' if self.lists == 1 else 'lists'}" if self.lists else ""
        click.echo(f"{listed(parts, 'pictures')}{where}")
        for outcome in self.failures:
            click.echo(f"{outcome.url}: {outcome.reason}")


def _json(outcome: Outcome) -> str:
    told = {
        "id": outcome.id,
        "url": outcome.url,
        "path": str(outcome.path) if outcome.path else None,
        "sha256": outcome.sha256,
        "status": outcome.status,
        "reason": outcome.reason,
    }
    return json.dumps(told, ensure_ascii=False)
