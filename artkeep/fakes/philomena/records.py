"""Philomena's objects, with every field that the real ones have.

Fields as in Philomena's own views of its JSON API, November 2026.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

SITE = "philomena"
KEY = "SampleKeyOfPony12345"
EVERYTHING = {"derpibooru.org": "56027", "furbooru.org": "2"}
SIZES = {"thumb_tiny": 50, "thumb_small": 150, "thumb": 250, "small": 320, "medium": 800}
LARGE_PX = 1280
ANONYMOUS_OF_7 = 5
REASON = "Takedown request by the artist"


@dataclass
class Memory:
    """What the fake remembers; tests may change it.

    `formats` are images kept as something else than in the world: svg, webm. `merged` leads from
    an image to the one that it was merged into. `leaves_out_host`: addresses are paths only.
    `filtered` are tags whose images are hidden from whoever does not ask for everything.
    """

    formats: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(
        default_factory=lambda: {
            "derpibooru.org/900000": "derpibooru.org/900001",
            "derpibooru.org/899999": "derpibooru.org/900000",
        }
    )
    leaves_out_host: bool = False
    filtered: set[str] = field(default_factory=lambda: {"explicit"})


def memory(stage: Stage) -> Memory:
    """Return what the fake remembers."""
    return stage.state(SITE, Memory)


def is_shown(stage: Stage, post: Publication) -> bool:
    """Say whether everybody may see an image."""
    return stage.world.fate(SITE, post.id) not in {"deleted", "private"}


def format_of(stage: Stage, post: Publication) -> str:
    """Return what the file of an image is: png, jpeg, gif, svg, webm."""
    return memory(stage).formats.get(post.id, post.pages[0].format)


def time(moment: datetime) -> str:
    """Write a time as the site does."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def digest(post: Publication) -> str:
    """Return what stands for the SHA-512 of an image's file."""
    return hashlib.sha512(post.pages[0].name.encode()).hexdigest()


def tags(post: Publication) -> list[str]:
    """Return the names of an image's tags."""
    extra = ["ai generated"] if post.is_ai else []
    return [*(tag.name for tag in post.tags if tag.name != "ai-generated"), *extra]


def is_anonymous(post: Publication) -> bool:
    """Say whether whoever put it there did not want to be named."""
    return post.work.index % 7 == ANONYMOUS_OF_7


def image(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return an image as the API tells it: little of one that is hidden."""
    edited = post.edited_at or post.published_at + timedelta(hours=5)
    dates = {
        "id": int(post.own_id),
        "created_at": time(post.published_at),
        "updated_at": time(edited),
        "first_seen_at": time(post.published_at),
    }
    if not is_shown(stage, post):
        reason = REASON if stage.world.fate(SITE, post.id) == "deleted" else None
        return {**dates, **_hidden(reason, None)}
    whole = {**dates, **_file(stage, post), **_said(post), "spoilered": False}
    if stage.moods.of(SITE) == "changed":
        del whole["representations"]
    return whole


def merged(number: str, other: str, at: datetime) -> dict[str, Any]:
    """Return what is left of an image that was merged into another."""
    dates = {name: time(at) for name in ("created_at", "updated_at", "first_seen_at")}
    return {"id": int(number), **dates, **_hidden(None, int(other.rpartition("/")[2]))}


def _hidden(reason: str | None, other: int | None) -> dict[str, Any]:
    return {"deletion_reason": reason, "duplicate_of": other, "hidden_from_users": True}


def _file(stage: Stage, post: Publication) -> dict[str, Any]:
    picture, kind = post.pages[0], format_of(stage, post)
    types = {"svg": "image/svg+xml", "webm": "video/webm"}
    return {
        "width": picture.width,
        "height": picture.height,
        "mime_type": types.get(kind, picture.media_type),
        "size": picture.width * picture.height,
        "orig_size": picture.width * picture.height,
        "duration": sum(picture.delays) / 1000 or 0.04,
        "animated": picture.is_moving,
        "format": {"jpeg": "jpg"}.get(kind, kind),
        "aspect_ratio": picture.width / picture.height,
        "name": f"{post.title}.{picture.ending}",
        "sha512_hash": digest(post),
        "orig_sha512_hash": digest(post),
        **_addresses(stage, post),
        "thumbnails_generated": True,
        "processed": True,
    }


def _addresses(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return where the pictures are; of an SVG there is a PNG for everybody."""
    kind = format_of(stage, post)
    ending = {"jpeg": "jpg", "svg": "png"}.get(kind, kind)
    day = post.published_at
    date = f"{day.year}/{day.month}/{day.day}"
    host = "" if memory(stage).leaves_out_host else stage.address(SITE, "pictures")
    below = f"{host}/img/{date}/{post.own_id}"
    full = f"{host}/img/view/{date}/{post.own_id}.{ending}"
    words = "_".join(name.replace(":", "-colon-").replace(" ", "+") for name in tags(post))
    others = {size: f"{below}/{size}.{ending}" for size in (*SIZES, "large", "tall")}
    moving = {word: f"{below}/full.{word}" for word in ("webm", "mp4")} if kind == "gif" else {}
    view = f"{host}/img/view/{date}/{post.own_id}__{words}.{ending}"
    return {"view_url": view, "representations": {**others, "full": full, **moving}}


def _said(post: Publication) -> dict[str, Any]:
    named = not is_anonymous(post)
    counts, names = post.counts, tags(post)
    return {
        "tags": names,
        "tag_ids": [sum(name.encode()) for name in names],
        "uploader": post.account.handle if named else None,
        "uploader_id": int(post.account.id.rpartition("/")[2]) if named else None,
        "wilson_score": 0.97,
        "intensities": {"nw": 81.2, "ne": 90.0, "sw": 60.1, "se": 71.9},
        "score": counts.score,
        "upvotes": counts.score,
        "downvotes": 0,
        "faves": counts.favourites,
        "hides": 0,
        "comment_count": counts.comments,
        "tag_count": len(names),
        "description": post.words,
        "source_url": post.sources[0],
        "source_urls": list(post.sources),
        "deletion_reason": None,
        "duplicate_of": None,
        "hidden_from_users": False,
    }
