"""Addresses of Mastodon and its kin, at any home: what each names, and how we write it.

Every id begins with the home that is asked. A post's is `art.example/117529215434752000`; a list's
is `art.example/media/<account>[/<tag>]`, `art.example/favourites[/<account>]` or
`art.example/bookmarks[/<account>]`. Until it is settled an account may be `@mika`,
`@saki@sketch.example`, or missing for whoever is signed in; and a post may be `@saki@…/<id>`, seen
from elsewhere, or `objects/<uuid>`.

Such a server has any name. So only paths that look like its own are read, and sites whose names
are known have to be asked before.
"""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, quote, unquote, urlsplit

from artkeep.model.refs import CollectionRef, PostRef, Ref

NAME = "mastodon"
MINE = ("favourites", "bookmarks")

_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})",
    re.ASCII,
)
_PORTS: Mapping[str, frozenset[int | None]] = {
    "http": frozenset({None, 80}),
    "https": frozenset({None, 443}),
}
# whose pages look like those of Mastodon and are not: themselves, and whatever is below them
_OTHERS = (
    *("youtube.com", "tiktok.com", "threads.net", "threads.com", "medium.com", "substack.com"),
    *("twitter.com", "x.com", "bsky.app", "instagram.com", "facebook.com", "reddit.com"),
    *("pixiv.net", "deviantart.com", "artstation.com", "tumblr.com", "flickr.com", "vimeo.com"),
    *("patreon.com", "ko-fi.com", "note.com", "lit.link", "linktr.ee", "rumble.com", "odysee.com"),
    *("misskey.io", "misskey.design", "misskey.art", "telegram.org", "t.me", "npmjs.com"),
    *("archiveofourown.org", "github.com", "gitlab.com", "google.com", "danbooru.donmai.us"),
    *("imagefap.com", "derpibooru.org", "furbooru.org", "hackmd.io", "dribbble.com"),
)
_ELK = frozenset({"elk.zone", "main.elk.zone"})
_PHANPY = frozenset({"phanpy.social", "dev.phanpy.social"})
_ID = r"[0-9]{1,20}|[0-9A-HJKMNP-TV-Z]{26}|[A-Za-z0-9]{18}"  # Mastodon's, GoToSocial's, Pleroma's
_NUMBER = re.compile(_ID, re.ASCII)
_FLAKE = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{18}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_USER = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,60}[a-z0-9_])?", re.ASCII | re.IGNORECASE)
# what an address of a post may end with, beside the post itself
_ASIDE = frozenset({"embed", "activity", "favourites", "reblogs", "quotes"})
_TABS = frozenset({"media", "with_replies", "featured", "posts", "statuses"})


def parse(address: str) -> Ref | None:
    """Read an address of a post, of an account, or of one's favourites or bookmarks."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return None
    if port not in _PORTS.get(parts.scheme, ()) or not is_home(host):
        return None
    return _of_handle(parts, host) if parts.username is not None else _of_page(parts, host)


def url(ref: Ref) -> str:
    """Write an address that `parse` reads again."""
    home, rest = home_of(ref), own_id(ref)
    if isinstance(ref, PostRef):
        if "/" in rest:
            return f"https://{home}/{quote(rest, safe='@/')}"
        return f"https://{home}/{'notice' if _FLAKE.fullmatch(rest) else 'statuses'}/{rest}"
    kind, _, inside = rest.partition("/")
    if kind in MINE:
        return f"https://{home}/{kind}" + (f"#{inside}" if inside else "")
    account, _, tag = inside.partition("/")
    if account.endswith(f"@{home}"):
        return f"https://{account}"
    user = account if account.startswith("@") else f"web/accounts/{account}"
    tagged = f"/tagged/{quote(tag, safe='')}" if tag else ""
    return f"https://{home}/{user}{tagged}"


def home_of(ref: Ref) -> str:
    """Return the host name that the id of a post or list begins with."""
    return ref.id.partition("/")[0]


def own_id(ref: Ref) -> str:
    """Return an id without its home."""
    return ref.id.partition("/")[2]


def is_home(host: str) -> bool:
    """Say whether this may be the name of such a server."""
    name = host.lower()
    is_other = any(name == other or name.endswith(f".{other}") for other in _OTHERS)
    return not is_other and _HOST.fullmatch(name) is not None


def post(home: str, number: str) -> PostRef:
    """Return the address of a post."""
    return PostRef(NAME, f"{home}/{number}")


def media(home: str, account: str, tag: str = "") -> CollectionRef:
    """Return the address of what an account posts with pictures, perhaps only with a tag."""
    return CollectionRef(NAME, f"{home}/media/{account}" + (f"/{tag}" if tag else ""))


def mine(home: str, kind: str, account: str = "") -> CollectionRef:
    """Return the address of somebody's own favourites or bookmarks."""
    return CollectionRef(NAME, f"{home}/{kind}" + (f"/{account}" if account else ""))


