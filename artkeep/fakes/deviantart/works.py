"""Works and users as DeviantArt's API tells of them."""

from datetime import timedelta, timezone
from typing import Any

from artkeep.fakes import world_ids
from artkeep.fakes.artists import Handle
from artkeep.fakes.deviantart import files
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

CALIFORNIA = timezone(-timedelta(hours=8))
LOCKED = 84  # of every hundred works this one is for subscribers
MATURE = {
    "sensitive": ("moderate", ["language"]),
    "questionable": ("moderate", ["nudity"]),
    "explicit": ("strict", ["nudity", "sexual"]),
}


def is_mature(post: Publication) -> bool:
    """Whether strangers are shown it blurred."""
    return post.rating in MATURE


def is_locked(post: Publication) -> bool:
    """Whether a work is for subscribers."""
    return post.work.index % 100 == LOCKED


def deviation(stage: Stage, post: Publication, *, is_signed_in: bool) -> dict[str, Any]:
    """Return a work as somebody is shown it."""
    fate = stage.world.fate(SITE, post.id)
    if fate == "deleted":
        return {"deviationid": post.uuid, "printid": None, "is_deleted": True}
    shown = _facts(stage, post) | {"thumbs": files.thumbs(stage, post)}
    if fate == "private":
        return shown | {"premium_folder_data": _folder_of_watchers(post)}
    if is_locked(post):
        return shown | {"tier_access": "locked", "primary_tier": {"state": "active"}}
    is_blurred = is_mature(post) and not is_signed_in
    return shown | files.sizes(stage, post, is_blurred=is_blurred)


def _facts(stage: Stage, post: Publication) -> dict[str, Any]:
    return {
        "deviationid": post.uuid,
        "printid": None,
        "url": post.url,
        "title": post.title,
        "is_favourited": False,
        "is_deleted": False,
        "is_published": True,
        "is_blocked": False,
        "author": user(stage, post.account),
        "stats": {"comments": post.counts.comments, "favourites": post.counts.favourites},
        "published_time": str(int(post.published_at.timestamp())),
        "allows_comments": True,
        "is_mature": is_mature(post),
        "is_downloadable": files.is_downloadable(post),
    }


def _folder_of_watchers(post: Publication) -> dict[str, Any]:
    folder = world_ids.uuid(f"{post.account.handle} gallery For watchers")
    return {"type": "watchers", "has_access": False, "gallery_id": folder}


def user(stage: Stage, handle: Handle) -> dict[str, Any]:
    """Return an account, in a few words."""
    name = "uuid" if stage.moods.of(SITE) == "changed" else "userid"
    return {
        name: handle.id,
        "username": handle.handle,
        "usericon": "https://a.deviantart.net/avatars/default.gif",
        "type": "regular",
    }


def profile(stage: Stage, handle: Handle) -> dict[str, Any]:
    """Return an account with what it says of itself."""
    artist = next((one for one in stage.world.artists if one.handles.get(SITE) == handle), None)
    works = stage.world.of(SITE, handle.id)
    return {
        "user": user(stage, handle),
        "is_watching": False,
        "profile_url": f"https://www.deviantart.com/{handle.handle}",
        "user_is_artist": artist is not None,
        "artist_level": None,
        "artist_specialty": None,
        "real_name": artist.name if artist else "",
        "tagline": "",
        "countryid": 0,
        "country": "",
        "website": "",
        "bio": artist.about if artist else "",
        "cover_photo": None,
        "profile_pic": None,
        "last_status": None,
        "stats": {
            "user_deviations": len(works),
            "user_favourites": 0,
            "user_comments": 0,
            "profile_pageviews": 41,
            "profile_comments": 0,
        },
    }


def metadata(stage: Stage, post: Publication, extended: set[str]) -> dict[str, Any]:
    """Return what is said of a work; `extended` are the blocks that were asked for."""
    told: dict[str, Any] = {
        "deviationid": post.uuid,
        "printid": None,
        "author": user(stage, post.account),
        "is_watching": False,
        "title": post.title,
        "description": post.caption_html,
        "license": "No License",
        "allows_comments": True,
        "tags": [{"tag_name": tag.name, "sponsored": False, "sponsor": ""} for tag in post.tags],
        "is_favourited": False,
        "is_mature": is_mature(post),
        "can_post_comment": True,
    }
    if is_mature(post):
        level, why = MATURE[post.rating]
        told |= {"mature_level": level, "mature_classification": why}
    return told | {
        name: _extended(post, name) for name in sorted(extended & {"stats", "submission"})
    }


def _extended(post: Publication, name: str) -> dict[str, Any]:
    if name == "stats":
        counts = post.counts
        return {
            "views": counts.views,
            "views_today": counts.views % 7,
            "favourites": counts.favourites,
            "comments": counts.comments,
            "downloads": counts.views // 90,
            "downloads_today": 0,
        }
    made = post.published_at.astimezone(CALIFORNIA)
    return {
        "creation_time": made.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "category": "",
        "file_size": f"{post.pages[0].width * post.pages[0].height // 4096} KB",
        "resolution": f"{post.pages[0].width}x{post.pages[0].height}",
        "submitted_with": {"app": "DeviantArt", "url": "http://www.deviantart.com"},
    }
