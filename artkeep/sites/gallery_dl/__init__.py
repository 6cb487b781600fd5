"""Any other address, through the gallery-dl program when it is installed.

It knows some hundred sites. It is run beside us as a program of its own, with the settings and
logins that it has; what it asks goes out without our guard, but one run at a time for each host.
Pictures are then fetched by us, as those of every other site.

Lists are read by counting posts, since that is all the program offers: when something is added
meanwhile, a post is told twice and none is left out.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace

from artkeep.errors import BadAnswer, PictureRefused
from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.net import gallery_dl
from artkeep.net.gallery_dl import Post, Told
from artkeep.sites.base import About, Address, Option, Pace, SiteHttp
from artkeep.sites.gallery_dl import posts, urls
from artkeep.sites.gallery_dl.urls import NAME, PREFIX
from artkeep.texts import text

_AT_ONCE = 100  # posts in a batch
_SEARCHED = 10  # batches in which a post is looked for
_FEW = 12  # lists inside a list; more than that are single posts
_PROGRAM = "gallery-dl"
# what it calls addresses with many posts, even when only one is there today
_MANY = frozenset(
    {
        *("user", "artist", "tag", "search", "favorite", "favorites", "bookmark", "bookmarks"),
        *("likes", "like", "timeline", "media", "posts", "artworks", "works", "feed", "home"),
        *("collection", "following", "board", "list", "index", "community", "replies"),
    }
)


def parse_any(url: str) -> Ref | None:
    """Read any address of the web, if the program is where programs are looked for.

    It is not started: whether it knows the address is learnt when it is asked.
    """
    return urls.parse(PREFIX + url) if shutil.which(_PROGRAM) else None


class GalleryDl:
    """Whatever gallery-dl knows and we do not. Videos are left out."""

    name = NAME
    about = About(
        title=text("whatever gallery-dl knows"),
        home="https://github.com/mikf/gallery-dl",
        addresses={
            "base_url": Address("https://{home}", Pace(gap=2.0)),
            "pictures_url": Address("https://{home}", Pace(gap=0.5, at_once=2), pictures=True),
        },
        api_docs="https://gdl-org.github.io/docs/supportedsites.html",
        options={
            "command": Option(text("How the program is started"), _PROGRAM),
            "config": Option(
                text("A file with settings for it, besides its own; logins belong there")
            ),
            "cookies": Option(text("A file with cookies of a browser, for it")),
        },
        examples={text("any address of the web"): f"{PREFIX}https://example.org/gallery/12"},
    )

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Ask whether a post or a list is at an address."""
        address, _ = urls.split(ref)
        if isinstance(ref, PostRef):
            return ref
        told = _ask(http, address, 1, last=2)
        if told.addresses or len(told.posts) != 1 or _is_list(told.posts[0]):
            return ref
        return urls.post(address, posts.key_of(told.posts[0]))

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one post; in a list it is looked for among the first thousand."""
        address, key = urls.split(ref)
        told = _found(http, address, key)
        if told is None:
            raise BadAnswer(
                NAME,
                text(
                    "gallery-dl does not find the post {key} at {address}", key=key, address=address
                ),
            )
        found = posts.post(address, told)
        if told.files and not found.pages:
            raise PictureRefused(text("a video, not a picture"))
        return replace(found, ref=ref)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whether something is there; the program tells no title, so the address is one."""
        address, _ = urls.split(ref)
        _ask(http, address, 1, last=1)
        return CollectionInfo(ref, address.partition("://")[2].rstrip("/"), address)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for up to 100 posts, or for the addresses of as many."""
        address, _ = urls.split(ref)
        first = int(cursor or 1)
        told = _ask(http, address, first)
        wanted = [each for each in told.posts if any(map(posts.is_picture, each.files))]
        refs = [urls.parse(PREFIX + each) for each in told.addresses]
        others = [each for each in refs if isinstance(each, CollectionRef)]
        inside = [each for each in others if urls.is_below(each.id, address)]
        lists = inside if len(inside) <= _FEW else []
        single = [urls.post(each.id, "") for each in others if each not in lists]
        is_full = max(len(told.posts), len(told.addresses)) >= _AT_ONCE
        return Listing(
            (*(posts.post(address, each) for each in wanted), *single),
            str(first + _AT_ONCE) if is_full else None,
            collections=tuple(_inner(each) for each in lists),
        )


def _inner(ref: CollectionRef) -> CollectionInfo:
    return CollectionInfo(ref, ref.id.partition("://")[2].rstrip("/"), ref.id)


def _is_list(told: Post) -> bool:
    return str(told.about.get("subcategory", "")) in _MANY


def _found(http: SiteHttp, address: str, key: str) -> Post | None:
    """Look for a post; without an id it is all that is at an address."""
    for batch in range(_SEARCHED):
        told = _ask(http, address, batch * _AT_ONCE + 1).posts
        found = (each for each in told if key in ("", posts.key_of(each)))
        post = next(found, None)
        if post is not None or len(told) < _AT_ONCE:
            return post
    return None


def _ask(http: SiteHttp, address: str, first: int, last: int | None = None) -> Told:
    options: Mapping[str, str] = http.options
    words = gallery_dl.words(
        address,
        command=options["command"],
        cookies=options.get("cookies"),
        config=options.get("config"),
        posts=(first, last or first + _AT_ONCE - 1),
    )
    ran = http.at_home(urls.host_of(address)).program(words)
    return gallery_dl.understood(NAME, address, ran, http.now())


SITE = GalleryDl()
