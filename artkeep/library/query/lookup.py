"""Which terms the words of a query stand for: a bounded set each, looked up before searching."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection, term
from artkeep.library.query import wrong
from artkeep.library.query.qualifiers import BARE, QUALIFIERS, Kind, Qualifier
from artkeep.library.query.tree import Leaf, Node, leaves
from artkeep.library.query.words import ANY, ONE
from artkeep.library.spelling import normal
from artkeep.library.terms import Space
from artkeep.texts import number
from artkeep.texts import text as sentence

WIDEST = 1000  # words that one with wildcards may stand for
_TOGETHER = 10_000  # words that a whole query may stand for
_HALVES, _BEHIND_HALVES = 0xD800, 0xE000  # halves of letters are none
_LOOKED_UP = frozenset({Kind.TERM, Kind.CHOICE, Kind.TAG, Kind.LIST})


@dataclass(frozen=True, slots=True)
class Words:
    """The terms that a leaf stands for, and how many works they find together, at most."""

    ids: tuple[int, ...] = ()
    n: int = 0


Lookup = Mapping[Leaf, Words]


def look_up(tx: Tx, tree: Node) -> Lookup:
    """Find the terms of all leaves that have some. Raises BadQuery for what is too wide."""
    asked = {leaf: _keys(tx, leaf) for leaf in leaves(tree) if _known(leaf).kind in _LOOKED_UP}
    plain = {each for keys in asked.values() for each in keys if not _is_wide(each)}
    rows = _rows(tx, sorted(plain)) if plain else {}
    found: dict[Leaf, Words] = {}
    for leaf, keys in asked.items():
        found[leaf] = _words(tx, leaf, keys, rows)
        if sum(len(words.ids) for words in found.values()) > _TOGETHER:
            raise wrong.at(leaf.span, sentence("this query stands for too many words"))
    return found


def _known(leaf: Leaf) -> Qualifier:
    return QUALIFIERS.get(leaf.name, BARE)


def _keys(tx: Tx, leaf: Leaf) -> list[str]:
    """Return the keys of the terms that a leaf names, some with wildcards."""
    known = _known(leaf)
    if known.kind is Kind.LIST:
        return [f"{Space.IN.value}:#{each}" for each in lists(tx, leaf)]
    space = known.space or Space.WORD
    return [f"{space.value}:{text}" for text in leaf.texts]


def lists(tx: Tx, leaf: Leaf) -> list[int]:
    """Return the ids of the lists that `in:` names, by number or by title."""
    query = sa.select(collection.c.id, collection.c.title).order_by(collection.c.id)
    rows = tx.execute(query).all()
    found: dict[int, None] = {}
    for text in leaf.texts:
        fits = re.compile(pattern(text), re.DOTALL)
        for row in rows:
            if text == f"#{row.id}" or fits.match(normal(row.title)):
                found[row.id] = None
    return list(found)


def _words(tx: Tx, leaf: Leaf, keys: Sequence[str], rows: Mapping[str, sa.Row[Any]]) -> Words:
    found = [rows[each] for each in keys if each in rows]
    for each in filter(_is_wide, keys):
        found += tx.execute(_ROWS.where(_like(each)).limit(WIDEST + 1))
        if len(found) > WIDEST:
            raise wrong.at(
                leaf.span,
                sentence(
                    "more than {widest} words are like this: write more of it",
                    widest=number(WIDEST),
                ),
            )
    tag = _known(leaf).tag
    numbers = {row.id: row.n for row in found if tag is None or row.kind == tag.value}
    return Words(tuple(numbers), sum(numbers.values()))


_ROWS = sa.select(term.c.id, term.c.key, term.c.kind, term.c.n).where(term.c.n > 0)
_NAMED = _ROWS.where(term.c.key.in_(sa.bindparam("keys", expanding=True)))
_AT_ONCE = 500  # keys of one question


def _rows(tx: Tx, keys: Sequence[str]) -> dict[str, sa.Row[Any]]:
    found: dict[str, sa.Row[Any]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = tx.execute(_NAMED, {"keys": keys[start : start + _AT_ONCE]})
        found |= {row.key: row for row in some}
    return found


def _is_wide(text: str) -> bool:
    return ANY in text or ONE in text


def _like(key: str) -> sa.ColumnElement[bool]:
    """Return the condition that a term's key is like this; an index finds how it begins."""
    beginning = re.split(f"[{ANY}{ONE}]", key, maxsplit=1)[0]
    return sa.and_(begins_with(beginning), term.c.key.like(_escaped(key), escape="\\"))


def begins_with(beginning: str) -> sa.ColumnElement[bool]:
    """Return the condition that a term's key begins so, which an index answers."""
    next_one = beginning[:-1] + _after(beginning[-1])
    return sa.and_(term.c.key >= beginning, term.c.key < next_one)


def _after(letter: str) -> str:
    """Return what comes after a letter and all that begins with it."""
    if ord(letter) == sys.maxunicode:
        return letter * 2  # nothing can follow it; few words begin with it
    number = ord(letter) + 1
    return chr(_BEHIND_HALVES if number == _HALVES else number)


def _escaped(text: str) -> str:
    literal = re.sub(r"[\\%_]", lambda found: f"\\{found.group()}", text)
    return literal.replace(ANY, "%").replace(ONE, "_")


def pattern(text: str) -> str:
    """Return a text with wildcards as a regular expression."""
    signs = {ANY: ".*", ONE: "."}
    return "".join(signs.get(letter, re.escape(letter)) for letter in text) + r"\Z"
