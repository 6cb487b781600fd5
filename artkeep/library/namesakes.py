"""Artists who are called nearly the same: perhaps they are one."""

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import account
from artkeep.db.tables.posts import BARE
from artkeep.library import artists
from artkeep.library.artists import Artist
from artkeep.model.refs import PersonId

_BETWEEN, _LONGEST = " _-.", 100  # as in BARE
_BARE = tuple(
    sa.literal_column(BARE.format(f"account.{name}"), sa.Text) for name in ("name", "handle")
)


def of(tx: Tx, person_id: PersonId, limit: int) -> list[Artist]:
    """Return other artists with an account that has a name or a handle much like this one's."""
    own = artists.accounts(tx, [person_id]).get(person_id, [])
    names = sorted({_bare(name) for one in own for name in (one.name, one.handle)} - {""})
    alike = sa.union(*(sa.select(account.c.person_id).where(each.in_(names)) for each in _BARE))
    others = alike.subquery()
    query = (
        sa.select(others.c.person_id)
        .where(others.c.person_id != person_id)
        .order_by(others.c.person_id)
        .limit(limit)
    )
    return [artists.get(tx, PersonId(one)) for one in tx.execute(query).scalars().all()]


def _bare(name: str) -> str:
    """Return a name without what people put between its parts: Mika Aoyama is mika-aoyama."""
    return "".join(letter for letter in name.lower() if letter not in _BETWEEN)[:_LONGEST]
