"""Atom (RFC 4287): what feeds of every kind are written with, and the plain feed of a search.

What is written goes into XML as text only. A plain feed is for programs that know nothing of us
and take it anywhere: every address in it is whole.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from artkeep.explore.export.comic import Book
from artkeep.explore.letters import for_xml
from artkeep.library.reading import Sheet
from artkeep.model.records import Tile

KIND = "application/atom+xml"
SPACE = "http://www.w3.org/2005/Atom"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # when something came to an empty library
_SHOWN = 700  # pixels: width of the picture in a plain feed


@dataclass(frozen=True, slots=True)
class Work:
    """An entry. `page` is how far whoever asks has read it, at `read_at`; 0: not begun."""

    tile: Tile
    book: Book
    sheets: Sequence[Sheet]
    page: int = 0
    read_at: datetime | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.tile.title or self.book.title or f"Artwork {self.tile.artwork_id}"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands around the entries of a plain feed.

    `path` is where it is, `page` where people see the same; `next` leads to what is older, "" at
    the end. All are below `base`, our own address.
    """

    title: str
    base: str
    path: str
    page: str
    next: str = ""


def feed(around: Found, some: Sequence[Work], mark: str) -> bytes:
    """Write a plain feed. `mark` is the library's own."""
    root = ET.Element("feed", xmlns=SPACE)
    put(root, "id", f"urn:artkeep:{mark}:{around.path}")
    put(root, "title", around.title)
    put(root, "updated", time(newest(some)))
    put(ET.SubElement(root, "author"), "name", "Artkeep")
    link(root, rel="self", href=around.base + around.path, type=KIND)
    link(root, rel="alternate", href=around.base + around.page, type="text/html")
    if around.next:
        link(root, rel="next", href=around.base + around.next, type=KIND)
    root.extend(_entry(one, around.base, mark) for one in some)
    return as_bytes(root)


def newest(some: Iterable[Work]) -> datetime:
    """Return when the latest of some works came."""
    return max((one.tile.added_at for one in some), default=BEGINNING)


def _entry(one: Work, base: str, mark: str) -> ET.Element:
    entry = about(one, mark)
    page = f"{base}/artworks/{one.tile.artwork_id}"
    link(entry, rel="alternate", href=page, type="text/html")
    picture = f"{base}/opds/page/{one.tile.artwork_id}/0?width={_SHOWN}"
    words = "<br>\n".join(escape(line) for line in for_xml(one.book.summary).splitlines())
    shown = f'<a href="{escape(page)}"><img src="{escape(picture)}" alt=""></a>'
    put(entry, "content", f"<p>{shown}</p>\n<p>{words}</p>", type="html")
    return entry


def about(one: Work, mark: str) -> ET.Element:
    """Return an entry with what is told of a work; where it leads is put in by the caller."""
    entry, book = ET.Element("entry"), one.book
    put(entry, "id", f"urn:artkeep:{mark}:work:{one.tile.artwork_id}")
    put(entry, "title", one.title)
    put(entry, "updated", time(one.tile.added_at))
    if book.published_at:
        put(entry, "published", time(book.published_at))
    if book.artist:
        put(ET.SubElement(entry, "author"), "name", book.artist)
    for tag in book.tags:
        ET.SubElement(entry, "category", term=for_xml(tag), label=for_xml(tag))
    return entry


def put(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text."""
    ET.SubElement(parent, name, attributes).text = for_xml(text)


def link(parent: ET.Element, **attributes: str) -> None:
    """Add a link."""
    ET.SubElement(parent, "link", attributes)


def time(at: datetime) -> str:
    """Write a moment."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def as_bytes(root: ET.Element) -> bytes:
    """Write a document."""
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
