"""The port of the engines: they wake; the row says what there is to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from artkeep.db.engine import Database, Tx
from artkeep.model.refs import RunId


class Waker(Protocol):
    """An engine. It sees to it that somebody takes what is due.

    A hint may be lost: there is always a worker that looks from time to time.
    """

    def wake(self, tx: Tx, run_id: RunId, at: datetime) -> None:
        """Take notice, inside the transaction that queues it, of a run that is due at `at`."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a transaction tells when it has queued a run."""

    run_id: RunId
    at: datetime


def connect(database: Database, waker: Waker) -> Callable[[], None]:
    """Have an engine told of every run that is queued; call what is returned to end that."""

    def listener(tx: Tx, news: object) -> None:
        if isinstance(news, Due):
            waker.wake(tx, news.run_id, news.at)

    database.listeners.append(listener)
    return lambda: database.listeners.remove(listener)
