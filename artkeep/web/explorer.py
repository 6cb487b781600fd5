"""The addresses of the program for pixiv bookmarks that Artkeep grew out of.

Old links and scripts still lead on: `/a/<id>` is a work by pixiv's own number, `/i/<id>/<n>` a
picture of it, `/p/<n>` a page of the gallery by its number. What is not there is a 404, what was
thrown away a 410; what changed something by a mere look asks first (`asking.py`).
"""

import base64
import json
import secrets
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Path, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from artkeep.errors import Deleted, Forbidden, NotFound
from artkeep.explore import numbered
from artkeep.intake import qualities
from artkeep.library import archived, ratings, told, trash
from artkeep.library.archived import Archived, Leaf
from artkeep.library.query import ids, parse
from artkeep.model.refs import PostRef
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web import files, looks, within
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.within import Within

SITE = "pixiv"
WorkId = Annotated[str, Path(pattern=r"^[1-9][0-9]{0,17}$")]
ORIGINAL = "original"
NONE = "none"
LONGEST_NUMBER = 10  # digits
# one transparent pixel
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


# ---- a work ------------------------------------------------------------------------------------


def show_work(desk: AtDesk, work_id: WorkId) -> Response:
    """Lead to the page of a work."""
    return led_to(found(desk, work_id))


def show_work_as(desk: AtDesk, work_id: WorkId, image: str) -> Response:
    """Lead to the page of a work, with its picture in one of pixiv's sizes."""
    work = found(desk, work_id)
    if image not in {ORIGINAL, *qualities.QUALITIES}:
        raise NotFound(no_quality(image))
    return led_to(work, image)


def led_to(work: Archived, quality: str = "") -> Response:
    """Lead to the page of the work that a post shows first."""
    query = f"?quality={quality}" if quality else ""
    return RedirectResponse(f"/artworks/{work.works[0]}{query}", status_code=302)


def at_pixiv(desk: AtDesk, work_id: WorkId) -> Response:
    """Lead to the work on pixiv."""
    found(desk, work_id)
    return RedirectResponse(f"https://www.pixiv.net/artworks/{work_id}", status_code=302)


def artist_at_pixiv(desk: AtDesk, work_id: WorkId) -> Response:
    """Lead to its artist on pixiv."""
    account = found(desk, work_id).account
    if account is None:
        raise NotFound(text("pixiv did not tell whose work this is"))
    return RedirectResponse(f"https://www.pixiv.net/users/{account}", status_code=302)


def meta(desk: AtDesk, work_id: WorkId) -> Response:
    """Send what pixiv said of a work, its own object."""
    work = found(desk, work_id)
    require_open(desk, work, Road.EXPORT)
    with desk.bench.db.read() as tx:
        raw = told.raw(tx, work.id)
    if raw is None:
        raise NotFound(text("what pixiv said of this work was not kept"))
    indented = json.dumps(json.loads(raw), indent=2) + "\n"  # in ASCII: some texts are no Unicode
    headers = {"cache-control": files.ASK_AGAIN}
    return Response(indented, media_type="application/json", headers=headers)


def found(desk: Desk, work_id: str) -> Archived:
    """Return a work by pixiv's number. Raises NotFound, Deleted."""
    with desk.bench.db.read() as tx:
        work = archived.find(tx, PostRef(SITE, work_id))
    if all(leaf.is_trashed and leaf.is_lost for leaf in work.pages):
        raise Deleted(text("work {work_id} was here and was deleted", work_id=work_id))
    return work


def require_open(desk: Desk, work: Archived, road: Road) -> None:
    """Raise Forbidden where a visitor may not see a work on this road."""
    if desk.may(road).nsfw:
        return
    with desk.bench.db.read() as tx:
        closed = ratings.nsfw(tx, work.works)
    if closed:
        raise Forbidden(files.CLOSED)


def no_quality(said: str) -> str:
    """Say which sizes there are."""
    return text(
        "there is no size {size}; there are original, {sizes}",
        size=said[:40],
        sizes=", ".join(qualities.QUALITIES),
    )


# ---- its pictures ------------------------------------------------------------------------------


def picture(request: Request, desk: AtDesk, work_id: WorkId, number: str) -> Response:
    """Send a picture of a work, from 0, as it is kept."""
    return picture_as(request, desk, work_id, number, ORIGINAL)


