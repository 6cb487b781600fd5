"""Accounts: identities on a site, and the names they bore."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import account, account_name, post
from artkeep.library import people
from artkeep.model.found import AccountInfo
from artkeep.model.refs import AccountId, PersonId, PostId

# a list tells of hundreds at once, and building a statement takes longer than executing it
_NAMES = sa.select(account.c.handle, account.c.name).where(account.c.id == sa.bindparam("its_id"))


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made a post: the person, and the name that the account bears."""

    person_id: PersonId
    name: str


def seen(tx: Tx, told: AccountInfo) -> AccountId:
    """Record an account as its site tells it now; a name it no longer bears is remembered."""
    values = {
        "site": told.ref.site,
        "site_account_id": told.ref.id,
        "handle": told.handle,
        "name": told.name,
        "url": told.url,
        "seen_at": tx.now,
    }
    number, is_new = insert_or_get(tx, account, values, ["site", "site_account_id"])
    if is_new:
        people.begin(tx, AccountId(number), told.name or told.handle)
    else:
        _seen_again(tx, AccountId(number), told)
    return AccountId(number)


def _seen_again(tx: Tx, account_id: AccountId, told: AccountInfo) -> None:
    before = tx.execute(_NAMES, {"its_id": account_id}).one()
    if (before.handle, before.name) == (told.handle, told.name):
        return
    tx.execute(
        sa.insert(account_name).values(
            account_id=account_id, handle=before.handle, name=before.name, until=tx.now
        )
    )
    names = {"handle": told.handle, "name": told.name, "url": told.url, "seen_at": tx.now}
    tx.execute(sa.update(account).where(account.c.id == account_id).values(names))
    people.found_anew(tx, [account_id])


def addresses(tx: Tx, posts: Sequence[PostId]) -> dict[PostId, str]:
    """Return where the accounts are whose posts these are."""
    query = (
        sa.select(post.c.id, account.c.url)
        .join(account, account.c.id == post.c.account_id)
        .where(post.c.id.in_(posts))
    )
    return {PostId(row.id): row.url for row in tx.execute(query)}


def credits_of(tx: Tx, posts: Collection[PostId]) -> dict[PostId, Credit]:
    """Return who made these posts, where that is known."""
    query = (
        sa.select(post.c.id, account.c.person_id, account.c.name, account.c.handle)
        .join(account, account.c.id == post.c.account_id)
        .where(post.c.id.in_(list(posts)))
    )
    return {
        PostId(row.id): Credit(PersonId(row.person_id), row.name or row.handle or "")
        for row in tx.execute(query)
    }
