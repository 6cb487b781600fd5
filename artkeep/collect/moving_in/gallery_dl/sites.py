"""The sidecars of each site that gallery-dl and we both know."""

from collections.abc import Mapping
from typing import Any

from artkeep.collect.moving_in import fields
from artkeep.collect.moving_in.addresses import url_of
from artkeep.collect.moving_in.fields import at, moment, number, text
from artkeep.collect.moving_in.gallery_dl.reading import Reading, Said, alone, from_one
from artkeep.library.moved_in import WORDS
from artkeep.model.found import AccountInfo, Counts, PageInfo, PostInfo, Rating, TagInfo
from artkeep.model.headline import headline
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.danbooru import posts as danbooru
from artkeep.sites.imagefap import photo as imagefap
from artkeep.sites.imagefap.sheets import Named
from artkeep.sites.philomena import images as philomena
from artkeep.sites.pixiv import works as pixiv

# gallery-dl's category → home
HOMES = {"derpibooru": "derpibooru.org", "furbooru": "furbooru.org", "ponybooru": "ponybooru.org"}


def _page(said: Said, stamp: str | None = None) -> PageInfo:
    """Return a picture at the address that gallery-dl may have written down."""
    return PageInfo(text(said, "url") or text(said, "file_url"), stamp or None)


# ---- pixiv -------------------------------------------------------------------------------------


def _pixiv_words(_ref: PostRef, said: Said) -> PostInfo:
    tags = [tag if isinstance(tag, dict) else {"name": str(tag)} for tag in said["tags"]]
    tags = [{"translated_name": None, **tag} for tag in tags]
    before_ai = {"illust_ai_type": 0, "series": None}  # of years when the site had neither
    return pixiv.post({**before_ai, **said, "tags": tags}, (_pixiv_page(said),))


def _pixiv_page(said: Said) -> PageInfo:
    address = text(said, "url")
    if not address:
        return PageInfo("")
    stamp = pixiv.page({"original": address}).stamp
    frames = at(said, "frames")
    known = frames if isinstance(frames, list) else []
    delays = tuple(delay for frame in known if (delay := number(frame, "delay")))
    return PageInfo(address, stamp, delays=delays, referer=pixiv.REFERER)


# ---- boorus ------------------------------------------------------------------------------------


def _danbooru_words(_ref: PostRef, said: Said) -> PostInfo:
    """Read a post; what the artist says and who put it up is there where that was asked for."""
    beside, uploader = at(said, "artist_commentary"), at(said, "uploader")
    post = int(said["id"])
    told = {post: beside} if isinstance(beside, dict) else {}
    known = {int(uploader["id"]): uploader} if isinstance(uploader, dict) else {}
    return danbooru.words(said, danbooru.Beside(told, known))


def _philomena_address(said: Said) -> str:
    home = HOMES.get(text(said, "category"), "")
    return f"https://{home}/images/{text(said, 'id')}" if home else ""


def _philomena_page(said: Said) -> PageInfo:
    return PageInfo(text(said, "view_url"), text(said, "sha512_hash") or None)


# ---- imagefap ----------------------------------------------------------------------------------


def _imagefap_words(ref: PostRef, said: Said) -> PostInfo:
    """Read a picture. Of one in a gallery the title is the gallery's; only its number is there."""
    is_alone = text(said, "subcategory") == "image"
    name = f"{text(said, 'filename')}.{text(said, 'extension')}"
    uploader = text(said, "uploader")
    return PostInfo(
        ref=ref,
        url=url_of(ref),
        title=text(said, "title") if is_alone else name,
        pages=(),
        account=imagefap.account(Named("", uploader)) if uploader else None,
        rating=Rating.EXPLICIT,
    )


# ---- social ------------------------------------------------------------------------------------


def _bluesky_words(ref: PostRef, said: Said) -> PostInfo:
    author, words = said["author"], said["text"]
    account = AccountInfo(
        AccountRef(ref.site, author["did"]),
        author["handle"],
        author.get("displayName") or author["handle"],
        f"https://bsky.app/profile/{author['did']}",
    )
    return PostInfo(
        ref=ref,
        url=url_of(ref),
        title=headline(words) or f"{account.handle}: {text(said, 'post_id')}",
        pages=(),
        published_at=moment(said, "createdAt"),
        account=account,
        caption=words,
        tags=tuple(TagInfo(tag) for tag in fields.words(said, "hashtags")),
        counts=_counts(said, "likeCount", "replyCount", "repostCount"),
    )


def _bluesky_address(said: Said) -> str:
    return f"https://bsky.app/profile/{text(said, 'author', 'did')}/post/{text(said, 'post_id')}"


