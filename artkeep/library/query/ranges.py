"""Read ranges: `>=1920`, `2..8`, `..5`, `<5mb`, `1,5,9`, `none`."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from artkeep.errors import BadQuery
from artkeep.library.query import values, wrong
from artkeep.library.query.qualifiers import RATINGS, VALUES, Kind, Qualifier
from artkeep.library.query.tree import Bounds
from artkeep.library.query.words import Piece

_OPERATOR = re.compile(r"(>=|=>|<=|=<|>|<|=)(.*)\Z", re.DOTALL)
_DOTS = re.compile(r"(.*?)(\.{2,3})(.*)\Z", re.DOTALL)
_TURNED = {"=>": ">=", "=<": "<="}
_NONE = {"none": "none", "unknown": "none", "null": "none", "any": "any"}
_SEVERAL = {"safe": RATINGS[:2], "nsfw": RATINGS[2:]}
_MEGAPIXELS = frozenset({"mpixels", "megapixels"})
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # whether a value can be read depends on no day


def read(known: Qualifier, some: Sequence[Piece], name: str, operator: str) -> tuple[Bounds, ...]:
    """Read the values of a qualifier; `name` is how it was written. Raises BadQuery.

    `operator` is one that its name stands for, empty if it stands for none.
    """
    found: list[Bounds] = []
    for piece in some:
        text = operator + "".join(piece.text.lower().split())
        for bounds in _bounds(known.kind, text):
            found.append(_in_megapixels(bounds) if name in _MEGAPIXELS else bounds)
            _check(known, found[-1], piece)
    return tuple(dict.fromkeys(found))


def _bounds(kind: Kind, text: str) -> Iterator[Bounds]:
    if text in _NONE:
        yield Bounds(_NONE[text])
    elif kind is Kind.RATING and VALUES["rating"].get(text, text) in _SEVERAL:
        yield from (Bounds("=", each) for each in _SEVERAL[VALUES["rating"].get(text, text)])
    elif found := _OPERATOR.match(text):
        yield Bounds(_TURNED.get(found[1], found[1]), _word(kind, found[2]))
    elif found := _DOTS.match(text):
        yield _dotted(_word(kind, found[1]), found[2], _word(kind, found[3]))
    else:
        yield Bounds("=", _word(kind, text))


def _dotted(first: str, dots: str, last: str) -> Bounds:
    if first and last:
        return Bounds(dots, first, last)
    if first:
        return Bounds(">=", first)
    return Bounds("<=" if dots == ".." else "<", last)


def _word(kind: Kind, text: str) -> str:
    return VALUES["rating"].get(text, text) if kind is Kind.RATING else text


def _in_megapixels(bounds: Bounds) -> Bounds:
    value, until = (f"{each}mp" if each else "" for each in (bounds.value, bounds.until))
    return Bounds(bounds.op, value, until)


def _check(known: Qualifier, bounds: Bounds, piece: Piece) -> None:
    if bounds.op in {"none", "any"}:
        return
    try:
        values.limits(known.kind, bounds, _ANY_DAY)
    except ValueError as error:
        raise _unreadable(known, piece, str(error)) from error


def _unreadable(known: Qualifier, piece: Piece, words: str) -> BadQuery:
    if known.kind is Kind.RATING:
        return wrong.unknown_value(known, piece)
    near = wrong.nearest(piece.text.lower(), ("today", "yesterday"))
    if known.kind is Kind.DATE and near is not None:
        return wrong.in_list(piece, words, f"{known.name}:{near}")
    return wrong.in_list(piece, words)
