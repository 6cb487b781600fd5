"""DeviantArt's addresses: what each names, and how we write it."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, unquote

from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites import addresses
from artkeep.sites.deviantart.kinds import (
    FAVOURITES,
    GALLERY,
    HOME,
    NAME,
    STASH,
    Kind,
    Part,
    is_uuid,
    kind_of,
    ref_of,
)

# fxdeviantart.com shows the site's pages to chat programs, at the site's own paths
_PAGES = re.compile(r"(?:(?P<user>[a-z0-9-]+)\.)?(?:fx)?deviantart\.com", re.ASCII)
_SHORT = frozenset({"fav.me", "www.fav.me"})
_STASH_HOSTS = frozenset({"sta.sh", "www.sta.sh"})
_THE_SITE = frozenset({None, "www", "m"})
_BACKEND = "backend.deviantart.com"
_PICTURES = re.compile(r"(?:images-)?wixmp-[0-9a-f]+\.wixmp\.com|[a-z0-9-]+\.deviantart\.net")

# what stands in the place of a user's name, and is none
_NO_USERS = frozenset(
    {
        *("about", "account", "api", "art", "backend", "browse", "chat", "comments", "core"),
        *("critique", "daily-deviations", "developers", "deviation", "download", "embed", "fav"),
        *("forum", "groups", "help", "images", "join", "journal", "m", "morelikethis", "news"),
        *("notifications", "oauth2", "oembed", "popular", "portfolio", "posts", "prints", "search"),
        *("settings", "shop", "stash", "status-update", "studio", "submit", "tag", "today"),
        *("topic", "users", "view", "view-full", "watch", "www"),
    }
)
_PARTS: Mapping[str, Part] = {GALLERY: GALLERY, FAVOURITES: FAVOURITES}
_USER = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)
_NUMBER = re.compile(r"0*([1-9][0-9]{0,14})", re.ASCII)
_AT_THE_END = re.compile(r"(?:.*-)?0*([1-9][0-9]{0,14})", re.ASCII | re.DOTALL)
_SHORT_ID = re.compile(r"d([0-9a-z]{1,9})", re.ASCII)
_STASH_ID = re.compile(r"0[0-9a-z]{4,20}", re.ASCII)
_IN_FRAGMENT = re.compile(r"/(d[0-9a-z]{5,9})", re.ASCII)
_PICTURE_PATHS = (
    # /f/8460dab0-bcab-49e8-bbae-18dc5c677b55/devu4g1-1fd7fc63.png/v1/fill/w_900,h_1200/fox-pre.jpg
    re.compile(r"(?:/intermediary)?/f/[0-9a-f-]{36}/(d[0-9a-z]{5,8})-[0-9a-f-]+\.\w+(?:/.*)?"),
    # /fs70/f/2012/001/0/1/fox_in_the_snow_by_mika_aoyama-d4kqx1t.png
    re.compile(r"(?:/[\w.,-]+)*/\w+_by_[\w-]+[-_](d[0-9a-z]{6,8})(?:-\w+)?\.\w+"),
)


def url(ref: Ref) -> str:
    """Write an address for people."""
    if isinstance(ref, CollectionRef):
        return kind_of(ref).url
    if ref.id.startswith(STASH):
        return f"{HOME}/{ref.id}"
    return f"{HOME}/deviation/{ref.id}"


def account_url(user: str) -> str:
    """Write the address of a user's page."""
    return f"{HOME}/{user.lower()}"


def parse(address: str) -> Ref | None:
    """Read an address of a work, one of its pictures, or a list."""
    found = addresses.of_web(address)
    if found is None:
        return None
    host, parts = found
    if _PICTURES.fullmatch(host):
        return _of_picture(parts.path)
    return _of_short_host(host, parts) or _of_page(host, parts)


def _of_picture(path: str) -> PostRef | None:
    found = (form.fullmatch(path.lower()) for form in _PICTURE_PATHS)
    return next((_of_short_id(match[1]) for match in found if match), None)


def _of_short_host(host: str, parts: SplitResult) -> Ref | None:
    word = parts.path.strip("/").lower()
    if host in _SHORT:
        # https://fav.me/devu4g1  https://fav.me/900000001
        return _of_short_id(word) or _post(word)
    # https://sta.sh/01hnrjp5fg1m
    return _of_stash(word) if host in _STASH_HOSTS else None


def _of_short_id(word: str) -> PostRef | None:
    """Read the number that is written with 36 digits."""
    found = _SHORT_ID.fullmatch(word)
    return _post(str(int(found[1], 36))) if found else None


