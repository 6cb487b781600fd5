"""Posts and their pages: publications at an address, and the pictures in them."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import image, page, post
from artkeep.library import artworks, projection
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.headline import titled
from artkeep.model.records import Kept, Place, Version
from artkeep.model.refs import ArtworkId, ImageId, PageId, PostId, PostRef

_PLACES = sa.select(
    page.c.id,
    page.c.post_id,
    page.c.artwork_id,
    page.c.image_id,
    page.c.added_at,
    page.c.replaced_at,
    page.c.url,
    post.c.site,
    post.c.site_post_id,
    post.c.url.label("post_url"),
    post.c.title,
).join(post, post.c.id == page.c.post_id)

_WANTED = (post.c.gone_at.is_(None), post.c.shunned_at.is_(None))
_OF_SITE = sa.select(post.c.id).where(post.c.site == sa.bindparam("name")).limit(1)
_ADD_PAGE = sa.insert(page)
_TOLD = (  # each has its own index
    _OF_SITE.where(post.c.told_at.is_not(None), *_WANTED).order_by(post.c.looked_at),
    _OF_SITE.where(post.c.gone_at.is_not(None)).order_by(post.c.checked_at),
)


@dataclass(frozen=True, slots=True)
class HeldPage:
    """The first page of a post as we last saw it."""

    stamp: str | None
    image_id: ImageId | None
    kept: Kept | None


def ref_key(ref: PostRef) -> bytes:
    """Return 16 bytes that stand for an address in indexes; paths may be too long for them."""
    return hashlib.sha256(f"{ref.site}\0{ref.id}".encode()).digest()[:16]


def held(tx: Tx, refs: Iterable[PostRef]) -> dict[bytes, HeldPage]:
    """Return what we hold of these posts' first pages, by `ref_key`."""
    keys = [ref_key(ref) for ref in refs]
    query = (
        sa.select(post.c.ref_key, page.c.stamp, page.c.image_id, image.c.kept)
        .join(page, page.c.post_id == post.c.id)
        .join(image, image.c.id == page.c.image_id, isouter=True)
        .where(post.c.ref_key.in_(keys), page.c.position == 0, page.c.replaced_at.is_(None))
    )
    return {
        bytes(row.ref_key): HeldPage(row.stamp, row.image_id, Kept(row.kept) if row.kept else None)
        for row in tx.execute(query)
    }


def save(tx: Tx, found: PostInfo, images: Sequence[ImageId]) -> ArtworkId:
    """Record a post with the images its pages show; return the artwork of the first.

    A page that shows another image than before keeps its old row, marked as replaced.
    """
    values = {
        "site": found.ref.site,
        "site_post_id": found.ref.id,
        "ref_key": ref_key(found.ref),
        "url": found.url,
        "title": found.title,
        "published_at": found.published_at,
        "seen_at": tx.now,
    }
    post_id, is_new = insert_or_get(tx, post, values, ["ref_key"])
    shown = [
        _save_page(tx, PostId(post_id), found, number, image_id, is_new=is_new)
        for number, image_id in enumerate(images)
    ]
    return shown[0]


def _save_page(
    tx: Tx, post_id: PostId, found: PostInfo, position: int, image_id: ImageId, *, is_new: bool
) -> ArtworkId:
    told = found.pages[position]
    before = None if is_new else _current(tx, post_id, position)
    if before is not None and before.image_id == image_id:
        _seen_again(tx, before.id, told)
        return ArtworkId(before.artwork_id)
    if before is not None:
        tx.execute(sa.update(page).where(page.c.id == before.id).values(replaced_at=tx.now))
        projection.touch(tx, ArtworkId(before.artwork_id))
    shown = artworks.showing(tx, image_id)
    artwork_id = shown or artworks.add(tx, found.title, image_id)
    if shown is not None:
        artworks.cover_again(tx, shown)
    values = {
        "post_id": post_id,
        "site": found.ref.site,
        "position": position,
        "url": told.url,
        "stamp": told.stamp,
        "image_id": image_id,
        "artwork_id": artwork_id,
        "added_at": tx.now,
    }
    tx.execute(_ADD_PAGE, values)
    projection.touch(tx, artwork_id)
    return artwork_id