def _mastodon_words(ref: PostRef, said: Said) -> PostInfo:
    home, who = text(said, "instance"), said["account"]
    handle = who["acct"] if "@" in who["acct"] else f"{who['acct']}@{home}"
    name, spoiler = who["display_name"] or who["username"], said["spoiler_text"]
    return PostInfo(
        ref=ref,
        url=url_of(ref),
        title=f"@{handle}: {said['id']}",
        pages=(),
        published_at=moment(said, "created_at"),
        account=AccountInfo(AccountRef(ref.site, f"{home}/{who['id']}"), handle, name, who["url"]),
        caption=(f"<p>{spoiler}</p>" if spoiler else "") + said["content"],
        caption_is_html=True,
        rating=Rating.SENSITIVE if said["sensitive"] else Rating.GENERAL,
        tags=tuple(TagInfo(tag) for tag in fields.words(said, "tags")),
        counts=_counts(said, "favourites_count", "replies_count", "reblogs_count"),
    )


def _mastodon_address(said: Said) -> str:
    return f"https://{text(said, 'instance')}/@{text(said, 'account', 'acct')}/{text(said, 'id')}"


def _twitter_words(ref: PostRef, said: Said) -> PostInfo:
    author, words = said["author"], said["content"]
    account = AccountInfo(
        AccountRef(ref.site, str(int(author["id"]))),
        author["name"],
        author["nick"],
        f"https://x.com/{author['name']}",
    )
    return PostInfo(
        ref=ref,
        url=url_of(ref),
        title=headline(words) or f"@{account.handle}: {said['tweet_id']}",
        pages=(),
        published_at=moment(said, "date"),
        account=account,
        caption=words,
        tags=tuple(TagInfo(tag) for tag in fields.words(said, "hashtags")),
        counts=_counts(said, "favorite_count", "reply_count", "retweet_count"),
    )


def _twitter_address(said: Said) -> str:
    return f"https://x.com/{text(said, 'author', 'name')}/status/{text(said, 'tweet_id')}"


def _counts(said: Said, favourites: str, comments: str, reposts: str) -> Counts:
    found = [number(said, name) for name in (favourites, comments, reposts)]
    return Counts(favourites=found[0], comments=found[1], reposts=found[2])


# ---- DeviantArt --------------------------------------------------------------------------------


def _deviantart_words(ref: PostRef, said: Said) -> PostInfo:
    author: Any = said["author"]
    name = author["username"]
    address = f"https://www.deviantart.com/{name}"
    return PostInfo(
        ref=ref,
        url=text(said, "url") or url_of(ref),
        title=said["title"],
        pages=(),
        published_at=moment(said, "date"),
        account=AccountInfo(AccountRef(ref.site, author["userid"].upper()), name, name, address),
        caption=text(said, "description"),
        caption_is_html=True,
        tags=tuple(TagInfo(tag) for tag in fields.words(said, "tags")),
        counts=Counts(favourites=number(said, "stats", "favourites")),
    )


def _deviantart_position(said: Said) -> int | None:
    """Say that it is the first picture; others bear a number that is no place."""
    return None if number(said, "index_file") else 0


def _deviantart_page(said: Said) -> PageInfo:
    return PageInfo(text(said, "content", "src"))


READINGS: Mapping[str, Reading] = {
    "pixiv": Reading(
        lambda said: f"https://www.pixiv.net/artworks/{text(said, 'id')}",
        _pixiv_words,
        _pixiv_page,
        lambda said: number(said, "num"),
        WORDS,
    ),
    "danbooru": Reading(
        lambda said: f"https://danbooru.donmai.us/posts/{text(said, 'id')}",
        _danbooru_words,
        lambda said: _page(said, text(said, "md5")),
        alone,
        frozenset({"rating", "is_ai", "tags"}),
    ),
    "philomena": Reading(_philomena_address, philomena.words, _philomena_page, alone, WORDS),
    "imagefap": Reading(
        lambda said: f"https://www.imagefap.com/photo/{text(said, 'image_id')}/",
        _imagefap_words,
        lambda _: PageInfo(""),
        alone,
        frozenset(),
    ),
    "bluesky": Reading(
        _bluesky_address,
        _bluesky_words,
        lambda said: PageInfo("", text(said, "filename") or None, alt=text(said, "description")),
        from_one,
        frozenset({"caption"}),
    ),
    "mastodon": Reading(
        _mastodon_address,
        _mastodon_words,
        lambda said: PageInfo(text(said, "media", "url"), text(said, "media", "id") or None),
        from_one,
        frozenset({"caption", "rating", "tags"}),
    ),
    "twitter": Reading(
        _twitter_address, _twitter_words, lambda _: PageInfo(""), from_one, frozenset()
    ),
    "deviantart": Reading(
        lambda said: f"https://www.deviantart.com/deviation/{text(said, 'deviationid')}",
        _deviantart_words,
        _deviantart_page,
        _deviantart_position,
        frozenset({"title"}),
    ),
}
