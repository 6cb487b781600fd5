"""What all pages share: the workbench, the templates, the browser's token, the live listeners."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

import artkeep
from artkeep.explore.numbered import Marks
from artkeep.library.passwords import Passwords
from artkeep.model.records import Outcome, Run
from artkeep.model.viewing import Allow, NsfwPolicy, Road, Viewer
from artkeep.settings import Shown
from artkeep.texts import Text, many, number, text
from artkeep.texts.languages import Languages
from artkeep.web import basic, captions, language, looks, runs, security, strangers, visiting, words
from artkeep.web.admitting import Door
from artkeep.web.assets import Assets
from artkeep.web.compiled import Compiled
from artkeep.web.live import Live
from artkeep.web.looks import Looks
from artkeep.web.runs import RunView
from artkeep.web.story import told_version
from artkeep.web.troubles import plainly
from artkeep.web.visiting import Visit
from artkeep.workbench import Workbench

TEMPLATES = Path(__file__).with_name("templates")
_COMPILED = Compiled()
THEME = "artkeep_theme"  # cookies: what a person chose for this browser
FACTS = "artkeep_facts"
RAIL = "artkeep_rail"
PIECES = 64  # bits of a template that are sent at once
THEMES = ("system", "light", "dark")
FILTERS = (
    number,
    words.size,
    words.day,
    words.clock_time,
    words.span,
    words.kind_of,
    words.colour,
    words.marks,
    words.file_name,
    captions.linked,
    language.opening,
    language.sentence,
    plainly,
    told_version,
)

NO_CHANGES = text(
    "Open to the network without a password: you can look and ask, "
    "nothing can be changed from here."
)
LOOK_ONLY = text("You can look and ask; nothing can be changed from here.")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the frame: its address, its word, its icon, and the key that follows `g`."""

    path: str
    word: Text
    short: Text
    icon: str
    key: str


PLACES = (
    Place("/", text("Gallery"), text("Gallery"), "gallery", "g"),
    Place("/artists", text("Artists"), text("Artists"), "artists", "p"),
    Place("/similar", text("Find by picture"), text("Find"), "find", "f"),
    Place("/sources", text("Sources"), text("Sources"), "sources", "o"),
    Place("/add", text("Add pictures"), text("Add"), "add", "a"),
    Place("/activity", text("Activity"), text("Activity"), "activity", "v"),
    Place("/settings", text("Settings"), text("Settings"), "settings", "s"),
)


