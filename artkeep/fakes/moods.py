"""The moods of the sites: how a fake behaves badly when a test asks it to.

An answer of an API can be `busy`, `blocked`, `changed`, `expired` or `rotated`, which each fake
plays in its site's own way, or `down`, `slow`, `truncated`, `wrong_length`, which are the same
everywhere. With `pictures:` before it a mood is about pictures only; these can besides be a
`page` (HTML under a picture's name) or `missing`.
"""

import threading
from contextvars import ContextVar
from dataclasses import dataclass

OWN = frozenset({"busy", "blocked", "changed", "expired", "rotated"})
GENERAL = frozenset({"down", "slow", "truncated", "wrong_length"})
OF_PICTURES = GENERAL | {"page", "missing"}
WORDS = OWN | GENERAL | {f"pictures:{word}" for word in OF_PICTURES}
PICTURES = "pictures:"

_asked: ContextVar[tuple[str, str] | None] = ContextVar("asked", default=None)


@dataclass
class _Mood:
    word: str
    times: int | None  # answers that it still spoils, None: all


class Moods:
    """What mood each site is in; threads share it.

    `slow_seconds` is how long a slow answer takes.
    """

    def __init__(self, slow_seconds: float = 2.0) -> None:
        self.slow_seconds = slow_seconds
        self._moods: dict[str, _Mood] = {}
        self._lock = threading.Lock()

    def set(self, site: str, mood: str, times: int | None = None) -> None:
        """Put a site into a mood for so many answers, or until the next word; "" is well.

        Raises ValueError for a word that is no mood.
        """
        if mood and mood not in WORDS:
            raise ValueError(f"{mood} is no mood; known are {', '.join(sorted(WORDS))}")
        with self._lock:
            self._moods[site] = _Mood(mood, times)

    def clear(self) -> None:
        """Let every site be well."""
        with self._lock:
            self._moods.clear()

    def of(self, site: str) -> str:
        """Return the mood of a site, "" when it is well; the same all through one request."""
        asked = _asked.get()
        if asked is not None and asked[0] == site:
            return asked[1]
        with self._lock:
            return self._word(site)

    def taken(self, site: str, *, for_picture: bool) -> str:
        """Return the mood for one answer and count it; `_asked` remembers it for `of`."""
        with self._lock:
            word = self._word(site)
            mine = word if word.startswith(PICTURES) == for_picture else ""
            if mine and self._moods[site].times is not None:
                self._moods[site].times = (self._moods[site].times or 0) - 1
        _asked.set((site, mine))
        return mine

    def _word(self, site: str) -> str:
        mood = self._moods.get(site)
        return "" if mood is None or mood.times == 0 else mood.word
