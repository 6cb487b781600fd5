"""Decoders that outlive their pool, lent to the next one: starting one takes longer than a test."""

from collections import defaultdict

from artkeep.clock import Clock
from artkeep.imaging.decoder import Decoder
from artkeep.imaging.limits import Limits

MOST_ASKED = 1000  # then one is left to end


class Shelf:
    """Where decoders wait that no pool has at the moment."""

    def __init__(self) -> None:
        self._idle: dict[Limits, list[Lent]] = defaultdict(list)

    def lend(self, limits: Limits, clock: Clock) -> "Lent":
        """Give a decoder that waits, or a new one."""
        while self._idle[limits]:
            decoder = self._idle[limits].pop()
            if decoder.is_alive:
                decoder.in_hands_of(clock)
                return decoder
            decoder.leave()
        return Lent(self, limits, clock)

    def take_back(self, limits: Limits, decoder: "Lent") -> None:
        """Keep a decoder for the next pool."""
        self._idle[limits].append(decoder)

    def close(self) -> None:
        """End them all."""
        for decoder in [one for some in self._idle.values() for one in some]:
            decoder.leave()


class Lent(Decoder):
    """A decoder that goes back to its shelf where another would end."""

    def __init__(self, shelf: Shelf, limits: Limits, clock: Clock) -> None:
        super().__init__(limits, clock)
        self._shelf = shelf

    def in_hands_of(self, clock: Clock) -> None:
        """Go by the clock of who has it now."""
        self._clock = clock

    def let_go(self) -> None:
        """Stay: what the pool lets go is lent to another."""

    def end(self) -> None:
        """Go back to the shelf, if there is still something to be had from it."""
        if self.is_alive and self.asked < MOST_ASKED:
            self._shelf.take_back(self._limits, self)
        else:
            self.leave()

    def leave(self) -> None:
        """End as every decoder does."""
        super().let_go()
        super().end()
