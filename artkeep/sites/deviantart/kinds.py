"""DeviantArt's ids and lists, as we write them.

A post's id is the long one of the site's API (`0A1B2C3D-…`, upper case). An address for people has
another, the number of its page, and things on Sta.sh have a third (`stash/0abc`); `settle` finds
the long one. The API knows people by their names alone, and so do the ids of lists:
`gallery/<user>` and `favourites/<user>` are all of it, a folder follows as its long id, or as the
number and the name that its address has: `gallery/<user>/<number>/<name>`.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from artkeep.errors import SiteChanged
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.texts import text as sentence

NAME = "deviantart"
HOME = "https://www.deviantart.com"
STASH = "stash/"

Part = Literal["gallery", "favourites"]
GALLERY: Part = "gallery"
FAVOURITES: Part = "favourites"

_UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: what somebody made, or liked.

    `folder` is the long id of a folder, "" for everything. `number` and `slug` are how addresses
    name a folder; both are "" when `folder` is known, or nothing is meant but everything.
    """

    part: Part
    user: str
    folder: str = ""
    number: str = ""
    slug: str = ""

    @property
    def id(self) -> str:
        return "/".join([self.part, self.user, *self._within])

    @property
    def url(self) -> str:
        return "/".join(
            [HOME, self.user, self.part, *(quote(one, safe="") for one in self._within)]
        )

    @property
    def is_settled(self) -> bool:
        return not self.number

    @property
    def _within(self) -> list[str]:
        return [word for word in (self.folder, self.number, self.slug) if word]


def kind_of(ref: CollectionRef) -> Kind:
    """Read the id of a list that `parse` gave."""
    match ref.id.split("/", 3):
        case [("gallery" | "favourites") as part, user]:
            return Kind(part, user)
        case [("gallery" | "favourites") as part, user, folder] if is_uuid(folder):
            return Kind(part, user, folder)
        case [("gallery" | "favourites") as part, user, number, *slug]:
            return Kind(part, user, number=number, slug="".join(slug))
        case _:
            raise ValueError(ref.id)


def ref_of(kind: Kind) -> CollectionRef:
    """Return the address of a list."""
    return CollectionRef(NAME, kind.id)


def is_uuid(text: str) -> bool:
    """Say whether this is a long id."""
    return bool(_UUID.fullmatch(text))


def post(long_id: object) -> PostRef:
    """Return the address of a post by its long id. Raises SiteChanged when it is none."""
    text = str(long_id).upper()
    if not is_uuid(text):
        raise SiteChanged(NAME, sentence("gave an id that is none"))
    return PostRef(NAME, text)


def number_in(address: str) -> str:
    """Return the number at the end of a page's address, "" without one."""
    found = re.search(r"(?:-|/)([1-9][0-9]{0,14})/?$", address, re.ASCII)
    return found[1] if found else ""
