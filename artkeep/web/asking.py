"""Addresses that once changed something by a mere look: they ask now, and a button does it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import everything
from artkeep.texts import text
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.explorer import WorkId, found
from artkeep.web.sign_in import same_site

Back = Annotated[str, Query(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `do` is on the button, `action` where it leads, `back` where one came from."""

    head: str
    words: str
    do: str
    action: str
    back: str = "/"


def about_deleting(request: Request, desk: AtDesk, work_id: WorkId) -> Response:
    """Ask whether a work shall go into the trash."""
    desk.require_owner()
    work = found(desk, work_id)
    back = f"/artworks/{work.works[0]}"
    words = text("It goes into the trash, whole, and can be taken back from there.")
    head = text("Throw away “{title}”?", title=work.title or work_id)
    do = text("Throw it away")
    return ask(request, desk, Question(head, words, do, f"/a/{work_id}/delete", back))


def about_refreshing(request: Request, desk: AtDesk) -> Response:
    """Ask whether all lists shall be read now."""
    desk.require_owner()
    head, do = text("Read all lists now?"), text("Read them")
    words = text("Every list that is followed is read, and what is new comes to the library.")
    return ask(request, desk, Question(head, words, do, "/refresh"))


def refresh(desk: AtDesk) -> Response:
    """Read all lists that are followed."""
    with desk.bench.db.begin() as tx:
        everything.ask(tx)
    return RedirectResponse("/activity", status_code=303)


def about_nsfw(request: Request, desk: AtDesk, mode: str, r: Back = "") -> Response:
    """Ask whether works that are not for everybody shall be shown in this browser."""
    action, back = f"/display/nsfw/{mode}", same_site(r)
    if mode == "enable":
        head = text("Show works that are not for everybody?")
        words = text(
            "Works rated questionable or worse are shown from now on, in this browser only."
        )
        return ask(request, desk, Question(head, words, text("Show them"), action, back))
    head = text("Hide them again?")
    words = text("Works rated questionable or worse are left out again, in this browser.")
    return ask(request, desk, Question(head, words, text("Hide them"), action, back))


def ask(request: Request, desk: Desk, question: Question) -> Response:
    """Show a question with its button."""
    return desk.page(request, "ask.html", question=question)
