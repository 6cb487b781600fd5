"""Danbooru: posts, searches, pools, favourites, and the posts of an artist.

Searches go by the number of the last post (`page=b<number>`), so that they are read to any depth
and what is added meanwhile shifts nothing. Favourites go by when they were made. Pools and
favourite groups are told whole; their last posts, the newest additions, come first.
"""

import base64
from collections.abc import Mapping
from typing import Any

from artkeep.errors import BadAnswer, Gone, LoginNeeded, Withheld
from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Pace, SiteHttp, Told
from artkeep.sites.danbooru import api, posts, urls
from artkeep.sites.danbooru.urls import NAME
from artkeep.texts import text

_KEY = "api_key"
# a page may be a few posts short and still not be the last
_SHORTEST_PAGE = api.POSTS_AT_ONCE - 20
# orders of a search in which the number of a post says nothing about its place
_ORDERS = ("order:", "ordfav:", "ordpool:", "ordfavgroup:")
_BY_NUMBER = "order:id_desc"


class Danbooru:
    """Danbooru's JSON, open to everybody; a login shows more."""

    name = NAME
    about = About(
        title="Danbooru",
        home=urls.HOME,
        tells=frozenset(Told),
        addresses={
            "base_url": Address(urls.HOME, Pace(gap=1.0)),
            "pictures_url": Address(
                "https://cdn.donmai.us",
                Pace(gap=0.25, at_once=2),
                pictures=True,
                more_hosts=("*.donmai.us",),
            ),
        },
        api_docs="https://danbooru.donmai.us/wiki_pages/help:api",
        login=text(
            "your user name and an API key, from My Account, API Key; nothing needs one but"
            " searches for more tags and what is shown to members only"
        ),
        examples={
            text("a search"): f"{urls.HOME}/posts?tags=fox",
            text("a pool"): f"{urls.HOME}/pools/12345",
            text("one post"): f"{urls.HOME}/posts/12345",
        },
    )

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one post. A deleted post is often still shown: then it is not gone."""
        post = _by_digest(http, ref.id) if ref.id.startswith(urls.MD5) else _post(http, ref.id)
        with api.reading("the post"):
            refusal = posts.refusal(post)
        if refusal is not None:
            raise refusal
        others = posts.beside(http, [post])
        with api.reading("the post"):
            return posts.read(http, post, others)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the number of a file's post, of an artist, of a user."""
        if isinstance(ref, CollectionRef):
            return _settled(http, ref)
        if not ref.id.startswith(urls.MD5):
            return ref
        post = _by_digest(http, ref.id)
        with api.reading("posts.json"):
            return posts.ref(post)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask what a list is called; a search is called as it is written."""
        settled = _settled(http, ref)
        kind, _, value = settled.id.partition("/")
        title, user = value, None
        if kind in {"pool", "favgroup"}:
            record = api.ask(http, _RECORDS[kind].format(value))
            title = _name(record).replace("_", " ")
        elif kind == "artist":
            title = _name(api.ask(http, f"/artists/{value}.json")).replace("_", " ")
        elif kind == "favourites":
            user = api.ask(http, f"/users/{value}.json")
            title = f"Favourites of {_name(user)}"
        with api.reading("the user"):
            owner = None if user is None else posts.account(user)
        return CollectionInfo(ref, title, urls.url(settled), owner)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for up to 200 posts of a list, the newest addition first."""
        settled = _settled(http, ref)
        kind, _, value = settled.id.partition("/")
        if kind in _RECORDS and kind != "artist":
            return _of_record(http, _RECORDS[kind].format(value), cursor)
        if kind == "favourites":
            return _of_favourites(http, value, cursor)
        if kind == "artist":
            return _of_artist(http, value, cursor)
        return _of_search(http, value, cursor)

    def headers(self, login: Login, at: str) -> Mapping[str, str]:  # noqa: ARG002 - one address
        """Show user name and key, as HTTP knows it."""
        return _basic(login.name, login.secrets[_KEY])

    @property
    def fields(self) -> Mapping[str, str]:
        return {
            "name": text("Your user name on Danbooru."),
            _KEY: text("An API key: danbooru.donmai.us, My Account, API Key, Add."),
        }

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        """Ask who it is that this key belongs to."""
        name, key = pasted["name"].strip(), pasted[_KEY].strip()
        profile = api.ask(http, "/profile.json", headers=_basic(name, key))
        with api.reading("the profile"):
            if not profile["id"]:  # what everybody gets who is nobody
                raise LoginNeeded(NAME, text("does not know this user name with this key"))
            return Login(str(int(profile["id"])), profile["name"], {_KEY: key})


_RECORDS = {"pool": "/pools/{}.json", "favgroup": "/favorite_groups/{}.json"}


def _settled(http: SiteHttp, ref: CollectionRef) -> CollectionRef:
    """Find the number of an artist or a user; a tag that no artist has is a search."""
    kind, _, value = ref.id.partition("/")
    if kind == urls.MINE:
        return urls.collection("favourites", _own_number(http))
    if kind == "favourites-named":
        return urls.collection("favourites", _number(api.user_named(http, value)))
    if kind == "artist-named":
        known = api.several(http, "/artists.json", **{"search[name]": value, "limit": 1})
        return (
            urls.collection("artist", _number(known[0]))
            if known
            else urls.collection("search", value)
        )
    return ref


