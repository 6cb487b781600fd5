"""Works by pixiv's number to take along, in one of pixiv's sizes: the old addresses of that."""

from collections.abc import Iterator

from fastapi import Request
from starlette.responses import Response

from artkeep.errors import NotFound
from artkeep.explore.export import pdf, sized
from artkeep.explore.export.sized import ORIGINAL
from artkeep.intake import qualities
from artkeep.library.archived import Archived
from artkeep.model.viewing import Road
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.explorer import WorkId, found, no_quality, require_open
from artkeep.web.exports import PDF, ZIP, of_plan
from artkeep.web.sending import Made, send


def work_zip(request: Request, desk: AtDesk, work_id: WorkId) -> Response:
    """Send a work as a ZIP of its pictures as they are kept."""
    return work_zip_as(request, desk, work_id, ORIGINAL)


def work_zip_as(request: Request, desk: AtDesk, work_id: WorkId, quality: str) -> Response:
    """Send a work as a ZIP of its pictures in one of pixiv's sizes."""
    work = to_take(desk, work_id, quality)
    planned = sized.zip_plan(desk.bench, work, work_id, quality)
    return send(request, of_plan(desk, planned, f"{work_id}_{quality}.zip", ZIP))


def work_pdf(request: Request, desk: AtDesk, work_id: WorkId) -> Response:
    """Send a work as a PDF of its pictures as they are kept."""
    return work_pdf_as(request, desk, work_id, ORIGINAL)


def work_pdf_as(request: Request, desk: AtDesk, work_id: WorkId, quality: str) -> Response:
    """Send a work as a PDF of its pictures in one of pixiv's sizes."""
    work = to_take(desk, work_id, quality)
    bound = sized.bound(desk.bench, work, quality)

    def chunks(start: int, end: int) -> Iterator[bytes]:
        return pdf.chunks(bound, start, end)

    name, mark = f"{work_id}_{quality}.pdf", f'"{bound.mark}"'
    return send(request, Made(name, PDF, bound.length, mark, chunks, bound.file))


def to_take(desk: Desk, work_id: str, quality: str) -> Archived:
    """Return a work that this visitor may take along. Raises NotFound, Deleted, Forbidden."""
    if quality != ORIGINAL and quality not in qualities.QUALITIES:
        raise NotFound(no_quality(quality))
    work = found(desk, work_id)
    require_open(desk, work, Road.EXPORT)
    return work
