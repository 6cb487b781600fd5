"""Browsers that are signed in. They hold a random token; we hold its SHA-256 and a day it ends."""

import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.engine import Tx
from artkeep.db.tables import session, user
from artkeep.library.users import digest
from artkeep.model.refs import UserId
from artkeep.model.users import Role, User

LASTS = timedelta(days=30)

# built once: each request of who has signed in asks it
_HOLDER = (
    sa.select(user.c.id, user.c.name, user.c.role)
    .join(session, session.c.user_id == user.c.id)
    .where(
        session.c.digest == sa.bindparam("digest"),
        session.c.expires_at > sa.bindparam("now", type_=Moment()),
        user.c.password.is_not(None),
    )
)


def begin(tx: Tx, user_id: UserId) -> str:
    """Sign a browser in; return the token that it shows from now on."""
    tx.execute(sa.delete(session).where(session.c.expires_at <= tx.now))
    token = secrets.token_urlsafe(32)
    values = {
        "user_id": user_id,
        "digest": digest(token),
        "created_at": tx.now,
        "expires_at": tx.now + LASTS,
    }
    tx.execute(sa.insert(session).values(values))
    return token


def holder(tx: Tx, token: str) -> User | None:
    """Return who is signed in with a token; None: nobody, or no longer."""
    row = tx.execute(_HOLDER, {"digest": digest(token), "now": tx.now}).one_or_none()
    return None if row is None else _user(row)


def _user(row: sa.Row[Any]) -> User:
    return User(UserId(row.id), row.name, Role(row.role), has_password=True)


def count(tx: Tx, user_id: UserId) -> int:
    """Return in how many browsers somebody is signed in."""
    query = (
        sa.select(sa.func.count())
        .select_from(session)
        .where(session.c.user_id == user_id, session.c.expires_at > tx.now)
    )
    return int(tx.execute(query).scalar_one())


def end(tx: Tx, token: str) -> None:
    """Sign one browser out."""
    tx.execute(sa.delete(session).where(session.c.digest == digest(token)))


def end_all(tx: Tx, user_id: UserId) -> None:
    """Sign somebody out everywhere."""
    tx.execute(sa.delete(session).where(session.c.user_id == user_id))
