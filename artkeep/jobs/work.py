"""Work a turn to its end, and every due run until none is left."""

import secrets
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias, TypeVar

import structlog

from artkeep.clock import Clock
from artkeep.db.engine import Database
from artkeep.errors import ArtkeepError, Stopped, Superseded
from artkeep.jobs.lease import LEASE_SECONDS, Keeper, sweep
from artkeep.jobs.policy import after
from artkeep.jobs.turn import Turn, take

log = structlog.get_logger(__name__)


class Bench(Protocol):
    """What the queue needs of a workbench."""

    @property
    def db(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...


B = TypeVar("B", bound=Bench)
Handlers: TypeAlias = Mapping[str, Callable[[B, Turn], None]]


def handle(bench: B, handlers: Handlers[B], turn: Turn) -> None:
    """Have a turn worked by the handler of its kind, and write how it ended.

    Ctrl-C and the like pass, after the run has been given back.
    """
    try:
        handlers[turn.run.kind](bench, turn)
    except Superseded:
        log.info("run taken over by another worker", run=turn.run.id, turn=turn.run.turn)
    except Stopped:
        turn.give_back()
    except Exception as error:  # noqa: BLE001 - the last resort of every handler
        _after_error(bench, turn, error)
    except BaseException:
        turn.give_back()
        raise
    else:
        turn.finish()


def _after_error(bench: Bench, turn: Turn, error: Exception) -> None:
    reference = secrets.token_hex(4)
    then = after(error, turn.failures, bench.clock.now(), reference)
    facts = {"run": turn.run.id, "kind": turn.run.kind, "then": then.state.value}
    if isinstance(error, ArtkeepError):
        log.warning("run ended with an error", **facts, error=str(error))
    else:
        log.error("run ended with an error", **facts, reference=reference, exc_info=error)
    turn.fail(then)


def work(bench: B, handlers: Handlers[B], *, lease_seconds: float = LEASE_SECONDS) -> int:
    """Work here, one after another, the runs that are due until none is; return how many turns."""
    turns = 0
    sweep(bench.db, lease_seconds)
    with Keeper(bench.db, bench.clock, lease_seconds) as keeper:
        while (turn := take(bench.db, handlers)) is not None:
            with keeper.watching(turn):
                handle(bench, handlers, turn)
            turns += 1
    return turns
