"""Signing in to DeviantArt: OAuth 2.1 with PKCE, as an application of one's own.

A refresh token is good for one renewal, which brings the next one: whoever loses the answer has to
sign in again.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from artkeep.errors import BadAnswer, LoginNeeded, SiteChanged
from artkeep.net import oauth
from artkeep.sites.base import Login, SiteHttp
from artkeep.sites.deviantart import answers
from artkeep.sites.deviantart.api import VERSION
from artkeep.sites.deviantart.apps import require
from artkeep.sites.deviantart.kinds import NAME

_NEEDED = ("user", "browse")  # to know who it is, and to read


def page(http: SiteHttp, state: str, verifier: str, redirect: str) -> str:
    """Return where the person signs in."""
    asked = {
        "response_type": "code",
        "client_id": require(http, "client_id"),
        "redirect_uri": _way_back(http, redirect),
        "scope": " ".join(dict.fromkeys([*_NEEDED, *http.options["scopes"].split()])),
        "state": state,
    }
    return oauth.page(f"{http.address('oauth_url')}/authorize", asked, verifier)


def _way_back(http: SiteHttp, redirect: str) -> str:
    """Return where the page leads back to, letter by letter as the application is registered."""
    return http.options.get("redirect_uri") or redirect


def with_code(http: SiteHttp, pasted: str, verifier: str, redirect: str) -> Login:
    """Exchange the code, or the address that it is in, and ask whose it is."""
    given = _given(
        http,
        grant_type="authorization_code",
        code=oauth.code_of(NAME, pasted),
        redirect_uri=_way_back(http, redirect),
        code_verifier=verifier,
    )
    with answers.reading("the answer to the sign-in"):
        shown = {"authorization": f"Bearer {given['access_token']}", **VERSION}
    reply = http.ask("GET", "/user/whoami", headers=shown)
    user = answers.understood(http, reply, "whoever signed in")
    with answers.reading("whoever signed in"):
        return _login(http, given, str(user["userid"]), user["username"])


def renewed(http: SiteHttp, login: Login) -> Login:
    """Exchange the refresh token; from then on the old one is worth nothing."""
    token = login.secrets["refresh_token"]
    given = _given(http, grant_type="refresh_token", refresh_token=token)
    with answers.reading("the answer to the renewal"):
        return _login(http, given, login.account, login.name)


def _given(http: SiteHttp, **asked: str) -> Any:
    """Ask for tokens. A client without a secret is told apart by PKCE alone."""
    client = {"client_id": require(http, "client_id")}
    if http.options.get("client_secret"):
        client["client_secret"] = http.options["client_secret"]
    reply = http.ask("POST", "/token", at="oauth_url", form={**client, **asked})
    try:
        return answers.understood(http, reply, "the sign-in")
    except BadAnswer as error:  # it calls a wrong code or token an invalid request
        if error.answered != HTTPStatus.BAD_REQUEST or isinstance(error, SiteChanged):
            raise
        words = "the sign-in no longer holds; run: artkeep login deviantart"
        raise LoginNeeded(NAME, words) from error


def _login(http: SiteHttp, given: Any, account: str, name: str) -> Login:
    return Login(
        account=account,
        name=name,
        secrets={
            "access_token": given["access_token"],
            "refresh_token": given["refresh_token"],
        },
        expires_at=http.now() + timedelta(seconds=int(given["expires_in"])),
    )
