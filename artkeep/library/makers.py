"""Who made works, as the gallery names them: one name a work."""

from collections.abc import Collection

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import account, page, person, post
from artkeep.model.refs import ArtworkId


def names(tx: Tx, works: Collection[ArtworkId]) -> dict[ArtworkId, str]:
    """Return the artist of each work whose site tells one; of several, that of its first post."""
    if not works:
        return {}
    rows = tx.execute(_NAMES, {"works": list(works)}).all()
    return {ArtworkId(row.artwork_id): row.name for row in reversed(rows)}


_NAMES = (
    sa.select(
        page.c.artwork_id,
        sa.func.coalesce(person.c.name, sa.func.nullif(account.c.name, ""), account.c.handle).label(
            "name"
        ),
    )
    .join(post, post.c.id == page.c.post_id)
    .join(account, account.c.id == post.c.account_id)
    .outerjoin(person, person.c.id == account.c.person_id)
    .where(
        page.c.artwork_id.in_(sa.bindparam("works", expanding=True)),
        page.c.replaced_at.is_(None),
    )
    .order_by(page.c.artwork_id, page.c.id)
)
