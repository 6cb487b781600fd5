"""What the copy of Mastodon remembers, and who is known where under which number."""

from dataclasses import dataclass, field

from artkeep.fakes import world_ids
from artkeep.fakes.artists import Artist, Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

SITE = "mastodon"
HOMES = ("art.example", "sketch.example")
TOKEN = "sample-access-of-art-example"  # noqa: S105  a toy's key, for whoever plays the collector
VANITY = "mika.example"  # a domain with handles, and no home
POSTS_LATER, ACCOUNTS_LATER = 40_000, 500_000_000_000  # what another home adds to a number


@dataclass
class Memory:
    """`secure` are homes that tell strangers nothing; `suspended` accounts (`home/number`).

    `moved` leads from an account to where it went; `kinds` are attachments of posts that are no
    pictures: gifv, video, unknown. Tests may change them.
    """

    secure: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def of(stage: Stage) -> Memory:
    """Return the memory of the Mastodon on this stage."""
    return stage.state(SITE, Memory)


def people(stage: Stage) -> dict[str, tuple[Handle, Artist | None]]:
    """Return everybody, by the id at their own home."""
    artists = [artist for artist in stage.world.artists if SITE in artist.handles]
    own = stage.world.collector.handles[SITE]
    known: dict[str, tuple[Handle, Artist | None]] = {own.id: (own, None)}
    return known | {artist.handles[SITE].id: (artist.handles[SITE], artist) for artist in artists}


def number_of(home: str, handle: Handle) -> str:
    """Return the number that a home has for somebody."""
    own_home, _, number = handle.id.partition("/")
    return number if own_home == home else str(int(number) + ACCOUNTS_LATER)


def numbered(stage: Stage, home: str, number: str) -> Handle | None:
    """Return whom a home knows under a number."""
    handles = (handle for handle, _ in people(stage).values())
    return next((one for one in handles if number_of(home, one) == number), None)


def named(stage: Stage, home: str, acct: str) -> Handle | None:
    """Return whom a home knows by a name: `mika`, `saki@sketch.example`."""
    whole = (acct if "@" in acct else f"{acct}@{home}").lower()
    handles = (handle for handle, _ in people(stage).values())
    return next((one for one in handles if one.handle == whole), None)


def id_of(home: str, post: Publication) -> str:
    """Return the number that a home has for a post."""
    return post.own_id if post.place == home else str(int(post.own_id) + POSTS_LATER)


def post_of(stage: Stage, home: str, number: str) -> Publication | None:
    """Return the post that a home knows under a number, whatever became of it."""
    own = stage.world.post(SITE, f"{home}/{number}")
    if own is not None or not number.isdecimal():
        return own
    elsewhere = (f"{other}/{int(number) - POSTS_LATER}" for other in HOMES if other != home)
    return next((post for each in elsewhere if (post := stage.world.post(SITE, each))), None)


def is_shown(stage: Stage, post: Publication) -> bool:
    """Say whether a stranger sees a post."""
    fate = stage.world.fate(SITE, post.id)
    is_open = not post.account.is_private and post.account.id not in of(stage).suspended
    return fate not in {"deleted", "private"} and is_open


def object_of(post: Publication) -> str:
    """Return the lasting name that Pleroma would give a post."""
    return world_ids.uuid(f"object {post.id}").lower()
