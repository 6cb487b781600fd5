"""What follows when a handler raised: the error's own business, written down once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from artkeep.errors import ArtkeepError, RateLimited
from artkeep.model.records import RunState
from artkeep.texts import text

ATTEMPTS = 5
FIRST_WAIT_SECONDS = 30.0  # doubled with each failure


@dataclass(frozen=True, slots=True)
class Next:
    """How a run goes on when a turn has ended: queued until `not_before`, or at an end.

    `error` is what went wrong, `waiting_for` why it waits when nothing did, both in words;
    `error_kind` is the class of either, None for one that is not ours.
    """

    state: RunState
    failures: int
    not_before: datetime | None = None
    error: str | None = None
    waiting_for: str | None = None
    error_kind: str | None = None


def after(error: Exception, failures: int, now: datetime, reference: str) -> Next:
    """Decide how a run goes on that had failed `failures` times before this error.

    What is permanent fails at once, what is not after five attempts. A site's request to wait
    uses up none. `reference` is where an error that is not ours can be found in the log.
    """
    if isinstance(error, RateLimited):
        until, asked = max(error.until, now), type(error).__name__
        return Next(RunState.QUEUED, failures, until, None, str(error), asked)
    failures += 1
    words, kind, is_permanent = _unexpected(error, reference), None, False
    if isinstance(error, ArtkeepError):
        words, kind, is_permanent = str(error), type(error).__name__, error.permanent
    if is_permanent or failures >= ATTEMPTS:
        return Next(RunState.FAILED, failures, None, words, None, kind)
    return Next(RunState.QUEUED, failures, now + _wait(error, failures), words, None, kind)


def after_silence(failures: int, now: datetime) -> Next:
    """Decide how a run goes on whose worker was killed or froze: it has waited long enough."""
    failures += 1
    if failures >= ATTEMPTS:
        words = text(
            "the process that worked this ended in the middle of it, {times} times in a row",
            times=failures,
        )
        return Next(RunState.FAILED, failures, None, words)
    words = text("the process that worked this ended in the middle of it")
    return Next(RunState.QUEUED, failures, now, words)


def _unexpected(error: Exception, reference: str) -> str:
    return text(
        "something we did not expect: {kind}; the log says more at {reference}",
        kind=type(error).__name__,
        reference=reference,
    )


def _wait(error: Exception, failures: int) -> timedelta:
    asked = error.retry_after if isinstance(error, ArtkeepError) else None
    return timedelta(seconds=FIRST_WAIT_SECONDS * 2 ** (failures - 1) if asked is None else asked)
