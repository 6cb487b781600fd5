"""`/api/search`: what a query finds. `/api/suggest`: how the word under the cursor may go on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from artkeep.explore import search
from artkeep.model.viewing import Road
from artkeep.web.api.pictures import Work, works
from artkeep.web.desk import AtDesk
from artkeep.web.language import say

LONGEST = 4000  # characters; what is longer than a query may be is said by the language itself
COUNTED = 1000  # works


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the query that can be taken out; `start` and `length` are characters of it.

    `kind` is a qualifier's name, `tag` or `phrase`; `without` is the query without it.
    """

    text: str
    start: int
    length: int
    kind: str
    negated: bool
    without: str


@dataclass(frozen=True, slots=True)
class Found:
    """Some works; `query` as it is written properly, `next` the `after` of the following ones."""

    query: str
    chips: list[Chip]
    works: list[Work]
    next: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many works there are; `more`: there are more than were counted."""

    found: int
    more: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word to put in the place of `length` characters from `start` on.

    `also` is its translation, `kind` what a tag is about or a qualifier's name, `works` how many
    it finds: null where nobody has counted.
    """

    text: str
    shown: str
    also: str | None
    kind: str
    works: int | None
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The answer, what finds most first."""

    suggestions: list[Suggestion]


Text = Annotated[str, Query(max_length=LONGEST)]


def find(
    desk: AtDesk,
    q: Text = "",
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int | None, Query(ge=1, le=search.MOST)] = None,
) -> Found:
    """Return the works that a query finds, from a place on."""
    found = search.page(desk.bench, q, after, limit, desk.may(Road.LIST))
    query = found.query
    chips = [
        Chip(
            text=chip.text,
            start=chip.start,
            length=chip.length,
            kind=chip.kind,
            negated=chip.is_negated,
            without=query.without(index),
        )
        for index, chip in enumerate(query.chips)
    ]
    return Found(str(query), chips, works(desk, found.tiles), found.next)


def count(desk: AtDesk, q: Text = "") -> Count:
    """Count the works that a query finds, up to a thousand."""
    found = search.count(desk.bench, q, COUNTED + 1, desk.may(Road.LIST))
    return Count(min(found, COUNTED), found > COUNTED)


def suggest(
    desk: AtDesk,
    q: Text = "",
    at: Annotated[int | None, Query(ge=0, le=LONGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Suggestions:
    """Say how the word at a character of a query may go on; at its end unless told."""
    some = search.suggest(desk.bench, q, len(q) if at is None else at, limit)
    return Suggestions(
        [
            Suggestion(
                text=one.text,
                shown=one.shown,
                also=one.also and say(one.also),
                kind=one.kind,
                works=one.n,
                start=one.start,
                length=one.length,
            )
            for one in some
        ]
    )
