"""OPDS 1.2: the library as a catalogue that programs for reading comics open and turn pages in.

Navigation feeds lead to acquisition feeds; each entry of those is a work, to be taken as CBZ, PDF
or ZIP, and to be read page by page (Page Streaming Extension 1.2). Addresses are paths of ours:
whoever reads a feed knows where it came from. What is written here goes into XML as text only.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from artkeep.explore.export.comic import Book
from artkeep.explore.letters import for_xml
from artkeep.library.reading import Sheet
from artkeep.model.records import Tile

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
DESCRIPTION = "application/opensearchdescription+xml"
CBZ = "application/vnd.comicbook+zip"
JPEG = "image/jpeg"

START = "/opds"
SEARCH = "/opds/search.xml"

_NAMES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/terms/",
    "xmlns:opds": "http://opds-spec.org/2010/catalog",
    "xmlns:pse": "http://vaemendis.net/opds-pse/ns",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}
_TAKE = "http://opds-spec.org/acquisition"
_TURN = "http://vaemendis.net/opds-pse/stream"
_PICTURE = "http://opds-spec.org/image"
_THUMBNAIL = "http://opds-spec.org/image/thumbnail"
NEW = "http://opds-spec.org/sort/new"
WITHIN = "subsection"
_SMALL, _LARGE = 300, 1200  # pixels: widths of covers

Link = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands around the entries. `next` leads to the rest, "" at the end."""

    id: str
    title: str
    kind: str
    path: str
    next: str = ""
    up: str = START


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of a navigation feed. `rel`: how what it leads to is sorted; `kind`: what it is."""

    title: str
    path: str
    about: str
    rel: str = WITHIN
    kind: str = ACQUISITION
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of an acquisition feed."""

    tile: Tile
    book: Book
    sheets: Sequence[Sheet]


def navigation(feed: Feed, ways: Iterable[Way], mark: str, now: datetime) -> bytes:
    """Write a feed that leads on. `mark` is the library's own."""
    return _written(feed, [_way(way, mark, now) for way in ways], mark, now)


def acquisition(feed: Feed, some: Iterable[Work], mark: str, now: datetime) -> bytes:
    """Write a feed of works."""
    return _written(feed, [_work(one, mark) for one in some], mark, now)


def description() -> bytes:
    """Write how the catalogue is searched (OpenSearch 1.1)."""
    root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    _put(root, "ShortName", "Artkeep")
    _put(root, "Description", "Search the library: tags, artists, titles, and the rest")
    _put(root, "InputEncoding", "UTF-8")
    _put(root, "OutputEncoding", "UTF-8")
    ET.SubElement(root, "Url", type=ACQUISITION, template="/opds/works?q={searchTerms}")
    return _bytes(root)


def works_path(query: str = "", after: str = "") -> str:
    """Return where works are listed."""
    asked = {name: value for name, value in (("q", query), ("after", after)) if value}
    return f"/opds/works?{urlencode(asked)}" if asked else "/opds/works"


def _written(feed: Feed, entries: Sequence[ET.Element], mark: str, now: datetime) -> bytes:
    root = ET.Element("feed", _NAMES)
    _put(root, "id", f"urn:artkeep:{mark}:{feed.id}")
    _put(root, "title", feed.title)
    _put(root, "updated", _time(now))
    _put(ET.SubElement(root, "author"), "name", "Artkeep")
    _link(root, rel="self", href=feed.path, type=feed.kind)
    _link(root, rel="start", href=START, type=NAVIGATION)
    if feed.path != START:
        _link(root, rel="up", href=feed.up, type=NAVIGATION)
    if feed.next:
        _link(root, rel="next", href=feed.next, type=feed.kind)
    _link(root, rel="search", href=SEARCH, type=DESCRIPTION)
    root.extend(entries)
    return _bytes(root)


def _way(way: Way, mark: str, now: datetime) -> ET.Element:
    entry = ET.Element("entry")
    _put(entry, "id", f"urn:artkeep:{mark}:{way.path}")
    _put(entry, "title", way.title)
    _put(entry, "updated", _time(now))
    _put(entry, "content", way.about, type="text")
    count = {} if way.count is None else {"thr:count": str(way.count)}
    _link(entry, rel=way.rel, href=way.path, type=way.kind, **count)
    return entry


def _work(one: Work, mark: str) -> ET.Element:
    entry, number = ET.Element("entry"), one.tile.artwork_id
    _put(entry, "id", f"urn:artkeep:{mark}:work:{number}")
    _put(entry, "title", one.tile.title or one.book.title or f"Artwork {number}")
    _put(entry, "updated", _time(one.tile.added_at))
    if one.book.published_at:
        _put(entry, "published", _time(one.book.published_at))
        _put(entry, "dc:issued", one.book.published_at.date().isoformat())
    if one.book.artist:
        _put(ET.SubElement(entry, "author"), "name", one.book.artist)
    if one.book.summary:
        _put(entry, "summary", one.book.summary, type="text")
    for tag in one.book.tags:
        ET.SubElement(entry, "category", term=for_xml(tag), label=for_xml(tag))
    for link in _links(one):
        _link(entry, **link)
    return entry


def _links(one: Work) -> list[dict[str, str]]:
    work = f"/artworks/{one.tile.artwork_id}"
    page = f"/opds/page/{one.tile.artwork_id}"
    turning = {
        "href": f"{page}/{{pageNumber}}?width={{maxWidth}}",
        "pse:count": str(len(one.sheets)),
    }
    return [
        {"rel": "alternate", "href": work, "type": "text/html"},
        {"rel": _PICTURE, "href": f"{page}/0?width={_LARGE}", "type": JPEG},
        {"rel": _THUMBNAIL, "href": f"{page}/0?width={_SMALL}", "type": JPEG},
        {"rel": _TAKE, "href": f"{work}/cbz", "type": CBZ, "title": "CBZ"},
        {"rel": _TAKE, "href": f"{work}/pdf", "type": "application/pdf", "title": "PDF"},
        {"rel": _TAKE, "href": f"{work}/zip", "type": "application/zip", "title": "ZIP"},
        {"rel": _TURN, "type": JPEG, **turning},
    ]


def _put(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = for_xml(text)


def _link(parent: ET.Element, **attributes: str) -> None:
    ET.SubElement(parent, "link", attributes)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