def _basic(name: str, key: str) -> dict[str, str]:
    told = base64.b64encode(f"{name}:{key}".encode()).decode()
    return {"authorization": f"Basic {told}"}


def _post(http: SiteHttp, number: str) -> Any:
    return api.ask(http, f"/posts/{number}.json")


def _by_digest(http: SiteHttp, digest: str) -> Any:
    """Ask for the post of a file. Raises Gone."""
    found = api.several(http, "/posts.json", tags=f"{digest} status:any", limit=1)
    if not found:
        raise Gone(
            NAME,
            text("no post has the file {file}", file=digest.removeprefix(urls.MD5)),
        )
    return found[0]


def _number(record: Any) -> str:
    with api.reading("the record"):
        return str(int(record["id"]))


def _name(record: Any) -> str:
    with api.reading("the record"):
        return str(record["name"])


def _own_number(http: SiteHttp) -> str:
    if http.login is None:
        raise LoginNeeded(NAME, text("cannot tell whose favourites; run: artkeep login danbooru"))
    return http.login.account


def _of_search(http: SiteHttp, tags: str, cursor: str | None) -> Listing:
    """Ask for posts with these tags. `cursor` is the page to ask for: `b9000001`, or `2`."""
    found = api.several(http, "/posts.json", tags=tags, limit=api.POSTS_AT_ONCE, page=cursor)
    with api.reading("posts.json"):
        is_last = len(found) < _SHORTEST_PAGE
        after = None if is_last else _after(tags, cursor, int(found[-1]["id"]))
    return Listing(_read(http, found), after)


def _after(tags: str, cursor: str | None, last: int) -> str:
    """Return the page behind a post: by its number where the order is by numbers."""
    words = tags.lower().split()
    if any(word.startswith(_ORDERS) and word != _BY_NUMBER for word in words):
        return str(int(cursor or 1) + 1)
    return f"b{last}"


def _of_artist(http: SiteHttp, number: str, cursor: str | None) -> Listing:
    """Ask for the posts of an artist, by the name that the artist's tag has today."""
    return _of_search(http, _name(api.ask(http, f"/artists/{number}.json")), cursor)


def _of_favourites(http: SiteHttp, user: str, cursor: str | None) -> Listing:
    """Ask for favourites, the latest first; each has a number of its own."""
    found = api.several(
        http,
        "/favorites.json",
        **{"search[user_id]": user, "limit": api.POSTS_AT_ONCE, "page": cursor},
        only="id,post_id",
    )
    if not found and cursor is None:
        _require_open(http, user)
    with api.reading("favorites.json"):
        numbers = [int(favourite["post_id"]) for favourite in found]
        after = f"b{int(found[-1]['id'])}" if len(found) >= _SHORTEST_PAGE else None
    return Listing(_by_numbers(http, numbers), after)


def _require_open(http: SiteHttp, user: str) -> None:
    """Tell private favourites from none: the site shows neither."""
    record = api.ask(http, f"/users/{user}.json")
    if record.get("favorite_count"):
        raise Withheld(NAME, text("the favourites of {record} are private", record=_name(record)))


def _of_record(http: SiteHttp, path: str, cursor: str | None) -> Listing:
    """Ask for a pool or a favourite group, whose posts are named in their order.

    They are given from the last to the first; `cursor` is how many are left, counted from the
    first, which stays true when others are added.
    """
    record = api.ask(http, path)
    with api.reading(path):
        numbers = [int(number) for number in record["post_ids"]]
    try:
        left = len(numbers) if cursor is None else min(int(cursor), len(numbers))
    except ValueError as error:
        raise BadAnswer(NAME, text("{cursor} is no place in a pool", cursor=cursor)) from error
    rest = max(0, left - api.POSTS_AT_ONCE)
    found = _by_numbers(http, numbers[rest:left][::-1])
    return Listing(found, str(rest) if rest else None, total=len(numbers))


def _by_numbers(http: SiteHttp, numbers: list[int]) -> tuple[PostInfo | PostRef, ...]:
    """Ask for posts and give them in this order; who is not shown, by the address."""
    shown = api.posts_by_id(http, numbers)
    whole = {
        post.ref: post for post in _read(http, list(shown.values())) if isinstance(post, PostInfo)
    }
    refs = [PostRef(NAME, str(number)) for number in numbers]
    return tuple(whole.get(ref, ref) for ref in refs)


def _read(http: SiteHttp, found: list[Any]) -> tuple[PostInfo | PostRef, ...]:
    """Read posts; whose picture is not for us, by the address."""
    others = posts.beside(http, found)
    with api.reading("posts.json"):
        return tuple(
            posts.read(http, post, others) if posts.refusal(post) is None else posts.ref(post)
            for post in found
        )


SITE = Danbooru()
