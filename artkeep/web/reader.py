"""The reader: a work page by page, or a list picture by picture; nothing but the pictures."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import HTMLResponse, Response

from artkeep.errors import BadRequest
from artkeep.explore import reader
from artkeep.imaging.frames import Frame
from artkeep.library import artworks, progress, query
from artkeep.model.records import Image, Tile
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web import closed, within
from artkeep.web.desk import AtDesk, Desk, Form, is_fragment
from artkeep.web.files import has_screen, known
from artkeep.web.within import Within

MOST_PAGES = 100_000  # what a page number may be; no work has so many
SHOW = 60  # works of a list a page
EVERY = (3, 5, 10, 20, 60)  # seconds that a slideshow shows a picture


@dataclass(frozen=True, slots=True)
class Leaf:
    """A picture of the reader. `artwork_id` and `title`: the work, where each is another's."""

    sha256: str
    width: int
    height: int
    frames: int
    placeholder: int
    is_large: bool = True
    artwork_id: ArtworkId | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """How far a work is read: page `page` of `count`, counted from 1; page 0: not begun."""

    artwork_id: ArtworkId
    page: int
    count: int

    @property
    def is_begun(self) -> bool:
        """Whether there is a place to go on from."""
        return 1 < self.page < self.count

    @property
    def is_done(self) -> bool:
        """Whether the last page was seen."""
        return self.count > 1 and self.page == self.count


def show_reader(
    request: Request,
    desk: AtDesk,
    artwork_id: int,
    page: Annotated[int, Query(ge=0, le=MOST_PAGES)] = 0,
    q: Annotated[str, Query(max_length=within.LONGEST)] = "",
) -> HTMLResponse:
    """Show all pages of a work; without a script one below the other.

    To a script that asks for a piece: how far this visitor has read.
    """
    book = reader.book(desk.bench, ArtworkId(artwork_id))
    its_id = book.work.artwork_id
    place = within.around(desk, q, its_id)
    if is_fragment(request):
        far = how_far(request, desk, its_id, len(book.pages))
        return desk.page(request, "reader/_read.html", within=place, read=far)
    is_closed = closed.is_closed(desk, its_id)
    return desk.page(
        request,
        "reader/reader.html",
        work=book.work,
        leaves=[] if is_closed else [of_image(image) for image in book.pages],
        is_closed=is_closed,
        missing=book.missing,
        within=place,
        start=min(page, len(book.pages)) or 1,
        every=EVERY,
    )


def of_image(image: Image) -> Leaf:
    """Return a page of a work."""
    return Leaf(
        image.sha256,
        image.width,
        image.height,
        image.frames,
        image.placeholder,
        has_screen(image),
    )


def of_tile(tile: Tile) -> Leaf:
    """Return a work of a list, by its cover."""
    shape = (tile.sha256, tile.width, tile.height, tile.frames, tile.placeholder)
    return Leaf(*shape, artwork_id=tile.artwork_id, title=tile.title)


def show_slideshow(
    request: Request,
    desk: AtDesk,
    q: Annotated[str, Query(max_length=within.LONGEST)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show the works of a search one after the other; "" is everything. Raises BadQuery."""
    asked = query.parse(q)
    anchor = query.Anchor.read(after, asked.order) if after else None
    with desk.bench.db.read() as tx:
        tiles = query.search(tx, asked, anchor, SHOW + 1, desk.may(Road.LIST))
        is_more = len(tiles) > SHOW
        place = query.anchor_of(tx, asked, tiles[SHOW - 1].artwork_id) if is_more else ""
    return desk.page(
        request,
        "reader/_more.html" if is_fragment(request) else "reader/slideshow.html",
        leaves=[of_tile(tile) for tile in tiles[:SHOW]],
        next=str(place),
        within=Within(q, None, None),
        start=1,
        every=EVERY,
    )


def keep_place(request: Request, desk: AtDesk, form: Form, artwork_id: int) -> Response:
    """Remember how far this visitor has read; 0 is to begin anew. Raises BadRequest, NotFound."""
    said = form.get("page", "")
    is_number = said.isascii() and said.isdecimal() and len(said) <= len(str(MOST_PAGES))
    number = int(said) if is_number else -1
    if not 0 <= number <= MOST_PAGES:
        raise BadRequest(text("a page is a number, counted from 1"))
    with desk.bench.db.begin() as tx:
        work = artworks.tile(tx, ArtworkId(artwork_id))
        if number:
            progress.keep(tx, work.artwork_id, who(request, desk), number)
        else:
            progress.forget(tx, work.artwork_id, who(request, desk))
    return Response(status_code=204)


def how_far(request: Request, desk: Desk, artwork_id: ArtworkId, count: int) -> Read:
    """Return how far this visitor has read a work of so many pages."""
    with desk.bench.db.read() as tx:
        page = progress.page(tx, artwork_id, who(request, desk))
    return Read(artwork_id, min(page or 0, count), count)


def who(request: Request, desk: Desk) -> str:
    """Return whose place is remembered: a person's that is known, or this browser's."""
    if desk.visit.reader is not None:
        return f"user:{desk.visit.reader}"
    browser: str = request.state.browser
    return f"browser:{hashlib.sha256(browser.encode()).hexdigest()[:32]}"


def list_frames(desk: AtDesk, sha256: str) -> Sequence[Frame]:
    """Return the frames of a zip in their order, with the milliseconds each is shown."""
    return reader.frames_of(desk.bench, known(desk.bench, sha256).sha256)
