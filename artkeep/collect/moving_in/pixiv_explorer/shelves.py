"""Where the pictures lie: `<root>/<id>/<id>_p<n>_<quality>.<ending>`.

The program kept them in its folder `data`, or on another machine (php-fs), which lays them out in
the same way beside its own scripts; a copy of that folder serves as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.fields import text
from artkeep.errors import UnknownAddress
from artkeep.sites import folder
from artkeep.texts import text as sentence

QUALITIES = ("original", "large", "medium", "square_medium")  # best first; the last is cut off


@dataclass(frozen=True, slots=True)
class Picture:
    """The best file of a picture, or where it should have been."""

    path: Path
    quality: str
    is_there: bool

    @property
    def is_best(self) -> bool:
        return self.quality == QUALITIES[0]


@dataclass(frozen=True, slots=True)
class Shelves:
    """The folders where pictures may lie, in the order they are asked."""

    places: tuple[Path, ...]
    home: Path

    def of_work(self, work: str, number: int) -> list[Picture]:
        """Return the best file of each picture of a work."""
        names = [(place, name) for place in self.places for name in _names(place / work)]
        return [self._best(work, n, names) for n in range(number)]

    def _best(self, work: str, number: int, names: list[tuple[Path, str]]) -> Picture:
        for quality in QUALITIES:
            stem = f"{work}_p{number}_{quality}"
            for place, name in names:
                if name.rpartition(".")[0] == stem:
                    path = files.inside(place, place / work / name)
                    if path is not None:
                        return Picture(path, quality, is_there=True)
        lost = (self.places or (self.home / "data",))[0]
        return Picture(lost / work / f"{work}_p{number}_original", QUALITIES[0], is_there=False)


def _names(there: Path) -> list[str]:
    try:
        return sorted(path.name for path in there.iterdir())
    except OSError:
        return []


def found(root: Path, config: Mapping[str, object], said: Path | None) -> Shelves:
    """Return where pictures are looked for. Raises UnknownAddress when what was said is none."""
    if said is not None:
        if not said.is_dir():
            raise UnknownAddress(sentence("there is no folder {shown}", shown=folder.shown(said)))
        return Shelves((said,), root)
    named = text(config, "filesystem_options", "path")
    candidates = [root / named] if named else []
    # a path that leads out of the folder is not believed: a config.json may be anybody's
    inside = [path for path in (*candidates, root / "data", root) if _is_within(root, path)]
    places = [path for path in dict.fromkeys(inside) if path != root or _holds_works(root)]
    return Shelves(tuple(places), root)


def _is_within(root: Path, path: Path) -> bool:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return False
    return real.is_dir() and real.is_relative_to(root.resolve())


def _holds_works(root: Path) -> bool:
    """Say whether folders of works lie here themselves, as beside php-fs's scripts."""
    return any(name.isdecimal() for name in _names(root))
