"""A query as pages show it: its parts, what is wrong with it, its orders, the kept searches."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from artkeep.db.engine import Tx
from artkeep.errors import BadQuery
from artkeep.library import query as language
from artkeep.library import saved_searches
from artkeep.library.query import Query
from artkeep.library.saved_searches import SavedSearch
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web.desk import Desk

LONGEST = 4000  # characters; what is longer than a query may be is said by the language itself
NEWS_AT_MOST = 1000  # works counted that came since
ORDERS = {
    "added": text("Newest here"),
    "added_asc": text("Oldest here"),
    "date": text("Published last"),
    "date_asc": text("Published first"),
    "score": text("Best received"),
    "pixels": text("Most pixels"),
    "size": text("Largest files"),
    "pages": text("Most pages"),
}
SEEDS = 1_000_000


def url(text: str, **more: str) -> str:
    """Return the address of a search."""
    fields = {name: value for name, value in {"q": text, **more}.items() if value}
    return f"/?{urlencode(fields)}" if fields else "/"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query that can be changed in place; `without` is the address without it.

    `narrows`: there may be more without it, which an order or a limit never does to nothing.
    """

    index: int
    text: str
    is_negated: bool
    narrows: bool
    without: str


def parts(query: Query) -> list[Part]:
    """Return the parts of a query."""
    return [
        Part(
            index,
            chip.text,
            chip.is_negated,
            chip.kind not in ("order", "limit"),
            url(query.without(index)),
        )
        for index, chip in enumerate(query.chips)
    ]


def changed(text: str, index: int, new: str) -> str:
    """Return a query with another text in the place of a part, whether it can be read or not."""
    query = language.parse(text)
    if index >= len(query.chips):
        return str(query)
    try:
        return query.with_instead(index, new)
    except BadQuery:
        chip = query.chips[index]
        said = str(query)
        return f"{said[: chip.start]}{new}{said[chip.start + chip.length :]}"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be read, in its place; `repaired` is an address, empty without an idea."""

    before: str
    word: str
    after: str
    words: str
    suggestion: str
    repaired: str


def wrong(text: str, error: BadQuery) -> Wrong:
    """Say where a query is wrong, and what may have been meant."""
    end = error.position + error.length
    before, after = text[: error.position], text[end:]
    meant = error.suggestion or ""
    repaired = url(f"{before}{meant}{after}") if meant else ""
    return Wrong(before, text[error.position : end], after, error.words, meant, repaired)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to show a search."""

    words: str
    url: str
    is_chosen: bool


def orders(query: Query) -> Iterator[Choice]:
    """Yield the orders that a search can have."""
    now = str(query.order)
    known = dict(ORDERS)
    if any(chip.kind == "in" for chip in query.chips):
        known["list"] = text("As on its list")
    for name, words in known.items():
        yield Choice(words, url(ordered(query, name)), now == name)
    shuffled = f"random:{1 + secrets.randbelow(SEEDS)}"
    yield Choice(text("Shuffled"), url(ordered(query, shuffled)), now.startswith("random"))


def ordered(query: Query, order: str) -> str:
    """Return a query in another order."""
    return str(language.parse(f"{query} order:{order}"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept search, as the line of them shows it; `is_shown`: it is what one looks at."""

    search: SavedSearch
    url: str
    is_shown: bool


def sees_kept(desk: Desk) -> bool:
    """Say whether the kept searches are shown to a visitor: not to strangers on the network."""
    return not desk.read_only or desk.visit.who is not None or not desk.exposed


def kept(tx: Tx, desk: Desk, query: Query) -> list[Kept]:
    """Return the kept searches that a visitor may see."""
    if not sees_kept(desk):
        return []
    return [
        Kept(one, url(one.text), one.text == str(query)) for one in saved_searches.everything(tx)
    ]


def news(tx: Tx, desk: Desk, searches: Sequence[SavedSearch]) -> dict[int, int]:
    """Return how many works came to each search since it was looked at."""
    allow = desk.may(Road.LIST)
    counts = {}
    for one in searches:
        try:
            counts[int(one.id)] = saved_searches.count_news(tx, one, NEWS_AT_MOST, allow)
        except BadQuery:  # kept before the list it names was removed: it finds nothing new
            counts[int(one.id)] = 0
    return counts
