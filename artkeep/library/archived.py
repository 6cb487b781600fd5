"""Posts by their site's own id, with their pages: for old addresses that still lead on."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import account, artwork, image, page, post
from artkeep.errors import NotFound
from artkeep.library.posts import ref_key
from artkeep.model.records import Kept
from artkeep.model.refs import ArtworkId, PostId, PostRef
from artkeep.texts import text


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a post. `sha256` is None before its picture came; `is_lost`: its bytes are gone.

    `is_trashed`: its work lies in the trash, or was deleted.
    """

    position: int
    artwork_id: ArtworkId
    sha256: str | None
    is_lost: bool
    is_trashed: bool


@dataclass(frozen=True, slots=True)
class Archived:
    """A post that is kept. `account` is the site's own id of whose it is, where it told us."""

    id: PostId
    url: str
    title: str
    account: str | None
    account_url: str | None
    pages: tuple[Leaf, ...]

    @property
    def works(self) -> tuple[ArtworkId, ...]:
        """The works that it shows, that of its first page first."""
        return tuple(dict.fromkeys(leaf.artwork_id for leaf in self.pages))

    @property
    def is_trashed(self) -> bool:
        """Whether nothing of it is left but what lies in the trash."""
        return all(leaf.is_trashed for leaf in self.pages)


def find(tx: Tx, ref: PostRef) -> Archived:
    """Return a post with the pages it shows today. Raises NotFound."""
    query = (
        sa.select(post.c.id, post.c.url, post.c.title)
        .add_columns(account.c.site_account_id, account.c.url.label("account_url"))
        .join(account, account.c.id == post.c.account_id, isouter=True)
        .where(post.c.ref_key == ref_key(ref))
    )
    row = tx.execute(query).one_or_none()
    pages = () if row is None else _pages(tx, row.id)
    if row is None or not pages:
        raise NotFound(text("no work {id} of {site} in this library", id=ref.id, site=ref.site))
    return Archived(PostId(row.id), row.url, row.title, row.site_account_id, row.account_url, pages)


def _pages(tx: Tx, post_id: PostId) -> tuple[Leaf, ...]:
    query = (
        sa.select(
            page.c.position,
            page.c.artwork_id,
            artwork.c.trashed_at,
            image.c.sha256,
            image.c.kept,
        )
        .join(artwork, artwork.c.id == page.c.artwork_id)
        .join(image, image.c.id == page.c.image_id, isouter=True)
        .where(page.c.post_id == post_id, page.c.replaced_at.is_(None))
        .order_by(page.c.position, page.c.id)
    )
    return tuple(_leaf(row) for row in tx.execute(query))


def _leaf(row: sa.Row[Any]) -> Leaf:
    return Leaf(
        position=row.position,
        artwork_id=ArtworkId(row.artwork_id),
        sha256=row.sha256 and row.sha256.hex(),
        is_lost=row.kept == Kept.NONE.value,
        is_trashed=row.trashed_at is not None,
    )
