"""Take a query apart into words and marks, each with its place. Nothing is refused here.

A backslash makes the character behind it an ordinary one. Full-width signs and typographic quotes
are what input methods and phones write for plain ones, and count as those.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from artkeep.library.query import hydrus

_PLAIN = {0xFF01 + each: 0x21 + each for each in range(94)}  # full-width ! to ~
_PLAIN |= {each: ord(" ") for each in (*range(0x20), *range(0x7F, 0xA0), 0x3000)}
_PLAIN |= {ord(each): ord('"') for each in "“”„‟«»"}
_UNFIT = re.compile("[\ud800-\udfff\ufdd0-\ufdef]")  # halves of characters, and what is none
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_JOINTS = {"or": "OR", "and": "AND"}


class Mark(StrEnum):
    """What kind of a word it is."""

    WORD = "word"
    QUALIFIED = "qualified"  # name:value
    PHRASE = "phrase"  # "in quotes"
    OPEN = "("
    CLOSE = ")"
    NOT = "-"
    EITHER = "~"
    OR = "or"
    AND = "and"


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place. `value` still has its backslashes and quotes, and begins at `inside`.

    `name` is lower case, and empty unless the word is qualified. `is_whole` is False when a quote
    or a parenthesis that it opens is never closed.
    """

    mark: Mark
    start: int
    end: int
    value: str = ""
    inside: int = 0
    name: str = ""
    is_whole: bool = True


def plain(text: str) -> str:
    """Return a query of the same length with plain signs for those that stand for them."""
    return _UNFIT.sub("\ufffd", text.translate(_PLAIN))


def words(text: str) -> Iterator[Word]:
    """Yield the words of a plain query."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        word = _next(text, place)
        yield word
        place = word.end


def _next(text: str, start: int) -> Word:
    first = text[start]
    if first in "()":
        return Word(Mark(first), start, start + 1)
    if first in "-~":
        return Word(Mark(first), start, start + 1)
    if text[start : start + len(hydrus.SYSTEM)].lower() == hydrus.SYSTEM:
        end, name, value = hydrus.read(text, start)
        return Word(Mark.QUALIFIED, start, end, value, start, name)
    if first == '"':
        end, is_closed = _quoted(text, start)
        inside = text[start + 1 : end - 1 if is_closed else end]
        return Word(Mark.PHRASE, start, end, inside, start + 1, is_whole=is_closed)
    return _word(text, start)


def _quoted(text: str, start: int) -> tuple[int, bool]:
    """Return where what is quoted from here ends, behind its quote, and whether it has one."""
    place = start + 1
    while place < len(text):
        if text[place] == '"':
            return place + 1, True
        place += 2 if text[place] == "\\" else 1
    return len(text), False


def _word(text: str, start: int) -> Word:
    colon = _colon(text, start)
    if colon is None:
        end = _end(text, start)
        value = text[start:end]
        joint = _JOINTS.get(value.lower())
        return Word(Mark[joint] if joint else Mark.WORD, start, end, value, start)
    end, is_whole = _end_of_value(text, colon + 1)
    name = text[start:colon].lower()
    value = text[colon + 1 : end]
    return Word(Mark.QUALIFIED, start, end, value, colon + 1, name, is_whole)


def _colon(text: str, start: int) -> int | None:
    """Return where the colon behind a qualifier's name stands."""
    colon = text.find(":", start)
    return colon if colon > start and _NAME.match(text, start, colon) else None


def _end(text: str, start: int) -> int:
    """Return where a word ends: at a space, or at a parenthesis that it did not open itself."""
    place, depth = start, 0
    while place < len(text) and not text[place].isspace():
        if text[place] == "\\":
            place += 1
        elif text[place] in "()":
            depth += 1 if text[place] == "(" else -1
            if depth < 0:
                break
        place += 1
    return min(place, len(text))


def _end_of_value(text: str, start: int) -> tuple[int, bool]:
    """Return where a value ends, and whether what it opens is closed.

    Spaces may stand in its quotes, and in a list in parentheses: rating:(s, q).
    """
    if text.startswith("(", start):
        return _end_of_list(text, start)
    place = start
    while place < len(text):
        if text[place] == '"':
            place, is_closed = _quoted(text, place)
            if not is_closed:
                return place, False
        end = _end(text, place)
        comma = _BEFORE_QUOTE.search(text, place, end)
        if comma is None:
            return end, True
        place = comma.end()
    return place, True


# a comma with a quote behind it: the next value of a list is quoted
_BEFORE_QUOTE = re.compile(r'(?<!\\),(?=")')


def _end_of_list(text: str, start: int) -> tuple[int, bool]:
    place, depth = start, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] in "()":
            depth += 1 if text[place] == "(" else -1
            if depth == 0:
                return _end(text, place + 1), True
        place += 1
    return len(text), False


# ---- inside a value ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the values of a list, still with its backslashes, and where it begins."""

    text: str
    start: int


def pieces(value: str, start: int) -> Iterator[Piece]:
    """Take a list of values apart at its commas; parentheses around all of it go, quotes too."""
    if value.startswith("(") and value.endswith(")") and not value.endswith("\\)"):
        value, start = value[1:-1], start + 1
    for found in _PIECE.finditer(value):
        text = found.group(1)
        bare = text.strip()
        if bare:
            yield Piece(_unquoted(bare), start + found.start(1) + text.find(bare))


_PIECE = re.compile(r'((?:\s*"(?:[^"\\]|\\.)*"\s*)|(?:[^,\\]|\\.)*\\?)(?:,|\Z)', re.DOTALL)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    return text


# `*` and `?` that stand for other characters, while the others may be anything
ANY = "\ufdd0"
ONE = "\ufdd1"
_SIGNS = {"*": ANY, "?": ONE}
_ESCAPED = re.compile(r"\\(.?)|([*?])", re.DOTALL)


def unescaped(text: str) -> str:
    """Return a word without its backslashes, with `ANY` and `ONE` for its wildcards."""
    return _ESCAPED.sub(lambda found: _SIGNS.get(found.group(2), found.group(1)), text)
