"""The gallery: everything, newest first, page by page; and one work."""

import base64
import binascii
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest
from artkeep.library import artworks, images, posts
from artkeep.library.artworks import Anchor
from artkeep.model.records import Artwork, Tile
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import EVERYTHING, Allow
from artkeep.texts import text
from artkeep.workbench import Workbench

PAGE = 60  # works a page


@dataclass(frozen=True, slots=True)
class Page:
    """Some works, and where the next page begins; `next` is None at the end."""

    tiles: list[Tile]
    next: str | None


def page(
    bench: Workbench, after: str | None = None, limit: int = PAGE, allow: Allow = EVERYTHING
) -> Page:
    """Return the works that follow a position, newest first. Raises BadRequest."""
    anchor = None if after is None else _read(after)
    with bench.db.read() as tx:
        tiles = artworks.newest(tx, anchor, limit + 1, allow)
    if len(tiles) <= limit:
        return Page(tiles, None)
    return Page(tiles[:limit], _write(anchor_of(tiles[limit - 1])))


def artwork(bench: Workbench, artwork_id: ArtworkId) -> Artwork:
    """Return a work with the images that show it, cover first. Raises NotFound."""
    with bench.db.read() as tx:
        return _artwork(tx, artwork_id)


def _artwork(tx: Tx, artwork_id: ArtworkId) -> Artwork:
    tile = artworks.tile(tx, artwork_id)
    shown = posts.of_artwork(tx, artwork_id)
    held = images.by_ids(tx, {image_id for image_id, _ in shown})
    cover_first = sorted(held.values(), key=lambda image: (image.sha256 != tile.sha256, image.id))
    places = tuple(place for _, place in shown)
    return Artwork(tile.artwork_id, tile.title, tile.added_at, tuple(cover_first), places)


def anchor_of(tile: Tile) -> Anchor:
    """Return the position just after a work."""
    return Anchor(tile.position, tile.artwork_id)


def _write(anchor: Anchor) -> str:
    plain = f"{anchor.position} {anchor.artwork_id}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read(said: str) -> Anchor:
    try:
        plain = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode()
        position, _, artwork_id = plain.partition(" ")
        return Anchor(int(position), ArtworkId(int(artwork_id)))
    except (ValueError, binascii.Error) as error:
        raise BadRequest(
            text("that place in the gallery is unknown; start at the top again")
        ) from error
