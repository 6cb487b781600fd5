"""Sign in to a site, step by step; see who is signed in; sign out.

What proves who we are is never shown again, and never part of an address of ours.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import signing_in
from artkeep.errors import ArtkeepError, BadRequest
from artkeep.library import logins
from artkeep.net import oauth
from artkeep.sites import SITES, by_name
from artkeep.sites.base import LogsIn, Site, TakesKey
from artkeep.texts import text
from artkeep.web import attempts
from artkeep.web.desk import AtDesk, Desk, Form

AFTER = "artkeep_after"  # cookie: the address that somebody wanted to follow
PLAIN = frozenset({"name", "user", "username", "home", "handle", "account", "identifier"})
LONGEST = 2000  # characters


@dataclass(frozen=True, slots=True)
class OnTheirPage:
    """How to sign in on the site's own page. `guide` is empty where the page leads back to us.

    `url` is empty where something has to be set up first: `problem` says what.
    """

    url: str
    back: str
    guide: tuple[str, ...]
    began: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to paste. `is_plain`: it may be read over a shoulder."""

    name: str
    says: str

    @property
    def label(self) -> str:
        """Its name as a person reads it."""
        return LABELS.get(self.name) or self.name.replace("_", " ").capitalize()

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing secret."""
        return self.name in PLAIN


LABELS = {
    "access_token": text("Access token"),
    "api_key": text("API key"),
    "app_password": text("App password"),
    "bearer_token": text("Bearer token"),
    "cookie": text("Cookie"),
    "handle": text("Handle"),
    "home": text("Home"),
    "key": text("Key"),
    "name": text("Name"),
    "refresh_token": text("Refresh token"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, and where on the page: `code` or `key`."""

    words: str = ""
    at: str = ""
    status: int = 200


def show_accounts(request: Request, desk: AtDesk) -> Response:
    """Show who is signed in where, and where one can be."""
    desk.require_owner()
    with desk.bench.db.read() as tx:
        held = logins.recent(tx)
    offered = [site for site in SITES.values() if site.about.login]
    by_site = {site.name: [one for one in held if one.site == site.name] for site in offered}
    return desk.page(request, "login/accounts.html", sites=offered, held=by_site)


def show_login(
    request: Request,
    desk: AtDesk,
    site: str,
    address: Annotated[str, Query(max_length=LONGEST)] = "",
    done: bool = False,  # noqa: FBT001, FBT002 - a parameter of the address
) -> Response:
    """Show how to sign in to a site; `address` is what shall be followed then."""
    desk.require_owner()
    response = _page(request, desk, site, done=done)
    if address:
        response.set_cookie(
            AFTER, address, max_age=attempts.LASTS, path="/login", httponly=True, samesite="lax"
        )
    return response


def _page(
    request: Request, desk: Desk, name: str, problem: Problem | None = None, *, done: bool = False
) -> Response:
    site = offering(name)
    with desk.bench.db.read() as tx:
        held = logins.of_site(tx, name)
    return desk.page(
        request,
        "login/login.html",
        problem.status if problem else 200,
        site=site,
        held=held,
        page=on_their_page(request, desk, site),
        fields=fields(site),
        problem=problem or Problem(),
        done=done,
        settings_file=str(desk.bench.settings.file),
    )


def offering(name: str) -> Site:
    """Return a site that one can sign in to. Raises UnknownAddress, BadRequest."""
    site = by_name(name)
    if not site.about.login:
        raise BadRequest(
            text("{site} shows all that it has without a login.", site=site.about.title)
        )
    return site


def on_their_page(request: Request, desk: Desk, site: Site) -> OnTheirPage | None:
    """Begin an attempt; None where the site has no page for that."""
    if not isinstance(site, LogsIn):
        return None
    began = int(desk.bench.clock.now().timestamp())
    attempt = attempts.begun(desk.secret, request.state.browser, site.name, began)
    back = way_back(request, site.name)
    try:
        url = signing_in.page(desk.bench, site.name, attempt, back)
    except ArtkeepError as error:
        return OnTheirPage("", back, (), began, str(error))
    return OnTheirPage(url, back, site.about.guide, began)


def way_back(request: Request, name: str) -> str:
    """Return the address that a site's page leads back to."""
    return f"{request.url.scheme}://{request.url.netloc}/login/{name}/back"


def fields(site: Site) -> list[Field]:
    """Return what can be pasted."""
    if not isinstance(site, TakesKey):
        return []
    return [Field(name, says) for name, says in site.fields.items()]


def with_code(request: Request, desk: AtDesk, site: str, form: Form) -> Response:
    """Sign in with the address that the site's page ended at."""
    offering(site)
    began = form.get("began", "")
    if not began.isdecimal():
        raise BadRequest(text("This form is not whole; go back and load the page again."))
    browser, now = request.state.browser, desk.bench.clock.now()
    try:
        attempt = attempts.again(desk.secret, browser, site, int(began), now)
        pasted, back = form.get("code", ""), way_back(request, site)
        signing_in.with_code(desk.bench, site, pasted, attempt.verifier, back)
    except ArtkeepError as error:
        return _page(request, desk, site, Problem(str(error), "code", error.status))
    return signed_in(request, site)


def come_back(request: Request, desk: AtDesk, site: str) -> Response:
    """Sign in with the code that the site's page led back with; the state shows that it was us."""
    desk.require_owner()
    offering(site)
    if request.method != "GET":
        return Response()
    browser, now = request.state.browser, desk.bench.clock.now()
    try:
        began = attempts.second_of(site, request.query_params.get("state", ""))
        attempt = attempts.again(desk.secret, browser, site, began, now)
        code = oauth.code_of(site, str(request.url), attempt.state)
        back = way_back(request, site)
        signing_in.with_code(desk.bench, site, code, attempt.verifier, back)
    except ArtkeepError as error:
        return _page(request, desk, site, Problem(str(error), "code", error.status))
    return signed_in(request, site)


def with_key(request: Request, desk: AtDesk, site: str, form: Form) -> Response:
    """Sign in with what was pasted."""
    known = fields(offering(site))
    pasted = {field.name: form.get(field.name, "") for field in known}
    try:
        signing_in.with_key(desk.bench, site, pasted)
    except ArtkeepError as error:
        return _page(request, desk, site, Problem(str(error), "key", error.status))
    return signed_in(request, site)


def signed_in(request: Request, site: str) -> Response:
    """Lead on: to what somebody wanted to follow, else to who is signed in."""
    address = request.cookies.get(AFTER, "")
    if not address:
        return RedirectResponse(f"/login/{site}?done=yes", status_code=303)
    query = urlencode({"address": address})
    response = RedirectResponse(f"/sources?{query}", status_code=303)
    response.delete_cookie(AFTER, path="/login")
    return response


def sign_out(desk: AtDesk, site: str, form: Form) -> Response:
    """Forget a login."""
    signing_in.forget(desk.bench, site, form.get("account", ""))
    return RedirectResponse(f"/login/{site}", status_code=303)
