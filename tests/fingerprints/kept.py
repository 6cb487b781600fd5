"""Images whose points are kept as the program keeps them."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import image
from artkeep.fingerprints.details import DetailIndex
from artkeep.imaging.details_path import path_of
from artkeep.imaging.points import ASKED, find_points
from artkeep.model.points import Points
from tests.scenes import Grey, scene


@dataclass(frozen=True)
class Gallery:
    """A library with the points of its images, and the index over them."""

    database: Database
    index: DetailIndex
    folder: Path  # of the index
    details: Path

    def add(self, *numbers: int) -> None:
        """Add the scenes of these numbers."""
        for number in numbers:
            self.keep(number, find_points(scene(number)).to_bytes())
        with self.database.begin() as tx:
            rows = [_row(number) | {"added_at": tx.now} for number in numbers]
            tx.execute(sa.insert(image), rows)

    def keep(self, number: int, content: bytes) -> None:
        """Write the points of a scene."""
        path = path_of(self.details, name(number))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def best(self, picture: Grey) -> int | None:
        """Return the number of the scene that most likely has a part in common with a picture."""
        found = self.candidates(picture)
        return found[0] if found else None

    def candidates(self, picture: Grey) -> list[int]:
        """Return the numbers of the likeliest scenes, best first."""
        with self.database.read() as tx:
            found = self.index.candidates(tx, find_points(picture, ASKED))
            return [_number(self.database, each.image_id) for each in found]

    def points(self, number: int) -> Points:
        """Return what is kept of a scene."""
        points = self.index.points_of(name(number))
        assert points is not None
        return points


def name(number: int) -> str:
    """Return the SHA-256 a scene goes by."""
    return f"{number:016x}" + sha256(str(number).encode()).hexdigest()[16:]


def _row(number: int) -> dict[str, object]:
    return {
        "sha256": bytes.fromhex(name(number)),
        "size_bytes": 1,
        "media_type": "image/png",
        "width": 640,
        "height": 400,
        "frames": 1,
        "pdq": bytes(32),
        "dhash": bytes(16),
        "quality": 100,
        "placeholder": 0,
        "look_version": 1,
        "kept": "none",
    }


def _number(database: Database, image_id: int) -> int:
    with database.read() as tx:
        query = sa.select(image.c.sha256).where(image.c.id == image_id)
        return int(bytes(tx.execute(query).scalar_one()).hex()[:16], 16)
