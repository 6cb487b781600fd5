"""Ids and addresses as each site makes them, from the number of a work and a moment.

Work 0 is the newest; every older one has a smaller id, as on the sites themselves.
"""

import hashlib
import re
from datetime import UTC, datetime

# site → the id of work 0, and how much smaller that of each older work is
NUMBERED = {
    "pixiv": (90_000_001, 211),
    "deviantart": (900_000_001, 977),
    "danbooru": (9_000_001, 17),
    "derpibooru.org": (900_001, 5),
    "furbooru.org": (900_002, 5),
    "imagefap": (1_234_567_890, 1013),
}
BASE32 = "234567abcdefghijklmnopqrstuvwxyz"
TWITTER_EPOCH_MS = 1_288_834_974_657
SITE_OF_HOME = {"derpibooru.org": "philomena", "furbooru.org": "philomena"}


def numbered(place: str, number: int) -> str:
    """Return the id of a work on a site (or home) that counts its posts."""
    first, step = NUMBERED[place]
    return str(first - number * step)


def tid(moment: datetime, number: int) -> str:
    """Return a record key of the AT protocol: microseconds and a clock's number, sortable."""
    value = milliseconds(moment) * 1000 << 10 | number % 1024
    return "".join(BASE32[value >> shift & 31] for shift in range(60, -1, -5))


def tweet(moment: datetime, number: int) -> str:
    """Return a snowflake of X: its date can be read from it."""
    return str(milliseconds(moment) - TWITTER_EPOCH_MS << 22 | number % 4096)


def toot(moment: datetime, number: int) -> str:
    """Return a snowflake of Mastodon: its date can be read from it."""
    return str(milliseconds(moment) << 16 | number % 65_536)


def milliseconds(moment: datetime) -> int:
    """Return Unix time in whole milliseconds."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def uuid(name: str) -> str:
    """Return a random UUID (upper case, as DeviantArt writes it), the same one for a name."""
    digits = hashlib.sha256(name.encode()).hexdigest().upper()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-A{digits[17:20]}-{digits[20:32]}"


def did(name: str) -> str:
    """Return a `did:plc:` with its 24 letters, the same one for a name."""
    digest = hashlib.sha256(name.encode()).digest()
    return "did:plc:" + "".join(BASE32[byte & 31] for byte in digest[:24])


def slug(title: str) -> str:
    """Return a title as DeviantArt puts it into an address."""
    return re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")[:60] or "Untitled"


def post_url(site: str, post_id: str, handle: str, title: str) -> str:
    """Return the address of a post that people pass on."""
    place, _, own = post_id.rpartition("/")
    return {
        "pixiv": f"https://www.pixiv.net/artworks/{own}",
        "deviantart": f"https://www.deviantart.com/{handle}/art/{slug(title)}-{own}",
        "danbooru": f"https://danbooru.donmai.us/posts/{own}",
        "philomena": f"https://{place}/images/{own}",
        "imagefap": f"https://www.imagefap.com/photo/{own}/",
        "bluesky": f"https://bsky.app/profile/{handle}/post/{own}",
        "mastodon": f"https://{place}/@{handle.partition('@')[0]}/{own}",
        "twitter": f"https://x.com/{handle}/status/{own}",
    }[site]
