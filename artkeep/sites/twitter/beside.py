"""X through the gallery-dl program, with the cookies of the person's own browser.

The program is run beside us and tells what it read as JSON; X takes it for the browser. It signs
in with a file that the settings name, and we never read that file.
"""

import json
from datetime import UTC, datetime
from typing import Any

from artkeep.errors import BadAnswer, LoginNeeded, PictureRefused, Withheld
from artkeep.model.found import AccountInfo, Counts, Listing, PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.net import gallery_dl
from artkeep.net.gallery_dl import File, Post
from artkeep.sites.base import Option, SiteHttp
from artkeep.sites.twitter import urls
from artkeep.sites.twitter.posts import Told, account, page, post, reading, shown
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

COMMAND, COOKIES, CONFIG = "gallery_dl_command", "gallery_dl_cookies", "gallery_dl_config"
OPTIONS = {
    COMMAND: Option(text("How the program gallery-dl is started"), "gallery-dl"),
    COOKIES: Option(
        text("A file with the cookies of a browser that is signed in at X, for gallery-dl")
    ),
    CONFIG: Option(
        text("A file with settings of gallery-dl for X, instead of the cookies or besides")
    ),
}
_AT_ONCE = 100  # posts in a batch
_OF_ONE_POST = ("Protected", "NSFW")  # why gallery-dl wants another login for a single post


def is_set_up(http: SiteHttp) -> bool:
    """Say whether the person has told how gallery-dl is to sign in."""
    return bool(http.options.get(COOKIES) or http.options.get(CONFIG))


def number_of(http: SiteHttp, name: str) -> str:
    """Ask for the number of an account by its name."""
    return _profile(http, name, f"@{name}").ref.id


def owner(http: SiteHttp, number: str) -> AccountInfo:
    """Ask what an account is called."""
    return _profile(http, f"id:{number}", text("the account {number}", number=number))


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for one post. Raises PictureRefused for a repost, and for a video alone."""
    subject = urls.url(ref)
    told = _ask(http, subject, f"{urls.HOME}/i/web/status/{ref.id}")
    if not told:
        raise BadAnswer(NAME, text("tells nothing of {subject} to gallery-dl", subject=subject))
    with reading("a post"):
        if told[0].about["retweet_id"]:
            raise PictureRefused(text("a repost, not a post of its own"))
        return shown(_told(told[0]))


def media(http: SiteHttp, number: str, cursor: str | None) -> Listing:
    """Ask for a batch of what an account posted with pictures; `cursor` counts posts."""
    first = int(cursor or 1)
    address, subject = f"{urls.HOME}/id:{number}/media", text("the account {number}", number=number)
    told = _ask(http, subject, address, first)
    with reading("the posts of an account"):
        own = [each for each in told if not each.about["retweet_id"]]
        posts = tuple(post(each) for each in map(_told, own) if each.pages)
    return Listing(posts, str(first + _AT_ONCE) if len(told) == _AT_ONCE else None)


def _ask(http: SiteHttp, subject: str, address: str, first: int = 1) -> tuple[Post, ...]:
    words = gallery_dl.words(
        address,
        command=http.options[COMMAND],
        cookies=http.options.get(COOKIES),
        config=http.options.get(CONFIG),
        posts=(first, first + _AT_ONCE - 1),
        options=("extractor.twitter.text-tweets=true", "extractor.twitter.quoted=false"),
    )
    ran = http.program(words, at="web_url")
    try:
        return gallery_dl.understood(NAME, subject, ran, http.now()).posts
    except LoginNeeded as error:
        if any(word in str(error) for word in _OF_ONE_POST):
            raise Withheld(
                NAME, text("does not show {subject} ({error})", subject=subject, error=error)
            ) from error
        raise


def _profile(http: SiteHttp, named: str, subject: str) -> AccountInfo:
    told = _ask(http, subject, f"{urls.HOME}/{named}/info")
    if not told:
        raise BadAnswer(NAME, text("tells nothing of {subject} to gallery-dl", subject=subject))
    with reading("an account"):
        user = told[0].about
        if user["protected"]:
            raise Withheld(
                NAME, text("does not show {subject}: it is for followers only", subject=subject)
            )
        return _account(user)


def _account(user: Any) -> AccountInfo:
    return account(str(int(user["id"])), user["name"], user["nick"])


def _told(told: Post) -> Told:
    about = told.about
    photos = [file for file in told.files if file.about.get("type") == "photo"]
    return Told(
        id=str(int(about["tweet_id"])),
        text=about["content"].strip(),
        account=_account(about["author"]),
        pages=tuple(_page(file) for file in photos),
        videos=len(told.files) - len(photos),
        counts=Counts(
            views=about["view_count"] or None,
            favourites=about["favorite_count"],
            comments=about["reply_count"],
            reposts=about["retweet_count"],
        ),
        is_sensitive=about["sensitive"],
        at=datetime.fromisoformat(about["date"]).replace(tzinfo=UTC),
        raw=json.dumps(_raw(told), ensure_ascii=False),
    )


def _page(file: File) -> PageInfo:
    return page(file.url, file.about["width"], file.about["height"], file.about["description"])


def _raw(told: Post) -> dict[str, Any]:
    return {**told.about, "files": [file.about for file in told.files]}
