"""How fast a run goes, from looks at it every now and then."""

from collections import deque

SPAN = 15.0  # seconds that a rate looks back
ENOUGH = 2  # looks that tell a rate


class Pace:
    """How fast a run has been of late."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, seconds: float, done: int) -> None:
        """Remember how far the run was; `seconds` is monotonic. Going back begins anew."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((seconds, done))
        while len(self._seen) > ENOUGH and self._seen[0][0] < seconds - SPAN:
            self._seen.popleft()

    @property
    def per_second(self) -> float | None:
        """The rate, None while it cannot be told."""
        if len(self._seen) < ENOUGH:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began) if ended > began and last > first else None
