"""Danbooru's addresses: what each names, and how we write it.

A post's id is its number, or `md5:<digest>` where an address names only the file; `settle` finds
the number. A list's id is a path of our own: `search/<tags>`, `pool/<number>`,
`favgroup/<number>`, `artist/<number>`, `artist-named/<tag>`, `favourites/<user's number>`,
`favourites-named/<user>` and `favourites-mine`.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode

from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites import addresses

NAME = "danbooru"
HOME = "https://danbooru.donmai.us"
MD5 = "md5:"
MINE = "favourites-mine"

# one site under many names, with the same numbers; testbooru's posts are others
_PAGES = frozenset(
    f"{name}.donmai.us"
    for name in (
        *("danbooru", "safebooru", "betabooru", "hijiribe", "sonohara"),
        *("shima", "kagamihara", "saitou", "isshiki"),
    )
) | {"donmai.moe", "www.donmai.moe"}
_PICTURES = frozenset({"cdn.donmai.us"} | {f"raikou{number}.donmai.us" for number in range(1, 6)})
_NUMBER = re.compile(r"0*([1-9][0-9]{0,14})", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{32}", re.ASCII)
# /original/8d/81/__fox_drawn_by_aoyama_mika__8d81….png  /720x720/8d/81/8d81….webp  /8d/81/8d81….jpg
_FILE = re.compile(r"(?:/[\w.-]+)*?/(?:[^/]*__)?(?:sample-)?(?P<md5>[0-9a-f]{32})\.\w+", re.ASCII)
# what one word of a search says alone: the list it names, or the post
_METATAG = re.compile(r"(?P<name>[a-z0-9_]+):(?P<value>[^\s*,<>]+)", re.ASCII)
_FORMATS = re.compile(r"\.(json|xml|html)$")


def parse(address: str) -> Ref | None:
    """Read an address of a post, a picture or a list."""
    found = addresses.of_web(address)
    if found is None:
        return None
    host, parts = found
    if host in _PICTURES:
        return _of_file(parts.path)
    return _of_page(parts) if host in _PAGES else None


def url(ref: Ref) -> str:
    """Write an address for people."""
    if isinstance(ref, PostRef):
        if ref.id.startswith(MD5):
            return f"{HOME}/posts?{urlencode({'md5': ref.id.removeprefix(MD5)})}"
        return f"{HOME}/posts/{ref.id}"
    kind, _, value = ref.id.partition("/")
    paths = {
        "search": f"/posts?{urlencode({'tags': value})}",
        "pool": f"/pools/{value}",
        "favgroup": f"/favorite_groups/{value}",
        "artist": f"/artists/{value}",
        "artist-named": f"/artists/show_or_new?{urlencode({'name': value})}",
        "favourites": f"/users/{value}/favorites",
        "favourites-named": f"/posts?{urlencode({'tags': f'ordfav:{value}'})}",
        MINE: "/favorites",
    }
    return HOME + paths[kind]


def user_url(number: str) -> str:
    """Write the address of a user's page."""
    return f"{HOME}/users/{quote(number)}"


def post(number: str) -> PostRef | None:
    """Return the address of a post by its number as text; None when it is none."""
    found = _NUMBER.fullmatch(number)
    return PostRef(NAME, found[1]) if found else None


def collection(kind: str, value: str) -> CollectionRef:
    """Return the address of a list."""
    return CollectionRef(NAME, f"{kind}/{value}" if value else kind)


def _numbered(kind: str, number: str) -> CollectionRef | None:
    found = _NUMBER.fullmatch(number)
    return collection(kind, found[1]) if found else None


def _by_digest(digest: str) -> PostRef | None:
    found = _DIGEST.fullmatch(digest.lower())
    return PostRef(NAME, MD5 + found[0]) if found else None


def _of_file(path: str) -> PostRef | None:
    found = _FILE.fullmatch(unquote(path).lower())
    return _by_digest(found["md5"]) if found else None


