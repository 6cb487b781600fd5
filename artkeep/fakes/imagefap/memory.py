"""What the copy of imagefap remembers, and its quirks, which a test can change."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from artkeep.fakes.artists import COLLECTOR, UPLOADERS, Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication
from artkeep.fakes.world_works import Every

SITE = "imagefap"
SESSION = "PHPSESSID=sample-session"  # the cookie of whoever is signed in as the collector
USERS: tuple[Handle, ...] = (COLLECTOR.handles[SITE], *UPLOADERS[SITE])
# what people call files: many the same, some without an ending, some with a loud one
SAME_NAME, NO_ENDING, LOUD = Every(10, 7), Every(10, 9), Every(8, 5)


@dataclass
class Memory:
    """What can be told to the fake.

    `per_page` pictures of favourites are on a page; page `empty_page` of a folder with more is
    empty. `grows_at_front`: the newest favourite comes first. `old_page`: `mainPhoto` shows the
    picture itself and there is no strip. `strip_lacks_own`: the strip leaves the picture out.
    `locked` folders ask for a password. `address_lasts`: how long a picture's address is good.
    """

    per_page: int = 16
    empty_page: int | None = 1
    grows_at_front: bool = False
    old_page: bool = False
    strip_lacks_own: bool = False
    locked: set[str] = field(default_factory=set)
    address_lasts: timedelta = timedelta(minutes=30)


def of(stage: Stage) -> Memory:
    """Return the memory of the imagefap on this stage."""
    return stage.state(SITE, Memory)


def user(id_or_name: str) -> Handle | None:
    """Find a user by number, or by name in any case."""
    return next(
        (own for own in USERS if id_or_name.casefold() in (own.id, own.handle.casefold())), None
    )


def post(stage: Stage, post_id: str) -> Publication | None:
    """Return a picture that is still there."""
    found = stage.world.post(SITE, post_id)
    return None if found is None or stage.world.fate(SITE, post_id) == "deleted" else found


def file_name(post: Publication) -> str:
    """Return what a picture was called when it was put online."""
    if post.work.index in SAME_NAME:
        return "same.jpg"
    if post.work.index in NO_ENDING:
        return post.title
    ending = post.pages[0].ending
    return f"{post.title}.{ending.upper() if post.work.index in LOUD else ending}"


def address(stage: Stage, post: Publication, kind: str, element: str) -> str:
    """Return an address of a picture as one element of a page has it: each has a token of its own.

    `kind` is full, thumb or frame-thumb.
    """
    until = int((stage.now() + of(stage).address_lasts).timestamp())
    path = place(post, kind)
    token = signature(path, element, until)
    return f"{stage.address(SITE, 'pictures')}/{path}?secure={token},{until}"


def place(post: Publication, kind: str) -> str:
    """Return where a picture lies on its host; one that took its place lies elsewhere."""
    picture = post.pages[0]
    bucket = post.work.index % 90 + (picture.change == "replaced")
    return f"images/{kind}/{bucket}/{post.id[:3]}/{post.id}.{picture.ending}"


def signature(path: str, element: str, until: int) -> str:
    """Return the token for a path, told apart by the element that shows it."""
    return element[0] + hashlib.sha256(f"{path} {element[0]} {until}".encode()).hexdigest()[:21]


def opens(path: str, secure: str, now: datetime) -> bool:
    """Say whether a token opens a path now."""
    token, _, until = secure.partition(",")
    if not token or not until.isdecimal() or int(until) < now.timestamp():
        return False
    return token == signature(path, token, int(until))
