"""Works to take along: ZIP, CBZ, PDF and what is known of them; one, a selection or a search."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import Path, Query, Request
from starlette.responses import Response, StreamingResponse

from artkeep.errors import BadRequest, NotFound
from artkeep.explore.export import known, lines, names, packing, pdf, plan, works, zips
from artkeep.explore.export.works import Chosen
from artkeep.imaging.names import of_title
from artkeep.library import artworks, reading
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Allow, Road
from artkeep.texts import number, text
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.sending import Made, attachment, send, still_there

WorkId = Annotated[int, Path(ge=1, lt=2**62)]
Format = Literal["zip", "cbz", "pdf", "jsonl"]
Direction = Literal["", "rtl", "ltr"]  # how a comic book is read

ZIP = "application/zip"
CBZ = "application/vnd.comicbook+zip"
PDF = "application/pdf"
LINES = "application/x-ndjson"
PDF_PAGES = 2000  # made at once for a browser


def work_zip(request: Request, desk: AtDesk, artwork_id: WorkId) -> Response:
    """Send the pictures of a work as they are kept."""
    return one_work(request, desk, ArtworkId(artwork_id), "zip")


def work_cbz(request: Request, desk: AtDesk, artwork_id: WorkId, read: Direction = "") -> Response:
    """Send a work as a comic book; `read` is how it is to be read, else as its tags say."""
    return one_work(request, desk, ArtworkId(artwork_id), "cbz", read)


def work_pdf(request: Request, desk: AtDesk, artwork_id: WorkId) -> Response:
    """Send a work as a PDF."""
    return one_work(request, desk, ArtworkId(artwork_id), "pdf")


def work_meta(desk: AtDesk, artwork_id: WorkId) -> Response:
    """Tell all that is known of a work."""
    with desk.bench.db.read() as tx:
        if not reading.visible(tx, [ArtworkId(artwork_id)], desk.may(Road.EXPORT)):
            raise NotFound(
                text("there is no artwork {artwork_id} to be seen", artwork_id=artwork_id)
            )
        told = known.of_work(tx, ArtworkId(artwork_id), desk.place)
    return Response(
        known.as_json(told, indent=2) + "\n",
        media_type="application/json",
        headers={"cache-control": "private, no-cache"},
    )


def one_work(
    request: Request, desk: Desk, artwork_id: ArtworkId, form: Format, read: Direction = ""
) -> Response:
    """Send one work under its title."""
    with desk.bench.db.read() as tx:
        title = artworks.tile(tx, artwork_id).title
    name = names.of_work(title, artwork_id, form)
    return send_works(request, desk, Chosen((artwork_id,), direction=read), form, name)


def export(
    request: Request,
    desk: AtDesk,
    ids: Annotated[str | None, Query(max_length=100_000)] = None,
    q: Annotated[str | None, Query(max_length=2000)] = None,
    form: Annotated[Format, Query(alias="format")] = "zip",
    read: Direction = "",
) -> Response:
    """Send several works, chosen by their numbers or found by a query."""
    if q is not None and ids is None:
        chosen = works.by_query(q)
    elif ids is not None and q is None:
        chosen = works.by_ids(ids)
    else:
        raise BadRequest(text("say which works: either ?ids=12,7 or ?q= and a search"))
    name = of_title(f"Artkeep - {chosen.words}", form)
    return send_works(request, desk, replace(chosen, direction=read), form, name)


def send_works(request: Request, desk: Desk, chosen: Chosen, form: Format, name: str) -> Response:
    """Send works in a form, leaving out what this visitor may not see."""
    allow = may_take(desk, chosen)
    if form == "jsonl":
        return send_lines(request, desk, chosen, allow, name)
    return send(request, MAKERS[form](request, desk, chosen, allow, name))


def may_take(desk: Desk, chosen: Chosen) -> Allow:
    """Say what a visitor may take along: of a search, what its list would show them."""
    roads = (Road.EXPORT,) if chosen.ids else (Road.EXPORT, Road.LIST)
    return Allow(nsfw=all(desk.may(road).nsfw for road in roads))


def made_zip(request: Request, desk: Desk, chosen: Chosen, allow: Allow, name: str) -> Made:
    """Plan a ZIP."""
    planned = packing.zip_plan(desk.bench, chosen, allow, still_there(request))
    return of_plan(desk, planned, name, ZIP)


def made_cbz(request: Request, desk: Desk, chosen: Chosen, allow: Allow, name: str) -> Made:
    """Plan a comic book."""
    planned = packing.cbz_plan(desk.bench, chosen, allow, still_there(request))
    return of_plan(desk, planned, name, CBZ)


def of_plan(desk: Desk, planned: plan.Plan, name: str, media_type: str) -> Made:
    """Return what a plan describes."""

    def chunks(start: int, end: int) -> Iterator[bytes]:
        return zips.part(plan.stream(desk.bench, planned), start, end)

    return Made(name, media_type, planned.length, planned.etag, chunks, planned)


def made_pdf(request: Request, desk: Desk, chosen: Chosen, allow: Allow, name: str) -> Made:
    """Make a PDF. Raises BadRequest when that would keep the decoders from everybody else."""
    going = still_there(request)
    pages = 0
    for sheets in packing.books(desk.bench, chosen, allow, going):
        pages += len(sheets)
        if pages > PDF_PAGES:
            raise BadRequest(
                text(
                    "a PDF of more than {pages} pages takes long; choose ZIP or CBZ, or run "
                    "artkeep export on the machine itself",
                    pages=number(PDF_PAGES),
                )
            )
    bound = pdf.bound(desk.bench, chosen, allow, going)

    def chunks(start: int, end: int) -> Iterator[bytes]:
        return pdf.chunks(bound, start, end)

    return Made(name, PDF, bound.length, f'"{bound.mark}"', chunks, bound.file)


MAKERS: Mapping[str, Callable[[Request, Desk, Chosen, Allow, str], Made]] = {
    "zip": made_zip,
    "cbz": made_cbz,
    "pdf": made_pdf,
}


def send_lines(request: Request, desk: Desk, chosen: Chosen, allow: Allow, name: str) -> Response:
    """Tell what is known of each work, one JSON object a line; how much it is nobody knows."""
    headers = attachment(name, LINES)
    if request.method == "HEAD":
        return Response(headers=headers)
    return StreamingResponse(lines.of(desk.bench, chosen, allow, desk.place), headers=headers)
