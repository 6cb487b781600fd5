"""Danbooru's records, with every field that the real ones have.

Fields as on https://danbooru.donmai.us/wiki_pages/api:posts and its kin, November 2026.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from artkeep.fakes.artists import UPLOADERS, Handle
from artkeep.fakes.danbooru import dtext
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

SITE = "danbooru"
KEY = "SampleKeyOfDanbooru1234"
SAMPLE_PX, PREVIEW_PX = 850, 180
KINDS = ("general", "artist", "character", "copyright", "meta")
RATINGS = {"general": "g", "sensitive": "s", "questionable": "q", "explicit": "e"}
MEMBER = 20
DELETED_OF_13, UNSAID_OF_4 = 7, 3
FAVGROUP, PRIVATE_FAVGROUP = "3301", "3302"
FIRST_FAVOURITE = 40_000_000

_NEW_YORK = timezone(timedelta(hours=-4))


@dataclass
class Memory:
    """What the fake remembers; tests may change it.

    `files` leads from a digest to a post. `videos` are posts that are shown as videos, `untimed`
    those whose frames nobody knows the times of.
    """

    files: dict[str, str] = field(default_factory=dict)
    videos: set[str] = field(default_factory=set)
    untimed: set[str] = field(default_factory=set)
    hides_favourites: bool = False


def memory(stage: Stage) -> Memory:
    """Return what the fake remembers."""
    return stage.state(SITE, Memory)


def is_there(stage: Stage, post: Publication) -> bool:
    """Say whether the site still has a post at all."""
    return stage.world.fate(SITE, post.id) != "deleted"


def is_shown(stage: Stage, post: Publication) -> bool:
    """Say whether its picture is shown; those of artists who object are not."""
    return stage.world.fate(SITE, post.id) not in {"deleted", "private"}


def is_deleted(post: Publication) -> bool:
    """Say whether a moderator deleted it, which only takes it out of searches."""
    return post.work.index % 13 == DELETED_OF_13


def picture_of(post: Publication) -> Picture:
    """Return the picture of a post; every other one that moves is kept as a zip of frames."""
    picture = post.pages[0]
    is_zip = picture.is_moving and post.work.index % 2 == 0
    return replace(picture, format="ugoira") if is_zip else picture


def digest(post: Publication) -> str:
    """Return what stands for the MD5 of a post's file."""
    return hashlib.md5(picture_of(post).name.encode(), usedforsecurity=False).hexdigest()


def time(moment: datetime) -> str:
    """Write a time as the site does: in New York, with milliseconds."""
    return moment.astimezone(_NEW_YORK).isoformat(timespec="milliseconds")


def post(stage: Stage, published: Publication) -> dict[str, Any]:
    """Return the record of a post."""
    picture = picture_of(published)
    edited = published.edited_at or published.published_at + timedelta(hours=5)
    record = {
        "id": int(published.id),
        "created_at": time(published.published_at),
        "uploader_id": int(published.account.id),
        "score": published.counts.score,
        "source": published.sources[0],
        "last_comment_bumped_at": None,
        "rating": RATINGS[published.rating],
        "image_width": picture.width,
        "image_height": picture.height,
        **_tags(published),
        "fav_count": published.counts.favourites,
        "file_ext": ending(stage, published),
        "last_noted_at": None,
        "parent_id": None,
        "has_children": False,
        "approver_id": None,
        "file_size": picture.width * picture.height,
        "up_score": published.counts.score,
        "down_score": 0,
        "is_pending": False,
        "is_flagged": False,
        "is_deleted": is_deleted(published),
        "updated_at": time(edited),
        "is_banned": not is_shown(stage, published),
        "pixiv_id": _pixiv(published),
        "last_commented_at": None,
        "has_active_children": False,
        "bit_flags": 0,
        "has_large": max(picture.width, picture.height) > SAMPLE_PX,
        "has_visible_children": False,
        "media_asset": {"id": int(published.id) + 7_000_000, "file_ext": picture.ending},
    }
    if stage.moods.of(SITE) == "changed":
        del record["rating"]
    return record | _files(stage, published) if is_shown(stage, published) else record


def ending(stage: Stage, published: Publication) -> str:
    """Return what the file of a post is: jpg, png, webp, zip, mp4."""
    if published.id in memory(stage).videos:
        return "mp4"
    return picture_of(published).ending


