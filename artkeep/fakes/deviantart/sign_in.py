"""Signing in to the copy of DeviantArt: the page where a person clicks, and where tokens are made.

As with an application of today, PKCE is needed, and the way back has to be one that is registered:
here that is any path on this machine.
"""

import base64
import hashlib
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.deviantart import app, memory
from artkeep.fakes.deviantart.memory import SITE, Code, Given
from artkeep.fakes.stage import Stage

SCOPES = frozenset(
    {
        *("basic", "browse", "browse.mlt", "user", "user.manage", "stash", "publish"),
        *("gallery", "collection", "comment.post", "message"),
    }
)
HERE = frozenset({"127.0.0.1", "localhost"})
BAD_TOKEN = "The refresh_token is invalid."  # noqa: S105  what it says, no token
BAD_CODE = "Incorrect authorization code."

Form = dict[str, str]
Grant = Callable[[Stage, Form], Given | str]  # or what is wrong with it


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the sign-in's page and the address of the tokens."""

    def page(request: Request) -> Response:
        asked = dict(request.query_params)
        wrong = _wrong(asked)
        if wrong:
            return _page("Something is missing", f"<p>{escape(wrong)}</p>", 400)
        wanted = "".join(f"<li>{escape(word)}</li>" for word in asked["scope"].split())
        return _page("Authorize Artkeep?", FORM.format(wanted=wanted))

    async def clicked(request: Request) -> Response:
        asked = dict(request.query_params)
        sent = parse_qs((await request.body()).decode())
        if _wrong(asked):
            return _page("Something is missing", "<p>This address is not whole.</p>", 400)
        back = _answer(stage, asked, is_allowed="yes" in sent.get("allow", ()))
        join = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        return RedirectResponse(f"{asked['redirect_uri']}{join}{urlencode(back)}", 303)

    async def token(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        form = _basic(request) | {name: values[-1] for name, values in sent.items()}
        with stage.lock:
            return _token(stage, form)

    async def revoke(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        with stage.lock:
            known = memory.of(stage)
            token = sent.get("token", [""])[-1]
            held = known.access.get(token) or known.refresh.get(token)
            if held is not None:
                memory.forget(known, held.family)
        return JSONResponse({"status": "success"})

    return [
        Route("/deviantart/oauth/authorize", page),
        Route("/deviantart/oauth/authorize", clicked, methods=["POST"]),
        Route("/deviantart/oauth/token", token, methods=["POST"]),
        Route("/deviantart/oauth/oauth2/token", token, methods=["POST"]),  # the whole path
        Route("/deviantart/oauth/revoke", revoke, methods=["POST"]),
    ]


def _wrong(asked: Form) -> str:
    """Say what is wrong with the address of the page, "" when nothing is."""
    if asked.get("client_id") != memory.CLIENT_ID or asked.get("response_type") != "code":
        return "There is no such application."
    if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
        return "The code_challenge parameter is required."
    if urlsplit(asked.get("redirect_uri", "")).hostname not in HERE:
        return "The redirect_uri is not one that this application is registered with."
    unknown = set(asked.get("scope", "").split()) - SCOPES
    return f"There is no scope {' '.join(sorted(unknown))}." if unknown else ""


def _answer(stage: Stage, asked: Form, *, is_allowed: bool) -> Form:
    """Return what is told on the way back."""
    state = {"state": asked["state"]} if "state" in asked else {}
    if not is_allowed:
        said = "The user denied the request."
        return {"error": "access_denied", "error_description": said, **state}
    known = memory.of(stage)
    with stage.lock:
        code = f"code-{next(known.serial)}"
        until = stage.now() + memory.CODE_LASTS
        known.codes[code] = Code(
            asked["code_challenge"], asked["redirect_uri"], asked.get("scope") or "basic", until
        )
    return {"code": code, **state, "iss": "https://www.deviantart.com"}


def _basic(request: Request) -> Form:
    """Read the client where HTTP has a place for it."""
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    client, _, secret = base64.b64decode(word).decode().partition(":")
    return {"client_id": client, "client_secret": secret}


def _token(stage: Stage, form: Form) -> Response:
    refused = app.in_the_way(stage)
    if refused is not None:
        return refused
    if form.get("client_id") != memory.CLIENT_ID or not _is_client(form):
        return app.error(401, "invalid_client", "The client credentials are invalid.")
    given = GRANTS.get(form.get("grant_type", ""), _no_grant)(stage, form)
    if isinstance(given, str):
        return app.error(400, "invalid_request", given)
    return JSONResponse(_told(given))


def _is_client(form: Form) -> bool:
    """Whether the secret is right; PKCE alone will do for a code or a refresh token."""
    is_alone = form.get("grant_type") == "client_credentials"
    secret = form.get("client_secret", "" if is_alone else memory.CLIENT_SECRET)
    return secret == memory.CLIENT_SECRET


def _by_code(stage: Stage, form: Form) -> Given | str:
    known = memory.of(stage)
    code = known.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if code is None or code.until <= stage.now() or proof != code.challenge:
        return BAD_CODE
    if form.get("redirect_uri") != code.way_back:
        return BAD_CODE
    return memory.sign_in(known, stage.now(), code.scope)


def _by_token(stage: Stage, form: Form) -> Given | str:
    mood = stage.moods.of(SITE)
    if mood == "expired":
        return BAD_TOKEN
    token = form.get("refresh_token", "")
    given = memory.renew(memory.of(stage), stage.now(), token, is_strict=mood == "rotated")
    return given or BAD_TOKEN


def _by_itself(stage: Stage, form: Form) -> Given | str:  # noqa: ARG001  as its like
    return memory.application(memory.of(stage), stage.now())


def _no_grant(stage: Stage, form: Form) -> Given | str:  # noqa: ARG001  as its like
    return "Unsupported grant_type."


GRANTS: dict[str, Grant] = {
    "authorization_code": _by_code,
    "refresh_token": _by_token,
    "client_credentials": _by_itself,
}


def _told(given: Given) -> dict[str, Any]:
    told = {
        "expires_in": int(memory.ACCESS_LASTS.total_seconds()),
        "status": "success",
        "access_token": given.access,
        "token_type": "Bearer",
    }
    if given.refresh:
        told |= {"refresh_token": given.refresh, "scope": given.scope}
    return told


def _page(title: str, inside: str, status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(title=title, inside=inside), status)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - DeviantArt (a copy)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body {{ font: 16px/1.6 sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem }}
body {{ background: #06070d; color: #f2f2f2 }}
button {{ font: inherit; width: 100%; padding: .5rem; margin: .3rem 0; border: 0 }}
button {{ background: #00e59b; color: #06070d }} button + button {{ background: #d7d8db }}
</style></head><body><main><p>DeviantArt, as Artkeep plays it for trying out</p>
<h1>{title}</h1>{inside}</main></body></html>"""
FORM = """<p>You are <strong>ann</strong>. An application wants to act for you:</p>
<ul>{wanted}</ul><form method="post">
<button name="allow" value="yes">Authorize</button>
<button name="allow" value="no">Deny</button></form>"""
