"""Decoder processes for everybody in this process: as many as there are cores, started late.

Any number of threads may ask at once; each waits for a free decoder. A decoder that takes too
much or dies is replaced, and only the file it was at is refused. Each lives for 2,000 pictures,
so that what a library leaks is given back.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Self

from artkeep.clock import Clock, SystemClock
from artkeep.errors import DiskFull, LibraryError, PictureRefused, Stopped
from artkeep.imaging import wire
from artkeep.imaging.decoder import Decoder, Died
from artkeep.imaging.limits import Allowed, Limits
from artkeep.imaging.question import Question
from artkeep.imaging.wire import Form, Message
from artkeep.model.found import Look
from artkeep.texts import text

CRASHED = text("crashed the decoder")

_PICTURES_EACH = 2000
_WATCH_SECONDS = 0.1
_TRIES = 2


class Pool:
    """Looks at pictures in bounded child processes. Thread-safe; close it, or use it in `with`."""

    def __init__(
        self,
        limits: Allowed,
        workers: int,
        clock: Clock | None = None,
        *,
        pictures_each: int = _PICTURES_EACH,
    ) -> None:
        self._limits = Limits.of(limits)
        self._pictures_each = pictures_each
        self._clock = clock or SystemClock()
        self._free: LifoQueue[Decoder | None] = LifoQueue()  # None: a place not taken yet
        for _ in range(workers):
            self._free.put(None)
        self._workers = workers
        self._lock = threading.Lock()
        self._running: set[Decoder] = set()
        self._busy: set[Decoder] = set()
        self._closed = threading.Event()
        self._some_busy = threading.Event()
        self._watcher: threading.Thread | None = None

    def look(self, path: Path, *, thumbs: Path | None, details: Path | None, sha256: str) -> Look:
        """Look at a file; write its small pictures and its points below the folders given.

        Raises PictureRefused with the reason, DiskFull, LibraryError when a folder cannot be
        written to, DecoderCrashed when no decoder starts, and Stopped when the pool is closed.
        """
        answer = self._ask(
            {
                "do": "look",
                "path": os.fspath(path.absolute()),
                "thumbs": None if thumbs is None else os.fspath(thumbs),
                "details": None if details is None else os.fspath(details),
                "sha256": sha256,
            }
        )
        return wire.look_in(answer["look"])

    def question(self, path: Path) -> Question:
        """Look at a file to ask with it; nothing is written. Raises as `look`."""
        answer = self._ask({"do": "question", "path": os.fspath(path.absolute())})
        return wire.question_in(answer["question"])

    def move(self, path: Path, moving: Path, delays: Sequence[int]) -> None:
        """Make a moving picture of a zip of frames, as the file `moving`. Raises as `look`."""
        message = {"do": "move", "path": os.fspath(path.absolute()), "moving": os.fspath(moving)}
        self._ask({**message, "delays": list(delays)})

    def draw(self, path: Path, to: Path, form: Form, width: int | None = None) -> None:
        """Draw a picture as the file `to`, no wider than `width` pixels. Raises as `look`."""
        message = {"do": "draw", "path": os.fspath(path.absolute()), "to": os.fspath(to)}
        self._ask({**message, "form": form, "width": width})

    def _ask(self, message: Message) -> Message:
        for _ in range(_TRIES):
            with self._decoder() as decoder:
                answer = decoder.ask(message)
            if not isinstance(answer, Died):
                return _good(answer)
            self._stop_if_closed()
            if answer.reason is not None:
                raise PictureRefused(answer.reason)
        raise PictureRefused(CRASHED)

    @contextmanager
    def _decoder(self) -> Iterator[Decoder]:
        """Wait for a free place, give its decoder, and put back what is left of it."""
        decoder = self._free.get()
        try:
            self._stop_if_closed()
            decoder = decoder or self._started()
            with self._watched(decoder):
                decoder.greet()
                yield decoder
        except BaseException:  # whatever it was: nobody knows what the next answer belongs to
            if decoder is not None:
                decoder.kill()
            raise
        finally:
            self._free.put(self._still_good(decoder))

    def _started(self) -> Decoder:
        with self._lock:
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
                self._watcher.start()
            decoder = Decoder(self._limits, self._clock)
            self._running.add(decoder)
        return decoder

    def _still_good(self, decoder: Decoder | None) -> Decoder | None:
        """Return the decoder if it can take another picture; else end it."""
        if decoder is None or (decoder.is_alive and decoder.asked < self._pictures_each):
            return decoder
        with self._lock:
            self._running.discard(decoder)
        decoder.end()
        return None

    def _stop_if_closed(self) -> None:
        if self._closed.is_set():
            raise Stopped(text("looking at pictures was stopped"))

    def pids(self) -> list[int]:
        """Return the numbers of the decoders that are running."""
        with self._lock:
            return [decoder.pid for decoder in self._running]

    @contextmanager
    def _watched(self, decoder: Decoder) -> Iterator[None]:
        with self._lock:
            self._busy.add(decoder)
            self._some_busy.set()
        try:
            self._stop_if_closed()  # closed meanwhile: `close` did not see it among the busy
            yield
        finally:
            with self._lock:
                self._busy.discard(decoder)
                if not self._busy and not self._closed.is_set():
                    self._some_busy.clear()

    def _watch(self) -> None:
        """End decoders that take too much, until the pool is closed."""
        while not self._closed.is_set():
            self._some_busy.wait()
            with self._lock:
                busy = list(self._busy)
            for decoder in busy:
                decoder.watch()
            self._clock.sleep(_WATCH_SECONDS, until=self._closed)

    def close(self) -> None:
        """End all decoders and wait for them; whoever still asks gets Stopped."""
        with self._lock:
            self._closed.set()
            self._some_busy.set()  # and stays so: the watcher may be waiting for it
            for decoder in self._busy:
                decoder.kill()
        places = [self._free.get() for _ in range(self._workers)]
        decoders = [decoder for decoder in places if decoder is not None]
        for decoder in decoders:
            decoder.let_go()
        for decoder in decoders:
            decoder.end()
        self._running.clear()
        for _ in places:  # whoever waits for one learns that there are no more
            self._free.put(None)
        if self._watcher is not None:
            self._watcher.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _good(answer: Message) -> Message:
    """Return the answer, or raise what it says went wrong."""
    if "refused" in answer:
        raise PictureRefused(answer["refused"])
    if "full" in answer:
        raise DiskFull(
            text(
                "no room for small pictures: {answer}; make room, then go on", answer=answer["full"]
            )
        )
    if "unwritable" in answer:
        raise LibraryError(
            text("small pictures cannot be written: {answer}", answer=answer["unwritable"])
        )
    return answer
