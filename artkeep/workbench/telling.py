"""What a run shows while it waits for a site."""

from artkeep.jobs import Turn


class Told:
    """Shows in a run what is waited for, once for each wait, and lets it be stopped meanwhile."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._waits = False

    def tell(self, words: str | None) -> None:
        self._turn.progress(waiting_for=words)
        if words is not None:
            if not self._waits:
                self._turn.beat()
            self._turn.check()
        self._waits = words is not None
