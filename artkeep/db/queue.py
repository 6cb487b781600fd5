"""A lock that is given to whoever has waited longest."""

from collections import deque
from threading import Lock, get_ident
from types import TracebackType


class FairLock:
    """One holder at a time, first come, first served.

    The lock of `threading` goes to whoever asks at the right instant, so that one busy writer
    lets the others wait for seconds. Asking twice from one thread is an error, not a deadlock.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._holder: int | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def held(self) -> bool:
        """Whether somebody holds it."""
        return self._holder is not None

    def __enter__(self) -> None:
        with self._guard:
            if self._holder is None:
                self._holder = get_ident()
                return
            if self._holder == get_ident():
                raise RuntimeError("this thread is writing already: hand on its transaction")
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        self._wait(ticket)

    def _wait(self, ticket: Lock) -> None:
        """Sleep until the one before hands over. Ctrl-C may wake us: then step out of the row."""
        try:
            ticket.acquire()
        except BaseException:
            with self._guard:
                waits = ticket in self._waiting
                if waits:
                    self._waiting.remove(ticket)
            if not waits:  # it was handed to us in the same instant
                self._hand_on()
            raise
        self._holder = get_ident()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._holder = 0  # nobody's, but not free: the next one wakes up holding it
                self._waiting.popleft().release()
            else:
                self._holder = None
