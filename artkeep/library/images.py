"""Images: distinct sequences of bytes we have looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_new, insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import image, tally
from artkeep.errors import NotFound
from artkeep.model.found import Fingerprint, Look
from artkeep.model.records import Image, Kept
from artkeep.model.refs import ImageId
from artkeep.texts import text

_COLUMNS = (
    image.c.id,
    image.c.sha256,
    image.c.size_bytes,
    image.c.media_type,
    image.c.width,
    image.c.height,
    image.c.frames,
    image.c.pdq,
    image.c.dhash,
    image.c.quality,
    image.c.placeholder,
    image.c.look_version,
    image.c.kept,
)
# built once: building a statement takes longer than executing it
_BY_SHA256 = sa.select(*_COLUMNS).where(image.c.sha256 == sa.bindparam("its_digest"))


@dataclass(frozen=True, slots=True)
class Seen:
    """Bytes that were looked at."""

    sha256: str
    size_bytes: int
    look: Look


def add(tx: Tx, sha256: str, size_bytes: int, look: Look, kept: Kept) -> tuple[ImageId, bool]:
    """Hold an image; return its id and whether it is new to the library."""
    values = _values(tx, Seen(sha256, size_bytes, look), kept)
    image_id, inserted = insert_or_get(tx, image, values, ["sha256"])
    return ImageId(image_id), inserted


def add_all(tx: Tx, seen: Iterable[Seen], kept: Kept) -> dict[str, ImageId]:
    """Hold images; return the ids of those that are new to the library, by SHA-256."""
    rows = [_values(tx, each, kept) for each in seen]
    ids = insert_new(tx, image, rows, "sha256") if rows else {}
    return {bytes(digest).hex(): ImageId(image_id) for digest, image_id in ids.items()}


def _values(tx: Tx, seen: Seen, kept: Kept) -> dict[str, Any]:
    look = seen.look
    return {
        "sha256": bytes.fromhex(seen.sha256),
        "size_bytes": seen.size_bytes,
        "media_type": look.media_type,
        "width": look.width,
        "height": look.height,
        "frames": look.frames,
        "pdq": look.fingerprint.pdq,
        "dhash": look.fingerprint.dhash,
        "quality": look.fingerprint.quality,
        "placeholder": look.placeholder,
        "look_version": look.look_version,
        "kept": kept.value,
        "added_at": tx.now,
    }


def by_ids(tx: Tx, ids: Iterable[int]) -> dict[ImageId, Image]:
    """Return the images of these ids that exist."""
    rows = tx.execute(sa.select(*_COLUMNS).where(image.c.id.in_(list(ids))))
    return {ImageId(row.id): as_image(row) for row in rows}


def by_sha256(tx: Tx, sha256: str) -> Image | None:
    """Return the image with these bytes, if we have looked at it."""
    row = tx.execute(_BY_SHA256, {"its_digest": _digest(sha256)}).one_or_none()
    return as_image(row) if row else None


def get(tx: Tx, sha256: str) -> Image:
    """Return the image with these bytes. Raises NotFound."""
    found = by_sha256(tx, sha256)
    if found is None:
        raise NotFound(text("no picture {what}… in this library", what=sha256[:12]))
    return found


def after(tx: Tx, last: int, limit: int) -> list[Image]:
    """Return the next images by id, for walks over all of them."""
    query = sa.select(*_COLUMNS).where(image.c.id > last).order_by(image.c.id).limit(limit)
    return [as_image(row) for row in tx.execute(query)]


def known(tx: Tx, digests: Iterable[str]) -> set[str]:
    """Return which of these are images of ours."""
    query = sa.select(image.c.sha256).where(
        image.c.sha256.in_([bytes.fromhex(sha256) for sha256 in digests])
    )
    return {digest.hex() for digest in tx.execute(query).scalars()}


def count(tx: Tx) -> int:
    """Return how many images there are."""
    return int(tx.execute(_tallied(tally.c.pictures)).scalar_one())


def any_kept(tx: Tx) -> bool:
    """Say whether any image lies in the blob store."""
    return bool(tx.execute(_tallied(tally.c.kept)).scalar_one())


def _tallied(number: sa.ColumnElement[int]) -> sa.Select[int]:
    total = sa.func.coalesce(sa.func.sum(number), 0)
    return sa.select(total).where(tally.c.collection_id == 0, tally.c.site == "")


def keep_as(tx: Tx, image_id: ImageId, kept: Kept) -> None:
    """Note where the bytes are now."""
    tx.execute(sa.update(image).where(image.c.id == image_id).values(kept=kept.value))


def looked_again(tx: Tx, image_id: ImageId, look: Look) -> None:
    """Replace what an earlier look saw; the picture is compared anew."""
    tx.execute(
        sa.update(image)
        .where(image.c.id == image_id)
        .values(
            pdq=look.fingerprint.pdq,
            dhash=look.fingerprint.dhash,
            quality=look.fingerprint.quality,
            placeholder=look.placeholder,
            look_version=look.look_version,
            compared_at=None,
        )
    )


def not_compared(tx: Tx, limit: int) -> list[Image]:
    """Return images that were not yet compared with the others, oldest first."""
    query = (
        sa.select(*_COLUMNS).where(image.c.compared_at.is_(None)).order_by(image.c.id).limit(limit)
    )
    return [as_image(row) for row in tx.execute(query)]


def count_not_compared(tx: Tx) -> int:
    """Return how many images still wait to be compared."""
    query = sa.select(sa.func.count()).select_from(image).where(image.c.compared_at.is_(None))
    return int(tx.execute(query).scalar_one())


def mark_compared(tx: Tx, ids: Sequence[int]) -> None:
    """Note that these were compared with all that was there."""
    tx.execute(sa.update(image).where(image.c.id.in_(list(ids))).values(compared_at=tx.now))


def as_image(row: sa.Row[tuple[object, ...]]) -> Image:
    """Make a record of a row that has the columns of `image`."""
    return Image(
        id=ImageId(row.id),
        sha256=row.sha256.hex(),
        size_bytes=row.size_bytes,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        frames=row.frames,
        fingerprint=Fingerprint(bytes(row.pdq), bytes(row.dhash), row.quality),
        placeholder=row.placeholder,
        look_version=row.look_version,
        kept=Kept(row.kept),
    )


def _digest(sha256: str) -> bytes:
    """Read a hex digest that may come from an address. Raises NotFound for anything else."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError as error:
        raise NotFound(text("no picture by that name in this library")) from error
    return digest
