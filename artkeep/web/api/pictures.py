"""`/api/pictures`: hand over a picture. `/api/gallery`: works, all or of a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool

from artkeep.collect import add
from artkeep.explore import search
from artkeep.library import makers
from artkeep.model.records import OutcomeStatus, Tile
from artkeep.model.viewing import NSFW_FROM, Road
from artkeep.web import words
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.language import kept, say
from artkeep.web.receiving import received


@dataclass(frozen=True, slots=True)
class AddedPicture:
    """What became of a picture; `artwork_id` is null when it was refused."""

    name: str
    sha256: str
    status: OutcomeStatus
    reason: str | None
    artwork_id: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """A work as the grid shows it; `colour` stands in until the picture is there.

    `marks` are those of `artkeep.model.records.Mark`: ai, gone, partial, alike. `artist` is empty
    where nobody told.
    """

    id: int
    title: str
    sha256: str
    width: int
    height: int
    frames: int
    colour: str
    added_at: datetime
    pages: int
    nsfw: bool
    marks: list[str]
    artist: str


@dataclass(frozen=True, slots=True)
class Works:
    """Some works; `next` is the `after` of the following ones, null at the end."""

    works: list[Work]
    next: str | None


async def add_picture(
    request: Request, desk: AtDesk, name: Annotated[str, Query(min_length=1, max_length=1000)]
) -> AddedPicture:
    """Keep the picture in the body of this request; `name` is the file's own."""
    async with received(request, desk.bench) as file:
        added = await run_in_threadpool(add.upload, desk.bench, name, file.path, file.sha256)
    reason = added.reason and say(kept(added.reason))
    return AddedPicture(name, added.sha256, added.status, reason, added.artwork_id)


def list_works(
    desk: AtDesk,
    q: Annotated[str, Query(max_length=4000)] = "",
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 120,
) -> Works:
    """Return works of a query from a position on; without a query all, newest first."""
    found = search.page(desk.bench, q, after, limit, desk.may(Road.LIST))
    return Works(works(desk, found.tiles), found.next)


def works(desk: Desk, tiles: Sequence[Tile]) -> list[Work]:
    """Return tiles as JSON has them."""
    with desk.bench.db.read() as tx:
        artists = makers.names(tx, [tile.artwork_id for tile in tiles])
    return [work(tile, artists.get(tile.artwork_id, "")) for tile in tiles]


def work(tile: Tile, artist: str) -> Work:
    """Return a tile as JSON has it."""
    return Work(
        id=tile.artwork_id,
        title=tile.title,
        sha256=tile.sha256,
        width=tile.width,
        height=tile.height,
        frames=tile.frames,
        colour=words.colour(tile.placeholder),
        added_at=tile.added_at,
        pages=tile.pages,
        nsfw=(tile.rating or 0) >= NSFW_FROM,
        marks=words.marks(tile.marks),
        artist=artist,
    )
