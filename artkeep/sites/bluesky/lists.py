"""Bluesky's lists: somebody's pictures and likes, what one saved, feeds and lists of accounts.

Likes are public, but the view of the network shows everybody only their own. So they are read
where they are kept, from the records on the server of whoever liked, and tell of posts that are
no longer there as well.
"""

from collections.abc import Callable
from typing import Any

from artkeep.errors import Gone, LoginNeeded, Withheld
from artkeep.model.found import AccountInfo, CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.bluesky import api, people, posts, urls
from artkeep.sites.bluesky.people import Servers
from artkeep.sites.bluesky.urls import NAME
from artkeep.texts import text

_AT_ONCE = 100  # posts in a batch of a feed
_TITLES = {"media": "pictures", "likes": "likes", "saved": "saved posts"}


def read(http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
    """Ask for one batch of a settled list."""
    kind, actor, key = urls.kind_of(ref)
    return _READERS[kind](http, actor, key, cursor)


def describe(http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
    """Ask what a settled list is called, and whose it is."""
    kind, actor, key = urls.kind_of(ref)
    if kind in _TITLES:
        owner = _owner(http, actor)
        title = f"{owner.name}: {_TITLES[kind]}"
    else:
        title, owner = _feed(http, actor, key) if kind == "feed" else _list(http, actor, key)
    return CollectionInfo(ref, title, urls.url(ref), owner)


def _owner(http: SiteHttp, did: str) -> AccountInfo:
    subject = text("the account {did}", did=did)
    profile = api.ask(http, subject, "app.bsky.actor.getProfile", actor=did)
    with api.reading("a profile"):
        hidden = people.asked_not_to_be_shown(http, profile)
        owner = people.account(profile)
    if hidden:
        raise Withheld(
            NAME,
            text(
                "{subject} is for people who are signed in; {hint}", subject=subject, hint=api.HINT
            ),
        )
    return owner


def _feed(http: SiteHttp, actor: str, key: str) -> tuple[str, AccountInfo]:
    uri = _uri("feed", actor, key)
    answer = api.ask(http, "the feed", "app.bsky.feed.getFeedGenerator", feed=uri)
    with api.reading("a feed"):
        view = answer["view"]
        return view["displayName"], people.account(view["creator"])


def _list(http: SiteHttp, actor: str, key: str) -> tuple[str, AccountInfo]:
    uri = _uri("list", actor, key)
    answer = api.ask(http, "the list", "app.bsky.graph.getList", list=uri, limit=1)
    with api.reading("a list"):
        return answer["list"]["name"], people.account(answer["list"]["creator"])


def _uri(kind: str, actor: str, key: str) -> str:
    return f"at://{actor}/{urls.COLLECTION_OF[kind]}/{key}"


def _media(http: SiteHttp, actor: str, key: str, cursor: str | None) -> Listing:  # noqa: ARG001 - as its like
    asked = {"actor": actor, "filter": "posts_with_media"}
    return _timeline(http, "app.bsky.feed.getAuthorFeed", asked, cursor, by=actor)


def _of_feed(http: SiteHttp, actor: str, key: str, cursor: str | None) -> Listing:
    asked = {"feed": _uri("feed", actor, key)}
    return _timeline(http, "app.bsky.feed.getFeed", asked, cursor)


def _of_list(http: SiteHttp, actor: str, key: str, cursor: str | None) -> Listing:
    asked = {"list": _uri("list", actor, key)}
    return _timeline(http, "app.bsky.feed.getListFeed", asked, cursor)


def _timeline(
    http: SiteHttp, method: str, asked: dict[str, str], cursor: str | None, by: str = ""
) -> Listing:
    """Ask for a batch of what people post, and take what brings pictures and is their own."""
    answer = api.ask(http, "the list", method, **asked, limit=_AT_ONCE, cursor=cursor)
    with api.reading(method):
        shown = [item["post"] for item in answer["feed"] if not _is_repost(item)]
        wanted = [view for view in shown if by or posts.has_pictures(view)]
        own = [view for view in wanted if not by or view["author"]["did"] == by]
        return Listing(_read(http, own), _onward(answer, cursor))


def _is_repost(item: Any) -> bool:
    return str((item.get("reason") or {}).get("$type", "")).endswith("#reasonRepost")


def _likes(http: SiteHttp, actor: str, key: str, cursor: str | None) -> Listing:  # noqa: ARG001 - as its like
    """Ask for the records of likes, then for the posts that they are about."""
    subject = text("the likes of {actor}", actor=actor)
    host = people.server_of(http, actor)
    if host is None:
        raise Gone(NAME, text("the account {actor} is at home nowhere", actor=actor))
    asked = {"repo": actor, "collection": "app.bsky.feed.like", "cursor": cursor}
    method = "com.atproto.repo.listRecords"
    try:
        answer = api.ask_server(http, host, subject, method, **asked, limit=posts.AT_ONCE)
    except Gone:
        people.require_account(http, actor)  # which says so when it is only switched off
        raise
    with api.reading("listRecords"):
        liked = [record["value"]["subject"]["uri"] for record in answer["records"]]
        uris = list(
            dict.fromkeys(uri for uri in liked if urls.is_post(uri))
        )  # feeds are liked as well
        onward = _onward(answer, cursor)
    return Listing(_asked_for(http, uris), onward)


def _asked_for(http: SiteHttp, uris: list[str]) -> tuple[PostInfo | PostRef, ...]:
    """Ask for posts; of those that are not shown the address is all there is."""
    found = posts.views(http, uris) if uris else []
    with api.reading("getPosts"):
        told = dict(zip((view["uri"] for view in found), _read(http, found), strict=True))
        return tuple(told.get(uri) or urls.post_ref(uri) for uri in uris)


def _saved(http: SiteHttp, actor: str, key: str, cursor: str | None) -> Listing:  # noqa: ARG001 - as its like
    if http.login is None or people.own_did(http) != actor:
        raise LoginNeeded(
            NAME,
            text("shows what {actor} saved to nobody else; {hint}", actor=actor, hint=api.HINT),
        )
    method = "app.bsky.bookmark.getBookmarks"
    answer = api.ask(http, "what you saved", method, limit=_AT_ONCE, cursor=cursor)
    with api.reading(method):
        servers = Servers(http)
        kept = [one["item"] for one in answer["bookmarks"] if urls.is_post(one["item"]["uri"])]
        found = tuple(
            posts.listed(http, item, servers) if "record" in item else urls.post_ref(item["uri"])
            for item in kept
        )
        return Listing(found, _onward(answer, cursor))


def _read(http: SiteHttp, views: list[Any]) -> tuple[PostInfo | PostRef, ...]:
    servers = Servers(http)
    return tuple(posts.listed(http, view, servers) for view in views)


def _onward(answer: Any, here: str | None) -> str | None:
    """Return where a list goes on; some feeds end by saying the same again."""
    cursor = answer.get("cursor") or None
    return None if cursor == here else cursor


_Reader = Callable[[SiteHttp, str, str, str | None], Listing]
_READERS: dict[str, _Reader] = {
    "media": _media,
    "likes": _likes,
    "saved": _saved,
    "feed": _of_feed,
    "list": _of_list,
}
