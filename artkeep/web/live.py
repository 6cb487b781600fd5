"""Live progress: one reader for each process, any number of listeners.

While somebody listens, one task asks the library once a second which runs changed, and hands
what it learns to all listeners. A stream holds no thread and asks no database. `close` ends all
streams at once, so that shutting down waits for nobody.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from artkeep.clock import Clock
from artkeep.errors import ArtkeepError
from artkeep.model.records import Run
from artkeep.web.pace import Pace
from artkeep.web.runs import RunView, view

log = structlog.get_logger(__name__)

EVERY = 1.0  # seconds between two looks
QUIET = 15.0  # seconds after which a silent stream shows that it is alive
OVERLAP = timedelta(seconds=5)  # looked at twice: clocks of several workers are never quite equal


class Listener:
    """One stream: what changed since it was last sent, the newest of each run."""

    def __init__(self) -> None:
        self.changed: dict[int, RunView] = {}
        self.woken = asyncio.Event()

    def tell(self, run: RunView) -> None:
        """Keep a change until the stream takes it."""
        self.changed[run.id] = run
        self.woken.set()

    def take(self) -> list[RunView]:
        """Return the changes and forget them."""
        taken = list(self.changed.values())
        self.changed.clear()
        self.woken.clear()
        return taken


class Live:
    """The reader and its listeners.

    `read` returns the runs changed since a moment, or the latest ones; it is called in a thread.
    `tell` puts a run into words.
    """

    def __init__(
        self,
        read: Callable[[datetime | None], list[Run]],
        clock: Clock,
        tell: Callable[[Run, datetime, float | None], RunView] = view,
    ) -> None:
        self._read = read
        self._clock = clock
        self._tell = tell
        self._listeners: set[Listener] = set()
        self._views: dict[int, RunView] = {}  # as last told
        self._paces: dict[int, Pace] = {}
        self._since: datetime | None = None
        self._reader: asyncio.Task[None] | None = None
        self._looked = asyncio.Event()
        self._closed = False
        self._ended = asyncio.Event()

    async def stream(self) -> AsyncIterator[str]:
        """Yield server-sent events: first all runs that are moving, then each change."""
        if self._closed:
            return
        listener = Listener()
        self._listeners.add(listener)
        try:
            await self._begin()
            listener.take()  # what is told at the beginning is not news
            yield event("runs", [run.as_json() for run in self._views.values() if not run.at_end])
            while changed := await self._next(listener):
                for line in changed:
                    yield line
        finally:
            self._listeners.discard(listener)

    async def _next(self, listener: Listener) -> list[str]:
        """Wait for what to send next; nothing when it is over."""
        if self._closed:
            return []
        try:
            await asyncio.wait_for(listener.woken.wait(), QUIET)
        except TimeoutError:
            return [": still here\n\n"]
        return [event("run", run.as_json()) for run in listener.take()]

    async def _begin(self) -> None:
        """Look once, and go on looking while there are listeners."""
        if self._reader is None or self._reader.done():
            self._since = None
            self._views.clear()
            self._looked = asyncio.Event()
            self._reader = asyncio.create_task(self._watch())
        await self._looked.wait()

    async def _watch(self) -> None:
        try:
            await self._look()
        finally:
            self._looked.set()
        while self._listeners and not self._closed:
            try:
                await asyncio.wait_for(self._ended.wait(), EVERY)
            except TimeoutError:
                await self._look()

    async def _look(self) -> None:
        since = self._since and self._since - OVERLAP
        now = self._clock.now()
        try:
            runs = await run_in_threadpool(self._read, since)
        except ArtkeepError as error:  # the library is busy or away: the next look may see it
            log.warning("activity not read", error=str(error))
            return
        self._since = now
        for run in runs:
            self._take(run, now)

    def _take(self, run: Run, now: datetime) -> None:
        pace = self._paces.setdefault(run.id, Pace())
        pace.note(self._clock.monotonic(), run.done)
        told = self._tell(run, now, pace.per_second)
        if self._views.get(run.id) == told:
            return
        self._views[run.id] = told
        if told.at_end:
            self._paces.pop(run.id, None)
        for listener in self._listeners:
            listener.tell(told)

    def close(self) -> None:
        """End all streams; call it in the server's own thread."""
        self._closed = True
        self._ended.set()
        for listener in self._listeners:
            listener.woken.set()


def event(name: str, content: object) -> str:
    """Write one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(content)}\n\n"
