"""What the copy of pixiv remembers: bookmarks with their labels, codes and tokens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from artkeep.fakes.stage import Stage

SITE = "pixiv"
REFRESH_TOKEN = "sample-refresh-token"  # noqa: S105  a toy's key, for whoever plays the collector
FIRST_BOOKMARK = 28_694_690_028
BOOKMARK_STEP = 977
ACCESS_LASTS = timedelta(hours=1)
CODE_LASTS = timedelta(seconds=30)


@dataclass
class Bookmark:
    """A work in the collector's bookmarks; `number` grows with time and is told to nobody."""

    number: int
    work: str
    labels: tuple[str, ...] = ()


@dataclass
class Code:
    """What the sign-in page gave, to be exchanged by whoever knows the verifier."""

    challenge: str
    until: datetime


@dataclass
class Memory:
    """`bookmarks` by public and private, then by work, the newest first.

    `access` tokens come with their end; `slowed` counts how often somebody was told to slow down.
    """

    bookmarks: dict[str, dict[str, Bookmark]]
    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, datetime] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=lambda: {REFRESH_TOKEN})
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    slowed: Iterator[int] = field(default_factory=count)


def of(stage: Stage) -> Memory:
    """Return the memory of the pixiv on this stage."""
    return stage.state(SITE, lambda: Memory(_bookmarks(stage)))


def _bookmarks(stage: Stage) -> dict[str, dict[str, Bookmark]]:
    lists = stage.world.lists(SITE)
    labels: dict[str, list[str]] = {}
    for name, posts in lists.items():
        for post in posts if "/" in name else ():
            labels.setdefault(post, []).append(name.partition("/")[2])
    return {
        which: {
            post: Bookmark(
                FIRST_BOOKMARK - place * BOOKMARK_STEP, post, tuple(labels.get(post, ()))
            )
            for place, post in enumerate(lists[which])
        }
        for which in ("public", "private")
    }


def bookmark(memory: Memory, work: str, which: str, labels: tuple[str, ...]) -> None:
    """Put a work on top of a list; it leaves the other."""
    unbookmark(memory, work)
    newest = max((own.number for own in _all(memory)), default=FIRST_BOOKMARK)
    added = {work: Bookmark(newest + BOOKMARK_STEP, work, labels)}
    memory.bookmarks[which] = added | memory.bookmarks[which]


def unbookmark(memory: Memory, work: str) -> None:
    """Take a work out of the bookmarks."""
    for kept in memory.bookmarks.values():
        kept.pop(work, None)


def is_bookmarked(memory: Memory, work: str) -> bool:
    """Whether the collector has it."""
    return any(work in kept for kept in memory.bookmarks.values())


def labels_of(memory: Memory, which: str) -> dict[str, int]:
    """Return the folders of a list and how many works each holds."""
    counted: dict[str, int] = {}
    for own in memory.bookmarks[which].values():
        for label in own.labels:
            counted[label] = counted.get(label, 0) + 1
    counted.pop(UNSORTED, None)
    return counted


UNSORTED = "未分類"  # the folder of what is in no folder; the site does not list it


def _all(memory: Memory) -> list[Bookmark]:
    return [own for kept in memory.bookmarks.values() for own in kept.values()]


def sign(memory: Memory, now: datetime, refresh: str) -> str:
    """Make a new access token beside this refresh token."""
    token = f"access-{next(memory.serial)}"
    memory.access[token] = now + ACCESS_LASTS
    memory.refresh.add(refresh)
    return token
