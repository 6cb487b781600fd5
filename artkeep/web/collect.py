"""Add pictures: the page, and the form that adds a folder where it lies."""

from pathlib import Path

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import add
from artkeep.errors import BadRequest
from artkeep.model.records import Kept
from artkeep.web.desk import AtDesk, Desk, Form

KEPT = {"copy": Kept.BLOB, "reference": Kept.REFERENCE}


def form_values(desk: Desk, said_path: str = "", keep: str = "", problem: str = "") -> dict[str, str]:
    """Return what the form for a folder shows."""
    return {
        "said_path": said_path,
        "keep": keep or desk.bench.settings.keep,
        "problem": problem,
        "example": str(Path.home() / "Pictures"),
    }


def show_add(request: Request, desk: AtDesk) -> Response:
    """Show the ways to add pictures."""
    return desk.page(request, "collect/add.html", **form_values(desk))


def add_folder(request: Request, desk: AtDesk, form: Form) -> Response:
    """Start adding a folder or file of this machine; say at once what is wrong with the path."""
    said, keep = form.get("path", "").strip(), form.get("keep", "")
    if keep not in KEPT:
        raise BadRequest("Say whether to keep a copy or only where the pictures lie.")
    problem = problem_with(said)
    if problem:
        values = form_values(desk, said, keep, problem)
        return desk.page(request, "collect/add.html", 400, **values)
    with desk.bench.db.begin() as tx:
        add.start(tx, [Path(said).expanduser().absolute()], KEPT[keep])
    return RedirectResponse("/activity", status_code=303)


def problem_with(said: str) -> str:
    """Say why a path cannot be added; empty when it can."""
    if not said:
        return "Write the path of a folder or of a picture."
    path = Path(said.replace("\0", "")).expanduser()
    if not path.is_absolute():
        return "Write the whole path, from the root on: a browser has no current folder."
    try:
        exists = path.exists()
    except OSError as error:
        return f"This path cannot be read: {error.strerror}."
    if not exists:
        return "There is nothing at this path on the machine Artkeep runs on."
    return ""
