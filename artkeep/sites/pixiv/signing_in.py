"""Signing in to pixiv: as its app does (OAuth with PKCE), or with a refresh token one has.

The site's page does not lead back to us: it ends at an address that only the app understands.
The person copies that address; the code in it is good for about half a minute.
"""

import base64
import hashlib
import re
from datetime import timedelta
from urllib.parse import urlencode

from artkeep.errors import LoginNeeded
from artkeep.sites.base import Login, SiteHttp
from artkeep.sites.pixiv import api, works
from artkeep.sites.pixiv.kinds import NAME
from artkeep.texts import text

CALLBACK = "https://app-api.pixiv.net/web/v1/users/auth/pixiv/callback"
GUIDE = (
    text(
        "Open a new tab, press F12 in it and choose Network: the tab then lists what it asks for."
    ),
    text(
        "Open pixiv's page in that tab and log in. It ends on an empty page, or asks to open an"
        " app."
    ),
    text(
        "Copy the address that has code= in it: the page's own, or callback?state=… in that list."
    ),
    text("Paste it here. The code in it is good for half a minute; if that is over, begin again."),
)
_SALT = "28c1fdd170a5204386cb1313c7077b34f83e4aaf4aa829ce78c231e05b0bae2c"  # the app's own


def page(http: SiteHttp, verifier: str) -> str:
    """Return where the person signs in."""
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "client": "pixiv-android",
    }
    return f"{http.address()}/web/v1/login?{urlencode(asked)}"


def with_code(http: SiteHttp, pasted: str, verifier: str) -> Login:
    """Exchange the code, or the address that it is in."""
    return _token(
        http,
        grant_type="authorization_code",
        code=_code(pasted),
        code_verifier=verifier,
        redirect_uri=CALLBACK,
        include_policy="true",
    )


def _code(pasted: str) -> str:
    # pixiv://account/login?code=AbC-123&via=login
    # https://app-api.pixiv.net/web/v1/users/auth/pixiv/callback?state=xyz&code=AbC-123
    found = re.search(r"(?:^|[?&\s])code=([\w.~-]+)", pasted)
    if found:
        return found[1]
    if re.fullmatch(r"[\w.~-]+", pasted.strip()):
        return pasted.strip()
    raise LoginNeeded(
        NAME, text("there is no code in that; copy the whole address that has code= in it")
    )


def with_refresh_token(http: SiteHttp, token: str) -> Login:
    """Exchange a refresh token; the one that comes back may be another, then this one is over."""
    if not token.strip():
        raise LoginNeeded(NAME, text("there is no refresh token; run: artkeep login pixiv"))
    return _token(http, grant_type="refresh_token", refresh_token=token.strip())


def _token(http: SiteHttp, **asked: str) -> Login:
    form = {
        "client_id": http.options["client_id"],
        "client_secret": http.options["client_secret"],
        "get_secure_url": "1",
        **asked,
    }
    time = http.now().strftime("%Y-%m-%dT%H:%M:%S+00:00")
    signed = hashlib.md5((time + _SALT).encode(), usedforsecurity=False).hexdigest()
    headers = {**api.app_headers(http), "x-client-time": time, "x-client-hash": signed}
    reply = http.ask("POST", "/auth/token", at="oauth_url", form=form, headers=headers)
    answer = api.understood(http, reply, "the sign-in")
    with works.reading("the answer to the sign-in"):
        given = answer["response"]
        return Login(
            account=str(given["user"]["id"]),
            name=given["user"]["account"],
            secrets={
                "access_token": given["access_token"],
                "refresh_token": given["refresh_token"],
            },
            expires_at=http.now() + timedelta(seconds=int(given["expires_in"])),
        )
