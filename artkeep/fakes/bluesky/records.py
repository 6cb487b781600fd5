"""Bluesky's objects, with every field that the real ones have.

Fields as in the lexicons `app.bsky.*` and `com.atproto.*`, November 2026.
"""

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from artkeep.fakes import world_ids
from artkeep.fakes.artists import Artist, Handle
from artkeep.fakes.bluesky import memory
from artkeep.fakes.bluesky.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication
from artkeep.fakes.world_works import Every

LABELS = {"explicit": "porn", "questionable": "sexual", "sensitive": "nudity"}
QUOTING, IN_GALLERY = Every(10, 8), Every(10, 6)  # works whose posts embed in another way
JOINED = datetime.fromisoformat("2023-07-01T12:00:00+00:00")


def cid(name: str) -> str:
    """Return a content id of raw bytes (version 1, SHA-256 in base 32), that of a name."""
    digest = b"\x01\x55\x12\x20" + hashlib.sha256(name.encode()).digest()
    return "b" + b32encode(digest).decode().lower().rstrip("=")


def time(moment: datetime) -> str:
    """Write a time as its clients do."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def uri(post: Publication) -> str:
    """Return the protocol's address of a post."""
    return f"at://{post.place}/app.bsky.feed.post/{post.own_id}"


def like(stage: Stage, place: int, post_id: str) -> dict[str, Any]:
    """Return the record of a like; the first place is the newest."""
    own, post = stage.world.collector.handles[SITE], stage.world.post(SITE, post_id)
    assert post is not None
    at = stage.world.on(SITE)[0].published_at + timedelta(days=1) - place * timedelta(minutes=7)
    key = world_ids.tid(at, place)
    subject = {"uri": uri(post), "cid": cid(post.id)}
    value = {"$type": "app.bsky.feed.like", "subject": subject, "createdAt": time(at)}
    return {"uri": f"at://{own.id}/app.bsky.feed.like/{key}", "cid": cid(key), "value": value}


def author(stage: Stage, handle: Handle) -> dict[str, Any]:
    """Return an account as it stands beside a post."""
    wants = memory.of(stage).members_only
    labels = [_label(handle.id, handle.id, "!no-unauthenticated")] if handle.id in wants else []
    return {
        "did": handle.id,
        "handle": handle.handle,
        "displayName": handle.name,
        "avatar": f"{_copies(stage)}/avatar/plain/{handle.id}/{cid(handle.id)}",
        "associated": {"chat": {"allowIncoming": "following"}},
        "labels": labels,
        "createdAt": time(JOINED),
    }


def _copies(stage: Stage) -> str:
    return f"{stage.address(SITE, 'pictures')}/img"


def profile(stage: Stage, handle: Handle, artist: Artist | None) -> dict[str, Any]:
    """Return an account as it stands alone."""
    about = "\n".join([artist.about, *artist.links.get(SITE, ())]) if artist else ""
    return {
        **author(stage, handle),
        "description": about,
        "followersCount": 412,
        "followsCount": 77,
        "postsCount": len(stage.world.of(SITE, handle.id)),
        "indexedAt": time(JOINED),
    }


def view(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return a post as the network shows it."""
    told = record(stage, post)
    whole = {
        "uri": uri(post),
        "cid": cid(post.id),
        "author": author(stage, post.account),
        "record": told,
        **({"embed": _embed_view(stage, post)} if "embed" in told else {}),
        "bookmarkCount": 0,
        "replyCount": post.counts.comments,
        "repostCount": post.counts.reposts,
        "likeCount": post.counts.favourites,
        "quoteCount": 0,
        "indexedAt": time(post.published_at + timedelta(seconds=1)),
        "labels": _labels(stage, post),
    }
    if stage.moods.of(SITE) == "changed":
        del whole["record"]
    return whole


def record(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return a post as its account's server keeps it."""
    told: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "createdAt": time(post.published_at),
        "langs": ["en"],
        "text": post.words,
        "facets": _facets(post),
    }
    embed = _embed(stage, post)
    if embed is not None:
        told["embed"] = embed
    if post.rating in LABELS:
        values = [{"val": LABELS[post.rating]}]
        told["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
    return told


def _facets(post: Publication) -> list[dict[str, Any]]:
    """Mark the hashtags in a text, in bytes."""
    found, text = [], post.words.encode()
    for tag in post.tags:
        mark = f"#{tag.name}".encode()
        start = text.rindex(mark)
        place = {"byteStart": start, "byteEnd": start + len(mark)}
        feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag.name}
        found.append({"$type": "app.bsky.richtext.facet", "index": place, "features": [feature]})
    return found


