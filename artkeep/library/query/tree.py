"""What a query asks for, as a tree of frozen values.

A `Leaf` asks one thing of a work; `All`, `Either` and `Not` join what they hold. Trees are made
with `both`, `either` and `negated`, which keep them flat, so that equal questions are equal trees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of values as it was written: `>=1920`, `2..8`, `16:9`; or `none`, or `any`.

    `op` is one of `=`, `<`, `<=`, `>`, `>=`, `..` (both ends), `...` (without the upper one),
    `none` and `any`; `until` is the upper end of the two that have one.
    """

    op: str
    value: str = ""
    until: str = ""

    def __str__(self) -> str:
        match self.op:
            case "none" | "any":
                return self.op
            case "=":
                return self.value
            case ".." | "...":
                return f"{self.value}{self.op}{self.until}"
            case _:
                return f"{self.op}{self.value}"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in characters."""

    start: int
    length: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that is asked of a work; any of the `texts` or `bounds` will do.

    `name` is the qualifier's, empty for a bare word. `texts` are spelt as terms are, with `ANY`
    and `ONE` for wildcards. `span` is where it stood in what was typed.
    """

    name: str
    texts: tuple[str, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What holds when this does not."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """What holds when each part does; without parts, always."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What holds when one part does; there are two at least."""

    parts: tuple["Node", ...]


Node = Leaf | Not | All | Either
EVERYTHING = All(())


def both(parts: Iterable[Node]) -> Node:
    """Return what asks for all of these."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, All) else [part]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either(parts: Iterable[Node]) -> Node:
    """Return what asks for one of these, of which there is one at least."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, Either) else [part]
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def negated(part: Node) -> Node:
    """Return what asks for the opposite."""
    return part.part if isinstance(part, Not) else Not(part)


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves in the order they are written."""
    match node:
        case Leaf():
            yield node
        case Not(part):
            yield from leaves(part)
        case All(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)


def exchanged(node: Node, index: int, new: Node | None) -> Node:
    """Return a tree with another part in the place of a leaf and the minus before it.

    Leaves are counted from 0 as they are written. Without a new part the leaf is left out, and
    so is what then holds nothing.
    """
    changed = _exchanged(node, count(), index, new)
    return EVERYTHING if changed is None else changed


def _exchanged(node: Node, numbers: Iterator[int], index: int, new: Node | None) -> Node | None:
    match node:
        case Leaf() | Not(Leaf()):
            return new if next(numbers) == index else node
        case Not(part):
            inner = _exchanged(part, numbers, index, new)
            return None if inner is None else negated(inner)
        case All(parts) | Either(parts):
            changed = [_exchanged(part, numbers, index, new) for part in parts]
            kept = [part for part in changed if part is not None]
            return both(kept) if isinstance(node, All) else either(kept)
