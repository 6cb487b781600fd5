"""Works of Ann that are no pictures: a text and a film, the oldest in her gallery."""

from typing import Any

from artkeep.fakes import world_ids
from artkeep.fakes.artists import ANN
from artkeep.fakes.deviantart import works
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage

TITLES = {899_000_011: "A Walk by the Pond", 899_000_012: "Drawing a Heron"}
TEXT, FILM = TITLES
PUBLISHED = 1_560_000_000
WORDS = "At six in the morning the pond was grey, and the heron was not yet there."


def long_id(number: int) -> str:
    """Return the id that the API knows a work by."""
    return world_ids.uuid(f"extra {number}")


def of(stage: Stage, user: str) -> list[dict[str, Any]]:
    """Return those of somebody."""
    is_ann = user.lower() in {"", ANN.handles[SITE].handle}
    return [_told(stage, number) for number in TITLES] if is_ann else []


def by_id(stage: Stage, wanted: str) -> dict[str, Any] | None:
    """Return the one with this long id."""
    known = (number for number in TITLES if long_id(number) == wanted.upper())
    number = next(known, None)
    return None if number is None else _told(stage, number)


def metadata(stage: Stage, wanted: str) -> dict[str, Any]:
    """Return what is said of it, nothing of any other."""
    told = by_id(stage, wanted)
    if told is None:
        return {}
    shared = {name: told[name] for name in ("deviationid", "author", "title", "is_mature")}
    return {**shared, "description": "", "license": "No License", "tags": []}


def _told(stage: Stage, number: int) -> dict[str, Any]:
    title = TITLES[number]
    told: dict[str, Any] = {
        "deviationid": long_id(number),
        "printid": None,
        "url": f"https://www.deviantart.com/ann/art/{world_ids.slug(title)}-{number}",
        "title": title,
        "is_favourited": False,
        "is_deleted": False,
        "is_published": True,
        "is_blocked": False,
        "author": works.user(stage, ANN.handles[SITE]),
        "stats": {"comments": 0, "favourites": 3},
        "published_time": str(PUBLISHED),
        "allows_comments": True,
        "is_mature": False,
        "is_downloadable": False,
        "thumbs": [],
    }
    return told | (_text() if number == TEXT else _film())


def _text() -> dict[str, Any]:
    body = {"type": "draft", "markup": WORDS, "features": "{}"}
    return {"excerpt": WORDS, "text_content": {"excerpt": WORDS, "body": body}}


def _film() -> dict[str, Any]:
    file = {"src": "https://wixmp.example/v/mp4/heron.mp4", "quality": "720p", "duration": 41}
    return {"videos": [{**file, "filesize": 4_100_000}]}
