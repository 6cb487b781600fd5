"""Artists as their pages show them: persons by name or by works, their accounts.

Persons whose works are shown have a term, `artist:#12` (`artkeep.library.terms`), which knows how
many there are and lists them in the order of the gallery.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import (
    account,
    account_name,
    artwork,
    page,
    person,
    person_joined,
    post,
    term,
)
from artkeep.db.tables.posts import SMALL
from artkeep.db.tables.terms import OF_ARTISTS
from artkeep.errors import NotFound
from artkeep.library.terms import Space
from artkeep.model.refs import AccountId, AccountRef, PersonId, PostId
from artkeep.texts import text


class By(StrEnum):
    """What artists are listed by."""

    NAME = "name"
    WORKS = "works"  # most first


@dataclass(frozen=True, slots=True)
class Artist:
    """A person, and how many works of theirs are shown."""

    id: PersonId
    name: str
    works: int


@dataclass(frozen=True, slots=True)
class FormerName:
    """What an account was called, and until when."""

    handle: str
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """An account of an artist. `former` are the names it bore before, the latest first."""

    id: AccountId
    person_id: PersonId
    ref: AccountRef
    handle: str
    name: str
    url: str
    seen_at: datetime
    gone_at: datetime | None
    former: tuple[FormerName, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the list: behind this artist. `value` is their name in small letters, or works."""

    value: str | int
    id: PersonId


_KEY = f"{Space.ARTIST.value}:#"
_SMALL = sa.literal_column(SMALL.format("person.name"), sa.Text)
_KEY_OF_PERSON = sa.literal(_KEY).concat(sa.cast(person.c.id, sa.Text))
# a name may begin with "#" too, and is then no number, or not just as we write one
_BEHIND = sa.func.substr(term.c.key, len(_KEY) + 1)
_IS_NUMBER = sa.and_(
    sa.func.length(_BEHIND).between(1, 18),
    sa.func.ltrim(_BEHIND, "0123456789") == "",
    sa.func.substr(_BEHIND, 1, 1) != "0",
)
_PERSON_OF_KEY = sa.case((_IS_NUMBER, sa.cast(_BEHIND, sa.BigInteger)))
# a subquery in the place of a value, so that names are walked and nothing is sorted
_HOW_MANY = sa.select(term.c.n).where(term.c.key == _KEY_OF_PERSON).scalar_subquery()
_ARTISTS = sa.select(person.c.id, person.c.name, sa.func.coalesce(term.c.n, 0).label("n")).join(
    term, term.c.key == _KEY_OF_PERSON, isouter=True
)


def some(
    tx: Tx, by: By, after: Anchor | None, limit: int, called: str = ""
) -> list[tuple[Artist, Anchor]]:
    """Return the next artists who have works, each with their place in the list.

    `called`: only those with an account that is or was called so, or nearly.
    """
    query = _by_works(after) if by is By.WORKS else _by_name(after)
    if called:
        query = query.where(person.c.id.in_(_called(called)))
    rows = tx.execute(query.limit(limit))
    return [(_artist(row), Anchor(row.value, PersonId(row.id))) for row in rows]


def _by_works(after: Anchor | None) -> sa.Select[Any]:
    """Walk the words of artists, most works first."""
    query = (
        sa.select(person.c.id, person.c.name, term.c.n, term.c.n.label("value"))
        .join_from(term, person, person.c.id == _PERSON_OF_KEY)
        .where(sa.text(OF_ARTISTS), term.c.n > 0)
        .order_by(term.c.n.desc(), term.c.key.desc())
    )
    if after is None:
        return query
    key, types = f"{_KEY}{after.id}", (term.c.n.type, term.c.key.type)
    return query.where(sa.tuple_(term.c.n, term.c.key) < sa.tuple_(after.value, key, types=types))


def _by_name(after: Anchor | None) -> sa.Select[Any]:
    """Walk the names, passing over those without works."""
    query = (
        sa.select(person.c.id, person.c.name, _HOW_MANY.label("n"), _SMALL.label("value"))
        .where(_HOW_MANY > 0)
        .order_by(_SMALL, person.c.id)
    )
    if after is None:
        return query
    place = (sa.literal(after.value), sa.literal(after.id))
    # SQLite finds a place in an index over an expression by its first part alone
    return query.where(place[0] <= _SMALL, sa.tuple_(_SMALL, person.c.id) > sa.tuple_(*place))