def picture_as(
    request: Request, desk: AtDesk, work_id: WorkId, number: str, quality: str
) -> Response:
    """Send a picture of a work in one of pixiv's sizes; `none` is one transparent pixel."""
    work = found(desk, work_id)
    if quality == NONE:
        return Response(PIXEL, media_type="image/png", headers={"cache-control": files.FOREVER})
    if quality != ORIGINAL and quality not in qualities.QUALITIES:
        raise NotFound(no_quality(quality))
    leaf = leaf_of(work, number)
    assert leaf.sha256 is not None
    if quality == ORIGINAL:
        response = files.original(request, desk, leaf.sha256)
    else:
        response = files.drawn(request, desk, leaf.sha256, quality)
    # another picture may take its place: only the address of its bytes is for ever
    return files.lasting(response, files.ASK_AGAIN)


def leaf_of(work: Archived, number: str) -> Leaf:
    """Return a page of a work, from 0. Raises NotFound, Deleted."""
    is_number = number.isascii() and number.isdecimal()
    leaf = next((one for one in work.pages if is_number and str(one.position) == number), None)
    if leaf is None:
        raise NotFound(
            text("this work has {count} pictures, counted from 0", count=len(work.pages))
        )
    if leaf.is_trashed or leaf.is_lost:
        raise Deleted(text("this picture was here and was thrown away"))
    if leaf.sha256 is None:
        raise NotFound(text("this picture is not here yet"))
    return leaf


# ---- lists -------------------------------------------------------------------------------------


def show_page(request: Request, desk: AtDesk, number: str) -> Response:
    """Show a page of the gallery by its number, from 1."""
    own = desk.visit.looks
    return page(request, desk, number, own, "/p/{}")


def show_page_as(
    request: Request, desk: AtDesk, number: str, image: str, ipp: str, order: str
) -> Response:
    """Show a page of the gallery as the address says: pictures, works a page, order."""
    choices = looks.checked(
        {"display.home.image": image, "display.home.ipp": ipp, "display.home.order": order}
    )
    own = looks.said(desk.visit.looks, choices)
    return page(request, desk, number, own, f"/p/{{}}/{image}/{ipp}/{order}")


def page(request: Request, desk: Desk, number: str, own: looks.Looks, address: str) -> Response:
    """Show a page; with 0 works a page everything, which is sent while it is read."""
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER):
        raise NotFound(numbered.NO_PAGE)
    allow = desk.may(Road.LIST)
    shown = numbered.page(desk.bench, desk.marks, int(number), own.ipp, own.order, allow)
    tiles: Any = shown.tiles
    if own.ipp == 0:
        tiles = numbered.everything(desk.bench, own.order, allow)
    values = {
        "tiles": tiles,
        "shown": shown,
        "own": own,
        "address": address,
        "around": around(shown.number, shown.last),
    }
    if own.ipp:
        return desk.page(request, "explore/numbered.html", **values)
    html = desk.pieces(request, "explore/numbered.html", **values)
    return StreamingResponse(html, media_type="text/html; charset=utf-8")


def around(number: int, last: int | None) -> list[int]:
    """Return the numbers that a pager shows: first, near ones, last; 0 stands for a gap."""
    end = last or number + 5
    near = range(max(1, number - 5), min(end, number + 5) + 1)
    shown = sorted({1, *near, *([last] if last else [])})
    found: list[int] = []
    for one in shown:
        if found and one - found[-1] > 1:
            found.append(0)
        found.append(one)
    return found


def lead_anywhere(
    desk: AtDesk, q: Annotated[str, Query(max_length=within.LONGEST)] = ""
) -> Response:
    """Lead to any work that this visitor's lists show, or to any of a search. Raises BadQuery."""
    order = parse(f"order:random:{secrets.randbits(30)}").order
    with desk.bench.db.read() as tx:
        works = ids(tx, replace(parse(q), order=order), None, 1, desk.may(Road.RANDOM))
    if not works:
        raise NotFound(text("there is nothing to be seen here yet"))
    headers = {"cache-control": "no-store"}
    address = Within(q, None, None).to(works[0])
    return RedirectResponse(address, status_code=302, headers=headers)


# ---- deleting ----------------------------------------------------------------------------------


def throw_away(desk: AtDesk, work_id: WorkId) -> Response:
    """Put a work into the trash."""
    put_away(desk, found(desk, work_id))
    return RedirectResponse("/trash", status_code=303)


def put_away(desk: Desk, work: Archived) -> None:
    """Put all that a post shows into the trash."""
    with desk.bench.db.begin() as tx:
        for artwork_id in work.works:
            trash.put(tx, artwork_id)
