"""The list that one came from: a search, carried from page to page in the address as `q`."""

from dataclasses import dataclass
from urllib.parse import urlencode

from artkeep.library import query as language
from artkeep.library import spelling
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Road
from artkeep.web.desk import Desk

LONGEST = 2000  # characters of a query in an address


@dataclass(frozen=True, slots=True)
class Within:
    """What lies around a work in the list one came from; None at its ends."""

    query: str
    before: ArtworkId | None
    after: ArtworkId | None

    @property
    def home(self) -> str:
        """The address of the list."""
        return f"/{self.carry()}"

    def carry(self, **more: object) -> str:
        """Return what an address ends with, so that the list is not forgotten."""
        fields = {"q": self.query, **more}
        said = urlencode({name: value for name, value in fields.items() if value})
        return f"?{said}" if said else ""

    def to(self, artwork_id: ArtworkId) -> str:
        """Return the address of a work's page in this list."""
        return f"/artworks/{artwork_id}{self.carry()}"

    def reading(self, artwork_id: ArtworkId, page: int = 0) -> str:
        """Return where a work of this list is read, from a page on that counts from 1."""
        place = f"#p{page}" if page else ""
        return f"/artworks/{artwork_id}/read{self.carry(page=page)}{place}"


def around(desk: Desk, query: str, artwork_id: ArtworkId) -> Within:
    """Find what lies around a work in a search; "" is everything. Raises BadQuery, NotFound."""
    asked = language.parse(query)
    with desk.bench.db.read() as tx:
        before, after = language.around(tx, asked, artwork_id, desk.may(Road.LIST))
    return Within(query, before, after)


def tagged(name: str) -> str:
    """Return the address of the search for a tag."""
    return f"/?{urlencode({'q': language.bare(spelling.normal(name))})}"


def phrase(text: str) -> str:
    """Return the address of the search for words that stand side by side."""
    quoted = '"' + text.replace('"', " ").replace("\\", " ") + '"'
    return f"/?{urlencode({'q': quoted})}"
