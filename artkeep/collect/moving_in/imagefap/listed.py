"""The favourites folders as lists, and their images as posts."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from artkeep.collect.moving_in.addresses import url_of
from artkeep.collect.moving_in.imagefap.reading import Blob, Database, Favourites, Spot
from artkeep.collect.moving_in.piece import OnList, Place, Step
from artkeep.db.engine import Tx
from artkeep.library import moved_in, told
from artkeep.library.moved_in import Shown
from artkeep.model.found import CollectionInfo, PageInfo, PostInfo, Rating
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.imagefap import SITE

_OWN_DISK = 1  # the user under whom the program kept files of the disk
_LONGEST_ID = 10**15  # of the site; longer ones the program made itself


class Lists:
    """The folders by user and number, with the place of each image."""

    def __init__(self, database: Database) -> None:
        self._infos = {
            (each.user, each.id): _info(each) for each in database.folders if _is_of_site(each.user)
        }
        self._order = {
            (each.user, each.id): {image: place for place, image in enumerate(each.images)}
            for each in database.folders
        }

    def places(self, blob: Blob) -> Iterator[Place]:
        """Yield the posts that show a picture, each with the folder it is in."""
        for spot in blob.spots:
            if _is_of_site(spot.user, spot.folder, spot.image):
                yield Place(_shown(spot), tuple(self._on(spot)))

    def _on(self, spot: Spot) -> Iterator[OnList]:
        info = self._infos.get((spot.user, spot.folder))
        place = self._order.get((spot.user, spot.folder), {}).get(spot.image)
        if info is not None and place is not None:
            yield OnList(info, place)


def _is_of_site(*numbers: int) -> bool:
    return numbers[0] != _OWN_DISK and all(0 < number < _LONGEST_ID for number in numbers)


def _info(each: Favourites) -> CollectionInfo:
    ref = CollectionRef(SITE.name, f"favourites/{each.user}/{each.id}")
    return CollectionInfo(ref, each.name or str(each.id), SITE.url(ref))


def _shown(spot: Spot) -> Shown:
    """Describe an image. Its stored address has expired; without its token it still tells where."""
    ref = PostRef(SITE.name, str(spot.image))
    where = urlsplit(spot.url)._replace(query="", fragment="").geturl() if spot.url else ""
    post = PostInfo(ref, url_of(ref), spot.name, (), rating=Rating.EXPLICIT)
    return Shown(post, 0, PageInfo(where), frozenset())


def steps(database: Database) -> Iterator[Step]:
    """Yield what is known of images that are not here: those on lists are wanted, lost ones not."""
    for each in database.folders:
        if not _is_of_site(each.user, each.id):
            continue
        info = _info(each)
        yield partial(moved_in.take_up, info=info)
        for place, image in enumerate(each.images):
            if _is_of_site(each.user, image):
                yield partial(_list, info=info, image=image, place=place)
        for image, _, name in each.failed:
            if _is_of_site(each.user, image):
                yield partial(_lost, image=image, name=name)


def _list(tx: Tx, info: CollectionInfo, image: int, place: int) -> None:
    """Put an image on its list; one that we do not have is wanted."""
    ref = PostRef(SITE.name, str(image))
    saved = told.listed(tx, ref, url_of(ref))
    if not saved.is_shunned:
        moved_in.put(tx, moved_in.take_up(tx, info), saved.post_id, place)


def _lost(tx: Tx, image: int, name: str) -> None:
    ref = PostRef(SITE.name, str(image))
    why = "the imagefap tool had asked for it in vain"
    moved_in.remember(tx, ref, url_of(ref), name or ref.id, why)
