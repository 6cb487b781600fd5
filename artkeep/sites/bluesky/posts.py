"""One post as the network tells it, read into ours."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from artkeep.errors import Gone, Withheld
from artkeep.model.found import Counts, PageInfo, PostInfo, Rating, TagInfo
from artkeep.model.headline import headline
from artkeep.model.refs import PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.bluesky import api, people, urls
from artkeep.sites.bluesky.people import Servers
from artkeep.sites.bluesky.urls import NAME
from artkeep.texts import text

AT_ONCE = 25  # posts that may be asked for together

_RATINGS = {
    "porn": Rating.EXPLICIT,
    "sexual": Rating.QUESTIONABLE,
    "graphic-media": Rating.QUESTIONABLE,
    "gore": Rating.QUESTIONABLE,
    "nudity": Rating.SENSITIVE,
    "!warn": Rating.SENSITIVE,
}
_SEVERITY = tuple(Rating)
_HIDDEN = frozenset({"!hide", "!takedown", "!suspend"})
_TAG = "app.bsky.richtext.facet#tag"
# an embed of which a part is media; what is quoted beside it is somebody else's
_WITH_MEDIA = "app.bsky.embed.recordWithMedia"


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for one post. What is not there is an empty list; then its own server knows why."""
    did, _ = urls.split(ref)
    found = views(http, [urls.post_uri(ref)])
    if not found:
        raise _why_not(http, ref, did)
    with api.reading("a post"):
        refused = refusal(http, found[0])
        if refused is None:
            return read(found[0], Servers(http))
    raise refused


def views(http: SiteHttp, uris: list[str]) -> list[Any]:
    """Ask for up to 25 posts; those that are not shown to us are left out of the answer."""
    answer = api.ask(http, "a post", "app.bsky.feed.getPosts", uris=uris)
    with api.reading("getPosts"):
        return list(answer["posts"])


def _why_not(http: SiteHttp, ref: PostRef, did: str) -> Gone | Withheld:
    """Ask the account's own server about a post that the network does not show."""
    address, (_, key) = urls.url(ref), urls.split(ref)
    host = people.require_account(http, did)
    if host is None:
        return Withheld(
            NAME,
            text("does not show {address}, and its account is at home nowhere", address=address),
        )
    asked = {"repo": did, "collection": "app.bsky.feed.post", "rkey": key}
    try:
        api.ask_server(http, host, address, "com.atproto.repo.getRecord", **asked)
    except Gone as gone:
        return gone
    return Withheld(
        NAME,
        text("does not show {address}: blocked, or taken down by its moderators", address=address),
    )


def listed(http: SiteHttp, view: Any, servers: Servers) -> PostInfo | PostRef:
    """Read a post of a list; only its address when it is not for us."""
    ref = urls.post_ref(view["uri"])
    return ref if refusal(http, view) is not None else read(view, servers)


def refusal(http: SiteHttp, view: Any) -> Withheld | None:
    """Say why a post that was told is not to be shown; None when it is."""
    address = urls.url(urls.post_ref(view["uri"]))
    if people.asked_not_to_be_shown(http, view["author"]):
        return Withheld(
            NAME,
            text(
                "{address} is for people who are signed in; {hint}", address=address, hint=api.HINT
            ),
        )
    if _HIDDEN.intersection(_labels(view)):
        return Withheld(NAME, text("{address} was hidden by the moderators", address=address))
    return None


def read(view: Any, servers: Servers) -> PostInfo:
    """Read a post that is shown."""
    ref, record = urls.post_ref(view["uri"]), view["record"]
    pages, text = _pages(view, servers), record["text"]
    account = people.account(view["author"])
    title = headline(text) or headline("\n".join(page.alt for page in pages))
    return PostInfo(
        ref=ref,
        url=urls.url(ref),
        title=title or f"{account.handle}: {urls.split(ref)[1]}",
        pages=pages,
        published_at=_published(record, view),
        account=account,
        caption=text,
        rating=_rating(view),
        tags=tuple(TagInfo(name) for name in dict.fromkeys(_tags(record))),
        counts=Counts(
            favourites=view.get("likeCount"),
            comments=view.get("replyCount"),
            reposts=view.get("repostCount"),
        ),
        raw=json.dumps(view, ensure_ascii=False),
    )


def has_pictures(view: Any) -> bool:
    """Say whether a post brings pictures of its own."""
    return any(True for _ in _images(view["record"].get("embed")))


def _published(record: Any, view: Any) -> datetime:
    """Return when a post says that it was made, unless that cannot be: clients say what they like.

    The network's own time is when it first saw the post.
    """
    seen = _moment(view["indexedAt"])
    try:
        made = _moment(record["createdAt"])
    except ValueError:
        return seen
    return min(made, seen)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _labels(view: Any) -> set[str]:
    """Return what was said of a post and of its account, by themselves or by the moderators."""
    labels = [*(view.get("labels") or ()), *(view["author"].get("labels") or ())]
    taken_back = {(one.get("uri"), one["val"]) for one in labels if one.get("neg")}
    return {one["val"] for one in labels if (one.get("uri"), one["val"]) not in taken_back}


def _rating(view: Any) -> Rating:
    found = [_RATINGS[label] for label in _labels(view) if label in _RATINGS]
    return max(found, key=_SEVERITY.index, default=Rating.GENERAL)


def _tags(record: Any) -> Iterator[str]:
    """Yield the tags in the text and those beside it."""
    for facet in record.get("facets") or ():
        for feature in facet["features"]:
            if feature["$type"] == _TAG:
                yield feature["tag"]
    yield from record.get("tags") or ()


def _pages(view: Any, servers: Servers) -> tuple[PageInfo, ...]:
    did = view["author"]["did"]
    copies = [image["fullsize"] for image in _images(view.get("embed")) if "fullsize" in image]
    return tuple(
        _page(did, image, copies, servers) for image in _images(view["record"].get("embed"))
    )


def _images(embed: Any) -> Iterator[Any]:
    """Yield the pictures of an embed, of a record or of a view; a video or a link has none."""
    if embed is None:
        return
    kind = str(embed["$type"]).removesuffix("#view")
    if kind == _WITH_MEDIA:
        yield from _images(embed["media"])
    elif kind == "app.bsky.embed.images":
        yield from embed["images"]
    elif kind == "app.bsky.embed.gallery":
        yield from (one for one in embed["items"] if "image" in one or "fullsize" in one)


def _page(did: str, image: Any, copies: list[str], servers: Servers) -> PageInfo:
    """Read one picture: its bytes as they were posted, and the view's smaller copy.

    `aspectRatio` is what it says and no size in pixels.
    """
    blob = image["image"]
    cid = blob["ref"]["$link"] if "ref" in blob else blob["cid"]  # before 2023 it stood alone
    files, copy = servers.files_of(did), next((one for one in copies if cid in one), None)
    alt = image.get("alt") or ""
    if files is None:
        if copy is None:
            raise KeyError("fullsize")
        return PageInfo(copy, stamp=cid, alt=alt)
    names = f"did={quote(did, safe=':')}&cid={quote(cid, safe='')}"
    original = f"{files}/xrpc/com.atproto.sync.getBlob?{names}"
    return PageInfo(original, stamp=cid, fallbacks=(copy,) if copy else (), alt=alt)