def _tags(published: Publication) -> dict[str, Any]:
    names = {kind: [tag.name for tag in published.tags if tag.kind == kind] for kind in KINDS}
    if published.is_ai:
        names["meta"].append("ai-generated")
    others = {name for kind in KINDS[1:] for name in names[kind]}  # a tag has one kind
    names["general"] = [name for name in names["general"] if name not in others]
    every = sorted(name for own in names.values() for name in own)
    counted = {f"tag_count_{kind}": len(own) for kind, own in names.items()}
    strings = {f"tag_string_{kind}": " ".join(own) for kind, own in names.items()}
    return {"tag_string": " ".join(every), "tag_count": len(every), **counted, **strings}


def _pixiv(published: Publication) -> int | None:
    found = re.search(r"pixiv\.net/artworks/(\d+)", published.sources[0])
    return int(found[1]) if found else None


def _files(stage: Stage, published: Publication) -> dict[str, str]:
    md5, picture = digest(published), picture_of(published)
    memory(stage).files[md5] = published.id
    host = stage.address(SITE, "pictures")
    folder, kind = f"{md5[:2]}/{md5[2:4]}", ending(stage, published)
    original = f"{host}/original/{folder}/{md5}.{kind}"
    large = original
    if kind in {"zip", "mp4"}:
        large = f"{host}/sample/{folder}/sample-{md5}.{'webm' if kind == 'zip' else 'mp4'}"
    elif max(picture.width, picture.height) > SAMPLE_PX:
        large = f"{host}/sample/{folder}/sample-{md5}.jpg"
    return {
        "md5": md5,
        "file_url": original,
        "large_file_url": large,
        "preview_file_url": f"{host}/180x180/{folder}/{md5}.jpg",
    }


def commentary(published: Publication) -> dict[str, Any] | None:
    """Return what the artist said, if somebody took the trouble to note it."""
    if published.work.index % 4 == UNSAID_OF_4:
        return None
    at = time(published.published_at)
    return {
        "id": int(published.id) + 1_000_000,
        "post_id": int(published.id),
        "original_title": published.title,
        "original_description": dtext.of(published.caption_html),
        "translated_title": "",
        "translated_description": "Thank you!" if published.work.index % 4 == 1 else "",
        "created_at": at,
        "updated_at": at,
    }


def metadata(stage: Stage, published: Publication) -> dict[str, Any]:
    """Return what is known of a file: of a zip, how long each frame is shown."""
    picture = picture_of(published)
    known: dict[str, Any] = {"File:FileType": picture.ending.upper()}
    if picture.format == "ugoira" and published.id not in memory(stage).untimed:
        known |= {
            "Ugoira:FrameDelays": list(picture.delays),
            "Ugoira:FrameCount": len(picture.delays),
            "Ugoira:FrameMimeType": "image/jpeg",
            "Ugoira:AnimationJsonFormat": "none",
        }
    return {"id": int(published.id) + 5_000_000, "metadata": known}


def users(stage: Stage) -> list[Handle]:
    """Return everybody who has an account."""
    return [*UPLOADERS[SITE], stage.world.collector.handles[SITE]]


def user(stage: Stage, own: Handle) -> dict[str, Any]:
    """Return the record of a user."""
    mine = own.id == stage.world.collector.handles[SITE].id
    return {
        "id": int(own.id),
        "name": own.handle,
        "level": MEMBER,
        "inviter_id": None,
        "created_at": "2021-05-04T03:02:01.000-04:00",
        "post_update_count": 12,
        "note_update_count": 0,
        "post_upload_count": len(stage.world.of(SITE, own.id)),
        "is_deleted": False,
        "level_string": "Member",
        "is_banned": False,
        "favorite_count": len(stage.world.lists(SITE)["favorites"]) if mine else 0,
    }


def artist(own: Handle, links: tuple[str, ...]) -> dict[str, Any]:
    """Return the record of an artist."""
    urls = [{"url": url, "is_active": True} for url in links]
    return {
        "id": int(own.id),
        "created_at": "2021-05-04T03:02:01.000-04:00",
        "name": own.handle,
        "updated_at": "2021-05-04T03:02:01.000-04:00",
        "is_deleted": False,
        "group_name": "",
        "is_banned": False,
        "other_names": [],
        "urls": urls,
    }
