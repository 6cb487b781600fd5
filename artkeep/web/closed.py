"""What a visitor may not see of works that are not for everybody, left out of pages."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from artkeep.db.engine import Tx
from artkeep.explore.similar import Match
from artkeep.library import ratings
from artkeep.library.publications import Cover
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.web.desk import Desk

Key = TypeVar("Key")


def among(tx: Tx, desk: Desk, works: Collection[ArtworkId], road: Road) -> set[ArtworkId]:
    """Return those of these works that this visitor may not see on a road."""
    return set() if desk.may(road).nsfw else ratings.nsfw(tx, works)


def is_closed(desk: Desk, work: ArtworkId, road: Road = Road.PAGE) -> bool:
    """Say whether this visitor may not see the pictures of a work."""
    if desk.may(road).nsfw:
        return False
    with desk.bench.db.read() as tx:
        return bool(ratings.nsfw(tx, [work]))


def covers(tx: Tx, desk: Desk, held: Mapping[Key, Cover]) -> dict[Key, Cover]:
    """Leave out the pictures that lists do not show this visitor."""
    hidden = among(tx, desk, {one.artwork_id for one in held.values()}, Road.LIST)
    return {key: one for key, one in held.items() if one.artwork_id not in hidden}


def matches(desk: Desk, found: Iterable[Match]) -> list[Match]:
    """Leave out the look-alikes that lists do not show this visitor."""
    some = list(found)
    with desk.bench.db.read() as tx:
        hidden = among(tx, desk, {one.artwork_id for one in some}, Road.LIST)
    return [one for one in some if one.artwork_id not in hidden]
