"""What the copy of Bluesky remembers: who is at home where, and who is signed in."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from artkeep.fakes.artists import Artist, Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

SITE = "bluesky"
APP_PASSWORD = "snow-foxy-abcd-2345"  # noqa: S105  a toy's key, for whoever plays the collector
SERVERS = ("morel.us-east.host.bsky.network", "shiitake.us-east.host.bsky.network", "pds.example")
ANY_SERVER = "bsky.social"  # where everybody may sign in
ACCESS_LASTS, REFRESH_LASTS = timedelta(hours=2), timedelta(days=90)
FEED_KEY = "winter"  # a feed of Mika's: every picture with snow


@dataclass
class Memory:
    """`states` are accounts that are not as they should be: takendown, deactivated, deleted.

    `members_only` are accounts that want to be seen by who is signed in; `videos` are posts that
    show a video instead; `hidden` are posts that the moderators hid. Tests may change them.
    """

    states: dict[str, str] = field(default_factory=dict)
    members_only: set[str] = field(default_factory=set)
    videos: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    access: dict[str, datetime] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)
    serial: "count[int]" = field(default_factory=lambda: count(1))


def of(stage: Stage) -> Memory:
    """Return the memory of the Bluesky on this stage."""
    return stage.state(SITE, Memory)


def people(stage: Stage) -> dict[str, tuple[Handle, Artist | None]]:
    """Return everybody, by their DID."""
    artists = [artist for artist in stage.world.artists if SITE in artist.handles]
    own = stage.world.collector.handles[SITE]
    known: dict[str, tuple[Handle, Artist | None]] = {own.id: (own, None)}
    return known | {artist.handles[SITE].id: (artist.handles[SITE], artist) for artist in artists}


def found(stage: Stage, actor: str) -> Handle | None:
    """Return whom a DID or a handle names."""
    handles = [handle for handle, _ in people(stage).values()]
    return next((one for one in handles if actor in (one.id, one.handle)), None)


def server_of(did: str) -> str:
    """Return the host where an account is at home."""
    return SERVERS[sum(did.encode()) % len(SERVERS)]


def is_up(stage: Stage, did: str) -> bool:
    """Say whether an account is as it should be."""
    return not of(stage).states.get(did)


def post_of(stage: Stage, uri: str) -> Publication | None:
    """Return the post that an address of the protocol names, whatever became of it."""
    did, _, rest = uri.removeprefix("at://").partition("/")
    handle = found(stage, did)
    key = rest.removeprefix("app.bsky.feed.post/")
    return stage.world.post(SITE, f"{handle.id}/{key}") if handle else None


def is_shown(stage: Stage, post: Publication) -> bool:
    """Say whether the network shows a post; `private` is played by somebody who blocked us."""
    fate = stage.world.fate(SITE, post.id)
    return fate not in {"deleted", "private"} and is_up(stage, post.account.id)


def sign(stage: Stage, did: str) -> tuple[str, str]:
    """Make an access and a refresh token."""
    memory, now = of(stage), stage.now()
    access = _token(memory, did, "com.atproto.appPass", now, now + ACCESS_LASTS)
    refresh = _token(memory, did, "com.atproto.refresh", now, now + REFRESH_LASTS)
    memory.access[access] = now + ACCESS_LASTS
    memory.refresh.add(refresh)
    return access, refresh


def _token(memory: Memory, did: str, scope: str, now: datetime, until: datetime) -> str:
    claims = {
        "scope": scope,
        "sub": did,
        "iat": int(now.timestamp()),
        "exp": int(until.timestamp()),
        "aud": f"did:web:{server_of(did)}",
        "jti": f"sample-{next(memory.serial)}",
    }
    head = {"typ": "at+jwt", "alg": "HS256"}
    return ".".join((_packed(head), _packed(claims), "c2FtcGxl"))


def _packed(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
