"""How long a command waits for a site: a pause is slept, with its reason; a long one ends it.

Our own pace is waited for longer than what a site asks for: it is known to be over then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import click

from artkeep.errors import ArtkeepError, Blocked, RateLimited
from artkeep.jobs import lanes
from artkeep.jobs.lanes import NotYet
from artkeep.workbench import Workbench

T = TypeVar("T")

_LONGEST_REST = timedelta(seconds=90)  # that a site asks for, or until it may be up again
_LONGEST_PAUSE = timedelta(hours=1)  # of ours; the windows of every pace are shorter


class PutOff(ArtkeepError):
    """It takes longer than anybody waits at a terminal; the same command goes on."""

    def __init__(self, words: str, exit_code: int) -> None:
        super().__init__(words)
        self.exit_code = exit_code


def is_long(bench: Workbench, site: str, until: datetime, kind: str | None) -> bool:
    """Say whether `until` is too far off to be slept; `kind` is the name of the error's class."""
    is_ours = kind == NotYet.__name__ and not _is_resting(bench, site)
    return until - bench.clock.now() > (_LONGEST_PAUSE if is_ours else _LONGEST_REST)


def _is_resting(bench: Workbench, site: str) -> bool:
    with bench.db.read() as tx:
        return any(each.site == site and each.resting_until for each in lanes.state(tx))


def patiently(bench: Workbench, site: str, ask: Callable[[], T]) -> T:
    """Ask a site, and sleep what is short. Raises PutOff for what is long."""
    while True:
        try:
            return ask()
        except RateLimited as pause:
            if is_long(bench, site, pause.until, type(pause).__name__):
                raise put_off(pause) from pause
            left = max((pause.until - bench.clock.now()).total_seconds(), 0.0)
            say(f"{pause}; trying again in {span(left)} (Ctrl-C ends it)")
            bench.clock.sleep(left)
        except Blocked as error:
            raise put_off(error) from error


def put_off(error: Blocked | RateLimited) -> PutOff:
    """Return what says that the same command goes on, and when."""
    when = "then" if isinstance(error, RateLimited) else "later"
    return PutOff(f"{error}; go on {when} with the same command", error.exit_code)


def span(seconds: float) -> str:
    """Write how long something takes, as a person would say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def say(words: str) -> None:
    """Tell a person something without touching the output."""
    click.echo(words, err=True)
