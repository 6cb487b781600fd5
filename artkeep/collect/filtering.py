"""Keep of a followed list only what a query wants."""

from collections.abc import Sequence

from artkeep.db.engine import Tx
from artkeep.library import collections, filters
from artkeep.library.collections import Collection
from artkeep.library.filters import NO_FILTER, Filter
from artkeep.library.query import matching, parse
from artkeep.sites import by_name


def named(tx: Tx, words: str, sites: Sequence[str]) -> Filter:
    """Return the filter that somebody means for lists of these sites; "" is none.

    Raises BadQuery for what cannot be read, for what nobody knows of a post before its pictures
    are here, and for an order or a limit.
    """
    if not words.strip():
        return NO_FILTER
    chosen = filters.named(tx, words)
    asked = parse(words if chosen.search_id is None else chosen.text)
    for site in sorted(set(sites)):
        about = by_name(site).about
        matching.check(asked, about.tells, about.title)
    return chosen


def choose(tx: Tx, held: Sequence[Collection], words: str) -> Filter:
    """Filter these lists, and those inside them, by what somebody means. Raises BadQuery.

    What is here stays. Another filter, or none, is asked about all of a list when it is next read.
    """
    chosen = named(tx, words, [each.ref.site for each in held])
    for each in held:
        lists = collections.with_those_inside(tx, each.id, is_locked=True)
        filters.choose(tx, lists, chosen)
    return chosen
