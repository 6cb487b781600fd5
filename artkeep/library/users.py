"""Who may sign in: the owner and named guests, their passwords, and tokens for scripts."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import api_token, session, user
from artkeep.errors import BadRequest, Conflict, NotFound
from artkeep.model.refs import UserId
from artkeep.model.users import OWNER, Role, User
from artkeep.texts import text

LONGEST_NAME = 80  # characters

_COLUMNS = (user.c.id, user.c.name, user.c.role, user.c.password)

# built once: each request asks it
_GUARDED = (
    sa.select(user.c.id)
    .where(user.c.role == Role.OWNER.value, user.c.password.is_not(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ScriptToken:
    """A token as it is listed: what it is worth is told once, when it is made."""

    name: str
    created_at: datetime


def everybody(tx: Tx) -> list[User]:
    """Return all who may sign in, the owner first."""
    return [_user(row) for row in tx.execute(sa.select(*_COLUMNS).order_by(user.c.id))]


def is_guarded(tx: Tx) -> bool:
    """Say whether the owner has a password, so that they can sign in."""
    return tx.execute(_GUARDED).first() is not None


def known(tx: Tx, name: str) -> tuple[User, str | None] | None:
    """Return somebody and what is kept of their password; None: nobody has this name."""
    row = tx.execute(sa.select(*_COLUMNS).where(user.c.name == plain(name))).one_or_none()
    return None if row is None else (_user(row), row.password)


def set_password(tx: Tx, name: str, kept: str) -> User:
    """Give somebody a password; a name that is new is a guest's. Signs them out everywhere.

    Raises BadRequest for what is no name.
    """
    name = plain(name)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadRequest(
            text(
                "A name has 1 to {longest_name} characters that can be seen.",
                longest_name=LONGEST_NAME,
            )
        )
    role = Role.OWNER if name == OWNER else Role.GUEST
    new = {"name": name, "role": role.value, "created_at": tx.now, "changed_at": tx.now}
    insert_ignore(tx, user, [new])
    values = {"password": kept, "changed_at": tx.now}
    tx.execute(sa.update(user).where(user.c.name == name).values(values))
    found = known(tx, name)
    assert found is not None
    tx.execute(sa.delete(session).where(session.c.user_id == found[0].id))
    return found[0]


def hash_again(tx: Tx, user_id: UserId, kept: str) -> None:
    """Keep the same password hashed anew; nobody is signed out."""
    tx.execute(sa.update(user).where(user.c.id == user_id).values(password=kept))


def remove(tx: Tx, name: str) -> None:
    """Take the password of the owner away, or a guest as a whole. Raises NotFound."""
    found = known(tx, name)
    if found is None:
        raise NotFound(text("nobody here has the name {name}", name=name))
    gone = found[0]
    tx.execute(sa.delete(session).where(session.c.user_id == gone.id))
    tx.execute(sa.delete(api_token).where(api_token.c.user_id == gone.id))
    if gone.role is Role.OWNER:
        tx.execute(sa.update(user).where(user.c.id == gone.id).values(password=None))
    else:
        tx.execute(sa.delete(user).where(user.c.id == gone.id))


def plain(name: str) -> str:
    """Return a name as it is kept: small letters, no spaces around. Empty is the owner's."""
    return name.strip().casefold() or OWNER


# ---- scripts -----------------------------------------------------------------------------------


def add_token(tx: Tx, name: str) -> str:
    """Make a token that lets a script do what the owner may; told this once.

    Raises Conflict for a name that is taken, BadRequest while the owner has no password: then
    scripts on this machine need none, and others get none.
    """
    found = known(tx, OWNER)
    if found is None or not found[0].has_password:
        raise BadRequest(text("scripts need no token as long as there is no password"))
    taken = sa.select(api_token.c.id).where(api_token.c.name == name)
    if tx.execute(taken).first() is not None:
        raise Conflict(text("there is a token of the name {name}; remove it first", name=name))
    token = secrets.token_urlsafe(32)
    values = {
        "user_id": found[0].id,
        "name": name,
        "digest": digest(token),
        "created_at": tx.now,
    }
    tx.execute(sa.insert(api_token).values(values))
    return token


def tokens(tx: Tx) -> list[ScriptToken]:
    """Return the tokens that scripts have, oldest first."""
    query = sa.select(api_token.c.name, api_token.c.created_at).order_by(api_token.c.id)
    return [ScriptToken(row.name, row.created_at) for row in tx.execute(query)]


def remove_token(tx: Tx, name: str) -> None:
    """Make a token worth nothing. Raises NotFound."""
    if not tx.execute(sa.delete(api_token).where(api_token.c.name == name)).rowcount:
        raise NotFound(text("there is no token of the name {name}", name=name))


def of_token(tx: Tx, token: str) -> User | None:
    """Return whose token this is; None: nobody's."""
    query = (
        sa.select(*_COLUMNS)
        .join(api_token, api_token.c.user_id == user.c.id)
        .where(api_token.c.digest == digest(token))
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else _user(row)


def digest(token: str) -> bytes:
    """Return what we keep of a token: it is random, so nobody can guess it from this."""
    return hashlib.sha256(token.encode()).digest()


def _user(row: sa.Row[Any]) -> User:
    return User(UserId(row.id), row.name, Role(row.role), row.password is not None)
