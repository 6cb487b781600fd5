"""Terms: the words that works are found by, and how many works each finds.

A term is known by its key: its space, a colon, its text as `spelling.normal` writes it. Bare words
(tags of sites and their translations, words of titles, names of artists) are in the space "".
Which work has which terms is derived (`artkeep.library.projection`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_new
from artkeep.db.engine import Tx
from artkeep.db.tables import term
from artkeep.library.spelling import normal

_KNOWN = sa.select(term.c.id, term.c.key, term.c.kind, term.c.also).where(
    term.c.key.in_(sa.bindparam("keys", expanding=True))
)

TITLE = "title"  # the kind of a bare word that only titles have
_AT_ONCE = 500  # keys of one question


class Space(StrEnum):
    """What a term says of a work."""

    WORD = ""  # a tag, a word of its title, a name of its artist
    ARTIST = "artist"  # names and handles, also former ones; `#12`: the person of that id
    ACCOUNT = "account"  # `site:handle`, `site:id`, the handle
    SITE = "site"
    IN = "in"  # `#12`: the list of that id
    TYPE = "type"  # jpg, png, …
    IS = "is"  # animated, ai, gone, many, local
    HAS = "has"  # caption, tags, series, source, revisions
    SOURCE = "source"  # the host of an address it was found at or taken from


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is to be known. `also`: its translation, or what it is the translation of."""

    space: Space
    text: str
    shown: str
    kind: str | None = None
    also: str | None = None

    @property
    def key(self) -> str:
        """What it is known by."""
        return key(self.space, self.text)


def key(space: Space, text: str) -> str:
    """Return what a word is known by."""
    return f"{space.value}:{normal(text)}"


def numbers(tx: Tx, wanted: Iterable[Term]) -> dict[str, int]:
    """Return the ids of terms by their keys; new ones get one."""
    by_key: dict[str, Term] = {}
    for one in wanted:
        held = by_key.get(one.key)
        if held is None or held.kind in {None, TITLE}:
            by_key[one.key] = one
    found = _known(tx, by_key)
    new = sorted(by_key.keys() - found.keys())  # one order for all: no deadlock
    if new:
        ids = insert_new(tx, term, [_row(by_key[each]) for each in new], "key")
        beaten = [each for each in new if each not in ids]  # to it, by another who writes
        found |= _known(tx, beaten) if beaten else {}
    else:
        ids = {}
    _learn(tx, by_key, found)
    return ids | {each: row.id for each, row in found.items()}


def _row(one: Term) -> dict[str, Any]:
    values = {"key": one.key, "shown": one.shown, "also": one.also, "kind": one.kind}
    return values | {"n": 0}


def _known(tx: Tx, keys: Collection[str]) -> dict[str, sa.Row[Any]]:
    return {row.key: row for some in _pieces(keys) for row in tx.execute(_KNOWN, {"keys": some})}


def _pieces(keys: Collection[str]) -> Iterator[list[str]]:
    """Return keys in pieces that one question may hold."""
    inorder = sorted(keys)
    for start in range(0, len(inorder), _AT_ONCE):
        yield inorder[start : start + _AT_ONCE]


def _learn(tx: Tx, told: Mapping[str, Term], held: Mapping[str, sa.Row[Any]]) -> None:
    """Take over what is known better by now: a title's word is a tag, a tag has a translation."""
    for each in sorted(held):
        one, row = told[each], held[each]
        news: dict[str, Any] = {}
        if one.kind not in {None, TITLE, row.kind} and row.kind in {None, TITLE, "general"}:
            news |= {"kind": one.kind, "shown": one.shown}
        if one.also is not None and row.also is None:
            news["also"] = one.also
        if news:
            tx.execute(sa.update(term).where(term.c.id == row.id).values(news))


def kinds(tx: Tx, told: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return what each term, by its key, will be about once it is told so: as `numbers` has it."""
    held = {each: row.kind for each, row in _known(tx, list(told)).items()}
    return {each: _better(held.get(each), kind) for each, kind in told.items()}


def _better(held: str | None, told: str | None) -> str | None:
    is_better = told not in {None, TITLE} and held in {None, TITLE, "general"}
    return told if is_better or held is None else held


def count(tx: Tx, changes: Mapping[int, int]) -> None:
    """Add to how many works these terms find."""
    rows = [{"its_id": each, "by": changes[each]} for each in sorted(changes) if changes[each]]
    if rows:
        tx.execute(_COUNT, rows)


_COUNT = (
    sa.update(term)
    .where(term.c.id == sa.bindparam("its_id"))
    .values(n=term.c.n + sa.bindparam("by"))
)
