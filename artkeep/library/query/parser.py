"""Read a query: text into a tree, an order and a limit.

::

    query    = either
    either   = all ("or" all)*
    all      = factor ("and"? factor)*        all that begin with ~ are alternatives together
    factor   = ("-" | "~")* (group | word)
    group    = "(" either ")"
    word     = tag | "phrase" | name:value

`order:` and `limit:` belong to the whole query, wherever they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from artkeep.errors import BadQuery
from artkeep.library.query import leaf
from artkeep.library.query.orders import DEFAULT, Order
from artkeep.library.query.qualifiers import Kind, named
from artkeep.library.query.tree import (
    EVERYTHING,
    NOWHERE,
    Node,
    Span,
    both,
    either,
    exchanged,
    leaves,
    negated,
)
from artkeep.library.query.words import Mark, Word, plain, words
from artkeep.library.query.written import Chip, write
from artkeep.texts import number
from artkeep.texts import text as sentence

LONGEST = 2000  # characters
DEEPEST = 20  # parentheses in one another
MOST = 100  # words


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, and in which order. `str(query)` is the one way to write it.

    `chips` are its parts that can be taken out, each with its place in the text. `order_at` and
    `limit_at` are where these stood in what was typed.
    """

    text: str
    tree: Node = EVERYTHING
    order: Order = DEFAULT
    limit: int | None = None
    chips: tuple[Chip, ...] = field(default=(), compare=False)
    order_at: Span = field(default=NOWHERE, compare=False)
    limit_at: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def asks_nothing(self) -> bool:
        """Whether it is everything, in whatever order."""
        return self.tree == EVERYTHING

    def without(self, index: int) -> str:
        """Return the text without a chip, counted from 0."""
        return self.with_instead(index, "")

    def with_instead(self, index: int, text: str) -> str:
        """Return the text with something else in the place of a chip. Raises BadQuery."""
        new = parse(text)
        gone = self.chips[index].kind
        order = DEFAULT if gone == "order" else self.order
        limit = None if gone == "limit" else self.limit
        if gone in {"order", "limit"}:
            tree = both([self.tree, new.tree])
        else:
            tree = exchanged(self.tree, index, None if new.asks_nothing else new.tree)
        if new.order != DEFAULT:
            order = new.order
        return write(tree, order, limit if new.limit is None else new.limit)[0]


def parse(text: str) -> Query:
    """Read what a person typed; nothing at all is everything. Raises BadQuery."""
    if len(text) > LONGEST:
        raise BadQuery(
            LONGEST,
            len(text) - LONGEST,
            sentence("a query has {longest} characters at most", longest=number(LONGEST)),
        )
    reader = _Reader(list(words(plain(text))))
    tree = reader.whole()
    if sum(1 for _ in leaves(tree)) > MOST:
        raise BadQuery(0, len(text), sentence("a query has {most} words at most", most=MOST))
    order = DEFAULT if reader.order is None else reader.order
    written, chips = write(tree, order, reader.limit)
    return Query(written, tree, order, reader.limit, chips, reader.order_at, reader.limit_at)


