"""X through its official API, version 2, with a bearer token; what it costs is in `budget`.

Source: https://docs.x.com/x-api/posts/lookup/introduction and its neighbours
"""

import json
from datetime import datetime
from html import unescape
from typing import Any

from artkeep.errors import Gone, PictureRefused, Withheld
from artkeep.model.found import AccountInfo, Counts, Listing, PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.twitter import budget, trouble, urls
from artkeep.sites.twitter.posts import Told, account, page, post, reading, shown
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

_AT_ONCE, _AT_LEAST = 100, 5  # posts in a batch
_USER: dict[str, Any] = {"user.fields": "name,protected,username"}
_POST: dict[str, Any] = {
    "tweet.fields": "attachments,author_id,created_at,entities,lang,note_tweet,"
    "possibly_sensitive,public_metrics,referenced_tweets",
    "expansions": "attachments.media_keys,author_id",
    "media.fields": "alt_text,height,type,url,width",
    **_USER,
}


def number_of(http: SiteHttp, name: str) -> str:
    """Ask for the number of an account by its name."""
    return _asked_for(http, f"/2/users/by/username/{name}", f"@{name}").ref.id


def owner(http: SiteHttp, number: str) -> AccountInfo:
    """Ask what an account is called."""
    return _asked_for(http, f"/2/users/{number}", text("the account {number}", number=number))


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for one post. Raises PictureRefused for a repost, and for a video alone."""
    subject = urls.url(ref)
    budget.affordable(http, 1, 1)
    answer = trouble.understood(http, http.ask("GET", f"/2/tweets/{ref.id}", **_POST), subject)
    with reading("a post"):
        if "data" not in answer:
            raise Gone(NAME, text("{subject} is no longer there", subject=subject))
        if _is_repost(answer["data"]):
            raise PictureRefused(text("a repost, not a post of its own"))
        return shown(_told(answer["data"], answer["includes"]))


def media(http: SiteHttp, number: str, cursor: str | None) -> Listing:
    """Ask for a batch of what an account posted, and take what has pictures.

    X tells of the newest 3,200 posts of an account, and says no word about the rest.
    """
    subject = text("the account {number}", number=number)
    asked: dict[str, Any] = {
        "max_results": budget.affordable(http, _AT_ONCE, _AT_LEAST),
        "exclude": "retweets",
        "pagination_token": cursor,
    }
    reply = http.ask("GET", f"/2/users/{number}/tweets", **asked, **_POST)
    answer = trouble.understood(http, reply, subject)
    with reading("the posts of an account"):
        includes = answer.get("includes", {})  # an empty batch has none, and no `data` either
        found = [one for one in answer.get("data", ()) if not _is_repost(one)]
        told = [_told(one, includes) for one in found]
        posts = tuple(post(each) for each in told if each.pages)
        return Listing(posts, answer["meta"].get("next_token"))


def _asked_for(http: SiteHttp, path: str, subject: str) -> AccountInfo:
    budget.affordable(http, 1, 1)
    answer = trouble.understood(http, http.ask("GET", path, **_USER), subject)
    with reading("an account"):
        user = answer["data"]
        if user["protected"]:
            raise Withheld(
                NAME, text("does not show {subject}: it is for followers only", subject=subject)
            )
        return _account(user)


def _account(user: Any) -> AccountInfo:
    return account(str(int(user["id"])), user["username"], user["name"])


def _is_repost(tweet: Any) -> bool:
    return any(one["type"] == "retweeted" for one in tweet.get("referenced_tweets", ()))


def _told(tweet: Any, includes: Any) -> Told:
    users = {user["id"]: user for user in includes["users"]}
    media = {one["media_key"]: one for one in includes.get("media", ())}
    # in the order of the post; `includes` has its own. What X withholds is not in there
    keys = tweet.get("attachments", {}).get("media_keys", ())
    own = [media[key] for key in keys if key in media]
    metrics = tweet["public_metrics"]
    return Told(
        id=str(int(tweet["id"])),
        text=_text(tweet),
        account=_account(users[tweet["author_id"]]),
        pages=tuple(_page(one) for one in own if one["type"] == "photo"),
        videos=sum(one["type"] != "photo" for one in own),
        counts=Counts(
            views=metrics.get("impression_count"),
            favourites=metrics["like_count"],
            comments=metrics["reply_count"],
            reposts=metrics["retweet_count"],
        ),
        is_sensitive=tweet["possibly_sensitive"],
        at=datetime.fromisoformat(tweet["created_at"]),
        raw=json.dumps({"data": tweet, "media": own}, ensure_ascii=False),
    )


def _page(photo: Any) -> PageInfo:
    return page(photo["url"], photo["width"], photo["height"], photo.get("alt_text"))


def _text(tweet: Any) -> str:
    """Return the whole text, its short links written out and those to its own pictures left out."""
    whole = tweet.get("note_tweet") or tweet  # a long post has its text elsewhere
    text = whole["text"]
    links = [*whole.get("entities", {}).get("urls", ()), *tweet.get("entities", {}).get("urls", ())]
    for link in links:
        text = text.replace(link["url"], "" if "media_key" in link else link["expanded_url"])
    return unescape(text).strip()
