"""A tree as text: the one way to write a query, and where each of its leaves stands in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from artkeep.library.query.orders import DEFAULT, Order
from artkeep.library.query.qualifiers import QUALIFIERS, Kind
from artkeep.library.query.tree import All, Either, Leaf, Node, Not
from artkeep.library.query.words import ANY, ONE

# what a bare word must not begin with, and what it must not be, to be taken as it stands
_FIRST = frozenset('-~"')
_JOINTS = frozenset({"or", "and"})
_QUALIFIED = re.compile(r"[a-z][a-z0-9_-]*:")
_SPECIAL = re.compile(r"[\\*?]")


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of a query that can be taken out: a leaf with its minus, the order, the limit.

    `start` and `length` are characters of the query's text; `kind` is the qualifier's name,
    `tag` or `phrase`.
    """

    text: str
    start: int
    length: int
    kind: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of text that is a chip, if it has a kind."""

    text: str
    kind: str = ""
    is_negated: bool = False


def write(tree: Node, order: Order, limit: int | None) -> tuple[str, tuple[Chip, ...]]:
    """Return the text of a query, and its chips in their order."""
    parts: list[_Part] = []
    more = list(_tail(order, limit))
    if tree != All(()):
        parts += _grouped(tree, Either) if more else _parts(tree)
    for each in more:
        parts += [_SPACE, each] if parts else [each]
    return _laid_out(parts)


_SPACE = _Part(" ")


def _tail(order: Order, limit: int | None) -> Iterator[_Part]:
    if order != DEFAULT:
        yield _Part(f"order:{order}", "order")
    if limit is not None:
        yield _Part(f"limit:{limit}", "limit")


def _laid_out(parts: Sequence[_Part]) -> tuple[str, tuple[Chip, ...]]:
    place = 0
    chips = []
    for part in parts:
        length = len(part.text)
        if part.kind:
            chips.append(Chip(part.text, place, length, part.kind, part.is_negated))
        place += length
    return "".join(part.text for part in parts), tuple(chips)


def _parts(node: Node) -> Iterator[_Part]:
    match node:
        case Leaf():
            yield _Part(leaf(node), _kind(node))
        case Not(Leaf() as inner):
            yield _Part(f"-{leaf(inner)}", _kind(inner), is_negated=True)
        case Not(part):
            yield _Part("-")
            yield from _grouped(part, All, Either)
        case All(parts):
            yield from _joined(parts, " ", Either)
        case Either(parts):
            yield from _joined(parts, " or ")


def _joined(parts: Sequence[Node], between: str, *loose: type[Node]) -> Iterator[_Part]:
    for number, part in enumerate(parts):
        if number:
            yield _Part(between)
        yield from _grouped(part, *loose)


def _grouped(node: Node, *loose: type[Node]) -> Iterator[_Part]:
    """Yield a node, in parentheses when it is of a kind that would fall apart."""
    if isinstance(node, loose):
        yield _Part("(")
        yield from _parts(node)
        yield _Part(")")
    else:
        yield from _parts(node)


def _kind(one: Leaf) -> str:
    if one.name == "caption":
        return "phrase"
    return one.name or "tag"


def leaf(one: Leaf) -> str:
    """Return a leaf as it is written."""
    if not one.name:
        return bare(one.texts[0])
    if one.name == "caption":
        return _quoted(one.texts[0])
    values = [str(each) for each in one.bounds] or [
        valued(each, QUALIFIERS[one.name].kind) for each in one.texts
    ]
    return f"{one.name}:{','.join(values)}"


def bare(text: str) -> str:
    """Return a tag so that it is read as one."""
    escaped = _escaped(text)
    if text in _JOINTS or escaped[0] in _FIRST:
        return f"\\{escaped}"
    if found := _QUALIFIED.match(escaped):
        return f"{escaped[: found.end() - 1]}\\{escaped[found.end() - 1 :]}"
    return escaped.removesuffix(",") + "\\," if escaped.endswith(",") else escaped


def valued(text: str, kind: Kind) -> str:
    """Return a word behind a colon so that it is read as one, and not as a list."""
    escaped = _escaped(text)
    if kind is not Kind.TAG:
        escaped = escaped.replace(",", "\\,")
    return f"\\{escaped}" if escaped.startswith('"') else escaped


def _escaped(text: str) -> str:
    """Return a text whose signs and parentheses stand for themselves; wildcards stay wildcards."""
    signs = _SPECIAL.sub(lambda found: f"\\{found.group()}", text)
    if text.startswith("(") or not _is_balanced(text):
        signs = re.sub(r"[()]", lambda found: f"\\{found.group()}", signs)
    return signs.replace(ANY, "*").replace(ONE, "?")


def _is_balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
