"""One artist made of two, and taken apart again."""

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import account, person, person_joined
from artkeep.errors import Conflict, NotFound
from artkeep.library import artists, people
from artkeep.model.refs import AccountId, PersonId
from artkeep.texts import text


def join(tx: Tx, person_id: PersonId, other_id: PersonId) -> None:
    """Take two persons for one: the accounts of the other are this one's from now on.

    Raises NotFound, Conflict.
    """
    artists.get(tx, person_id)
    artists.get(tx, other_id)
    if person_id == other_id:
        raise Conflict(text("an artist cannot be joined with themselves; choose another one"))
    moved = [one.id for one in artists.accounts(tx, [other_id]).get(other_id, [])]
    if not moved:
        raise Conflict(
            text("this artist has no account any more; they were joined with another one")
        )
    tx.execute(sa.update(account).where(account.c.id.in_(moved)).values(person_id=person_id))
    tx.execute(sa.delete(person_joined).where(person_joined.c.person_id == person_id))  # is again
    insert_ignore(tx, person_joined, [{"person_id": other_id, "into_id": person_id}])
    people.found_anew(tx, moved)


def take_out(tx: Tx, person_id: PersonId, account_id: AccountId) -> PersonId:
    """Let an account be that of a person of its own; return who that is.

    It is the person who was joined under its name, or a new one. Raises NotFound, Conflict.
    """
    own = artists.accounts(tx, [person_id]).get(person_id, [])
    one = next((each for each in own if each.id == account_id), None)
    if one is None:
        raise NotFound(text("this account is not one of this artist's"))
    if len(own) == 1:
        raise Conflict(
            text("this is the only account of this artist; there is nothing to take apart")
        )
    name = one.name or one.handle
    before = _joined_as(tx, person_id, name)
    if before is None:
        before = people.begin(tx, account_id, name)
    else:
        tx.execute(sa.delete(person_joined).where(person_joined.c.person_id == before))
        tx.execute(sa.update(account).where(account.c.id == account_id).values(person_id=before))
    people.found_anew(tx, [account_id])
    return before


def _joined_as(tx: Tx, person_id: PersonId, name: str) -> PersonId | None:
    query = (
        sa.select(person.c.id)
        .join(person_joined, person_joined.c.person_id == person.c.id)
        .where(person_joined.c.into_id == person_id, person.c.name == name)
        .order_by(person.c.id)
        .limit(1)
    )
    found = tx.execute(query).scalar_one_or_none()
    return None if found is None else PersonId(found)
