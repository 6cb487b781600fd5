"""A tree as conditions on works, for both engines; every value is a bound parameter.

A condition is asked of each work that is walked past, so it is one the engine answers by itself
for that work: a subquery in the place of a value, which neither engine turns into a join. Which
works are walked is decided elsewhere (`plan`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators

from artkeep.db.dialect import Moment
from artkeep.db.engine import EngineName
from artkeep.db.tables import artwork, artwork_term, image, page
from artkeep.db.tables.posts import MD5
from artkeep.library import fulltext, spelling
from artkeep.library.query import values
from artkeep.library.query.lookup import Lookup, Words
from artkeep.library.query.qualifiers import BARE, QUALIFIERS, RANGES, Kind, Qualifier
from artkeep.library.query.tree import All, Bounds, Either, Leaf, Node, Not
from artkeep.library.query.values import Limits

Condition = sa.ColumnElement[bool]
_FEW = 8  # terms that are tried one by one; of more, the work's own are looked through
_DIGITS = 64  # of a whole SHA-256
_MD5_DIGITS = 32
_IS_MD5 = sa.text(MD5)


@dataclass(frozen=True, slots=True)
class Row:
    """Where a walk has the id and the position of the work it stands at."""

    id: sa.ColumnElement[int]
    position: sa.ColumnElement[int]


@dataclass(frozen=True, slots=True)
class Asking:
    """What conditions are made from: the engine, the moment, the terms, and where works stand.

    `by` is the column of `artwork` in whose order works are walked.
    """

    engine_name: EngineName
    now: datetime
    words: Lookup
    row: Row
    by: str


def condition(asking: Asking, node: Node) -> Condition:
    """Return what holds for the works that a tree asks for; never null where it is negated."""
    match node:
        case Leaf():
            return leaf_condition(asking, node)
        case Not(part):
            return _fails(condition(asking, part))
        case All(parts):
            return sa.and_(sa.true(), *(condition(asking, part) for part in parts))
        case Either(parts):
            return sa.or_(sa.false(), *(condition(asking, part) for part in parts))


def _fails(one: Condition) -> Condition:
    """Return that something does not hold or is not known.

    PostgreSQL takes `is not true` for rare, and would then sort all works rather than walk them;
    of this it thinks that most works pass.
    """
    return sa.case((one, sa.literal_column("1")), else_=sa.literal_column("0")) != _ONE


_ONE = sa.literal_column("1", sa.Integer)


def leaf_condition(asking: Asking, leaf: Leaf) -> Condition:
    """Return what holds for the works that a leaf asks for."""
    known = QUALIFIERS.get(leaf.name, BARE)
    if known.kind in RANGES:
        return sa.or_(*(_in_bounds(asking, known, bounds) for bounds in leaf.bounds))
    if known.kind is Kind.TEXT:
        tokens = spelling.tokens(leaf.texts[0])
        return fulltext.says(asking.engine_name, tokens, asking.row.id)
    if known.kind is Kind.DIGEST:
        return sa.or_(*(asking.row.id.in_(ids) for ids in with_digest(known, leaf.texts)))
    return _has(asking.row, asking.words[leaf])


def needs_artwork(node: Node) -> bool:
    """Say whether a tree asks for what only the row of a work says."""
    match node:
        case Leaf(name):
            column = QUALIFIERS.get(name, BARE).column
            return column not in {"", "id", "position"}
        case Not(part):
            return needs_artwork(part)
        case All(parts) | Either(parts):
            return any(map(needs_artwork, parts))


def _has(row: Row, words: Words) -> Condition:
    """Return that a work has one of some terms."""
    if not words.ids:
        return sa.false()
    if len(words.ids) > _FEW:  # adding nothing keeps engines from trying each term in the index
        is_one: Condition = (_LINK.c.term_id + sa.literal_column("0", sa.Integer)).in_(words.ids)
    else:
        is_one = sa.and_(_LINK.c.term_id.in_(words.ids), _LINK.c.position == row.position)
    return _LINKED.where(_LINK.c.artwork_id == row.id, is_one).scalar_subquery().is_not(None)


_LINK = artwork_term.alias("link")
_LINKED = sa.select(sa.literal_column("1", sa.Integer)).limit(1)


# ---- ranges ------------------------------------------------------------------------------------


def _in_bounds(asking: Asking, known: Qualifier, bounds: Bounds) -> Condition:
    column: sa.ColumnElement[Any] = artwork.c[known.column]
    if known.column in {"id", "position"}:
        column = asking.row.id if known.column == "id" else asking.row.position
    elif asking.engine_name == "sqlite" and known.column != asking.by:
        column = _unindexed(column)
    return in_bounds(known, bounds, column, asking.now)


def _unindexed(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Keep SQLite from taking the index of this column instead of the order's, and then sorting."""
    return sa.UnaryExpression(column, operator=_PLUS, type_=column.type)


_PLUS = operators.custom_op[Any]("+")


def in_bounds(
    known: Qualifier, bounds: Bounds, column: sa.ColumnElement[Any], now: datetime
) -> Condition:
    """Return that a column lies within a range."""
    if bounds.op == "none":
        return column.is_(None)
    if bounds.op == "any":
        return column.is_not(None)
    limits = values.limits(known.kind, bounds, now)
    bind = _binder(known)
    if limits.low is not None and limits.low == limits.high:
        return column == bind(limits.low)
    return sa.and_(*_sides(limits, column, bind))


def _sides(
    limits: Limits, column: sa.ColumnElement[Any], bind: Callable[[float], Any]
) -> list[Condition]:
    found: list[Condition] = []
    if limits.low is not None:
        low = bind(limits.low)
        found.append(column > low if limits.is_low_open else column >= low)
    if limits.high is not None:
        high = bind(limits.high)
        found.append(column < high if limits.is_high_open else column <= high)
    return found


def _binder(known: Qualifier) -> Callable[[float], sa.ColumnElement[Any]]:
    """Return what makes a number a parameter of the column's kind."""
    if known.kind is Kind.RATIO:
        return lambda number: sa.literal(float(number), sa.Double)
    if known.column in {"posted_at", "shown_at"}:
        return lambda number: sa.literal(values.moment(number), Moment())
    return lambda number: sa.literal(number, sa.BigInteger if number == int(number) else sa.Double)


# ---- digests -----------------------------------------------------------------------------------


def with_digest(known: Qualifier, digests: tuple[str, ...]) -> list[sa.Select[tuple[int]]]:
    """Return what finds the ids of works that show a file with one of these digests."""
    found = []
    if known.name in {"sha256", "hash"}:
        shown = sa.select(page.c.artwork_id).join(image, image.c.id == page.c.image_id)
        found.append(shown.where(sa.or_(*map(_begins, digests))))
    told = [digest for digest in digests if len(digest) == _MD5_DIGITS and known.name != "sha256"]
    if told:
        found.append(sa.select(page.c.artwork_id).where(_IS_MD5, page.c.stamp.in_(told)))
    return found


def _begins(digest: str) -> Condition:
    """Return that a SHA-256 begins with these digits."""
    first = bytes.fromhex(digest.ljust(_DIGITS, "0"))
    last = bytes.fromhex(digest.ljust(_DIGITS, "f"))
    return image.c.sha256.between(first, last)
