"""Whether a query finds a post whose pictures are still to come, from what its site tells of it.

It asks of values what `conditions` asks of rows, and answers alike for all that is known by then.
What is not (`None`) is only known when the picture is here: how wide it is where the site does not
say. What no site tells before, as on how many lists a work is, cannot be asked at all (`check`).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from artkeep.library import findable, spelling
from artkeep.library.described import Described
from artkeep.library.query import values, wrong
from artkeep.library.query.lookup import pattern
from artkeep.library.query.parser import Query
from artkeep.library.query.qualifiers import BARE, QUALIFIERS, RANGES, Kind, Qualifier
from artkeep.library.query.tree import NOWHERE, All, Bounds, Either, Leaf, Node, Not, leaves
from artkeep.library.terms import TITLE, Space
from artkeep.model.found import Told
from artkeep.texts import text

OF_SIZE = frozenset({"width", "height", "pixels", "ratio"})
_NEVER = frozenset({"size", "frames", "copies", "id", "added", "in", "hash", "md5", "sha256"})
_NEVER_TRUE = {"is": frozenset({"gone", "local"}), "has": frozenset({"revisions"})}
_UNKNOWN = frozenset({"copies", "size_bytes", "frames", "id", "shown_at"})
MOVES = f"{Space.IS.value}:animated"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a post. `unknown` are columns, spaces and keys of terms.

    `kinds` are its terms by their keys, with what each is about; `numbers` are by the column that
    they will stand in, moments as microseconds since 1970.
    """

    kinds: Mapping[str, str | None]
    numbers: Mapping[str, float | None]
    tokens: Sequence[str]
    unknown: frozenset[str] = frozenset()


def facts(work: Described, unknown: Collection[str] = ()) -> Facts:
    """Return what a post would be found by, described as the work that it will be."""
    kinds: dict[str, str | None] = {}
    for term in findable.terms(work):
        key = term.key
        if kinds.get(key) in {None, TITLE}:
            kinds[key] = term.kind
    numbers: dict[str, Any] = dict(findable.columns(work))
    posted_at = numbers.get("posted_at")
    numbers["posted_at"] = None if posted_at is None else values.microseconds(posted_at)
    return Facts(kinds, numbers, findable.text(work), _UNKNOWN | frozenset(unknown))


def check(query: Query, told: Collection[Told], site: str) -> None:
    """Raise BadQuery for what nobody knows of a post before its pictures are here.

    `told` is what a site tells of pictures, `site` what it is called. An order or a limit, which
    would do nothing, is refused too.
    """
    for span in (query.order_at, query.limit_at):
        if span != NOWHERE:
            raise wrong.at(span, text("a filter has neither an order nor a limit"))
    for leaf in leaves(query.tree):
        unknown = _unknown(leaf)
        if unknown is not None:
            raise wrong.at(
                leaf.span,
                text(
                    "{asked} is not known before a picture is here: no filter can ask it",
                    asked=unknown,
                ),
            )
        lacks = Told.SIZE if leaf.name in OF_SIZE else Told.TYPE if leaf.name == "type" else None
        if lacks is not None and lacks not in told:
            raise wrong.at(
                leaf.span,
                text(
                    "{site} does not tell {leaf} before a picture is here",
                    site=site,
                    leaf=leaf.name,
                ),
            )


def _unknown(leaf: Leaf) -> str | None:
    """Return what of a word no site tells before a picture is here, None when one may."""
    if leaf.name in _NEVER:
        return leaf.name
    never = _NEVER_TRUE.get(leaf.name, frozenset())
    return next((f"{leaf.name}:{each}" for each in leaf.texts if each in never), None)


def matches(query: Query, known: Facts, now: datetime) -> bool | None:
    """Say whether a query finds a post; None: that depends on what is not known yet."""
    return _holds(known, query.tree, now)


def _holds(known: Facts, node: Node, now: datetime) -> bool | None:
    match node:
        case Leaf():
            return _leaf(known, node, now)
        case Not(part):
            return _not(_holds(known, part, now))
        case All(parts):
            return _not(_any(_not(_holds(known, part, now)) for part in parts))
        case Either(parts):
            return _any(_holds(known, part, now) for part in parts)


def _not(one: bool | None) -> bool | None:  # noqa: FBT001 - it is a value here, not a switch
    return None if one is None else not one


def _any(some: Iterable[bool | None]) -> bool | None:
    """Say whether one of these holds; None when that could still be."""
    found = list(some)
    return True if True in found else None if None in found else False


def _leaf(known: Facts, leaf: Leaf, now: datetime) -> bool | None:
    asked = QUALIFIERS.get(leaf.name, BARE)
    if asked.kind in RANGES:
        return _any(_in_bounds(known, asked, bounds, now) for bounds in leaf.bounds)
    if asked.kind in {Kind.DIGEST, Kind.LIST}:
        return None
    if asked.kind is Kind.TEXT:
        return _says(known.tokens, spelling.tokens(leaf.texts[0]))
    return _has(known, asked, leaf.texts)


def _in_bounds(known: Facts, asked: Qualifier, bounds: Bounds, now: datetime) -> bool | None:
    if asked.column in known.unknown:
        return None
    value = known.numbers.get(asked.column)
    if bounds.op == "none" or value is None:
        return bounds.op == "none" and value is None
    if bounds.op == "any":
        return True
    between = values.limits(asked.kind, bounds, now)
    low, high = between.low, between.high
    if low is not None and (value < low or (between.is_low_open and value == low)):
        return False
    return high is None or value < high or (not between.is_high_open and value == high)


def _says(tokens: Sequence[str], phrase: Sequence[str]) -> bool:
    """Say whether a text has these one right after the other."""
    length = len(phrase)
    return any(
        list(tokens[at : at + length]) == list(phrase) for at in range(len(tokens) - length + 1)
    )


def _has(known: Facts, asked: Qualifier, texts: Sequence[str]) -> bool | None:
    space = (asked.space or Space.WORD).value
    if space in known.unknown:
        return None
    keys = [f"{space}:{text}" for text in texts]
    like = re.compile("|".join(f"(?:{pattern(key)})" for key in keys), re.DOTALL)
    about = None if asked.tag is None else asked.tag.value
    if any(like.match(key) and about in {None, kind} for key, kind in known.kinds.items()):
        return True
    return None if any(key in known.unknown for key in keys) else False
