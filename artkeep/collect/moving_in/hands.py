"""How what another program left is written into the library, file by file."""

from dataclasses import replace
from pathlib import Path

from artkeep.collect.moving_in.fields import YEARS
from artkeep.collect.moving_in.piece import Moved, OnList, Place, Source
from artkeep.db.engine import Tx
from artkeep.errors import PictureRefused
from artkeep.intake.pictures import KeptPicture, Taken, record_image
from artkeep.library import moved_in, posts
from artkeep.library.moved_in import Shown
from artkeep.model.refs import CollectionId, CollectionRef, ImageId
from artkeep.sites import folder
from artkeep.texts import text

_MOST_PICTURES = 10_000  # of one post
_LONGEST_ID = 200  # characters of an account's id


class Moving:
    """Writes pieces of a source; a file becomes a post of its own beside those it was part of."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lists: dict[CollectionRef, CollectionId] = {}

    def path(self, piece: Moved) -> Path:
        return piece.path

    def refusal(self, piece: Moved) -> str | None:
        return piece.trouble

    def take(self, piece: Moved) -> Taken:
        taken = self._source.take(piece)
        if piece.sha256 is not None and piece.sha256 != taken.sha256:
            taken.drop()
            raise PictureRefused(text("its bytes are not those that its program had noted"))
        return taken

    def record(self, tx: Tx, piece: Moved, taken: Taken) -> KeptPicture:
        image_id, is_new = record_image(tx, taken, taken.kept)
        self._keep(tx, piece.places, image_id)  # before the file, so that works get their titles
        artwork_id = posts.save(tx, taken.found, [image_id])
        self._describe(tx, piece)
        return KeptPicture(taken, image_id, artwork_id, is_new)

    def pass_over(self, tx: Tx, piece: Moved, image_id: ImageId | None) -> None:
        """Keep what is known; without a picture only where its site can be asked for it."""
        is_here = image_id is not None
        told = [place for place in piece.places if is_here or place.shown.found.pages]
        self._keep(tx, told, image_id)
        if is_here:
            self._describe(tx, piece)

    def _keep(self, tx: Tx, places: tuple[Place, ...] | list[Place], image: ImageId | None) -> None:
        for place in places:
            if not 0 <= place.shown.position < _MOST_PICTURES:
                continue
            post_id = moved_in.keep(tx, _sound(place.shown), image)
            if post_id is not None:
                for on in place.on:
                    moved_in.put(tx, self._list(tx, on), post_id, on.place)

    def _list(self, tx: Tx, on: OnList) -> CollectionId:
        if on.info.ref not in self._lists:
            self._lists[on.info.ref] = moved_in.take_up(
                tx, on.info, account=on.account, is_followed=on.is_followed
            )
        return self._lists[on.info.ref]

    def _describe(self, tx: Tx, piece: Moved) -> None:
        if piece.own is not None:
            moved_in.describe(tx, folder.ref_of(piece.path), piece.own)


def _sound(shown: Shown) -> Shown:
    """Leave out what no site says and no database holds."""
    found = shown.found
    is_long = found.account is not None and len(found.account.ref.id) > _LONGEST_ID
    published_at, edited_at = (
        when if when is not None and when.year in YEARS else None
        for when in (found.published_at, found.edited_at)
    )
    account = None if is_long else found.account
    sound = replace(found, account=account, published_at=published_at, edited_at=edited_at)
    return replace(shown, found=sound)
