"""Mastodon's objects, with every field that the real ones have.

Fields as in https://docs.joinmastodon.org/entities/, November 2026.
"""

import hashlib
import zlib
from datetime import datetime
from typing import Any

from artkeep.fakes.artists import Artist, Handle
from artkeep.fakes.mastodon import memory
from artkeep.fakes.mastodon.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

SPOILERS = {"explicit": "Not for children", "questionable": "A bit bare"}
JOINED = "2022-11-04T00:00:00.000Z"
FILES = {"image": "jpeg", "gifv": "mp4", "video": "mp4", "unknown": "jpeg"}


def time(moment: datetime) -> str:
    """Write a time as the site does."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def stem(picture: Picture) -> str:
    """Return the name of a picture's file, without its ending."""
    return hashlib.sha256(picture.name.encode()).hexdigest()[:16]


def account(stage: Stage, home: str, handle: Handle) -> dict[str, Any]:
    """Return an account as a home tells it."""
    user, _, own_home = handle.handle.partition("@")
    _, artist = memory.people(stage)[handle.id]
    moved = memory.of(stage).moved.get(handle.id)
    told = {
        "id": memory.number_of(home, handle),
        "username": user,
        "acct": user if own_home == home else handle.handle,
        "display_name": handle.name,
        "locked": handle.is_private,
        "bot": False,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": JOINED,
        "note": f"<p>{artist.about}</p>" if artist else "",
        "url": f"https://{own_home}/@{user}",
        "uri": f"https://{own_home}/users/{user}",
        "avatar": f"https://{own_home}/avatars/original/missing.png",
        "avatar_static": f"https://{own_home}/avatars/original/missing.png",
        "header": f"https://{own_home}/headers/original/missing.png",
        "header_static": f"https://{own_home}/headers/original/missing.png",
        "followers_count": 301,
        "following_count": 44,
        "statuses_count": len(stage.world.of(SITE, handle.id)),
        "last_status_at": "2026-10-30",
        "noindex": False,
        "emojis": [],
        "roles": [],
        "fields": _fields(artist),
    }
    other = memory.named(stage, home, moved) if moved else None
    return {**told, "moved": account(stage, home, other)} if other else told


def _fields(artist: Artist | None) -> list[dict[str, Any]]:
    links = artist.links.get(SITE, ()) if artist else ()
    return [
        {"name": "Also", "value": f'<a href="{link}">{link}</a>', "verified_at": None}
        for link in links
    ]


def status(stage: Stage, home: str, post: Publication) -> dict[str, Any]:
    """Return a post as a home tells it."""
    user, _, own_home = post.account.handle.partition("@")
    whole = {
        "id": memory.id_of(home, post),
        "created_at": time(post.published_at),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": post.rating != "general",
        "spoiler_text": SPOILERS.get(post.rating, ""),
        "visibility": "private" if post.account.is_private else "public",
        "language": "en",
        "uri": f"https://{own_home}/users/{user}/statuses/{post.own_id}",
        "url": f"https://{own_home}/@{user}/{post.own_id}",
        "replies_count": post.counts.comments,
        "reblogs_count": post.counts.reposts,
        "favourites_count": post.counts.favourites,
        "quotes_count": 0,
        "edited_at": time(post.edited_at) if post.edited_at else None,
        "content": _content(home, post),
        "reblog": None,
        "application": {"name": "Web", "website": None},
        "account": account(stage, home, post.account),
        "media_attachments": [
            _attachment(stage, home, post, place) for place in range(len(post.pages))
        ],
        "mentions": [],
        "tags": [
            {"name": tag.name.lower(), "url": f"https://{home}/tags/{tag.name.lower()}"}
            for tag in post.tags
        ],
        "emojis": [],
        "card": None,
        "poll": None,
    }
    if stage.moods.of(SITE) == "changed":
        del whole["media_attachments"]
    return whole


def boost(stage: Stage, home: str, by: Handle, post: Publication) -> dict[str, Any]:
    """Return what stands in a timeline when somebody repeats a post."""
    number = str(int(memory.id_of(home, post)) + 7)
    told = status(stage, home, post)
    empty = {"content": "", "media_attachments": [], "tags": [], "spoiler_text": ""}
    return {**told, **empty, "id": number, "account": account(stage, home, by), "reblog": told}


def _content(home: str, post: Publication) -> str:
    marks = " ".join(
        f'<a href="https://{home}/tags/{tag.name.lower()}" class="mention hashtag" rel="tag">'
        f"#<span>{tag.name}</span></a>"
        for tag in post.tags
    )
    return f"{post.caption_html}<p>{marks}</p>"


def media_id(post: Publication, place: int) -> str:
    """Return the number of an attachment: its post's, its place, and which file it is."""
    return f"{post.own_id}{place}{zlib.crc32(post.pages[place].name.encode()) % 100:02}"


def _attachment(stage: Stage, home: str, post: Publication, place: int) -> dict[str, Any]:
    picture, number = post.pages[place], media_id(post, place)
    kind = memory.of(stage).kinds.get(post.id, "image")
    below = "/".join(number[start : start + 3] for start in range(0, len(number), 3))
    host, name = stage.address(SITE, "pictures"), f"{stem(picture)}.{FILES[kind]}"
    own = f"{host}/media_attachments/files/{below}/original/{name}"
    copy = f"{host}/cache/media_attachments/files/{below}/original/{name}"
    is_here = post.place == home
    is_known = kind != "unknown"
    return {
        "id": number,
        "type": kind,
        "url": own if is_here else copy if is_known else None,
        "preview_url": (own if is_here else copy).replace("/original/", "/small/"),
        "remote_url": None if is_here else own,
        "preview_remote_url": None,
        "text_url": None,
        "meta": _meta(picture) if is_known else None,
        "description": f"{post.work.title}, picture {place + 1}",
        "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
    }


def _meta(picture: Picture) -> dict[str, Any]:
    small = picture.smaller(640)
    return {
        name: {
            "width": one.width,
            "height": one.height,
            "size": f"{one.width}x{one.height}",
            "aspect": one.width / one.height,
        }
        for name, one in (("original", picture), ("small", small))
    }
