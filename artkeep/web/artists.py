"""Artists: who they are, under which names and where, and all their works."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest
from artkeep.explore import search
from artkeep.library import artists, joining, namesakes, query
from artkeep.library.artists import Account, Anchor, Artist, By
from artkeep.model.records import Tile
from artkeep.model.refs import AccountId, PersonId
from artkeep.model.viewing import Allow, Road
from artkeep.sites import SITES
from artkeep.texts import text
from artkeep.web import explore, naming
from artkeep.web.desk import AtDesk, Form
from artkeep.web.within import Within

SOME = 40  # artists a page
SHOWN = 4  # works of each artist in the list
NAMESAKES = 6
LONGEST = 200  # characters of a name that is looked for


@dataclass(frozen=True, slots=True)
class Line:
    """An artist in the list: a few of their works, where they are, what else they are called."""

    artist: Artist
    tiles: Sequence[Tile]
    sites: Sequence[str]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Held:
    """An account on the page of its artist. `works` of it are shown."""

    account: Account
    site: str
    works: int


def show_artists(
    request: Request,
    desk: AtDesk,
    by: By = By.WORKS,
    name: Annotated[str, Query(max_length=LONGEST)] = "",
    after: Annotated[str, Query(max_length=LONGEST * 8)] = "",
    join: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """Show who made what is here; with `join`, to choose one who is the same as that artist."""
    allow = desk.may(Road.LIST)
    anchor = read(after, by) if after else None
    with desk.bench.db.read() as tx:
        found = artists.some(tx, by, anchor, SOME + 1, name.strip())
        same_as = artists.get(tx, PersonId(join)) if join else None
        shown = [one for one, _ in found[:SOME] if one.id != join]
        lines = described(tx, shown, allow)
    return desk.page(
        request,
        "artists/artists.html",
        lines=lines,
        by=by,
        name=name,
        after=after,
        next=written(found[SOME - 1][1]) if len(found) > SOME else "",
        same_as=same_as,
    )


def described(tx: Tx, some: Sequence[Artist], allow: Allow) -> list[Line]:
    """Say of each artist what the list shows; who may be seen nothing of is left out."""
    held = artists.accounts(tx, [one.id for one in some])
    lines = [
        Line(
            one,
            query.search(tx, query.parse(of(one.id)), None, SHOWN, allow),
            sorted({naming.site_title(each.ref.site) for each in held.get(one.id, ())}),
            also_called(one, held.get(one.id, ())),
        )
        for one in some
    ]
    return [line for line in lines if line.tiles]


def of(person_id: PersonId, site: str = "") -> str:
    """Return the query for all works of an artist, on one site where it is named."""
    return f"artist:#{person_id} site:{site}" if site else f"artist:#{person_id}"


def also_called(artist: Artist, held: Sequence[Account]) -> list[str]:
    """Return the other names of an artist, each once."""
    names = [
        *(name for one in held for name in (one.name, one.handle)),
        *(name for one in held for past in one.former for name in (past.name, past.handle)),
    ]
    known = {artist.name.casefold(), ""}
    found = []
    for name in names:
        if name.casefold() not in known:
            known.add(name.casefold())
            found.append(name)
    return found


def show_artist(
    request: Request,
    desk: AtDesk,
    person_id: int,
    site: Annotated[str, Query(max_length=40)] = "",
    after: explore.Place = None,
    before: explore.Place = None,
) -> Response:
    """Show an artist: names, accounts, works. Who turned out to be another leads there."""
    with desk.bench.db.read() as tx:
        stands = artists.stands_for(tx, PersonId(person_id))
        if stands != person_id:
            return RedirectResponse(f"/artists/{stands}", status_code=308)
        artist = artists.get(tx, stands)
        held = artists.accounts(tx, [stands]).get(stands, [])
        counts = artists.works_of_accounts(tx, stands)
        alike = namesakes.of(tx, stands, NAMESAKES)
    found = explore.find(desk, of(stands, site if site in SITES else ""), after, before)
    asked = str(found.query)
    number = search.count(desk.bench, asked, explore.COUNT_AT_MOST + 1, desk.may(Road.LIST))
    sites = sorted({one.ref.site for one in held})
    return desk.page(
        request,
        "artists/artist.html",
        artist=artist,
        held=[Held(one, naming.site_title(one.ref.site), counts.get(one.id, 0)) for one in held],
        alike=alike,
        sites=[(one, naming.site_title(one)) for one in sites],
        site=site,
        within=Within(asked, None, None),
        q=asked,
        found=found,
        number=number,
        total=explore.total(number),
        artists={},  # whose works these are stands above them
        own=desk.visit.looks,
        is_paged=explore.is_paged(desk),
        is_inside=bool(after or before),
        pages=partial(address, stands, site),
    )


def address(person_id: PersonId, site: str, **more: str) -> str:
    """Return the address of some works of an artist."""
    fields = {name: value for name, value in {"site": site, **more}.items() if value}
    return f"/artists/{person_id}?{urlencode(fields)}" if fields else f"/artists/{person_id}"


def join(desk: AtDesk, form: Form, person_id: int) -> Response:
    """Take another artist for the same as this one; their page shows how to part them again."""
    other = form.get("other", "")
    if not (other.isascii() and other.isdecimal() and len(other) < LONGEST):
        raise BadRequest(text("choose an artist from the list"))
    with desk.bench.db.begin() as tx:
        joining.join(tx, PersonId(person_id), PersonId(int(other)))
    return RedirectResponse(f"/artists/{person_id}", status_code=303)


def take_out(desk: AtDesk, person_id: int, account_id: int) -> Response:
    """Let an account be another artist's again."""
    with desk.bench.db.begin() as tx:
        joining.take_out(tx, PersonId(person_id), AccountId(account_id))
    return RedirectResponse(f"/artists/{person_id}", status_code=303)


# ---- places in the list, as addresses hold them -------------------------------------------------


def written(anchor: Anchor) -> str:
    """Write a place in the list."""
    plain = json.dumps([anchor.value, anchor.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read(said: str, by: By) -> Anchor:
    """Read a place in the list. Raises BadRequest."""
    try:
        value, person_id = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
        kind = int if by is By.WORKS else str
        if type(value) is kind and type(person_id) is int and abs(person_id) < 2**53:
            return Anchor(value, PersonId(person_id))
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise BadRequest(text("that place is unknown; start at the top again")) from error
    raise BadRequest(text("that place is unknown; start at the top again"))