NOBODY = Visit(
    who=None,
    refusal=None,
    is_closed=False,
    has_password=False,
    viewer=Viewer(NsfwPolicy.REQUIRED),
    looks=Looks(),
    reader=None,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages are made with, as their parameter: made once, and for each request with `visit`.

    `exposed`: others than those on this machine can ask. `live` is for the owner, `live_outside`
    for those who may only look. `settings` is what the settings page lists, `languages` what it
    offers.
    """

    bench: Workbench
    live: Live
    live_outside: Live
    templates: Environment
    secret: bytes
    exposed: bool
    passwords: Passwords
    marks: Marks
    settings: tuple[Shown, ...]
    languages: Languages
    visit: Visit = NOBODY

    @property
    def read_only(self) -> bool:
        """Whether this visitor may change nothing."""
        return self.visit.refusal is not None

    @property
    def door(self) -> Door:
        """What people are let in with."""
        return Door(self.bench, self.passwords, self.secret)

    def require_owner(self) -> None:
        """Raise what refuses those who may only look."""
        if self.visit.refusal is not None:
            raise self.visit.refusal

    def may(self, road: Road) -> Allow:
        """Return what this visitor may see on a road."""
        return self.visit.viewer.may(road)

    @property
    def stream(self) -> Live:
        """What tells this visitor live how runs go."""
        return self.live_outside if self.read_only else self.live

    def place(self, path: str) -> str:
        """Return the path of a file as those who look may know it."""
        return strangers.place(path) if self.read_only else path

    def outcome(self, one: Outcome) -> Outcome:
        """Return what became of a file as those who look may know it."""
        return strangers.outcome(one) if self.read_only else one

    def run(self, run: Run) -> RunView:
        """Put a run into words for those who look."""
        return view_for(read_only=self.read_only)(run, self.bench.clock.now(), None)

    @property
    def banner(self) -> str:
        """What every page says above: that nothing can be changed, where nobody can sign in."""
        if not self.read_only or self.visit.has_password or self.visit.who is not None:
            return ""
        return NO_CHANGES if self.exposed else LOOK_ONLY

    def token(self, request: Request) -> str:
        """Return the token of the browser that asks."""
        return security.token_for(self.secret, request.state.browser)

    def page(
        self, request: Request, template: str, /, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render a whole page, or a piece of one when the template's name begins with `_`."""
        filled = {**self.shared(request), **values}
        html = self.templates.get_template(template).render(filled)
        return HTMLResponse(html, status_code=status)

    def pieces(self, request: Request, template: str, /, **values: Any) -> Iterator[str]:
        """Render a page bit by bit, for one that is too long to be whole in memory."""
        filled = {**self.shared(request), **values}
        stream = self.templates.get_template(template).stream(filled)
        stream.enable_buffering(PIECES)
        return iter(stream)

    def shared(self, request: Request) -> dict[str, Any]:
        """Return what every template knows."""
        return {
            "nonce": request.state.nonce,
            "token": self.token(request),
            "path": request.url.path,
            "read_only": self.read_only,
            "visit": self.visit,
            "banner": self.banner,
            "offers_nsfw": self.offers_nsfw(request.url.path),
            "theme": chosen(request, THEME, THEMES),
            "facts": chosen(request, FACTS, ("shown", "hidden")),
            "rail": chosen(request, RAIL, ("words", "icons")),
            "spoken": language.spoken(),
            "now": self.bench.clock.now(),
        }

    def offers_nsfw(self, path: str) -> bool:
        """Say whether a page offers to show works that are not for everybody."""
        viewer = self.visit.viewer
        return viewer.may_choose_on_pages if path.startswith("/artworks/") else viewer.may_choose


def view_for(*, read_only: bool) -> Callable[[Run, datetime, float | None], RunView]:
    """Return what puts runs into words: for the owner, or for strangers."""
    return strangers.view if read_only else runs.view


def environment(assets: Assets, max_bytes: int) -> Environment:
    """Compile the templates; a name that a page forgot to pass is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=language.finished,
        bytecode_cache=_COMPILED,
    )
    made.filters.update({one.__name__: one for one in FILTERS})
    made.filters["ago"] = words.ago
    made.filters["kept"] = language.kept
    made.filters["picture_url"] = looks.picture_url
    made.globals.update(
        places=PLACES,
        asset=assets.url,
        needed=assets.needed,
        sheet=assets.sheet,
        version=artkeep.__version__,
        max_bytes=max_bytes,
    )
    made.globals.update(_=text, many=many, rich=language.rich)
    return made


def chosen(request: Request, cookie: str, known: tuple[str, ...]) -> str:
    """Return a browser's choice; anything we do not know is the first."""
    said = request.cookies.get(cookie, "")
    return said if said in known else known[0]


def is_fragment(request: Request) -> bool:
    """Say whether htmx or a script of ours asks for a piece of a page."""
    return request.headers.get("hx-request") == "true"


def desk_of(request: Request) -> Desk:
    """Return the desk as the visitor of this request has it."""
    known: Desk | None = getattr(request.state, "desk", None)
    if known is None:
        made: Desk = request.app.state.desk
        visit = visiting.visit(made.bench, request, exposed=made.exposed)
        known = request.state.desk = replace(made, visit=visit)
        # who has said already who they are may send the password of a proxy in front of us along
        who = basic.holder(request, made.door) if visit.who is None else None
        if who is not None:
            visit = visiting.visit(made.bench, request, exposed=made.exposed, who=who)
            known = request.state.desk = replace(made, visit=visit)
    return known


def desk_at_hand(request: Request) -> Desk:
    """Return the desk, without asking the library who looks: it may be the one in trouble."""
    known: Desk | None = getattr(request.state, "desk", None)
    made: Desk = request.app.state.desk
    return known or made


AtDesk = Annotated[Desk, Depends(desk_of)]
Form = Annotated[dict[str, str], Depends(security.form_of)]
