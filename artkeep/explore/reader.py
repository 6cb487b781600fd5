"""The reader: all pages of a work in their order, and animations frame by frame."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from artkeep.errors import NotFound
from artkeep.imaging import frames, sniff
from artkeep.imaging.frames import Frame
from artkeep.intake import derived
from artkeep.library import artworks, images, posts, publications, reading
from artkeep.model.records import Image, Kept, Tile
from artkeep.model.refs import ArtworkId
from artkeep.texts import text
from artkeep.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Book:
    """A work to be read. `missing`: how many of its pages have not come yet."""

    work: Tile
    pages: tuple[Image, ...]
    missing: int


def book(bench: Workbench, artwork_id: ArtworkId) -> Book:
    """Return a work with its pages; its cover alone where nothing else is at hand.

    Raises NotFound.
    """
    with bench.db.read() as tx:
        work = artworks.tile(tx, artwork_id)
        sheets = reading.of_work(tx, artwork_id)
        held = images.by_ids(tx, {sheet.image_id for sheet in sheets})
        told = [
            publications.pages(tx, each.id) for each in publications.of_artwork(tx, work.artwork_id)
        ]
        cover = images.get(tx, work.sha256)
    pages = tuple(held[sheet.image_id] for sheet in sheets) or (cover,)
    current = [sum(page.replaced_at is None for page in some) for some in told]
    return Book(work, pages, missing=max(0, max(current, default=0) - len(pages)))


def frames_of(bench: Workbench, sha256: str) -> list[Frame]:
    """Return the frames of an animation that is a zip. Raises NotFound, PictureRefused."""
    with bench.db.read() as tx:
        image = images.get(tx, sha256)
        delays = posts.delays(tx, image.id)
    if image.media_type != sniff.UGOIRA:
        raise NotFound(
            text("this picture is no zip of frames; browsers know its frames themselves")
        )
    with opened(bench, image) as file:
        return frames.of_zip(file, image.size_bytes, delays)


@contextmanager
def opened(bench: Workbench, image: Image) -> Iterator[BinaryIO]:
    """Open a picture's bytes to seek in, without bringing them here whole. Raises NotFound."""
    if image.kept is Kept.BLOB:
        with bench.blobs.open(image.sha256) as file:
            yield file
        return
    with derived.at_hand(bench, image) as path, path.open("rb") as file:
        yield file
