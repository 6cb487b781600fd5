"""Artists: persons, and the accounts that are theirs."""

from collections.abc import Collection

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import account, page, person, post
from artkeep.library import projection
from artkeep.model.refs import AccountId, ArtworkId, PersonId


def begin(tx: Tx, account_id: AccountId, name: str) -> PersonId:
    """Let a new account be that of a person we did not know."""
    statement = sa.insert(person).values(name=name).returning(person.c.id)
    person_id = PersonId(tx.execute(statement).scalar_one())
    tx.execute(sa.update(account).where(account.c.id == account_id).values(person_id=person_id))
    return person_id


def found_anew(tx: Tx, accounts: Collection[AccountId]) -> None:
    """Have the works of these accounts found by what their artists are called by now."""
    query = (
        sa.select(page.c.artwork_id)
        .join(post, post.c.id == page.c.post_id)
        .where(post.c.account_id.in_(list(accounts)))
    )
    projection.touch(tx, *(ArtworkId(each) for each in tx.execute(query).scalars()))
