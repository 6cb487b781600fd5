"""Pages of works for programs that read comics: as JPEG, scaled to their screens."""

import tempfile
from pathlib import Path as PathOnDisk
from typing import Annotated

from fastapi import Path, Query, Request
from starlette.responses import Response

from artkeep.errors import NotFound
from artkeep.explore.export import plan
from artkeep.imaging import sniff, thumbs
from artkeep.intake import derived
from artkeep.library import reading
from artkeep.library.reading import Sheet
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.texts import text as sentence
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.exports import WorkId
from artkeep.web.files import POLICY, is_known

WIDEST = 16_384  # pixels that somebody may ask for


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
        raise NotFound(
            sentence("artwork {id} has no page {number} to be seen", id=artwork_id, number=number)
        )
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
