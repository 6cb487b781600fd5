"""X's addresses: what each names, and how we write it.

A post's id is its number. A list is what an account has posted with pictures, `media/424242`, or
`name/mika_draws` until it is settled.
"""

import re
from urllib.parse import SplitResult, parse_qsl

from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites import addresses

NAME = "twitter"
HOME = "https://x.com"

# the site, what shows it under other names, and what makes previews of it elsewhere
_HOSTS = re.compile(
    r"((www|mobile|m)\.)?(twitter|x)\.com"
    r"|((www|[a-z])\.)?(fxtwitter|vxtwitter|fixupx|fixvx|twittpr)\.com"
    r"|(www\.)?xcancel\.com|nitter(\.[a-z0-9-]{1,63}){1,2}"
)
_NAME = re.compile(r"@?([A-Za-z0-9_]{1,20})", re.ASCII)  # 15 today, 20 once
_NUMBER = re.compile(r"0*([1-9][0-9]{0,18})", re.ASCII)
# https://d.fxtwitter.com/mika_draws/status/2116099065115574272.jpg
_POST = re.compile(r"([0-9]{1,30})(?:\.(?:jpg|png|mp4))?", re.ASCII)
_STATUS = frozenset({"status", "statuses"})
_TABS = frozenset({"", "media", "with_replies", "tweets"})
# first words of addresses that are no accounts
_PAGES = frozenset(
    {
        *("i", "home", "explore", "search", "hashtag", "notifications", "messages", "settings"),
        *("compose", "intent", "share", "login", "logout", "signup", "oauth", "account", "about"),
        *("tos", "privacy", "rules", "jobs", "download", "help", "who_to_follow", "widgets"),
        *("lists", "bookmarks", "communities", "topics", "moments", "statuses", "status"),
        *("personalization", "search-advanced", "logged_out", "pic", "anyone", "rss", "embed"),
    }
)


def parse(address: str) -> Ref | None:
    """Read an address of a post or of an account."""
    found = addresses.of_web(address)
    if found is None or found[1].username is not None:
        return None
    host, parts = found
    return _of_page(parts) if _HOSTS.fullmatch(host) else None


def url(ref: Ref) -> str:
    """Write an address that `parse` reads again; a post's is for any name of its account."""
    if isinstance(ref, PostRef):
        return f"{HOME}/i/status/{ref.id}"
    kind, _, value = ref.id.partition("/")
    return f"{HOME}/i/user/{value}" if kind == "media" else f"{HOME}/{value}/media"


def post_url(name: str, number: str) -> str:
    """Write the address of a post that people pass on."""
    return f"{HOME}/{name}/status/{number}"


def profile_url(name: str) -> str:
    """Write the address of an account."""
    return f"{HOME}/{name}"


def media(number: str) -> CollectionRef:
    """Return the list of what an account has posted with pictures."""
    return CollectionRef(NAME, f"media/{number}")


def split(ref: CollectionRef) -> tuple[str, str]:
    """Return the word for a list, `media` or `name`, and whose it is."""
    kind, _, value = ref.id.partition("/")
    return kind, value


def _of_page(parts: SplitResult) -> Ref | None:
    words = [word for word in parts.path.split("/") if word]
    if words[:2] in (["intent", "user"], ["intent", "follow"]):
        # https://x.com/intent/user?user_id=424242  https://x.com/intent/follow?screen_name=mika
        return _intent(dict(parse_qsl(parts.query)))
    return _of_post(words) or _of_list(words)


def _of_post(words: list[str]) -> PostRef | None:
    match words:
        # https://x.com/i/web/status/2116099065115574272  https://twitter.com/i/status/2116…
        case ["i", "web", word, number, *_] | ["i", word, number, *_] if word in _STATUS:
            return _post(number)
        # https://twitter.com/statuses/2116099065115574272
        case [word, number] if word in _STATUS:
            return _post(number)
        # https://x.com/mika_draws/status/2116099065115574272/photo/1
        case [name, word, number, *_] if word in _STATUS and _NAME.fullmatch(name):
            return _post(number)
        case _:
            return None


def _of_list(words: list[str]) -> CollectionRef | None:
    match words:
        # https://x.com/i/user/424242
        case ["i", "user", number, *_]:
            return _account(number)
        # https://x.com/mika_draws  https://mobile.twitter.com/mika_draws/media
        case [name] | [name, _] if "".join(words[1:]) in _TABS:
            return _named(name)
        case _:
            return None


def _intent(asked: dict[str, str]) -> CollectionRef | None:
    return _account(asked.get("user_id", "")) or _named(asked.get("screen_name", ""))


def _post(text: str) -> PostRef | None:
    found = _POST.fullmatch(text)
    number = _NUMBER.fullmatch(found[1]) if found else None
    return PostRef(NAME, number[1]) if number else None


def _account(text: str) -> CollectionRef | None:
    found = _NUMBER.fullmatch(text)
    return media(found[1]) if found else None


def _named(text: str) -> CollectionRef | None:
    found = _NAME.fullmatch(text)
    if found is None or found[1].lower() in _PAGES:
        return None
    return CollectionRef(NAME, f"name/{found[1].lower()}")
