"""`/api/pictures`: hand over a picture. `/api/gallery`: the works, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool

from artkeep.collect import add
from artkeep.explore import gallery
from artkeep.model.records import OutcomeStatus, Tile
from artkeep.model.viewing import Road
from artkeep.web import words
from artkeep.web.desk import AtDesk
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
    """A work as the grid shows it; `colour` stands in until the picture is there."""

    id: int
    title: str
    sha256: str
    width: int
    height: int
    frames: int
    colour: str
    added_at: datetime


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
    return AddedPicture(name, added.sha256, added.status, added.reason, added.artwork_id)


def list_works(
    desk: AtDesk,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 120,
) -> Works:
    """Return works, newest first, from a position on."""
    page = gallery.page(desk.bench, after, limit, desk.may(Road.LIST))
    return Works([work(tile) for tile in page.tiles], page.next)


def work(tile: Tile) -> Work:
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
    )
