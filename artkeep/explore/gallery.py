"""One work of the gallery; all of them are searched (`artkeep.explore.search`)."""

from artkeep.db.engine import Tx
from artkeep.library import artworks, images, posts
from artkeep.model.records import Artwork
from artkeep.model.refs import ArtworkId
from artkeep.workbench import Workbench


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