def _of_stash(word: str) -> PostRef | None:
    # those that begin with 2 are heaps of several things
    return PostRef(NAME, STASH + word) if _STASH_ID.fullmatch(word) else None


def _of_page(host: str, parts: SplitResult) -> Ref | None:
    found, asked = _PAGES.fullmatch(host), _asked(parts.query)
    if found is None or asked is None:
        return None
    words = [unquote(word) for word in parts.path.split("/") if word]
    user = found["user"]
    if host == _BACKEND:
        return _of_backend(words, asked)
    if user in _THE_SITE:
        return _of_fragment(parts.fragment) or _of_words(words, asked)
    # https://mika-aoyama.deviantart.com/art/Fox-in-the-Snow-900000001
    return _of_fragment(parts.fragment) or _of_user([user, *words], asked)


def _asked(query: str) -> Mapping[str, str] | None:
    try:
        return dict(parse_qsl(query))
    except ValueError:  # more fields than anybody writes
        return None


def _of_fragment(text: str) -> PostRef | None:
    # https://mika-aoyama.deviantart.com/#/devu4g1
    found = _IN_FRAGMENT.fullmatch(text)
    return _of_short_id(found[1]) if found else None


def _of_backend(words: list[str], asked: Mapping[str, str]) -> Ref | None:
    # https://backend.deviantart.com/oembed?url=https%3A%2F%2Ffav.me%2Fdevu4g1
    inner = asked.get("url", "")
    return parse(inner) if words == ["oembed"] and _BACKEND not in inner.lower() else None


def _of_words(words: list[str], asked: Mapping[str, str]) -> Ref | None:
    match words:
        # https://www.deviantart.com/deviation/900000001  https://www.deviantart.com/view/900000001/
        # https://www.deviantart.com/download/900000001/fox_by_mika_aoyama_devu4g1.png?token=a.b.c
        case ["deviation" | "view" | "download", number, *_]:
            return _post(number) or _by_long_id(number)
        # https://www.deviantart.com/art/Fox-in-the-Snow-900000001
        case ["art" | "journal", last]:
            return _of_title(last)
        # https://www.deviantart.com/view.php?id=900000001
        case ["view.php" | "view-full.php"]:
            return _post(asked.get("id", ""))
        # https://www.deviantart.com/stash/01hnrjp5fg1m
        case ["stash", word]:
            return _of_stash(word.lower())
        case _:
            return _of_user(words, asked)


def _of_user(words: list[str], asked: Mapping[str, str]) -> Ref | None:
    user = words[0].lower() if words else ""
    if not _USER.fullmatch(user) or user in _NO_USERS:
        return None
    match words[1:]:
        # https://www.deviantart.com/mika-aoyama  https://mika-aoyama.deviantart.com/
        case []:
            return ref_of(Kind(GALLERY, user))
        # https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001
        # https://www.deviantart.com/mika-aoyama/journal/Winter-900000002
        case ["art" | "journal", last]:
            return _of_title(last)
        # https://www.deviantart.com/ann/gallery/71830042/birds  …/gallery/all  …/gallery/?catpath=/
        # https://www.deviantart.com/ann/favourites/71830044/winter  …/favourites
        case [part, *folder] if part in _PARTS:
            return _of_folder(_PARTS[part], user, folder, asked)
        case _:
            return None


def _of_folder(
    part: Part, user: str, words: list[str], asked: Mapping[str, str]
) -> CollectionRef | None:
    if asked.get("catpath", "/") != "/" or "q" in asked:
        return None  # scraps, and searches in a gallery: the API has neither
    match words:
        case [] | ["all"]:
            return ref_of(Kind(part, user))
        # https://www.deviantart.com/ann/gallery/0A1B2C3D-1111-2222-3333-444455556666/birds
        case [folder] | [folder, _] if is_uuid(folder.upper()):
            return ref_of(Kind(part, user, folder.upper()))
        case [number, *slug] if _NUMBER.fullmatch(number) and len(slug) <= 1:
            return _of_numbered(Kind(part, user, number=number.lstrip("0"), slug="".join(slug)))
        case _:
            return None


def _of_numbered(kind: Kind) -> CollectionRef | None:
    is_name = kind.slug.isprintable() and "/" not in kind.slug
    return ref_of(kind) if is_name else None


def _of_title(last: str) -> PostRef | None:
    found = _AT_THE_END.fullmatch(last)
    return _post(found[1]) if found else None


def _post(number: str) -> PostRef | None:
    found = _NUMBER.fullmatch(number)
    return PostRef(NAME, found[1]) if found else None


def _by_long_id(text: str) -> PostRef | None:
    return PostRef(NAME, text.upper()) if is_uuid(text.upper()) else None
