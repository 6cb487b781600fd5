"""Who sees what of works that are not for everybody: the one place that decides.

A work is NSFW when one of the posts that show it is rated `questionable` or worse. The owner
chooses one of four policies for everyone; a visitor says for themselves whether they want to see
such works (the cookie `nsfw_state`). Both together make a `Viewer`; every road on which a picture
or its data leaves the library asks it, naming the road:

    allow = viewer.may(Road.LIST)          # in pages: desk.may(Road.LIST)
    tiles = search(tx, query, after, limit, allow)

| policy   | visitor | list, feed, random | page, preview, file, export |
|----------|---------|--------------------|-----------------------------|
| enabled  | any     | open               | open                        |
| hidden   | no      | closed             | open                        |
| hidden   | yes     | open               | open                        |
| required | no      | closed             | closed                      |
| required | yes     | open               | open                        |
| disabled | any     | closed             | closed                      |

What a list may show, an export of that list may hold: a list is never more open than the others.
"""

from dataclasses import dataclass
from enum import StrEnum

NSFW_FROM = 2  # `artwork.rating`: 0 general, 1 sensitive, 2 questionable, 3 explicit


class NsfwPolicy(StrEnum):
    """What the owner chose for everyone."""

    ENABLED = "enabled"
    HIDDEN = "hidden"
    REQUIRED = "required"
    DISABLED = "disabled"


class Road(StrEnum):
    """A way on which works leave the library."""

    LIST = "list"  # the gallery, searches, look-alikes, neighbours, people's pages
    PAGE = "page"  # the pictures on the page of a work, which keeps its words
    PREVIEW = "preview"  # what a page offers to those who link to it (og:image)
    FILE = "file"  # bytes of a picture, in any size
    EXPORT = "export"  # archives, books, what the site said (meta)
    FEED = "feed"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Allow:
    """What may be seen on one road: works for everybody, and the others too if `nsfw`."""

    nsfw: bool


EVERYTHING = Allow(nsfw=True)

_LISTS = frozenset({Road.LIST, Road.FEED, Road.RANDOM})
_ALL = frozenset(Road)
_NONE: frozenset[Road] = frozenset()

# policy → the roads open to those who did not ask for such works, and to those who did
_OPEN = {
    NsfwPolicy.ENABLED: (_ALL, _ALL),
    NsfwPolicy.HIDDEN: (_ALL - _LISTS, _ALL),
    NsfwPolicy.REQUIRED: (_NONE, _ALL),
    NsfwPolicy.DISABLED: (_NONE, _NONE),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks. `wants_nsfw`: they said so themselves."""

    policy: NsfwPolicy
    wants_nsfw: bool = False

    def may(self, road: Road) -> Allow:
        """Return what may be seen on a road."""
        without, with_them = _OPEN[self.policy]
        return Allow(nsfw=road in (with_them if self.wants_nsfw else without))

    @property
    def may_choose(self) -> bool:
        """Whether lists look different with another choice, so that they offer it."""
        return self.policy in (NsfwPolicy.HIDDEN, NsfwPolicy.REQUIRED)

    @property
    def may_choose_on_pages(self) -> bool:
        """Whether the page of a work looks different with another choice."""
        return self.policy is NsfwPolicy.REQUIRED

    @property
    def files_depend(self) -> bool:
        """Whether bytes are open to some and closed to others, or to nobody."""
        return self.policy in (NsfwPolicy.REQUIRED, NsfwPolicy.DISABLED)
