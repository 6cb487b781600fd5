"""What another program left: its files, what it knew of them, and how that is written down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from artkeep.db.engine import Tx
from artkeep.intake.pictures import Taken
from artkeep.library.moved_in import Shown
from artkeep.model.found import CollectionInfo, PostInfo

Step = Callable[[Tx], object]


@dataclass(frozen=True, slots=True)
class OnList:
    """A place on a list; the highest is the list's first.

    `account` is whose login reads the list; one that is not followed only keeps its order.
    """

    info: CollectionInfo
    place: int
    account: str = ""
    is_followed: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture was published, and the lists that its post is on."""

    shown: Shown
    on: tuple[OnList, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A file and what is known of it.

    `own` is what the program had written down about the file itself, None: nothing. `sha256` is
    what its bytes have to be, None: that is not known. `trouble` says why it is not even read;
    what is known of it is kept all the same where that is enough to ask its site for it.
    """

    path: Path
    places: tuple[Place, ...] = ()
    own: PostInfo | None = None
    sha256: str | None = None
    trouble: str | None = None


class Source(Protocol):
    """What one program left in one place. Nothing in it is ever changed."""

    def count(self) -> int:
        """Say how many files there are, about."""
        ...

    def pieces(self) -> Iterator[Moved]:
        """Yield the files, the same again in the same order."""
        ...

    def take(self, piece: Moved) -> Taken:
        """Read and look at a file. Raises PictureRefused."""
        ...

    def words(self) -> Iterator[str]:
        """Yield what a person should know of it, a line each."""
        ...

    def steps(self) -> Iterator[Step]:
        """Yield what is to be written when all files are here; each step may be done twice."""
        ...