def _current(tx: Tx, post_id: PostId, position: int) -> sa.Row[tuple[int, int, int]] | None:
    query = sa.select(page.c.id, page.c.image_id, page.c.artwork_id).where(
        page.c.post_id == post_id, page.c.position == position, page.c.replaced_at.is_(None)
    )
    return tx.execute(query).one_or_none()


def _seen_again(tx: Tx, page_id: int, told: PageInfo) -> None:
    tx.execute(sa.update(page).where(page.c.id == page_id).values(stamp=told.stamp))


def places(tx: Tx, images: Iterable[ImageId]) -> dict[ImageId, list[Place]]:
    """Return where these images were found, first found first."""
    query = _PLACES.where(page.c.image_id.in_(list(images))).order_by(page.c.id)
    found: dict[ImageId, list[Place]] = {}
    for row in tx.execute(query):
        found.setdefault(ImageId(row.image_id), []).append(_place(row))
    return found


def delays(tx: Tx, image_id: ImageId) -> tuple[int, ...]:
    """Return how long each frame of a zip is shown, milliseconds, as its site told, or ()."""
    query = sa.select(page.c.told).where(page.c.image_id == image_id, page.c.told.is_not(None))
    for told in tx.execute(query).scalars():
        if told and told.get("delays"):
            return tuple(told["delays"])
    return ()


def of_artwork(tx: Tx, artwork_id: ArtworkId) -> list[tuple[ImageId, Place]]:
    """Return the pages that show a work with their images, first found first."""
    query = _PLACES.where(page.c.artwork_id == artwork_id).order_by(page.c.id)
    return [(ImageId(row.image_id), _place(row)) for row in tx.execute(query)]


def versions(tx: Tx, artwork_id: ArtworkId) -> list[Version]:
    """Return the other pictures that were or are at the places of a work, oldest first."""
    query = sa.select(page.c.post_id, page.c.position, page.c.image_id).where(
        page.c.artwork_id == artwork_id
    )
    own = tx.execute(query).all()
    places, shown = {(row.post_id, row.position) for row in own}, {row.image_id for row in own}
    current, replaced = page.c.replaced_at.is_(None), page.c.replaced_at.is_not(None)
    rows = [*_at(tx, places, replaced), *_at(tx, places, current)]  # each has its own index
    found = {
        row.image_id: Version(
            ArtworkId(row.artwork_id), row.sha256.hex(), row.width, row.height, row.replaced_at
        )
        for row in rows
        if row.image_id not in shown and (row.post_id, row.position) in places
    }
    return list(found.values())


def _at(
    tx: Tx, places: Collection[tuple[int, int]], which: sa.ColumnElement[bool]
) -> Iterable[sa.Row[Any]]:
    query = (
        sa.select(page, image.c.sha256, image.c.width, image.c.height)
        .join(image, image.c.id == page.c.image_id)
        .where(page.c.post_id.in_({post_id for post_id, _ in places}), which)
        .order_by(page.c.id)
    )
    return tx.execute(query)


def _place(row: sa.Row[tuple[object, ...]]) -> Place:
    return Place(
        page_id=PageId(row.id),
        post_id=PostId(row.post_id),
        artwork_id=ArtworkId(row.artwork_id),
        site=row.site,
        name=row.site_post_id,
        url=row.url,
        post_url=row.post_url,
        title=titled(row.title, PostRef(row.site, row.site_post_id)),
        added_at=row.added_at,
        replaced_at=row.replaced_at,
    )


def sites(tx: Tx, among: Iterable[str]) -> list[str]:
    """Return of these sites those that told us of a post which we still want.

    Asks for one post of each, not for all.
    """
    return [
        name
        for name in sorted(among)
        if any(tx.execute(one, {"name": name}).first() for one in _TOLD)
    ]