def _of_page(parts: SplitResult) -> Ref | None:
    path = _FORMATS.sub("", parts.path.rstrip("/"))
    words = [unquote(word) for word in path.split("/") if word]
    try:
        asked = dict(parse_qsl(parts.query))
    except ValueError:  # more fields than anybody writes
        return None
    if words[:1] == ["data"]:
        # https://danbooru.donmai.us/data/8d819da4871c3ca39f428999df8220ce.jpg
        return _of_file(parts.path)
    return _of_post(words, asked) or _of_list(words) or _of_people(words, asked)


def _of_post(words: list[str], asked: Mapping[str, str]) -> Ref | None:
    match words:
        # https://danbooru.donmai.us/posts?md5=8d819da4871c3ca39f428999df8220ce
        # https://danbooru.donmai.us/posts?tags=fox+snow  https://danbooru.donmai.us/?tags=fox
        case ["posts"] | ["post"] | ["post", "index"] | []:
            return _by_digest(asked["md5"]) if "md5" in asked else _search(asked.get("tags", ""))
        # https://danbooru.donmai.us/posts/9000001  https://danbooru.donmai.us/posts/9000001.json?q=fox
        case ["posts", number]:
            return post(number)
        # https://danbooru.donmai.us/post/show/9000001/fox-snow
        case ["post", "show", number, *_]:
            return post(number)
        case _:
            return None


def _of_list(words: list[str]) -> CollectionRef | None:
    match words:
        # https://danbooru.donmai.us/pools/120001  https://danbooru.donmai.us/pool/show/120001
        case ["pools", number] | ["pool", "show", number]:
            return _numbered("pool", number)
        # https://danbooru.donmai.us/favorite_groups/3301
        case ["favorite_groups", number] | ["favorite_group", "show", number]:
            return _numbered("favgroup", number)
        # https://danbooru.donmai.us/artists/77001
        case ["artists", number] | ["artist", "show", number] if _NUMBER.fullmatch(number):
            return _numbered("artist", number)
        case _:
            return None


def _of_people(words: list[str], asked: Mapping[str, str]) -> CollectionRef | None:
    match words:
        # https://danbooru.donmai.us/artists/show_or_new?name=aoyama_mika
        # https://danbooru.donmai.us/artists?search[name]=aoyama_mika
        case ["artists", "show_or_new"] | ["artists"] | ["artist", "show"]:
            name = _tag(asked.get("name") or asked.get("search[name]") or "")
            return collection("artist-named", name) if name else None
        # https://danbooru.donmai.us/users/7701/favorites
        case ["users", number, "favorites"]:
            return _numbered("favourites", number)
        # https://danbooru.donmai.us/favorites?user_id=7701  https://danbooru.donmai.us/favorites
        case ["favorites"]:
            whose = asked.get("user_id") or asked.get("search[user_id]")
            return _numbered("favourites", whose) if whose else collection(MINE, "")
        case _:
            return None


def _search(tags: str) -> Ref | None:
    """Read the words of a search; None without any: nobody follows the whole site."""
    words = tags.split()
    found = _METATAG.fullmatch(words[0]) if len(words) == 1 else None
    alone = _ALONE.get(found["name"]) if found else None
    if found and alone:
        return alone(found["value"]) or collection("search", words[0])
    return collection("search", " ".join(words)) if words else None


def _tag(name: str) -> str:
    """Write a name as tags are written."""
    return "_".join(name.split()).lower()


# what a search for one thing asks for that has an address of its own
_ALONE: Mapping[str, Callable[[str], Ref | None]] = {
    # https://danbooru.donmai.us/posts?tags=ordfav%3ASampleUser
    "fav": lambda user: collection("favourites-named", user),
    "ordfav": lambda user: collection("favourites-named", user),
    # https://danbooru.donmai.us/posts?tags=pool%3A120001
    "pool": lambda number: _numbered("pool", number),
    "ordpool": lambda number: _numbered("pool", number),
    # https://danbooru.donmai.us/posts?tags=favgroup%3A3301
    "favgroup": lambda number: _numbered("favgroup", number),
    "ordfavgroup": lambda number: _numbered("favgroup", number),
    # https://danbooru.donmai.us/posts?tags=id%3A9000001
    "id": post,
    # https://danbooru.donmai.us/posts?tags=md5%3A8d819da4871c3ca39f428999df8220ce
    "md5": _by_digest,
}
