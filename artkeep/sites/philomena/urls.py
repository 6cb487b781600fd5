"""Philomena's addresses, of any home: what each names, and how we write it.

Every id begins with the home. A post's is `derpibooru.org/900001`; a list's is
`derpibooru.org/gallery/8801` or `derpibooru.org/search/<order>/<query>`, where the order is `id`
(newest first) or the site's own words for another: `score.desc`. A tag is the search for it.

Addresses of homes that are not in our table look like those of any other site, so they are
written with the engine's name before them: `philomena:https://pictures.example/images/12`.
"""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, quote, unquote_plus, urlencode, urlsplit

from artkeep.model.refs import CollectionRef, PostRef, Ref

NAME = "philomena"
NEWEST = "id"  # the order in which we read what nobody wants in another

_PREFIX = f"{NAME}:"
# home → the other names it goes by, and where its pictures lie
_HOMES: Mapping[str, tuple[str, ...]] = {
    "derpibooru.org": ("www.derpibooru.org", "trixiebooru.org", "www.trixiebooru.org"),
    "furbooru.org": ("www.furbooru.org", "furbooru.com", "www.furbooru.com"),
    "ponybooru.org": ("www.ponybooru.org",),
    "ponerpics.org": ("www.ponerpics.org",),
    "manebooru.art": ("www.manebooru.art",),
    "tantabus.ai": ("www.tantabus.ai",),
}
_PICTURES: Mapping[str, str] = {
    "derpicdn.net": "derpibooru.org",
    "furrycdn.org": "furbooru.org",
    "cdn.ponybooru.org": "ponybooru.org",
}
_NAMES = {name: home for home, names in _HOMES.items() for name in (home, *names)}
_PORTS = frozenset({None, 80, 443})
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}", re.ASCII
)
_NUMBER = re.compile(r"0*([1-9][0-9]{0,14}|0)", re.ASCII)
# /img/view/2026/3/1/900001__safe_artist-colon-mika+aoyama.png  /img/download/2026/3/1/900001.png
_LONG_NAME = re.compile(
    r"(?:/img)?/(?:view|download)/\d{4}/\d+/\d+/(\d+)(?:__[^/]*)?\.\w+", re.ASCII
)
# /img/2026/3/1/900001/full.png  /2026/3/1/900001/thumb_small.jpg
_RENDERING = re.compile(r"(?:/img)?/\d{4}/\d+/\d+/(\d+)/\w+\.\w+", re.ASCII)
_ORDERS = frozenset({"", "id", "created_at", "first_seen_at"})  # all of them almost the same
_ORDER = re.compile(r"[a-z_]+(:\d+)?\.(asc|desc)", re.ASCII)
# how a name is written in the address of a tag: no other hyphen than theirs is left in it
_ESCAPES = {
    "-": "-dash-",
    "/": "-fwslash-",
    "\\": "-bwslash-",
    ":": "-colon-",
    ".": "-dot-",
    "+": "-plus-",
}
_WORDS = {ord(sign): word for sign, word in _ESCAPES.items()}
_SIGNS = {word: sign for sign, word in _ESCAPES.items()}
_ESCAPED = re.compile("|".join(_SIGNS))
_SPECIAL = re.compile(r'([\\()"*?~^])')  # in a query; before any of them a backslash


def parse(address: str) -> Ref | None:
    """Read an address of an image, of its file, or of a list."""
    plain = address.strip()
    is_told = plain.lower().startswith(_PREFIX)
    try:
        parts = urlsplit(plain[len(_PREFIX) :] if is_told else plain)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
        asked = dict(parse_qsl(parts.query))
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or port not in _PORTS:
        return None
    if host in _PICTURES:
        return _of_file(_PICTURES[host], parts.path)
    home = _NAMES.get(host) or (host if is_told and _HOST.fullmatch(host) else None)
    return _of_page(home, parts, asked) if home else None


def url(ref: Ref) -> str:
    """Write an address that `parse` reads again."""
    home = home_of(ref)
    return page(ref) if home in _HOMES else _PREFIX + page(ref)


def page(ref: Ref) -> str:
    """Write the address that a browser goes to."""
    home, _, rest = ref.id.partition("/")
    if isinstance(ref, PostRef):
        return f"https://{home}/images/{rest}"
    kind, _, value = rest.partition("/")
    if kind == "gallery":
        return f"https://{home}/galleries/{value}"
    order, _, query = value.partition("/")
    sorted_by = (
        {} if order == NEWEST else dict(zip(("sf", "sd"), order.rsplit(".", 1), strict=True))
    )
    return f"https://{home}/search?{urlencode({'q': query, **sorted_by})}"


def home_of(ref: Ref) -> str:
    """Return the host name that the id of a post or list begins with."""
    return ref.id.partition("/")[0]


def own_id(ref: Ref) -> str:
    """Return an id without its home."""
    return ref.id.partition("/")[2]


def is_home(text: str) -> bool:
    """Say whether this is a host name."""
    return _HOST.fullmatch(text) is not None


def image(home: str, number: object) -> PostRef:
    """Return the address of an image."""
    return PostRef(NAME, f"{home}/{number}")


def search(home: str, query: str, order: str = NEWEST) -> CollectionRef:
    """Return the address of a search."""
    return CollectionRef(NAME, f"{home}/search/{order}/{query}")


def profile_url(home: str, name: str) -> str:
    """Write the address of a user's page."""
    return f"https://{home}/profiles/{quote(_slug(name), safe='+')}"


def _slug(name: str) -> str:
    return name.translate(_WORDS).replace(" ", "+")


def _unslug(slug: str) -> str:
    name = unquote_plus(unquote_plus(slug).replace("+", " "))  # the site itself escapes twice
    return _ESCAPED.sub(lambda found: _SIGNS[found[0]], name)


def _of_file(home: str, path: str) -> PostRef | None:
    found = _LONG_NAME.fullmatch(path) or _RENDERING.fullmatch(path)
    return image(home, int(found[1])) if found else None


def _of_page(home: str, parts: SplitResult, asked: Mapping[str, str]) -> Ref | None:
    words = [word for word in parts.path.split("/") if word]
    if words[:3] == ["api", "v1", "json"]:
        # https://derpibooru.org/api/v1/json/images/900001
        words = words[3:]
    match words:
        # https://derpibooru.org/images/900001?q=fox  https://derpibooru.org/900001
        case ["images", number] | [number] if found := _NUMBER.fullmatch(number):
            return image(home, found[1])
        # https://derpibooru.org/galleries/8801
        case ["galleries", number] if found := _NUMBER.fullmatch(number):
            return CollectionRef(NAME, f"{home}/gallery/{found[1]}")
        # https://derpibooru.org/search?q=artist%3Amika+aoyama&sf=score&sd=desc
        case ["search"] | ["search", "images"]:
            return _search(home, asked)
        # https://derpibooru.org/tags/artist-colon-mika+aoyama
        case ["tags", slug]:
            query = _SPECIAL.sub(r"\\\1", _unslug(slug))
            return _search(home, {"q": query})
        case _:
            # https://ponybooru.org/img/2026/3/1/12/full.png
            return _of_file(home, parts.path)


def _search(home: str, asked: Mapping[str, str]) -> CollectionRef | None:
    query = " ".join(asked.get("q", "").split())
    field, direction = asked.get("sf", ""), asked.get("sd", "desc")
    if not query:
        return None  # nobody follows a whole site
    if field in _ORDERS and direction != "asc":
        return search(home, query)
    order = f"{field or 'id'}.{direction}"
    return search(home, query, order if _ORDER.fullmatch(order) else NEWEST)
