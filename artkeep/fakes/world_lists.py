"""The lists of the world: what the collector bookmarked, and into which folders."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from artkeep.fakes import world_ids
from artkeep.fakes.artists import COLLECTOR, OTHERS, UPLOADERS, Handle
from artkeep.fakes.world_posts import Publication

LIST_KEY = "3lsnowylist2c"  # of the collector's list on Bluesky
POOL = "120001"  # on Danbooru, as the series of the works in it
FURBOORU_GALLERY, DERPIBOORU_GALLERY = "furbooru.org/8802", "derpibooru.org/8801"


@dataclass(frozen=True, slots=True)
class Folder:
    """A list that can be followed.

    `kind` is bookmarks, favourites, folder (of favourites), galleries (a folder of galleries),
    gallery, pool, likes or list (of accounts).
    """

    id: str
    name: str
    kind: str
    owner: Handle


def _mine(site: str, folder_id: str, name: str, kind: str) -> Folder:
    return Folder(folder_id, name, kind, COLLECTOR.handles[site])


DEVIANTART = {
    name: world_ids.uuid(f"ann {name}")
    for name in ("gallery Featured", "gallery Birds", "favourites Featured", "favourites Winter")
}
FOLDERS: Mapping[str, tuple[Folder, ...]] = {
    "pixiv": (
        _mine("pixiv", "public", "public", "bookmarks"),
        _mine("pixiv", "private", "private", "bookmarks"),
        _mine("pixiv", "public/風景", "風景", "bookmarks"),
        _mine("pixiv", "public/未分類", "未分類", "bookmarks"),
    ),
    "imagefap": (
        _mine("imagefap", "501", "A & B", "folder"),
        _mine("imagefap", "502", "my pics", "folder"),
        _mine("imagefap", "503", "Galleries I like", "galleries"),
    ),
    "deviantart": (
        _mine("deviantart", DEVIANTART["gallery Featured"], "Featured", "gallery"),
        _mine("deviantart", DEVIANTART["gallery Birds"], "Birds", "gallery"),
        _mine("deviantart", DEVIANTART["favourites Featured"], "Featured", "folder"),
        _mine("deviantart", DEVIANTART["favourites Winter"], "Winter", "folder"),
    ),
    "danbooru": (
        _mine("danbooru", "favorites", "favorites", "favourites"),
        Folder(POOL, "Twelve_Winters", "pool", UPLOADERS["danbooru"][0]),
    ),
    "philomena": (
        _mine("philomena", "derpibooru.org/faves", "Faves", "favourites"),
        _mine("philomena", DERPIBOORU_GALLERY, "Snow & Ice", "gallery"),
        _mine("philomena", FURBOORU_GALLERY, "Foxes", "gallery"),
    ),
    "bluesky": (
        _mine("bluesky", "likes", "likes", "likes"),
        _mine("bluesky", LIST_KEY, "Painters of winter", "list"),
    ),
    "mastodon": (
        _mine("mastodon", "favourites", "favourites", "favourites"),
        _mine("mastodon", "bookmarks", "bookmarks", "bookmarks"),
    ),
    "twitter": (_mine("twitter", "likes", "likes", "likes"),),
}
LISTED_ACCOUNTS = frozenset({"mika", OTHERS[0].key, OTHERS[1].key})

Wanted = Callable[[Publication], bool]


def _all_but(rest: int, of: int) -> Wanted:
    return lambda post: post.work.index % of != rest


def _only(rest: int, of: int) -> Wanted:
    return lambda post: post.work.index % of == rest


def _tagged(name: str) -> Wanted:
    return lambda post: _all_but(3, 5)(post) and any(tag.name == name for tag in post.tags)


def _at(home: str, wanted: Wanted) -> Wanted:
    return lambda post: post.place == home and wanted(post)


def _by_ann(post: Publication) -> bool:
    return post.account.handle == "ann"


# site → list → which posts are in it
WANTED: Mapping[str, Mapping[str, Wanted]] = {
    "pixiv": {
        "public": _all_but(3, 5),
        "private": _only(3, 10),
        "public/風景": _tagged("風景"),
        "public/未分類": lambda post: _all_but(3, 5)(post) and post.work.index % 7 == 1,
    },
    "imagefap": {"501": _all_but(2, 4), "502": _only(2, 4)},
    "deviantart": {
        DEVIANTART["gallery Featured"]: _by_ann,
        DEVIANTART["gallery Birds"]: lambda post: _by_ann(post) and post.work.index % 2 == 0,
        DEVIANTART["favourites Featured"]: lambda post: not _by_ann(post),
        DEVIANTART["favourites Winter"]: lambda post: (
            post.work.index % 4 == 0 and not _by_ann(post)
        ),
    },
    "danbooru": {
        "favorites": _all_but(1, 3),
        POOL: lambda post: post.series is not None and post.series.id == POOL,
    },
    "philomena": {
        "derpibooru.org/faves": _at("derpibooru.org", _all_but(2, 5)),
        DERPIBOORU_GALLERY: _at("derpibooru.org", _only(0, 4)),
        FURBOORU_GALLERY: _at("furbooru.org", _all_but(9, 10)),
    },
    "bluesky": {
        "likes": _all_but(2, 6),
        LIST_KEY: lambda post: post.work.artist.key in LISTED_ACCOUNTS,
    },
    "mastodon": {
        "favourites": _at("art.example", _all_but(5, 6)),
        "bookmarks": _at("art.example", _only(0, 3)),
    },
    "twitter": {"likes": _all_but(1, 5)},
}
IN_THEIR_OWN_ORDER = ("gallery", "pool", "list")  # everything else: the last one added is first


def lists(site: str, posts: Iterable[Publication]) -> dict[str, tuple[str, ...]]:
    """Return the posts of every list of a site, the newest addition first."""
    all_posts = tuple(posts)
    kinds = {folder.id: folder.kind for folder in FOLDERS[site]}
    found = {
        list_id: _in_order([post for post in all_posts if wanted(post)], kinds[list_id])
        for list_id, wanted in WANTED[site].items()
    }
    if site == "imagefap":
        found |= galleries(all_posts)
    return found


def _in_order(posts: list[Publication], kind: str) -> tuple[str, ...]:
    """Order as somebody added them, which is not quite the order of their ids."""
    if kind not in IN_THEIR_OWN_ORDER:
        posts.sort(key=lambda post: post.work.index ^ 1)
    return tuple(post.id for post in posts)


def galleries(posts: tuple[Publication, ...]) -> dict[str, tuple[str, ...]]:
    """Return the collector's folder of galleries, and what is in every gallery (`gallery/…`)."""
    held: dict[str, list[str]] = {}
    for post in posts:
        assert post.series is not None
        held.setdefault(post.series.id, []).append(post.id)
    inside = {f"gallery/{gallery}": tuple(ids) for gallery, ids in held.items()}
    return {"503": tuple(held)[::2], **inside}
