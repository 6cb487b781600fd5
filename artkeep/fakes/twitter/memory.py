"""What the copy of X remembers, and what it shows of the world."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from starlette.responses import HTMLResponse, Response

from artkeep.fakes.artists import Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

SITE = "twitter"
TOKEN = "AAAAAAAAAAAAAAAAAAAAAsampleBearerTokenOfX"  # noqa: S105  a toy's key
PROJECT = "1369785403853424"
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
BUSY_FOR = timedelta(minutes=2)
DESCRIBED_OF = 3  # of so many pictures one has an alternative text


@dataclass
class Memory:
    """`read` are posts by the day they were read with the token.

    `videos` are posts that show a video besides, `only_videos` instead; `suspended` are numbers of
    accounts; `names` are new names of accounts by their number; `long` are posts with a text that
    is too long for the usual field. Tests may change them.
    """

    read: set[tuple[date, str]] = field(default_factory=set)
    videos: set[str] = field(default_factory=set)
    only_videos: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    long: set[str] = field(default_factory=set)


def of(stage: Stage) -> Memory:
    """Return what the X on this stage remembers."""
    return stage.state(SITE, Memory)


def accounts(stage: Stage) -> list[Handle]:
    """Return everybody."""
    artists = [artist.handles[SITE] for artist in stage.world.artists if SITE in artist.handles]
    return [*artists, stage.world.collector.handles[SITE]]


def name_of(stage: Stage, own: Handle) -> str:
    """Return what an account is called today."""
    return of(stage).names.get(own.id, own.handle)


def named(stage: Stage, name: str) -> Handle | None:
    """Return who is called so today, whatever the case of the letters."""
    wanted = name.lower()
    return next((own for own in accounts(stage) if name_of(stage, own).lower() == wanted), None)


def numbered(stage: Stage, number: str) -> Handle | None:
    """Return whose number that is."""
    return next((own for own in accounts(stage) if own.id == number), None)


def state_of(stage: Stage, post: Publication | None) -> str:
    """Say why a post is not shown: deleted, suspended, private; "": it is."""
    if post is None or stage.world.fate(SITE, post.id) == "deleted":
        return "deleted"
    if post.account.id in of(stage).suspended:
        return "suspended"
    is_closed = post.account.is_private or stage.world.fate(SITE, post.id) == "private"
    return "private" if is_closed else ""


def posts_of(stage: Stage, own: Handle) -> Sequence[Publication]:
    """Return what an account shows, newest first."""
    return [post for post in stage.world.of(SITE, own.id) if not state_of(stage, post)]


def key_of(picture: Picture) -> str:
    """Return what a picture is called where it lies: another one when it was replaced."""
    digest = hashlib.sha256(picture.name.encode()).digest()
    return "G" + urlsafe_b64encode(digest[:11]).decode().rstrip("=")


def pictures(stage: Stage, post: Publication) -> Sequence[Picture]:
    """Return the pictures that a post shows."""
    return () if post.id in of(stage).only_videos else post.pages


def has_video(stage: Stage, post: Publication) -> bool:
    """Say whether a post shows a video, besides pictures or instead of them."""
    return post.id in of(stage).videos | of(stage).only_videos


def address(stage: Stage, picture: Picture) -> str:
    """Return where a picture lies, as X tells it."""
    return f"{stage.address(SITE, 'pictures')}/media/{key_of(picture)}.jpg"


def alt(post: Publication, place: int) -> str | None:
    """Return the alternative text of a picture; most have none."""
    is_described = (post.work.index + place) % DESCRIBED_OF == 0
    return f"{post.work.title}, picture {place + 1} & more" if is_described else None


def blocked() -> Response:
    """Return the page that wants to know whether one is human."""
    return HTMLResponse(CHALLENGE, 403, {"cf-mitigated": "challenge"})
