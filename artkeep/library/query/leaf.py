"""Read one word of a query: a tag, a phrase, or a qualifier with its values."""

import re
from collections.abc import Callable, Iterable, Sequence

from artkeep.library import spelling
from artkeep.library.query import orders, ranges, wrong
from artkeep.library.query.orders import Order
from artkeep.library.query.qualifiers import (
    ELSEWHERE,
    QUALIFIERS,
    RANGES,
    VALUES,
    Kind,
    Qualifier,
    named,
)
from artkeep.library.query.tree import Leaf, Node, Span, either
from artkeep.library.query.words import ANY, ONE, Mark, Piece, Word, pieces, unescaped
from artkeep.texts import text as sentence

_WILDCARDS = 4  # in one word: each more makes looking through all words slower
_MOST = 100  # values of one list
_LARGEST_PAGE = 10_000
_LONGEST_PHRASE = 50  # words, or pairs of letters
_TRAILING = re.compile(r"(?<!\\),+\Z")  # fox, snow
_DIGITS = {"md5": (32, 32), "sha256": (4, 64), "hash": (4, 64)}  # at least and at most
_HEX = re.compile(r"[0-9a-f]+\Z")
_HOST = re.compile(r"\Ahttps?://(?:www\.)?([^/]*).*\Z", re.IGNORECASE | re.DOTALL)
_LIMITS = {"_min": ">=", "_max": "<="}  # szurubooru's: width-min:1000


def read(word: Word) -> Node | None:
    """Read a word; None for what is only a comma. Raises BadQuery."""
    span = span_of(word)
    if not word.is_whole:
        sign = "(" if word.value.startswith("(") else '"'
        raise wrong.at(span, sentence("this {sign} is never closed", sign=sign))
    if word.mark is Mark.PHRASE:
        return _phrase(word.value, span)
    if word.mark is Mark.QUALIFIED:
        return _qualified(word, span)
    value = _TRAILING.sub("", word.value)
    return Leaf("", (_text(Piece(value, word.inside)),), span=span) if value else None


def order_of(word: Word) -> Order:
    """Read `order:…`. Raises BadQuery."""
    found = orders.order(unescaped(word.value).strip('"'))
    if found is None:
        raise wrong.unknown_value(QUALIFIERS["order"], Piece(word.value, word.inside))
    return found


def limit_of(word: Word) -> int:
    """Read `limit:…`. Raises BadQuery."""
    value = word.value.removeprefix("=")
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _LARGEST_PAGE):
        raise wrong.at(
            span_of(word),
            sentence("limit: is a number from 1 to {largest_page}", largest_page=_LARGEST_PAGE),
            "limit:100",
        )
    return int(value[:9])


def span_of(word: Word) -> Span:
    """Return where a word stands."""
    return Span(word.start, word.end - word.start)


def _phrase(said: str, span: Span) -> Leaf:
    text = " ".join(re.sub(r"\\(.?)", r"\1", said, flags=re.DOTALL).split())
    tokens = spelling.tokens(text)
    if not tokens:
        raise wrong.at(span, sentence("there is no word in this"))
    if len(tokens) > _LONGEST_PHRASE:
        raise wrong.at(
            span,
            sentence("a phrase has {longest_phrase} words at most", longest_phrase=_LONGEST_PHRASE),
        )
    return Leaf("caption", (text,), span=span)


def _text(piece: Piece) -> str:
    """Return a word as terms are spelt."""
    text = spelling.normal(unescaped(piece.text))
    if not text:
        raise wrong.in_list(piece, sentence("there is no word in this"))
    if text.count(ANY) > _WILDCARDS:
        raise wrong.in_list(
            piece, sentence("a word has {wildcards} * at most", wildcards=_WILDCARDS)
        )
    if not text.strip(ANY + ONE):
        raise wrong.in_list(piece, sentence("a letter stands beside a wildcard"))
    return text


def _qualified(word: Word, span: Span) -> Node:
    name, operator = word.name.replace("-", "_"), ""
    if named(name) is None and name[-4:] in _LIMITS:
        name, operator = name[:-4], _LIMITS[name[-4:]]
    known = named(name)
    if known is None or (operator and known.kind not in RANGES):
        raise wrong.unknown_name(word, span)
    some = list(pieces(word.value, word.inside))
    if not some:
        raise wrong.at(span, sentence("{known}: needs a value", known=known.name), known.example)
    if len(some) > _MOST:
        raise wrong.at(span, sentence("a list has {most} values at most", most=_MOST))
    if known.kind in RANGES:
        return Leaf(known.name, bounds=ranges.read(known, some, name, operator), span=span)
    return _READERS[known.kind](known, some, span)


# ---- by what stands behind the colon -----------------------------------------------------------


def _words(known: Qualifier, some: Sequence[Piece], span: Span) -> Node:
    if known.name == "source":
        some = [Piece(_HOST.sub(r"\1", each.text), each.start) for each in some]
    return Leaf(known.name, _unique(map(_text, some)), span=span)


def _said(_: Qualifier, some: Sequence[Piece], span: Span) -> Node:
    return either([_phrase(each.text, span) for each in some])


def _choice(known: Qualifier, some: Sequence[Piece], span: Span) -> Node:
    chosen = [spelling.normal(unescaped(each.text)).replace("-", "_") for each in some]
    if known.name == "is" and all(each in ELSEWHERE for each in chosen):
        return either([_elsewhere(*ELSEWHERE[each], span) for each in chosen])
    for word, piece in zip(chosen, some, strict=True):
        if _value(known, word) not in known.values:
            raise wrong.unknown_value(known, piece)
    return Leaf(known.name, _unique(_value(known, word) for word in chosen), span=span)


def _elsewhere(name: str, value: str, span: Span) -> Node:
    """Return what is asked with `is:` and belongs to another name: is:png, is:safe."""
    known, some = QUALIFIERS[name], [Piece(value, span.start)]
    if known.kind in RANGES:
        return Leaf(name, bounds=ranges.read(known, some, name, ""), span=span)
    return _choice(known, some, span)


def _value(known: Qualifier, word: str) -> str:
    return VALUES[known.name].get(word, word)


def _digest(known: Qualifier, some: Sequence[Piece], span: Span) -> Node:
    least, most = _DIGITS[known.name]
    for piece in some:
        if not (_HEX.match(piece.text.lower()) and least <= len(piece.text) <= most):
            digits = f"{least}" if least == most else f"{least} to {most}"
            raise wrong.in_list(
                piece,
                sentence(
                    "{known}: takes {digits} digits, 0 to 9 and a to f",
                    known=known.name,
                    digits=digits,
                ),
            )
    return Leaf(known.name, _unique(each.text.lower() for each in some), span=span)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


_READERS: dict[Kind, Callable[[Qualifier, Sequence[Piece], Span], Node]] = {
    Kind.TERM: _words,
    Kind.TAG: _words,
    Kind.LIST: _words,
    Kind.CHOICE: _choice,
    Kind.TEXT: _said,
    Kind.DIGEST: _digest,
}