class _Reader:
    """Goes through the words of one query. What belongs to all of it is kept aside."""

    def __init__(self, some: Sequence[Word]) -> None:
        self.words = some
        self.place = 0
        self.depth = 0
        self.order: Order | None = None
        self.order_at = NOWHERE
        self.limit: int | None = None
        self.limit_at = NOWHERE

    @property
    def next(self) -> Word | None:
        """The word that is read next; None at the end."""
        return self.words[self.place] if self.place < len(self.words) else None

    def whole(self) -> Node:
        """Read all of it."""
        if not self.words:
            return EVERYTHING
        tree = self.either()
        if self.next is not None:  # only a parenthesis ends the reading early
            raise _wrong(
                self.next, sentence('no "(" belongs to this; for the sign itself write \\)')
            )
        return EVERYTHING if tree is None else tree

    def either(self) -> Node | None:
        """Read what is joined by `or`; None when it asks nothing of works."""
        parts = [self.all()]
        while self.next is not None and self.next.mark is Mark.OR:
            joint = self.next
            self.place += 1
            parts.append(self.all())
            if parts[-1] is None or parts[-2] is None:
                raise _wrong(joint, sentence('something stands on both sides of "or"'))
        return either([part for part in parts if part is not None]) if parts[0] else None

    def all(self) -> Node | None:
        """Read what has to hold together; None when it asks nothing of works."""
        parts: list[Node] = []
        alternatives: list[Node] = []
        while self.next is not None and self.next.mark not in {Mark.OR, Mark.CLOSE}:
            if self.next.mark is Mark.AND:
                self._joint()
                continue
            is_alternative, part = self.factor()
            if part is not None:
                (alternatives if is_alternative else parts).append(part)
        if alternatives:
            parts.append(either(alternatives))
        return both(parts) if parts else None

    def _joint(self) -> None:
        """Pass an `and`, which has something on both sides."""
        joint = self.next
        assert joint is not None
        behind = self.words[self.place + 1 : self.place + 2]
        before = self.words[max(self.place - 1, 0) : self.place]
        outer = {Mark.OR, Mark.AND}
        if not behind or behind[0].mark in {*outer, Mark.CLOSE}:
            raise _wrong(joint, sentence('something stands on both sides of "and"'))
        if not before or before[0].mark in {*outer, Mark.OPEN, Mark.NOT, Mark.EITHER}:
            raise _wrong(joint, sentence('something stands on both sides of "and"'))
        self.place += 1

    def factor(self) -> tuple[bool, Node | None]:
        """Read a word or a group with its signs. The first value says whether it has a `~`."""
        signs: list[Word] = []
        while self.next is not None and self.next.mark in {Mark.NOT, Mark.EITHER}:
            signs.append(self.next)
            self.place += 1
        word = self.next
        if word is None or (signs and word.start > signs[-1].end) or word.mark in _NOT_A_FACTOR:
            raise _wrong(
                signs[-1], sentence('a word stands right behind "{mark}"', mark=signs[-1].mark)
            )
        part = self.group() if word.mark is Mark.OPEN else self.word()
        minuses = [sign for sign in signs if sign.mark is Mark.NOT]
        if part is None and signs:
            raise _wrong(signs[0], sentence("what belongs to the whole query has no sign"))
        if part is not None and len(minuses) % 2:
            part = negated(part)
        return len(signs) > len(minuses), part

    def group(self) -> Node | None:
        """Read what stands in parentheses."""
        opened = self.words[self.place]
        self.place += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise _wrong(opened, sentence("parentheses go {deepest} deep at most", deepest=DEEPEST))
        if self.next is not None and self.next.mark is Mark.CLOSE:
            raise _wrong(opened, sentence("something stands between parentheses"))
        part = self.either()
        if self.next is None:
            raise _wrong(
                opened, sentence('this "(" is never closed; for the sign itself write \\(')
            )
        self.place += 1
        self.depth -= 1
        return part

    def word(self) -> Node | None:
        """Read a word; what belongs to all of the query is kept aside."""
        word = self.words[self.place]
        self.place += 1
        kind = None
        if word.mark is Mark.QUALIFIED:
            known = named(word.name)
            kind = None if known is None else known.kind
        if kind is Kind.ORDER:
            self.order, self.order_at = leaf.order_of(word), leaf.span_of(word)
            return None
        if kind is Kind.LIMIT:
            self.limit, self.limit_at = leaf.limit_of(word), leaf.span_of(word)
            return None
        return leaf.read(word)


_NOT_A_FACTOR = frozenset({Mark.OR, Mark.AND, Mark.CLOSE})


def _wrong(word: Word, words: str) -> BadQuery:
    return BadQuery(word.start, word.end - word.start, words)
