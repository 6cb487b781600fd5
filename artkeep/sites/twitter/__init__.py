"""The site X, once Twitter: what accounts post with pictures, and single posts.

X shows strangers next to nothing, so there are three ways, each a module that tells the same:
`api` (the official API with a token, within a budget), `fx` (a server that speaks as FxTwitter
does), `beside` (the gallery-dl program with the person's cookies). The first that is set up, in
the order of the setting `ask_through`, is asked. `urls` reads addresses, `posts` makes posts of
what any of them tells.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from artkeep.errors import BadSetting, LoginNeeded
from artkeep.model.found import AccountInfo, CollectionInfo, Listing, PostInfo
from artkeep.model.pace import Window
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Option, Pace, SiteHttp, Told
from artkeep.sites.twitter import api, beside, budget, fx, signing_in, urls
from artkeep.sites.twitter.urls import HOME, NAME
from artkeep.texts import text

_THROUGH = "ask_through"
_USAGE = Window(50, 900.0)  # how often X tells what was read


class Through(Protocol):
    """One of the ways to what X has; every one is a module."""

    def number_of(self, http: SiteHttp, name: str) -> str:
        """Ask for the number of an account by its name."""
        ...

    def owner(self, http: SiteHttp, number: str) -> AccountInfo:
        """Ask what an account is called."""
        ...

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one post."""
        ...

    def media(self, http: SiteHttp, number: str, cursor: str | None) -> Listing:
        """Ask for a batch of what an account posted with pictures."""
        ...


_WAYS: Mapping[str, Through] = {"api": api, "fxtwitter": fx, "gallery-dl": beside}
_IS_SET_UP: Mapping[str, Callable[[SiteHttp], bool]] = {
    "api": lambda http: http.login is not None,
    "fxtwitter": lambda http: True,  # noqa: ARG005 - as its like; it needs nothing
    "gallery-dl": beside.is_set_up,
}


class Twitter:
    """Posts with pictures. Videos are told in words only."""

    name = NAME
    about = About(
        title="X (Twitter)",
        home=HOME,
        tells=frozenset(Told),
        addresses={
            "base_url": Address("https://api.x.com", Pace(gap=1.0)),
            "usage_url": Address("https://api.x.com/2/usage", Pace(gap=1.0, windows=(_USAGE,))),
            "fx_url": Address("https://api.fxtwitter.com", Pace(gap=1.0)),
            "web_url": Address(HOME, Pace(gap=2.0)),
            "pictures_url": Address(
                "https://pbs.twimg.com", Pace(gap=0.2, at_once=3), pictures=True
            ),
        },
        api_docs="https://docs.x.com/x-api",
        login=text(
            "a bearer token of X's API, if you want to pay for it: it is shown in the developer"
            " console. Without one a FxTwitter server is asked, or gallery-dl with your cookies"
        ),
        options={
            _THROUGH: Option(
                text("Which ways are used, the first that is set up: api, fxtwitter, gallery-dl"),
                "api, fxtwitter, gallery-dl",
            ),
            **budget.OPTIONS,
            **beside.OPTIONS,
        },
        examples={
            text("what an account posts"): f"{HOME}/mika_draws/media",
            text("one post"): f"{HOME}/mika_draws/status/2116099065115574272",
        },
    )
    fields: Mapping[str, str] = signing_in.FIELDS

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the number of an account that is known by its name."""
        if isinstance(ref, PostRef):
            return ref
        kind, value = urls.split(ref)
        return ref if kind == "media" else urls.media(_way(http)[1].number_of(http, value))

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        return _way(http)[1].fetch(http, ref)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whose list it is. Raises Withheld for an account that is for followers only."""
        number = _number(http, ref)
        owner = _way(http)[1].owner(http, number)
        lasting = urls.media(number)
        return CollectionInfo(lasting, f"{owner.name}: pictures", urls.url(lasting), owner)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for a batch.

        A cursor belongs to the way that gave it: where another is set up since, it begins anew.
        """
        name, way = _way(http)
        number = _number(http, ref)
        of, _, own = (cursor or "").partition(" ")
        batch = way.media(http, number, own if of == name else None)
        onward = None if batch.cursor is None else f"{name} {batch.cursor}"
        return Listing(batch.posts, onward)

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        if at not in {"base_url", "usage_url"}:
            return {}
        return {"authorization": f"Bearer {login.secrets['bearer_token']}"}

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        return signing_in.with_token(http, pasted)


def _number(http: SiteHttp, ref: CollectionRef) -> str:
    kind, value = urls.split(ref)
    return value if kind == "media" else _way(http)[1].number_of(http, value)


def _way(http: SiteHttp) -> tuple[str, Through]:
    """Return the first way that is wanted and set up."""
    wanted = [word for word in http.options[_THROUGH].replace(",", " ").lower().split() if word]
    unknown = [word for word in wanted if word not in _WAYS]
    if unknown or not wanted:
        named = unknown[0] if unknown else "nothing"
        raise BadSetting(
            text(
                "sites.{name}.{through}: {named} is none of {names}",
                name=NAME,
                through=_THROUGH,
                named=named,
                names=", ".join(_WAYS),
            )
        )
    found = next((word for word in wanted if _IS_SET_UP[word](http)), None)
    if found is None:
        raise LoginNeeded(
            NAME,
            text(
                "shows strangers next to nothing: run artkeep login {name} with a token "
                "of its API, add fxtwitter to sites.{name}.{through}, or set "
                "sites.{name}.{cookies}",
                name=NAME,
                through=_THROUGH,
                cookies=beside.COOKIES,
            ),
        )
    return found, _WAYS[found]


SITE = Twitter()
