"""Add pictures: the page, and the form that adds a folder where it lies."""

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import add
from artkeep.errors import BadRequest
from artkeep.model.records import Kept
from artkeep.texts import text
from artkeep.web.desk import AtDesk, Desk, Form

KEPT = {"copy": Kept.BLOB, "reference": Kept.REFERENCE}


@dataclass(frozen=True, slots=True)
class FolderForm:
    """What the form for a folder shows; `problem` says what is wrong with what was written."""

    keep: str
    path: str = ""
    problem: str = ""
    example: str = field(default_factory=lambda: str(Path.home() / "Pictures"))


def empty_form(desk: Desk) -> FolderForm:
    """Return the form before anything is written into it."""
    return FolderForm(desk.bench.settings.keep)


def show_add(request: Request, desk: AtDesk) -> Response:
    """Show the ways to add pictures."""
    return desk.page(request, "collect/add.html", folder=empty_form(desk))


def add_folder(request: Request, desk: AtDesk, form: Form) -> Response:
    """Start adding a folder or file of this machine; say at once what is wrong with the path."""
    said, keep = form.get("path", "").strip(), form.get("keep", "")
    if keep not in KEPT:
        raise BadRequest(text("Say whether to keep a copy or only where the pictures lie."))
    problem = problem_with(said)
    if problem:
        folder = FolderForm(keep, said, problem)
        return desk.page(request, "collect/add.html", 400, folder=folder)
    with desk.bench.db.begin() as tx:
        add.start(tx, [Path(said).expanduser().absolute()], KEPT[keep])
    return RedirectResponse("/activity", status_code=303)


def problem_with(said: str) -> str:
    """Say why a path cannot be added; empty when it can."""
    if not said:
        return text("Write the path of a folder or of a picture.")
    path = Path(said.replace("\0", "")).expanduser()
    if not path.is_absolute():
        return text("Write the whole path, from the root on: a browser has no current folder.")
    try:
        exists = path.exists()
    except OSError as error:
        return text("This path cannot be read: {reason}.", reason=error.strerror)
    if not exists:
        return text("There is nothing at this path on the machine Artkeep runs on.")
    return ""
