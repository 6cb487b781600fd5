"""How the sidecars of one site are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from artkeep.collect.moving_in.fields import number
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef

Said = Mapping[str, Any]


def alone(_said: Said) -> int:
    """Say that a post shows one picture."""
    return 0


def from_one(said: Said) -> int | None:
    """Count from 0 what gallery-dl counts from 1."""
    counted = number(said, "num")
    return None if not counted else counted - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sidecars of one site are read.

    `address` is that of the post; `words` what it says, raising KeyError and the like where
    something is missing; `page` the picture; `position` counts from 0, None where nobody knows.
    `knows` are the words that gallery-dl hands on as the site has them.
    """

    address: Callable[[Said], str]
    words: Callable[[PostRef, Said], PostInfo]
    page: Callable[[Said], PageInfo]
    position: Callable[[Said], int | None]
    knows: frozenset[str]
