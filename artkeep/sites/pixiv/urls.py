"""pixiv's addresses: what each names, and how we write it.

A post's id is the number of the work. Novels and unlisted works are not ours.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qsl, unquote

from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites import addresses
from artkeep.sites.pixiv.kinds import (
    HOME,
    ME,
    NAME,
    WORKS_PATHS,
    Bookmarks,
    Named,
    Series,
    Works,
    kind_of,
    ref_of,
)

_SHORT = frozenset({"pixiv.me", "www.pixiv.me"})
# phixiv, ppxiv and fxpixiv show pixiv's pages to chat programs, at pixiv's own paths
_PAGES = frozenset(
    {"embed.pixiv.net", "pixiv.net", "sp.pixiv.net", "touch.pixiv.net", "www.pixiv.net"}
    | {"c.phixiv.net", "phixiv.net", "www.phixiv.net"}
    | {"c.ppxiv.net", "ppxiv.net", "www.ppxiv.net"}
    | {"fxpixiv.com", "fxpixiv.net", "www.fxpixiv.com", "www.fxpixiv.net"}
)
_PICTURES = re.compile(
    r"i(-cf)?\.pximg\.net|i\.pixiv\.(cat|nl|re)|i\d+\.pixiv\.net|img\d*\.pixiv\.net"
)
_BY_NUMBER = frozenset({"pixiv.cat", "pixiv.nl", "pixiv.re"})
_LANGUAGES = frozenset({"en", "ja", "ko", "zh", "zh-cn", "zh-tw"})

_PICTURE_PATHS = (
    # /img-original/img/2025/03/01/12/00/05/910001_p0.png
    # /img-zip-ugoira/img/2025/01/05/10/20/30/910003_ugoira600x600.zip
    # /c/600x1200_90_webp/img-master/img/2025/03/01/12/00/05/910001-0a1b2c_p0_master1200.jpg
    re.compile(
        r"(?:/i)?(?:/c/[^/]+)?/(?:img-[\w-]+|custom-thumb)/img/\d{4}(?:/\d\d){5}"
        r"/(?P<work>\d+)(?:-\w+)?(?:_\w+)?\.\w+"
    ),
    # https://i2.pixiv.net/img01/img/aoi_draws/910001_m.jpg  https://img01.pixiv.net/img/aoi/910001.jpg
    re.compile(r"(?:/img\d+)?/img/[^/]+/(?P<work>\d+)(?:_\w+)?\.\w+"),
)
# https://pixiv.cat/910002-2.png
_NUMBERED = re.compile(r"/(?P<work>\d+)(?:-\d+)?\.\w+")
_WORKS = {word: kind for kind, word in WORKS_PATHS.items()}


def url(ref: Ref) -> str:
    """Write an address for people."""
    if isinstance(ref, PostRef):
        return f"{HOME}/artworks/{ref.id}"
    return kind_of(ref).url


def account_url(number: str) -> str:
    """Write the address of a user's page."""
    return f"{HOME}/users/{number}"


def parse(address: str) -> Ref | None:
    """Read an address of a work, one of its pictures, or a list."""
    found = addresses.of_web(address)
    if found is None:
        return None
    host, parts = found
    return _of_host(host, parts)


def _of_host(host: str, parts: SplitResult) -> Ref | None:
    if host in _PAGES:
        return _of_picture(parts.path, _PICTURE_PATHS[:1]) or _of_page(parts)
    if host in _SHORT:
        return _of_short(parts.path)
    if host in _BY_NUMBER:
        return _of_picture(parts.path, (_NUMBERED,))
    return _of_picture(parts.path, _PICTURE_PATHS) if _PICTURES.fullmatch(host) else None


def _of_picture(path: str, forms: tuple[re.Pattern[str], ...]) -> PostRef | None:
    found = (form.fullmatch(path) for form in forms)
    return next((_post(match["work"]) for match in found if match), None)


def _of_short(path: str) -> CollectionRef | None:
    # https://pixiv.me/mika_draws
    account = path.strip("/")
    return ref_of(Named(account)) if re.fullmatch(r"[\w-]{1,64}", account, re.ASCII) else None


