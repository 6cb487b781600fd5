"""Signing in to the copy of pixiv: the page a person sees, and where tokens are made."""

import base64
import hashlib
import re
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.pixiv import app, memory
from artkeep.fakes.pixiv.memory import SITE, Code, Memory
from artkeep.fakes.stage import Stage

CLIENT = ("MOBrBDS8blbauoSck0ZfDbtuzpyT", "lsACyCD94FhDUtGTXi3QzcFE2uU1hqtDaKeqrdwj")
SALT = "28c1fdd170a5204386cb1313c7077b34f83e4aaf4aa829ce78c231e05b0bae2c"
CALLBACK = "https://app-api.pixiv.net/web/v1/users/auth/pixiv/callback"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
LOGIN, BACK = "/web/v1/login", "/web/v1/users/auth/pixiv/callback"

Form = dict[str, str]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the sign-in's pages and the token's address."""

    def page(request: Request) -> Response:
        asked = request.query_params
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return _page("Something is missing", "<p>This address is not whole.</p>", 400)
        form = FORM.format(challenge=escape(asked["code_challenge"], quote=True))
        return _page("Log in", form)

    async def clicked(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        code = _code(stage, sent["code_challenge"][0])
        asked = urlencode({"state": "QmFjaw", "code": code})
        return RedirectResponse(f"{stage.address(SITE, 'base')}{BACK}?{asked}", 303)

    def back(request: Request) -> Response:
        shown = escape(f"{stage.address(SITE, 'base')}{BACK}?{request.url.query}", quote=True)
        return _page("You are logged in", DONE.format(address=shown))

    async def token(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        form = {name: values[-1] for name, values in sent.items()}
        with stage.lock:
            return _token(stage, form, request)

    return [
        Route(f"/pixiv/base{LOGIN}", page),
        Route(f"/pixiv/base{LOGIN}", clicked, methods=["POST"]),
        Route(f"/pixiv/base{BACK}", back),
        Route("/pixiv/oauth/auth/token", token, methods=["POST"]),
    ]


def _code(stage: Stage, challenge: str) -> str:
    known = memory.of(stage)
    with stage.lock:
        code = f"code-{next(known.serial)}"
        known.codes[code] = Code(challenge, stage.now() + memory.CODE_LASTS)
    return code


def _token(stage: Stage, form: Form, request: Request) -> Response:
    known = memory.of(stage)
    if stage.moods.of(SITE) in app.IN_THE_WAY:
        return app.in_the_way(stage)
    if (form.get("client_id"), form.get("client_secret")) != CLIENT:
        return _invalid("invalid_client", "Invalid client", 1501)
    if not _is_signed(request, required=form.get("grant_type") == "refresh_token"):
        return _invalid("invalid_request", "Invalid X-Client-Hash", 1509)
    refresh = GRANTS.get(form.get("grant_type", ""), _no_grant)(stage, known, form)
    if refresh is None or stage.moods.of(SITE) == "expired":
        return _invalid("invalid_grant", "Invalid refresh token", 1508)
    return JSONResponse(_given(stage, known, refresh))


def _invalid(word: str, message: str, code: int) -> Response:
    system = {"message": message, "code": code}
    return JSONResponse({"has_error": True, "errors": {"system": system}, "error": word}, 400)


def _is_signed(request: Request, *, required: bool) -> bool:
    """Whether the app's own signature is right; some clients leave it out with a code."""
    time = request.headers.get("x-client-time")
    if time is None:
        return not required
    right = hashlib.md5((time + SALT).encode(), usedforsecurity=False).hexdigest()
    return bool(TIME.fullmatch(time)) and request.headers.get("x-client-hash") == right


def _by_code(stage: Stage, known: Memory, form: Form) -> str | None:
    code = known.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if code is None or code.until <= stage.now() or proof != code.challenge:
        return None
    return memory.REFRESH_TOKEN if form.get("redirect_uri") == CALLBACK else None


def _by_token(stage: Stage, known: Memory, form: Form) -> str | None:
    """Give back the same token, or another in its place when the site changes them."""
    token = form.get("refresh_token", "")
    if token not in known.refresh:
        return None
    if stage.moods.of(SITE) != "rotated":
        return token
    known.refresh.remove(token)
    return f"refresh-{next(known.serial)}"


def _no_grant(stage: Stage, known: Memory, form: Form) -> None:  # noqa: ARG001  as its like
    return None


GRANTS = {"authorization_code": _by_code, "refresh_token": _by_token}


def _given(stage: Stage, known: Memory, refresh: str) -> dict[str, Any]:
    who = stage.world.collector.handles[SITE]
    given = {
        "access_token": memory.sign(known, stage.now(), refresh),
        "expires_in": int(memory.ACCESS_LASTS.total_seconds()),
        "token_type": "bearer",
        "scope": "",
        "refresh_token": refresh,
        "user": {
            "id": who.id,
            "name": who.name,
            "account": who.handle,
            "mail_address": "sample@example.org",
            "is_premium": False,
            "x_restrict": 2,
            "is_mail_authorized": True,
            "require_policy_agreement": False,
        },
    }
    return {**given, "response": given}


def _page(title: str, inside: str, status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(title=title, inside=inside), status)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - pixiv (a copy)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body {{ font: 16px/1.6 sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem }}
input, button {{ font: inherit; width: 100%; box-sizing: border-box }}
input, button {{ padding: .5rem; margin: .3rem 0 }}
button {{ background: #0096fa; color: #001830; border: 0; border-radius: 1.5rem }}
</style></head><body><main><p>pixiv, as Artkeep plays it for trying out</p>
<h1>{title}</h1>{inside}</main></body></html>"""
FORM = """<form method="post">
<input type="hidden" name="code_challenge" value="{challenge}">
<label>Account <input name="account" value="sample_user" autocomplete="off"></label>
<label>Password <input name="secret" type="password" value="anything" autocomplete="off"></label>
<button>Log in</button></form>"""
DONE = """<p>The app would go on by itself from here. Copy the whole address of this page, or this
line, and paste it where you came from. It is good for half a minute.</p>
<label>Address <input readonly value="{address}"></label>"""
