"""A folder of pictures with words beside each: walked, and read file by file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.files import Beside
from artkeep.collect.moving_in.piece import Moved
from artkeep.intake import pictures
from artkeep.intake.pictures import Taken
from artkeep.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Sidecars:
    """The folder. `read` reads a file with what lies beside it.

    `passed_over` are names that go with no picture, `beside` a path that is no picture.
    """

    bench: Workbench
    asked: Asked
    read: Callable[[Beside], Iterator[Moved]]
    passed_over: frozenset[str] = frozenset()
    beside: Path | None = None

    def count(self) -> int:
        """Count the pictures."""
        return sum(len(files.beside(each.files)[0]) for each in self._folders())

    def pieces(self) -> Iterator[Moved]:
        """Yield the pictures with what is known of them, and what cannot be read."""
        for each in self._folders():
            yield from (Moved(odd.path, trouble=odd.reason) for odd in each.odd)
            known, lone = files.beside([path for path in each.files if path != self.beside])
            for path in lone:
                if path.name not in self.passed_over:
                    yield Moved(path, trouble="words about a picture that is not here")
            for beside in known:
                yield from self.read(beside)

    def take(self, piece: Moved) -> Taken:
        """Read and look at a file. Raises PictureRefused."""
        return pictures.take(self.bench, piece.path, self.asked.kept)

    def _folders(self) -> Iterator[files.Folder]:
        return files.folders(self.asked.folder(), self.bench.settings.home)
