"""What is said of words that cannot be read, and what may have been meant."""

import difflib
from collections.abc import Iterable

from artkeep.errors import BadQuery
from artkeep.library.query.qualifiers import ALIASES, QUALIFIERS, VALUES, Qualifier
from artkeep.library.query.tree import Span
from artkeep.library.query.words import Piece, Word
from artkeep.texts import text

_ALIKE = 0.7  # of 1: less is another word, not a slip


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that somebody may have meant."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=_ALIKE)
    return found[0] if found else None


def at(span: Span, words: str, suggestion: str | None = None) -> BadQuery:
    """Return the error for a part of a query."""
    return BadQuery(span.start, span.length, words, suggestion)


def in_list(piece: Piece, words: str, suggestion: str | None = None) -> BadQuery:
    """Return the error for one value of a list."""
    return BadQuery(piece.start, len(piece.text), words, suggestion)


def unknown_name(word: Word, span: Span) -> BadQuery:
    """Return the error for a name that nobody knows: a slip, or a tag with a colon in it."""
    near = nearest(word.name, [*QUALIFIERS, *ALIASES])
    if near is not None:
        meant = f"{ALIASES.get(near, near)}:{word.value}"
        return at(span, text("there is no {word}:", word=word.name), meant)
    if word.name in {"http", "https"}:
        host = word.value.strip("/").partition("/")[0]
        return at(span, text("an address is no word"), f"source:{host}" if host else None)
    meant = f"{word.name}\\:{word.value}"
    return at(
        span,
        text("there is no {word}:, and a tag with a colon has \\: in it", word=word.name),
        meant,
    )


def unknown_value(known: Qualifier, piece: Piece) -> BadQuery:
    """Return the error for a word that is none of the few that are known."""
    near = nearest(piece.text.lower(), [*known.values, *VALUES.get(known.name, ())])
    meant = None if near is None else f"{known.name}:{near}"
    return in_list(
        piece,
        text("{known}: knows {names}", known=known.name, names=", ".join(known.values)),
        meant,
    )
