"""The library as a catalogue for programs that read comics: its feeds."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query, Request
from starlette.responses import Response

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest, SignInNeeded
from artkeep.explore import opds
from artkeep.explore.atom import BEGINNING, Work
from artkeep.explore.export import comic
from artkeep.explore.opds import Feed, Way
from artkeep.fingerprints.rows import mark
from artkeep.library import artists, artworks, collections, progress, reading, saved_searches
from artkeep.library.artists import Anchor as Standing
from artkeep.library.artists import By
from artkeep.library.query import Anchor, anchor_of, parse, search
from artkeep.library.query import Query as Question
from artkeep.library.reading import Sheet
from artkeep.library.saved_searches import SavedSearchId
from artkeep.model.records import Tile
from artkeep.model.refs import ArtworkId, PersonId
from artkeep.model.viewing import Road
from artkeep.sites import by_name
from artkeep.texts import text as sentence
from artkeep.web import reader, searching
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.files import is_known
from artkeep.web.language import say

WORKS = 30  # a feed
ARTISTS = 100

SEARCHES = "/opds/searches"
LEADS_ON = opds.NAVIGATION
NEWEST, ARTISTS_HERE = sentence("Newest"), sentence("Artists")
FOLLOWED, KEPT = sentence("Lists"), sentence("Kept searches")
ROOT = (
    Way(NEWEST, opds.works_path(), sentence("Everything, what came last first"), opds.NEW),
    Way(ARTISTS_HERE, "/opds/artists", sentence("Everybody whose works are here"), kind=LEADS_ON),
    Way(FOLLOWED, "/opds/lists", sentence("The lists that are followed"), kind=LEADS_ON),
    Way(KEPT, SEARCHES, sentence("What you search for again and again"), kind=LEADS_ON),
)
LANGUAGE = sentence(
    "Words are tags, words of titles, artists: fox -snow, fox or wolf, (fox or wolf) snow, fo*, "
    '"in the snow"; and artist:, site:, rating:, type:, is:, width:>=1920, date:2024, age:<2w, '
    "pages:>1, score:>=100, order:score"
)
OWN_SEARCHES = sentence("Sign in to see the kept searches.")
Place = Annotated[str, Query(max_length=300)]


def show_start(request: Request, desk: AtDesk) -> Response:
    """Lead to everything there is."""
    return navigation(request, desk, Feed("start", "Artkeep", opds.NAVIGATION, opds.START), ROOT)


def show_search(request: Request, desk: AtDesk) -> Response:
    """Say how to search."""
    told = opds.description(our_address(request, desk), say(LANGUAGE))
    return Response(told, media_type=opds.DESCRIPTION)


def our_address(request: Request, desk: Desk) -> str:
    """Return where we are, as those who asked know it; no slash at its end."""
    return (desk.bench.settings.public_url or str(request.base_url)).rstrip("/")


def show_works(
    request: Request,
    desk: AtDesk,
    q: Annotated[str, Query(max_length=2000)] = "",
    after: Place = "",
) -> Response:
    """List works, newest first or as a search has them."""
    asked = parse(q)
    path = opds.works_path(str(asked))
    with desk.bench.db.read() as tx:
        return listed(request, desk, tx, Asked(path, str(asked) or say(NEWEST), asked), after)


def show_searches(request: Request, desk: AtDesk) -> Response:
    """List the kept searches. Raises SignInNeeded."""
    require_kept(desk)
    with desk.bench.db.read() as tx:
        ways = [
            Way(one.name, f"{SEARCHES}/{one.id}", one.text, opds.NEW)
            for one in saved_searches.everything(tx)
        ]
    feed = Feed("searches", KEPT, opds.NAVIGATION, SEARCHES)
    return navigation(request, desk, feed, ways)


def show_kept(
    request: Request, desk: AtDesk, search_id: Annotated[int, Path(ge=1)], after: Place = ""
) -> Response:
    """List what a kept search finds, newest first. Raises SignInNeeded, NotFound."""
    require_kept(desk)
    with desk.bench.db.read() as tx:
        one = saved_searches.get(tx, SavedSearchId(search_id))
        asked = Asked(f"{SEARCHES}/{one.id}", one.name, newest(one.text), SEARCHES)
        return listed(request, desk, tx, asked, after)


def require_kept(desk: Desk) -> None:
    """Let those through who may see the kept searches. Raises SignInNeeded."""
    if not searching.sees_kept(desk):
        raise SignInNeeded(OWN_SEARCHES)


def newest(text: str) -> Question:
    """Return a query with what came last first."""
    return parse(searching.ordered(parse(text), "added"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Works that a feed is to list; it lies at `path`, below `up`."""

    path: str
    title: str
    query: Question
    up: str = opds.START

    def page(self, after: str) -> str:
        """Return where it goes on."""
        sign = "&" if "?" in self.path else "?"
        return f"{self.path}{sign}{urlencode({'after': after})}" if after else self.path


