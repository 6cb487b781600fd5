"""A sentence in English that remembers what it was made of."""

from collections.abc import Iterable, Mapping
from typing import Self

from artkeep.texts.figures import number


class Text(str):
    """A finished English sentence, with the message and the values that it was made of.

    `message` has places in braces, `{named}`; `values` fill them. `plural` is the message for any
    number but one, None where nothing is counted; what is counted is the place `{n}`, and `n`.
    """

    __slots__ = ("message", "n", "plural", "values")

    message: str
    values: Mapping[str, object]
    plural: str | None
    n: int

    def __new__(
        cls,
        message: str,
        values: Mapping[str, object] | None = None,
        plural: str | None = None,
        n: int = 1,
    ) -> Self:
        kept = {name: plain(value) for name, value in (values or {}).items()}
        made = super().__new__(cls, filled(message if n == 1 else plural or message, kept))
        made.message, made.values, made.plural, made.n = message, kept, plural, n
        return made

    def about(self, **values: object) -> Self:
        """Fill places that are still open: `text("Reading {title}").about(title="Foxes")`."""
        return type(self)(self.message, {**self.values, **values}, self.plural, self.n)

    def __str__(self) -> str:
        return self  # str(error) is what was raised: it can still be said in another language

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.values, self.plural, self.n)


class Joined(str):
    """Parts of a line that stand beside each other: `412 of 2,000 files · 31/s`."""

    __slots__ = ("between", "parts")

    between: str
    parts: tuple[str, ...]

    def __new__(cls, between: str, parts: tuple[str, ...]) -> Self:
        made = super().__new__(cls, between.join(parts))
        made.between, made.parts = between, parts
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.between, self.parts)


class Kept(str):
    """A finished English sentence as it was kept: its message is found again when it is said."""

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str.__str__(self),)


def text(message: str, /, **values: object) -> Text:
    """Make a sentence: `text("There is no work {id}.", id=7)`."""
    return Text(message, values)


def many(one: str, other: str, n: int, /, **values: object) -> Text:
    """Make a sentence about a number: `many("{n} work", "{n} works", 1200)` → 1,200 works."""
    return Text(one, {"n": number(n), **values}, other, n)


def joined(between: str, parts: Iterable[str]) -> Joined:
    """Put parts beside each other; those that are empty are left out."""
    return Joined(between, tuple(part for part in parts if part))


def filled(message: str, values: Mapping[str, object]) -> str:
    """Fill the places of a message; without values it is taken as it stands."""
    return message.format(**values) if values else message


def plain(value: object) -> object:
    """Keep what crosses borders of processes: words and numbers."""
    return value if isinstance(value, str | int | float) else str(value)
