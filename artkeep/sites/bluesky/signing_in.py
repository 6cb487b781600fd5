"""Signing in to Bluesky with an app password, at the server where the account is at home.

The password is not kept. What is kept are two tokens: one that is shown for about two hours, and
one that is exchanged for the next two, once.
"""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime

from artkeep.errors import BadAnswer, Gone, LoginNeeded
from artkeep.sites.base import Login, Reply, SiteHttp
from artkeep.sites.bluesky import api, people
from artkeep.sites.bluesky.urls import NAME
from artkeep.texts import text

FIELDS: Mapping[str, str] = {
    "handle": text("Your handle: mika.example, without the @."),
    "app_password": text(
        "An app password: Settings, Privacy and security, App passwords. It can be"
        " taken back there, and is not the password of your account."
    ),
}
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", re.ASCII)


def with_password(http: SiteHttp, pasted: Mapping[str, str]) -> Login:
    """Exchange an app password for tokens. Raises LoginNeeded when it is wrong."""
    handle = pasted.get("handle", "").strip().removeprefix("@").lower()
    password = pasted.get("app_password", "").strip()
    if not _APP_PASSWORD.fullmatch(password):
        raise LoginNeeded(
            NAME, text("an app password looks like abcd-efgh-ijkl-mnop; make one there")
        )
    did, host = _home(http, handle)
    body = {"identifier": did, "password": password}
    way = http.at_home(host)
    reply = way.ask("POST", "/xrpc/com.atproto.server.createSession", at="pds_url", body=body)
    return _login(http, host, reply)


def with_token(http: SiteHttp, login: Login) -> Login:
    """Exchange the one token for two others; it is good for once."""
    host = login.account.partition("/")[0]
    shown = {"authorization": f"Bearer {login.secrets['refresh_token']}"}
    way = http.at_home(host)
    reply = way.ask("POST", "/xrpc/com.atproto.server.refreshSession", at="pds_url", headers=shown)
    return _login(http, host, reply)


def _home(http: SiteHttp, handle: str) -> tuple[str, str]:
    """Find out who that is, and where they are at home."""
    try:
        did = people.did_of(http, handle)
        host = people.server_of(http, did)
    except (Gone, BadAnswer) as error:
        raise LoginNeeded(
            NAME, text("knows nobody called {handle}", handle=handle or "that")
        ) from error
    if host is None:
        raise LoginNeeded(NAME, text("{handle} is at home nowhere", handle=handle))
    return did, host


def _login(http: SiteHttp, host: str, reply: Reply) -> Login:
    try:
        answer = api.understood(http, reply, "the sign-in")
    except Gone as error:
        raise LoginNeeded(
            NAME, text("the account is no longer there; {hint}", hint=api.HINT)
        ) from error
    with api.reading("the answer to the sign-in"):
        return Login(
            account=f"{host}/{answer['did']}",
            name=answer["handle"],
            secrets={"access_token": answer["accessJwt"], "refresh_token": answer["refreshJwt"]},
            expires_at=_end_of(answer["accessJwt"]),
        )


def _end_of(token: str) -> datetime | None:
    """Read until when a token holds; None where it does not say, as no token has to."""
    try:
        claims = token.split(".")[1]
        told = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return datetime.fromtimestamp(told["exp"], UTC)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError):
        return None