def blob(picture: Picture) -> dict[str, Any]:
    """Return what stands for a file."""
    size = picture.width * picture.height // 8
    ref = {"$link": cid(picture.name)}
    return {"$type": "blob", "ref": ref, "mimeType": picture.media_type, "size": size}


def _alt(post: Publication, place: int) -> str:
    return f"{post.work.title}, picture {place + 1}"


def _image(post: Publication, place: int, picture: Picture) -> dict[str, Any]:
    ratio = {"width": picture.width, "height": picture.height}
    return {"alt": _alt(post, place), "aspectRatio": ratio, "image": blob(picture)}


def _embed(stage: Stage, post: Publication) -> dict[str, Any] | None:
    pictures = [_image(post, place, picture) for place, picture in enumerate(post.pages)]
    if not pictures:
        return {"$type": "app.bsky.embed.record", "record": _quoted(stage)}
    if post.id in memory.of(stage).videos:
        video = {**blob(post.pages[0]), "mimeType": "video/mp4"}
        return {"$type": "app.bsky.embed.video", "video": video, "alt": _alt(post, 0)}
    if post.work.index in IN_GALLERY:
        items = [{"$type": "app.bsky.embed.gallery#image", **one} for one in pictures]
        return {"$type": "app.bsky.embed.gallery", "items": items}
    images = {"$type": "app.bsky.embed.images", "images": pictures}
    if post.work.index in QUOTING:
        quoted = {"$type": "app.bsky.embed.record", "record": _quoted(stage)}
        return {"$type": "app.bsky.embed.recordWithMedia", "record": quoted, "media": images}
    return images


def _quoted(stage: Stage) -> dict[str, str]:
    fox = stage.world.fox(SITE)
    return {"uri": uri(fox), "cid": cid(fox.id)}


def _embed_view(stage: Stage, post: Publication) -> dict[str, Any]:
    pictures = [_image_view(stage, post, place) for place in range(len(post.pages))]
    if not pictures:
        return {"$type": "app.bsky.embed.record#view", "record": _quoted_view(stage)}
    if post.id in memory.of(stage).videos:
        playlist = f"https://video.bsky.app/watch/{post.place}/{cid(post.id)}/playlist.m3u8"
        return {"$type": "app.bsky.embed.video#view", "cid": cid(post.id), "playlist": playlist}
    if post.work.index in IN_GALLERY:
        items = [
            {"$type": "app.bsky.embed.gallery#viewImage", "thumbnail": one.pop("thumb"), **one}
            for one in pictures
        ]
        return {"$type": "app.bsky.embed.gallery#view", "items": items}
    images = {"$type": "app.bsky.embed.images#view", "images": pictures}
    if post.work.index in QUOTING:
        quoted = {"record": _quoted_view(stage)}
        return {"$type": "app.bsky.embed.recordWithMedia#view", "record": quoted, "media": images}
    return images


def _image_view(stage: Stage, post: Publication, place: int) -> dict[str, Any]:
    picture = post.pages[place]
    below = f"plain/{post.place}/{cid(picture.name)}@jpeg"
    return {
        "thumb": f"{_copies(stage)}/feed_thumbnail/{below}",
        "fullsize": f"{_copies(stage)}/feed_fullsize/{below}",
        "alt": _alt(post, place),
        "aspectRatio": {"width": picture.width, "height": picture.height},
    }


def _quoted_view(stage: Stage) -> dict[str, Any]:
    """Return the fox as it stands in a post that quotes it, with its picture."""
    fox = stage.world.fox(SITE)
    images = [_image_view(stage, fox, place) for place in range(len(fox.pages))]
    return {
        "$type": "app.bsky.embed.record#viewRecord",
        **_quoted(stage),
        "author": author(stage, fox.account),
        "value": {"$type": "app.bsky.feed.post", "text": fox.words},
        "labels": [],
        "embeds": [{"$type": "app.bsky.embed.images#view", "images": images}],
        "indexedAt": time(fox.published_at),
    }


def _labels(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    values: Sequence[str] = [LABELS[post.rating]] if post.rating in LABELS else []
    hidden = ["!hide"] if post.id in memory.of(stage).hidden else []
    own = [_label(post.place, uri(post), value) for value in values]
    return own + [_label("did:plc:ar7c4by46qjdydhdevvrndac", uri(post), value) for value in hidden]


def _label(source: str, subject: str, value: str) -> dict[str, Any]:
    return {"src": source, "uri": subject, "cid": cid(subject), "val": value, "cts": time(JOINED)}
