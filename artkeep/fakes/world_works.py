"""The works themselves, before anybody publishes them: number 0 is the newest.

What is special about a work follows from its number, so a larger world begins with the same
works as a smaller one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from artkeep.fakes import fox, world_words
from artkeep.fakes.artists import ANN, MIKA, OTHERS, Artist

NEWEST = datetime(2026, 10, 30, 9, 15, 7, tzinfo=UTC)
BEFORE = timedelta(days=2000)  # no work is older; the first 300 are of the last 1000 days
FOX = 0
FOX_TITLE = "Fox in the Snow"
FOX_NUMBERS = (85, fox.NUMBER)  # the second page is the fox
REPLACED, DELETED, OF_PRIVATE_ACCOUNT, LONGEST = 1, 2, 3, 5
MOST_PAGES = 12
PICTURES_A_WORK = 13  # prime to the number of styles
FIRST_NUMBER = 1000
RATINGS = ("general",) * 9 + ("sensitive", "general", "questionable", "general", "explicit")
SERIES_TITLE = "Twelve Winters"
IN_A_SERIES = 12


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many works, counted from the first one."""

    step: int
    first: int

    def __contains__(self, index: int) -> bool:
        return index % self.step == self.first


MIKAS, ANNS = Every(4, 0), Every(25, 20)
OF_MANY_PAGES, MOVING = Every(9, 5), Every(17, 4)
HOSTILE = Every(23, 6)  # title and caption try to do harm
BY_MACHINE = Every(31, 12)
TOLD_IN_WORDS = Every(11, 7)  # on microblogs without a picture


@dataclass(frozen=True, slots=True)
class Series:
    """A series, a pool, a gallery. `position` counts from 1."""

    id: str
    title: str
    position: int


@dataclass(frozen=True)
class Work:
    """What an artist made: one still, many pages, or something that moves."""

    index: int

    @property
    def is_fox(self) -> bool:
        return self.index == FOX

    @cached_property
    def artist(self) -> Artist:
        """Whose it is: every fourth is Mika's."""
        if self.index == OF_PRIVATE_ACCOUNT:
            return OTHERS[2]
        if self.index in ANNS:
            return ANN
        if self.index in MIKAS:
            return MIKA
        return OTHERS[self.index * 2_654_435_761 % 2**32 * len(OTHERS) >> 32]  # well mixed

    @cached_property
    def made_at(self) -> datetime:
        """When it was first published, in whole seconds."""
        ago = BEFORE * (1 - 1 / (1 + self.index / 300))
        return NEWEST - timedelta(seconds=round(ago.total_seconds()))

    @property
    def kind(self) -> str:
        """Return still, many or moving."""
        if self.is_fox or self.index in OF_MANY_PAGES:
            return "many"
        return "moving" if self.index in MOVING else "still"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The drawings it is made of."""
        if self.is_fox:
            return FOX_NUMBERS
        first = FIRST_NUMBER + PICTURES_A_WORK * self.index
        return tuple(range(first, first + self._pages))

    @property
    def _pages(self) -> int:
        if self.kind != "many":
            return 1
        return MOST_PAGES if self.index == LONGEST else 2 + self.index % 4

    @property
    def main(self) -> int:
        """The page that is shown where there is room for one."""
        return 1 if self.is_fox else 0

    @property
    def is_hostile(self) -> bool:
        """Whether its title and caption try to do harm."""
        return self.index in HOSTILE

    @cached_property
    def title(self) -> str:
        if self.is_fox:
            return FOX_TITLE
        if self.is_hostile:
            return world_words.HOSTILE_TITLES[
                self.index // HOSTILE.step % len(world_words.HOSTILE_TITLES)
            ]
        return world_words.title_of(self.numbers[0])

    @property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        """What it shows: Japanese, English."""
        shown = world_words.subjects(self.numbers[self.main])
        shown += world_words.FOX_TAGS if self.is_fox else ()
        return (*shown, world_words.AI_TAG) if self.is_ai else shown

    @property
    def rating(self) -> str:
        """Return general, sensitive, questionable or explicit: what it is called, not shows."""
        return RATINGS[self.index % len(RATINGS)]

    @property
    def is_ai(self) -> bool:
        return self.artist.key == "leo_park" or self.index in BY_MACHINE

    @property
    def series(self) -> Series | None:
        """Mika's works come in series of twelve."""
        if self.artist is not MIKA or self.is_fox:
            return None
        volume, place = divmod(self.index // MIKAS.step - 1, IN_A_SERIES)
        title = SERIES_TITLE if volume == 0 else f"{SERIES_TITLE}, volume {volume + 1}"
        return Series(str(120_001 + volume), title, IN_A_SERIES - place)
