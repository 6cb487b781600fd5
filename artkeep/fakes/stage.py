"""What a fake is handed: the world it shows, its mood, its address, the time, and its memory."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from artkeep.fakes.moods import Moods
from artkeep.fakes.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """`home` is where all fakes are served (`http://127.0.0.1:8700`), known once they are.

    `now` is the aware time of the serving program. `lock` guards whatever a fake remembers.
    """

    world: World
    moods: Moods
    home: Callable[[], str]
    now: Callable[[], datetime]
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _states: dict[str, Any] = field(default_factory=dict, repr=False)

    def address(self, site: str, key: str) -> str:
        """Return the base address of a fake: `http://127.0.0.1:8700/pixiv/base`."""
        return f"{self.home()}/{site}/{key}"

    def state(self, site: str, make: Callable[[], T]) -> T:
        """Return what a fake remembers (tokens, bookmarks), made the first time."""
        with self.lock:
            if site not in self._states:
                self._states[site] = make()
            state: T = self._states[site]
            return state