def _of_handle(parts: SplitResult, host: str) -> CollectionRef | None:
    # @mika@art.example  https://@mika@art.example
    user = (parts.username or "").removeprefix("@")
    is_handle = parts.netloc.startswith("@") and _USER.fullmatch(user)
    is_alone = parts.path.strip("/") == "" and not parts.query and parts.password is None
    return media(host, f"@{user}@{host}") if is_handle and is_alone else None


def _of_page(parts: SplitResult, host: str) -> Ref | None:
    if host in _PHANPY:
        return _in_phanpy(parts.fragment)
    words = [unquote(word) for word in parts.path.split("/") if word]
    if host not in _ELK:
        return _of_home(host, words, unquote(parts.fragment))
    # https://elk.zone/art.example/@mika/117529215434752000
    return _of_home(words[0].lower(), words[1:], "") if words and is_home(words[0]) else None


def _in_phanpy(fragment: str) -> Ref | None:
    match fragment.partition("?")[0].strip("/").split("/"):
        # https://phanpy.social/#/art.example/s/117529215434752000
        case [host, "s", number] if is_home(host) and _NUMBER.fullmatch(number):
            return post(host.lower(), number)
        # https://phanpy.social/#/art.example/a/109000000000004242
        case [host, "a", account] if is_home(host) and _NUMBER.fullmatch(account):
            return media(host.lower(), account)
        case _:
            return None


def _of_home(home: str, words: list[str], fragment: str) -> Ref | None:
    if words[:1] == ["web"] or words[:1] == ["deck"]:
        # https://art.example/web/@mika/117529215434752000  https://art.example/deck/@mika
        words = words[1:]
    match words:
        # https://art.example/favourites  https://art.example/web/bookmarks
        case [("favourites" | "bookmarks") as kind]:
            return mine(home, kind, fragment if _NUMBER.fullmatch(fragment) else "")
        case [name, *rest] if name.startswith("@"):
            return _of_account(home, name, rest)
        # https://art.example/users/mika/statuses/117529215434752000  https://art.example/users/mika
        case ["users", name, *rest]:
            return _of_account(home, f"@{name}", rest)
        # https://art.example/web/accounts/109000000000004242
        case ["accounts", account, *rest] if _NUMBER.fullmatch(account):
            return _tagged(home, account, rest)
        case _:
            return _by_number(home, words)


def _by_number(home: str, words: list[str]) -> PostRef | None:
    match words:
        # https://art.example/statuses/117529215434752000  https://pleroma.example/notice/9kCQ…
        case ["statuses" | "notice", number] if _NUMBER.fullmatch(number):
            return post(home, number)
        # https://pleroma.example/objects/0b5a0b3c-7f0e-4b8a-9c1d-2e3f4a5b6c7d
        case ["objects", uuid] if _UUID.fullmatch(uuid.lower()):
            return post(home, f"objects/{uuid.lower()}")
        case _:
            return None


def _of_account(home: str, name: str, rest: list[str]) -> Ref | None:
    user, _, elsewhere = name.removeprefix("@").partition("@")
    if not _USER.fullmatch(user) or (elsewhere and not is_home(elsewhere)):
        return None
    if rest[-1:] and rest[-1] in _ASIDE:
        rest = rest[:-1]
    seen_from_afar = elsewhere != "" and elsewhere.lower() != home
    account = f"@{user}@{elsewhere.lower()}" if seen_from_afar else f"@{user}"
    match rest:
        # https://art.example/@mika/117529215434752000  https://gts.example/@mika/statuses/01HF…
        case [number] | ["statuses" | "posts", number] if _NUMBER.fullmatch(number):
            return post(home, f"{account}/{number}" if seen_from_afar else number)
        case _:
            return _tagged(home, account, rest)


def _tagged(home: str, account: str, rest: list[str]) -> CollectionRef | None:
    match rest:
        # https://art.example/@mika  https://art.example/@mika/media
        case [] | [_] if _TABS.issuperset(rest):
            return media(home, account)
        # https://art.example/@mika/tagged/fox
        case ["tagged", tag] if tag.strip() and "/" not in tag:
            return media(home, account, tag.strip().lower())
        case _:
            return None
