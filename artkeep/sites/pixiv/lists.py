"""pixiv's lists: how each is asked for, what it is called, and where it goes on."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from artkeep.errors import Gone, LoginNeeded, SiteChanged
from artkeep.model.found import AccountInfo, CollectionInfo
from artkeep.sites.base import SiteHttp
from artkeep.sites.pixiv import api, urls, works
from artkeep.sites.pixiv.api import Params
from artkeep.sites.pixiv.kinds import (
    HOME,
    ME,
    NAME,
    Bookmarks,
    Kind,
    Named,
    Series,
    Settled,
    Works,
    ref_of,
)
from artkeep.texts import text

# words of `SiteHttp.ask` itself, which nothing that a site says may stand for
_OURS = frozenset({"method", "target", "at", "headers", "form", "body"})


def settled(http: SiteHttp, kind: Kind) -> Settled:
    """Return the list under its user's number. Raises Gone when no user has that name."""
    if isinstance(kind, Named):
        return _named(http, kind)
    if isinstance(kind, Bookmarks) and kind.user == ME:
        if http.login is None:
            raise LoginNeeded(NAME, text("your bookmarks need a login; run: artkeep login pixiv"))
        return Bookmarks(http.login.account, kind.private, kind.tag)
    return kind


def _named(http: SiteHttp, kind: Named) -> Settled:
    """Follow a short link to the page it leads to."""
    reply = http.ask("GET", f"/{kind.account}", at="short_url", headers=api.app_headers(http))
    web = http.address("web_url")
    if reply.url.startswith(f"{web}/"):
        found = urls.parse(HOME + reply.url.removeprefix(web))
        if found is not None and found.id.startswith("works/"):
            return Works(found.id.split("/")[1])
    raise Gone(NAME, text("{url} leads to no user", url=kind.url))


def call(kind: Settled) -> tuple[str, Params]:
    """Return the path and the parameters that a list is asked for with."""
    match kind:
        case Bookmarks(user, private, tag):
            named: Params = {"tag": tag} if tag else {}
            params = {"user_id": user, "restrict": _restrict(private=private), **named}
            return "/v1/user/bookmarks/illust", params
        case Works(user, of_kind, _):
            typed: Params = {} if of_kind == "all" else {"type": of_kind}
            return "/v1/user/illusts", {"user_id": user, **typed}
        case Series(_, number):
            return "/v1/illust/series", {"illust_series_id": number}


def about(http: SiteHttp, kind: Settled) -> tuple[AccountInfo, str]:
    """Ask whose list it is; and say what it is."""
    if isinstance(kind, Series):
        path, params = call(kind)
        series = api.ask(http, kind.url, path, params)["illust_series_detail"]
        return works.account(series["user"]), series["title"]
    return works.account(profile(http, kind.user)["user"]), _title(kind)


def _restrict(*, private: bool) -> str:
    return "private" if private else "public"


def _title(kind: Bookmarks | Works) -> str:
    """Say what a list is, for people; whose it is comes before it."""
    if isinstance(kind, Bookmarks):
        words = "private bookmarks" if kind.private else "bookmarks"
    else:
        words = {"all": "works", "illust": "illustrations", "manga": "manga"}[kind.kind]
    return f"{words}: {kind.tag}" if kind.tag else words


def wanted(work: Any, kind: Settled) -> bool:
    """Whether a work belongs to the list; the site does not sort a user's works by tag itself."""
    if not isinstance(kind, Works) or not kind.tag:
        return True
    return kind.tag.casefold() in {tag["name"].casefold() for tag in work["tags"]}


def onward(answer: Any, params: Params, here: str | None) -> str | None:
    """Return what the next address adds to our question, whatever it is; None at the end.

    Only the question is taken: no answer leads us to another host. Raises SiteChanged when it
    does not lead on from `here`.
    """
    next_url = answer["next_url"]
    if next_url is None:
        return None
    asked = parse_qs(urlsplit(next_url).query)
    added = {name: values for name, values in asked.items() if name not in params}
    if not added or _OURS & added.keys():
        raise SiteChanged(NAME, text("next_url does not lead on"))
    following = urlencode(added, doseq=True)
    if following == here:
        raise SiteChanged(NAME, text("next_url leads back to where the list was"))
    return following


def paging(cursor: str | None) -> Params:
    """Return the parameters that a cursor stands for."""
    return dict(parse_qs(cursor or ""))


def require_user(http: SiteHttp, kind: Settled, answer: Any) -> None:
    """Raise Gone when a list of works is empty because its user is no longer there."""
    if isinstance(kind, Works) and not answer["user"].get("id"):
        profile(http, kind.user)


def profile(http: SiteHttp, user: str) -> Any:
    """Ask who a user is."""
    return api.ask(http, urls.account_url(user), "/v1/user/detail", {"user_id": user})


def folders(http: SiteHttp, kind: Settled) -> tuple[CollectionInfo, ...]:
    """Ask for the folders that somebody sorts bookmarks into; none for any other list."""
    if not isinstance(kind, Bookmarks) or kind.tag:
        return ()
    params: Params = {"user_id": kind.user, "restrict": _restrict(private=kind.private)}
    found: list[CollectionInfo] = []
    here: str | None = ""
    while here is not None:
        more = {**params, **paging(here)}
        answer = api.ask(http, kind.url, "/v1/user/bookmark-tags/illust", more)
        found += [_folder(kind, tag["name"]) for tag in answer["bookmark_tags"]]
        here = onward(answer, params, here)
    return tuple(found)


def _folder(kind: Bookmarks, tag: str) -> CollectionInfo:
    inside = Bookmarks(kind.user, kind.private, tag)
    return CollectionInfo(ref_of(inside), tag, inside.url)
