"""Addresses: which post, on which site."""

from dataclasses import dataclass
from typing import NewType

PostId = NewType("PostId", int)
PageId = NewType("PageId", int)
ArtworkId = NewType("ArtworkId", int)
ImageId = NewType("ImageId", int)
RunId = NewType("RunId", int)
OutcomeId = NewType("OutcomeId", int)


@dataclass(frozen=True, slots=True)
class PostRef:
    """One publication: the site's name and the site's own id of it."""

    site: str
    id: str