def _of_page(parts: SplitResult) -> Ref | None:
    words = [unquote(word) for word in parts.path.split("/") if word]
    if words and words[0].lower() in _LANGUAGES:
        words = words[1:]
    asked = dict(parse_qsl(parts.query))
    if words in ([], ["mypage.php"]):
        # https://www.pixiv.net/#id=4242  https://www.pixiv.net/mypage.php#id=4242
        return _works(dict(parse_qsl(parts.fragment)).get("id"))
    if words[0] in _PHP:
        return _PHP[words[0]](asked)
    return _of_work(words) or _of_list(words, asked)


def _of_work(words: list[str]) -> PostRef | None:
    match words:
        # https://www.pixiv.net/artworks/90000001  https://phixiv.net/en/artworks/90000001/2
        case ["artworks", work] | ["artworks", work, _]:
            return _post(work)
        # https://www.pixiv.net/i/90000001
        case ["i", work]:
            return _post(work)
        # https://www.pixiv.net/ajax/illust/90000001/pages
        case ["ajax", "illust", work, *_]:
            return _post(work)
        case _:
            return None


def _of_list(words: list[str], asked: Mapping[str, str]) -> CollectionRef | None:
    match words:
        # https://www.pixiv.net/users/4242  https://www.pixiv.net/u/4242
        case ["users" | "u", user]:
            return _works(user)
        # https://www.pixiv.net/en/users/4242/illustrations/風景
        case ["users", user, ("artworks" | "illustrations" | "manga") as word, *tag]:
            return _works(user, _WORKS[word], tag)
        # https://www.pixiv.net/users/7001/bookmarks/artworks/reference?rest=hide
        case ["users", user, "bookmarks", "artworks", *tag]:
            return _bookmarks(user, asked, tag)
        # https://www.pixiv.net/user/4242/series/55
        case ["user", user, "series", number]:
            return _series(user, number)
        case _:
            return None


def _member_illust(asked: Mapping[str, str]) -> Ref | None:
    # https://www.pixiv.net/member_illust.php?mode=medium&illust_id=90000001
    if "illust_id" in asked:
        return _post(asked["illust_id"])
    # https://www.pixiv.net/member_illust.php?id=4242&type=manga
    kind = asked.get("type", "all")
    return _works(asked.get("id"), kind, [asked["tag"]] if "tag" in asked else [])


def _bookmark_page(asked: Mapping[str, str]) -> CollectionRef | None:
    # https://www.pixiv.net/bookmark.php?id=7001&rest=show  https://www.pixiv.net/bookmark.php
    if asked.get("type", "illust_all") not in {"illust_all", "illust"}:
        return None
    return _bookmarks(asked.get("id", ME), asked, [])


_PHP: Mapping[str, Callable[[Mapping[str, str]], Ref | None]] = {
    "member_illust.php": _member_illust,
    "bookmark.php": _bookmark_page,
    # https://www.pixiv.net/member.php?id=4242
    "member.php": lambda asked: _works(asked.get("id")),
    # https://embed.pixiv.net/artwork.php?illust_id=90000001
    "artwork.php": lambda asked: _post(asked.get("illust_id")),
    "decorate.php": lambda asked: _post(asked.get("illust_id")),
}


def _post(work: str | None) -> PostRef | None:
    number = _number(work)
    return PostRef(NAME, number) if number else None


def _works(
    user: str | None, kind: str = "all", tag: list[str] | None = None
) -> CollectionRef | None:
    number, word = _number(user), _tag(tag or [])
    if number is None or word is None or kind not in WORKS_PATHS:
        return None
    return ref_of(Works(number, kind, word))


def _bookmarks(user: str, asked: Mapping[str, str], tag: list[str]) -> CollectionRef | None:
    number = ME if user == ME else _number(user)
    word = _tag(tag or ([asked["tag"]] if "tag" in asked else []))
    if number is None or word is None:
        return None
    return ref_of(Bookmarks(number, asked.get("rest") == "hide", word))


def _series(user: str, number: str) -> CollectionRef | None:
    owner, own = _number(user), _number(number)
    return ref_of(Series(owner, own)) if owner and own else None


def _number(text: str | None) -> str | None:
    found = re.fullmatch(r"0*([1-9][0-9]{0,18})", text or "")
    return found[1] if found else None


def _tag(words: list[str]) -> str | None:
    """Return a tag, "" without one; None when it is no tag: several words, control characters."""
    if len(words) > 1 or not "".join(words).isprintable():
        return None
    return "".join(words)
