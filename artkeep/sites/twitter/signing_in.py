"""Signing in to X's official API: a bearer token that the developer console shows."""

from collections.abc import Mapping

from artkeep.errors import LoginNeeded
from artkeep.sites.base import Login, SiteHttp
from artkeep.sites.twitter import trouble
from artkeep.sites.twitter.posts import reading
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

FIELDS: Mapping[str, str] = {
    "bearer_token": text("The bearer token of your app: console.x.com, Apps, Keys and tokens."),
}


def with_token(http: SiteHttp, pasted: Mapping[str, str]) -> Login:
    """Try a token by asking what was read with it this month, which costs nothing."""
    token = pasted.get("bearer_token", "").strip().removeprefix("Bearer ").strip()
    if not token.isascii() or not token.isprintable() or not token or " " in token:
        raise LoginNeeded(NAME, text("a bearer token is one long word; copy it from the console"))
    shown = {"authorization": f"Bearer {token}"}
    reply = http.ask("GET", "/tweets", at="usage_url", headers=shown)
    answer = trouble.understood(http, reply, "the usage")
    with reading("the usage"):
        project = str(int(answer["data"]["project_id"]))
    return Login(project, f"project {project}", {"bearer_token": token})
