"""How works are shown: each visitor's own choice, and the owner's for everyone."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from artkeep.errors import BadRequest
from artkeep.library import preferences
from artkeep.model.viewing import NsfwPolicy
from artkeep.settings.showing import IPP_AT_MOST
from artkeep.texts import text
from artkeep.web import looks
from artkeep.web.desk import AtDesk, Desk, Form
from artkeep.web.sign_in import same_site
from artkeep.web.visiting import NSFW, POLICY

YEAR = 31_536_000  # seconds
EVERYONE = "everyone"
HOME = {
    "image": "display.home.image",
    "ipp": "display.home.ipp",
    "order": "display.home.order",
    "layout": "display.home.layout",
    "flow": "display.home.flow",
    "blur": "display.blur",
}
ARTWORK = {"image": "display.artwork.image"}


def show_display(request: Request, desk: AtDesk, r: str = "") -> Response:
    """Show how works are shown, to be chosen anew."""
    return desk.page(
        request,
        "settings/display.html",
        own=desk.visit.looks,
        homes=looks.HOME_IMAGES,
        pages=looks.PAGE_IMAGES,
        orders=looks.ORDERS,
        layouts=looks.LAYOUTS,
        flows=looks.FLOWS,
        most=IPP_AT_MOST,
        policies=POLICIES,
        work=r,
    )


POLICIES = {
    "enabled": text("Show them to everyone"),
    "hidden": text("Leave them out of lists until a visitor asks"),
    "required": text("Close them until a visitor asks"),
    "disabled": text("Close them to everyone"),
}


def choose_home(request: Request, desk: AtDesk, form: Form) -> Response:
    """Choose how lists look: pictures, works a page, order, blur."""
    return chosen(request, desk, form, HOME, same_site(form.get("r", "")))


def choose_artwork(request: Request, desk: AtDesk, form: Form, r: str = "") -> Response:
    """Choose the picture on the page of a work, and lead back to it."""
    return chosen(request, desk, form, ARTWORK, f"/a/{quote(r, safe='')}" if r else "/")


def chosen(
    request: Request, desk: Desk, form: Mapping[str, str], fields: Mapping[str, str], back: str
) -> Response:
    """Remember what was chosen: in the browser, or for everyone. Raises BadRequest.

    What does not say for whom it is comes from a script and is for everyone, as it always was.
    """
    choices = looks.checked(
        {name: form[field].strip() for field, name in fields.items() if field in form}
    )
    if not choices:
        raise BadRequest(text("nothing was chosen; there are {names}", names=", ".join(fields)))
    response = RedirectResponse(back, status_code=303)
    own = looks.in_cookie(request.cookies.get(looks.COOKIE, ""))
    if form.get("for", EVERYONE) == EVERYONE:
        desk.require_owner()
        with desk.bench.db.begin() as tx:
            preferences.choose(tx, choices)
        own = {name: value for name, value in own.items() if name not in choices}
    else:
        own |= choices
    keep(request, response, looks.COOKIE, looks.cookie(own), plain=False)
    return response


def choose_nsfw(request: Request, mode: str, form: Form) -> Response:
    """Show or hide works that are not for everybody in this browser, and lead back."""
    back = same_site(form.get("r", "") or request.query_params.get("r", ""))
    response = RedirectResponse(back, status_code=303)
    keep(request, response, NSFW, "true" if mode == "enable" else "false", plain=True)
    return response


def choose_policy(desk: AtDesk, form: Form) -> Response:
    """Choose what everyone sees of works that are not for everybody. Raises BadRequest."""
    policy = form.get("policy", "")
    if policy not in POLICIES:
        raise BadRequest(text("a policy is one of {names}", names=", ".join(POLICIES)))
    with desk.bench.db.begin() as tx:
        preferences.choose(tx, {POLICY: NsfwPolicy(policy).value})
    return RedirectResponse("/display", status_code=303)


def keep(request: Request, response: Response, name: str, value: str, *, plain: bool) -> None:
    """Keep a choice in the browser for a year; a `plain` one scripts of old may read and write."""
    if plain:
        response.headers.append("set-cookie", f"{name}={value}; Max-Age={YEAR}; Path=/")
        return
    is_safe = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=is_safe)