def _called(name: str) -> sa.Select[tuple[int]]:
    """Return the persons with such a name. SQLite knows capitals of ASCII only, so it is told."""
    spellings = {name}
    if not name.isascii():
        spellings |= {name.lower(), name.upper(), name.capitalize(), name.title()}
    escaped = [
        one.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for one in spellings
    ]
    columns = (account.c.name, account.c.handle, account_name.c.name, account_name.c.handle)
    matches = [
        column.ilike(f"%{one}%", escape="\\") for column in columns for one in sorted(escaped)
    ]
    return (
        sa.select(account.c.person_id)
        .join(account_name, account_name.c.account_id == account.c.id, isouter=True)
        .where(sa.or_(*matches))
    )


def get(tx: Tx, person_id: PersonId) -> Artist:
    """Return an artist, also one without works here. Raises NotFound."""
    row = tx.execute(_ARTISTS.where(person.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound(text("there is no artist {person_id} in this library", person_id=person_id))
    return _artist(row)


def _artist(row: sa.Row[Any]) -> Artist:
    return Artist(PersonId(row.id), row.name, row.n)


def stands_for(tx: Tx, person_id: PersonId) -> PersonId:
    """Return who a person turned out to be; themselves as a rule."""
    query = sa.select(person_joined.c.into_id)
    while (
        into := tx.execute(query.where(person_joined.c.person_id == person_id)).scalar()
    ) is not None:
        person_id = PersonId(into)
    return person_id


def accounts(tx: Tx, persons: Collection[PersonId]) -> dict[PersonId, list[Account]]:
    """Return the accounts of these persons, those first that we knew first."""
    query = sa.select(account).where(account.c.person_id.in_(list(persons))).order_by(account.c.id)
    rows = tx.execute(query).all()
    former = _former(tx, [row.id for row in rows])
    found: dict[PersonId, list[Account]] = {}
    for row in rows:
        one = _account(row, tuple(former.get(row.id, ())))
        found.setdefault(one.person_id, []).append(one)
    return found


def _former(tx: Tx, ids: Collection[int]) -> dict[int, list[FormerName]]:
    query = (
        sa.select(account_name)
        .where(account_name.c.account_id.in_(list(ids)))
        .order_by(account_name.c.until.desc(), account_name.c.id.desc())
    )
    found: dict[int, list[FormerName]] = {}
    for row in tx.execute(query):
        found.setdefault(row.account_id, []).append(FormerName(row.handle, row.name, row.until))
    return found


def _account(row: sa.Row[Any], former: tuple[FormerName, ...]) -> Account:
    return Account(
        id=AccountId(row.id),
        person_id=PersonId(row.person_id),
        ref=AccountRef(row.site, row.site_account_id),
        handle=row.handle,
        name=row.name,
        url=row.url,
        seen_at=row.seen_at,
        gone_at=row.gone_at,
        former=former,
    )


def of_posts(tx: Tx, posts: Collection[PostId]) -> dict[PostId, PersonId]:
    """Return whose these posts are, where that is known."""
    query = (
        sa.select(post.c.id, account.c.person_id)
        .join(account, account.c.id == post.c.account_id)
        .where(post.c.id.in_(list(posts)))
    )
    return {PostId(row.id): PersonId(row.person_id) for row in tx.execute(query)}


def works_of_accounts(tx: Tx, person_id: PersonId) -> dict[AccountId, int]:
    """Return how many shown works each account of a person has posts of."""
    query = (
        sa.select(account.c.id, sa.func.count(sa.distinct(page.c.artwork_id)).label("n"))
        .join(post, post.c.account_id == account.c.id)
        .join(page, page.c.post_id == post.c.id)
        .join(artwork, artwork.c.id == page.c.artwork_id)
        .where(
            account.c.person_id == person_id,
            artwork.c.cover_id.is_not(None),
            artwork.c.trashed_at.is_(None),
        )
        .group_by(account.c.id)
    )
    return {AccountId(row.id): row.n for row in tx.execute(query)}