def listed(request: Request, desk: Desk, tx: Tx, asked: Asked, after: str) -> Response:
    """Answer with a page of works."""
    some, following = works(request, desk, tx, asked.query, after)
    path, on = asked.page(after), asked.page(following) if following else ""
    feed = Feed(path, asked.title, opds.ACQUISITION, path, on, asked.up)
    return answer(request, opds.acquisition(feed, some, mark(tx)), opds.ACQUISITION)


def works(
    request: Request, desk: Desk, tx: Tx, asked: Question, after: str
) -> tuple[list[Work], str]:
    """Return the works of one page, and where the next one begins; "" at the end."""
    anchor = Anchor.read(after, asked.order) if after else None
    tiles = search(tx, asked, anchor, WORKS + 1, desk.may(Road.FEED))
    following = ""
    if len(tiles) > WORKS:
        tiles = tiles[:WORKS]
        following = str(anchor_of(tx, asked, tiles[-1].artwork_id))
    ids = [tile.artwork_id for tile in tiles]
    sheets, read = reading.of_works(tx, ids), places(request, desk, tx, ids)
    return [
        entry(tx, tile, sheets[tile.artwork_id], read.get(tile.artwork_id))
        for tile in tiles
        if tile.artwork_id in sheets
    ], following


def places(
    request: Request, desk: Desk, tx: Tx, ids: Sequence[ArtworkId]
) -> dict[ArtworkId, progress.Place]:
    """Return how far works were read by a person who is known; programs keep no cookies."""
    if desk.visit.reader is None:
        return {}
    return progress.places(tx, ids, reader.who(request, desk))


def entry(tx: Tx, tile: Tile, sheets: list[Sheet], read: progress.Place | None) -> Work:
    """Put together what a feed says of a work."""
    book = comic.book(tx, tile.artwork_id, sheets)
    return Work(tile, book, sheets, read.page if read else 0, read.at if read else None)


def show_artists(
    request: Request, desk: AtDesk, after: Annotated[str, Query(max_length=1000)] = ""
) -> Response:
    """List everybody whose works are here, by name."""
    with desk.bench.db.read() as tx:
        found = artists.some(tx, By.NAME, place_of(after), ARTISTS + 1)
    ways = [
        Way(
            one.name or sentence("Artist {id}", id=one.id),
            opds.works_path(f"artist:#{one.id}"),
            sentence("Works of one artist"),
            count=one.works,
        )
        for one, _ in found[:ARTISTS]
    ]
    following = ""
    if len(found) > ARTISTS:
        place = found[ARTISTS - 1][1]
        following = f"/opds/artists?{urlencode({'after': f'{place.id} {place.value}'})}"
    feed = Feed("artists", ARTISTS_HERE, opds.NAVIGATION, "/opds/artists", following)
    return navigation(request, desk, feed, ways)


def place_of(text: str) -> Standing | None:
    """Read where a list of artists goes on. Raises BadRequest."""
    if not text:
        return None
    number, _, name = text.partition(" ")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        raise BadRequest(sentence("that place is unknown; start at the top again"))
    return Standing(name, PersonId(int(number)))


def show_lists(request: Request, desk: AtDesk) -> Response:
    """List what is followed."""
    with desk.bench.db.read() as tx:
        followed = collections.followed(tx)
    ways = [
        Way(
            one.title or one.ref.id,
            opds.works_path(f"in:#{one.id}"),
            sentence("A list of {site}", site=by_name(one.ref.site).about.title),
        )
        for one in followed
    ]
    return navigation(request, desk, Feed("lists", FOLLOWED, opds.NAVIGATION, "/opds/lists"), ways)


def navigation(request: Request, desk: Desk, feed: Feed, ways: Sequence[Way]) -> Response:
    """Answer with a feed that leads on."""
    with desk.bench.db.read() as tx:
        latest = artworks.latest(tx) or BEGINNING
        shown = [replace(way, title=say(way.title), about=say(way.about)) for way in ways]
        written = opds.navigation(replace(feed, title=say(feed.title)), shown, mark(tx), latest)
    return answer(request, written, opds.NAVIGATION)


def answer(request: Request, written: bytes, kind: str) -> Response:
    """Send a feed, unless it is known."""
    headers = {
        "content-type": kind,
        "cache-control": "private, no-cache",
        "etag": f'"{hashlib.sha256(written).hexdigest()[:32]}"',
        "vary": "authorization, cookie",
    }
    if is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(written, headers=headers)
