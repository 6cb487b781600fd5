"""How each site keeps pictures, and which works come there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
ON_MICROBLOGS = 4  # pictures, at most, in a short post


@dataclass(frozen=True, slots=True)
class Custom:
    """How a site keeps pictures, and which works come there.

    `later`: how long after the work was first shown. `those` works `out_of` so many come.
    `is_original`: the format stays; else it is a JPEG. `moving` is the format of what moves; "":
    it does not come here. `many_since` is when the site learnt to take several pictures.
    """

    later: timedelta
    out_of: int = 1
    those: tuple[int, ...] = (0,)
    share: float = 1.0  # of the original's size
    is_original: bool = True
    change: str = ""
    moving: str = ""
    most_pages: int = 1
    many_since: datetime = ALWAYS


CUSTOMS = {
    "pixiv": Custom(timedelta(0), moving="ugoira", most_pages=200),
    "deviantart": Custom(
        timedelta(hours=2),
        10,
        (0, 1, 2, 4, 6, 8),
        moving="gif",
        most_pages=ON_MICROBLOGS,
        many_since=datetime(2024, 12, 11, tzinfo=UTC),
    ),
    "danbooru": Custom(timedelta(days=1), 3, (0, 1), moving="webp"),
    "derpibooru.org": Custom(timedelta(days=2), 2, moving="gif"),
    "furbooru.org": Custom(timedelta(days=3), 10, moving="gif"),
    "imagefap": Custom(
        timedelta(days=4), 4, (0, 1, 2), is_original=False, change="cropped", moving="gif"
    ),
    "bluesky": Custom(
        timedelta(minutes=20),
        2,
        share=0.8,
        is_original=False,
        change="recompressed",
        most_pages=ON_MICROBLOGS,
    ),
    "mastodon": Custom(
        timedelta(minutes=30),
        3,
        (0, 2),
        share=0.9,
        is_original=False,
        change="recompressed",
        most_pages=ON_MICROBLOGS,
    ),
    "twitter": Custom(
        timedelta(minutes=10),
        4,
        (0, 1, 2),
        is_original=False,
        change="recompressed",
        most_pages=ON_MICROBLOGS,
    ),
}
