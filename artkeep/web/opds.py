"""The library for programs that read comics: feeds, and pages scaled to their screens."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path as PathOnDisk
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query, Request
from starlette.responses import Response

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest, NotFound
from artkeep.explore import opds
from artkeep.explore.export import comic, plan
from artkeep.explore.opds import Feed, Way, Work
from artkeep.fingerprints.rows import mark
from artkeep.imaging import sniff, thumbs
from artkeep.intake import derived
from artkeep.library import artists, collections, reading
from artkeep.library.artists import Anchor as Place
from artkeep.library.artists import By
from artkeep.library.query import Anchor, anchor_of, parse, search
from artkeep.library.query import Query as Asked
from artkeep.library.reading import Sheet
from artkeep.model.records import Tile
from artkeep.model.refs import ArtworkId, PersonId
from artkeep.model.viewing import Road
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.exports import WorkId
from artkeep.web.files import POLICY, is_known

WORKS = 30  # a feed
ARTISTS = 100
WIDEST = 16_384  # pixels that somebody may ask for

ROOT = (
    Way("Newest", opds.works_path(), "Everything, what came last first", opds.NEW),
    Way("Artists", "/opds/artists", "Everybody whose works are here", kind=opds.NAVIGATION),
    Way("Lists", "/opds/lists", "The lists that are followed", kind=opds.NAVIGATION),
)


def show_start(desk: AtDesk) -> Response:
    """Lead to everything there is."""
    return navigation(desk, Feed("start", "Artkeep", opds.NAVIGATION, opds.START), ROOT)


def show_search() -> Response:
    """Say how to search."""
    return Response(opds.description(), media_type=opds.DESCRIPTION)


def show_works(
    desk: AtDesk,
    q: Annotated[str, Query(max_length=2000)] = "",
    after: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """List works, newest first or as a search has them."""
    asked = parse(q)
    with desk.bench.db.read() as tx:
        tiles, following = some(tx, desk, asked, after)
        sheets = reading.of_works(tx, [tile.artwork_id for tile in tiles])
        entries = [
            entry(tx, tile, sheets[tile.artwork_id]) for tile in tiles if tile.artwork_id in sheets
        ]
        path = opds.works_path(str(asked), after)
        following = opds.works_path(str(asked), following) if following else ""
        feed = Feed(path, str(asked) or "Newest", opds.ACQUISITION, path, following)
        written = opds.acquisition(feed, entries, mark(tx), desk.bench.clock.now())
    return answer(written, opds.ACQUISITION)


def some(tx: Tx, desk: Desk, asked: Asked, after: str) -> tuple[list[Tile], str]:
    """Return the works of one feed, and where the next one begins; "" at the end."""
    anchor = Anchor.read(after, asked.order) if after else None
    tiles = search(tx, asked, anchor, WORKS + 1, desk.may(Road.FEED))
    if len(tiles) <= WORKS:
        return tiles, ""
    return tiles[:WORKS], str(anchor_of(tx, asked, tiles[WORKS - 1].artwork_id))


def entry(tx: Tx, tile: Tile, sheets: list[Sheet]) -> Work:
    """Put together what a feed says of a work."""
    return Work(tile, comic.book(tx, tile.artwork_id, sheets), sheets)


def show_artists(desk: AtDesk, after: Annotated[str, Query(max_length=1000)] = "") -> Response:
    """List everybody whose works are here, by name."""
    with desk.bench.db.read() as tx:
        found = artists.some(tx, By.NAME, place_of(after), ARTISTS + 1)
    ways = [
        Way(
            one.name or f"Artist {one.id}",
            opds.works_path(f"artist:#{one.id}"),
            "Works of one artist",
            count=one.works,
        )
        for one, _ in found[:ARTISTS]
    ]
    following = ""
    if len(found) > ARTISTS:
        place = found[ARTISTS - 1][1]
        following = f"/opds/artists?{urlencode({'after': f'{place.id} {place.value}'})}"
    feed = Feed("artists", "Artists", opds.NAVIGATION, "/opds/artists", following)
    return navigation(desk, feed, ways)


def place_of(text: str) -> Place | None:
    """Read where a list of artists goes on. Raises BadRequest."""
    if not text:
        return None
    number, _, name = text.partition(" ")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        raise BadRequest("that place is unknown; start at the top again")
    return Place(name, PersonId(int(number)))


def show_lists(desk: AtDesk) -> Response:
    """List what is followed."""
    with desk.bench.db.read() as tx:
        followed = collections.followed(tx)
    ways = [
        Way(one.title or one.ref.id, opds.works_path(f"in:#{one.id}"), f"A list of {one.ref.site}")
        for one in followed
    ]
    return navigation(desk, Feed("lists", "Lists", opds.NAVIGATION, "/opds/lists"), ways)


def navigation(desk: Desk, feed: Feed, ways: Sequence[Way]) -> Response:
    """Answer with a feed that leads on."""
    with desk.bench.db.read() as tx:
        written = opds.navigation(feed, ways, mark(tx), desk.bench.clock.now())
    return answer(written, opds.NAVIGATION)


def answer(written: bytes, kind: str) -> Response:
    """Send a feed."""
    return Response(written, headers={"content-type": kind, "cache-control": "private, no-cache"})


# ---- pages -------------------------------------------------------------------------------------


def show_page(
    request: Request,
    desk: AtDesk,
    artwork_id: WorkId,
    number: Annotated[int, Path(ge=0, le=1_000_000)],
    width: Annotated[int | None, Query(ge=1, le=WIDEST)] = None,
) -> Response:
    """Send a page of a work as JPEG, no wider than it is asked for; pages count from 0."""
    with desk.bench.db.read() as tx:
        seen = reading.visible(tx, [ArtworkId(artwork_id)], desk.may(Road.FILE))
        sheets = reading.of_work(tx, ArtworkId(artwork_id)) if seen else []
    if number >= len(sheets):
        raise NotFound(f"artwork {artwork_id} has no page {number} to be seen")
    sheet = sheets[number]
    headers = {
        "etag": f'"{sheet.sha256}-{width or "all"}"',
        "cache-control": "private, no-cache",
        "content-security-policy": POLICY,
    }
    if is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(drawn(desk, sheet, width), media_type="image/jpeg", headers=headers)


def drawn(desk: Desk, sheet: Sheet, width: int | None) -> bytes:
    """Return a page as JPEG. Raises NotFound."""
    if width is not None and width < sheet.width and width <= small_width(sheet):
        return made(desk, derived.thumb(desk.bench, sheet.sha256, thumbs.GRID), width)
    with plan.at_hand(desk.bench, sheet) as source:
        if sheet.media_type == sniff.JPEG and (width is None or width >= sheet.width):
            return source.read_bytes()
        return made(desk, source, width)


def made(desk: Desk, source: PathOnDisk, width: int | None) -> bytes:
    """Return a picture as JPEG, no wider than this."""
    with tempfile.TemporaryDirectory(prefix="artkeep-page-") as folder:
        to = PathOnDisk(folder) / "page.jpg"
        desk.bench.pool.draw(source, to, "jpeg", width)
        return to.read_bytes()


def small_width(sheet: Sheet) -> int:
    """Return how wide the small picture of a page is that lies there already."""
    longest = max(sheet.width, sheet.height)
    return sheet.width * min(longest, thumbs.LONGEST_SIDE[thumbs.GRID]) // longest
