"""What in the library shows this picture: the same bytes, a copy, a mirrored one, a part."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from artkeep.db.engine import Tx
from artkeep.intake import alike
from artkeep.intake.alike import Alike
from artkeep.library import accounts, images, posts, trash
from artkeep.library.accounts import Credit
from artkeep.model.records import AlikeKind, Image, Place
from artkeep.model.refs import ArtworkId, PostId
from artkeep.sites import folder
from artkeep.workbench import Workbench

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of answers are wanted.

    `radius` is how many of the 256 bits of the fingerprints may differ, None as many as the
    verdicts say; `kinds` None is every kind.
    """

    radius: int | None = None
    kinds: frozenset[AlikeKind] | None = None
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class Match:
    """A picture of the library that shows what was asked for, why, and where it is from.

    `credits` are who made the posts among its places. `is_trashed`: its work lies in the trash.
    """

    image: Image
    alike: Alike
    artwork_id: ArtworkId
    places: list[Place]
    credits: Mapping[PostId, Credit]
    is_trashed: bool = False

    @property
    def posts(self) -> list[str]:
        """The addresses of the posts that show it; a file of the person's own is none."""
        told = (place.post_url for place in self.places if place.site != folder.NAME)
        return list(dict.fromkeys(told))


def to_file(bench: Workbench, path: Path, wanted: Wanted | None = None) -> list[Match]:
    """Return what shows the picture in a file, nearest first. Raises PictureRefused."""
    wanted = wanted or Wanted()
    question = alike.ask(bench, path)
    with bench.db.read() as tx:
        found = alike.to_question(
            bench, tx, question, radius=wanted.radius, kinds=wanted.kinds, limit=wanted.limit
        )
        return _matches(tx, found)


def to_url(bench: Workbench, url: str, wanted: Wanted | None = None) -> list[Match]:
    """Return what shows the picture at an address. Raises SiteError, PictureRefused."""
    with fetched(bench, url) as path:
        return to_file(bench, path, wanted)


@contextmanager
def fetched(bench: Workbench, url: str) -> Iterator[Path]:
    """Give what lies at an address as a file, gone when the block ends. Raises SiteError."""
    spool = bench.blobs.spool()
    try:
        bench.http.stream_to(url, spool, max_bytes=bench.settings.pictures.max_bytes)
        yield spool
    finally:
        spool.unlink(missing_ok=True)


def to_image(bench: Workbench, sha256: str, wanted: Wanted | None = None) -> list[Match]:
    """Return what else shows a picture of the library, nearest first. Raises NotFound."""
    wanted = wanted or Wanted()
    with bench.db.read() as tx:
        image = images.get(tx, sha256)
        (found,) = alike.to_images(bench, tx, [image])
        kept = [each for each in found if wanted.kinds is None or each.kind in wanted.kinds]
        return _matches(tx, kept[: wanted.limit])


def _matches(tx: Tx, found: Iterable[Alike]) -> list[Match]:
    nearest_first = list(found)
    ids = [each.image_id for each in nearest_first]
    held, places = images.by_ids(tx, ids), posts.places(tx, ids)
    works = {one: some[0].artwork_id for one, some in places.items()}
    thrown_away = trash.among(tx, list(works.values()))
    makers = accounts.credits_of(tx, {place.post_id for some in places.values() for place in some})
    return [
        Match(held[one], each, works[one], places[one], makers, works[one] in thrown_away)
        for each in nearest_first
        if thrown_away.get(works[one := each.image_id], True)  # else there is nothing to show
    ]
