"""Addresses: which post, list or account, on which site."""

from dataclasses import dataclass
from typing import NewType

PostId = NewType("PostId", int)
PageId = NewType("PageId", int)
ArtworkId = NewType("ArtworkId", int)
ImageId = NewType("ImageId", int)
RunId = NewType("RunId", int)
OutcomeId = NewType("OutcomeId", int)
AccountId = NewType("AccountId", int)
CollectionId = NewType("CollectionId", int)
PersonId = NewType("PersonId", int)
LoginId = NewType("LoginId", int)
UserId = NewType("UserId", int)


@dataclass(frozen=True, slots=True)
class PostRef:
    """One publication: the site's name and the site's own id of it."""

    site: str
    id: str


@dataclass(frozen=True, slots=True)
class CollectionRef:
    """A list of posts that can be followed: bookmarks, a folder, a gallery, a timeline, a search.

    `id` is written by the site's adapter and read by no one else.
    """

    site: str
    id: str


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An identity on a site: the site's own id of it, which stays when names change."""

    site: str
    id: str


Ref = PostRef | CollectionRef
