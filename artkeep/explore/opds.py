"""OPDS 1.2: the library as a catalogue that programs for reading comics open and turn pages in.

Navigation feeds lead to acquisition feeds; each entry of those is a work, to be taken as CBZ, PDF
or ZIP, and to be read page by page (Page Streaming Extension 1.2). Addresses are paths of ours:
whoever reads a feed knows where it came from. What is written here goes into XML as text only.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from artkeep.explore import atom
from artkeep.explore.atom import Work

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
DESCRIPTION = "application/opensearchdescription+xml"
CBZ = "application/vnd.comicbook+zip"
JPEG = "image/jpeg"

START = "/opds"
SEARCH = "/opds/search.xml"

_NAMES = {
    "xmlns": atom.SPACE,
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


def navigation(feed: Feed, ways: Iterable[Way], mark: str, updated: datetime) -> bytes:
    """Write a feed that leads on, to what was `updated` last. `mark` is the library's own."""
    return _written(feed, [_way(way, mark, updated) for way in ways], mark, updated)


def acquisition(feed: Feed, some: Sequence[Work], mark: str) -> bytes:
    """Write a feed of works."""
    return _written(feed, [_work(one, mark) for one in some], mark, atom.newest(some))


def description(base: str, language: str) -> bytes:
    """Write how the catalogue and the gallery are searched (OpenSearch 1.1); `base` is our address.

    Programs that read comics take the catalogue's address, browsers the gallery's. `language`
    says what can be asked.
    """
    root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    atom.put(root, "ShortName", "Artkeep")
    atom.put(root, "LongName", "Artkeep: tags, artists, words, and the rest")
    atom.put(root, "Description", language)
    ET.SubElement(root, "Url", type=ACQUISITION, template="/opds/works?q={searchTerms}")
    ET.SubElement(root, "Url", type="text/html", template=f"{base}/?q={{searchTerms}}")
    ET.SubElement(root, "Url", type=DESCRIPTION, rel="self", template=f"{base}{SEARCH}")
    ET.SubElement(root, "Query", role="example", searchTerms="fox -snow rating:general order:score")
    atom.put(root, "SyndicationRight", "private")
    atom.put(root, "Language", "*")
    atom.put(root, "InputEncoding", "UTF-8")
    atom.put(root, "OutputEncoding", "UTF-8")
    return atom.as_bytes(root)


def works_path(query: str = "", after: str = "") -> str:
    """Return where works are listed."""
    asked = {name: value for name, value in (("q", query), ("after", after)) if value}
    return f"/opds/works?{urlencode(asked)}" if asked else "/opds/works"


def _written(feed: Feed, entries: Sequence[ET.Element], mark: str, updated: datetime) -> bytes:
    root = ET.Element("feed", _NAMES)
    atom.put(root, "id", f"urn:artkeep:{mark}:{feed.id}")
    atom.put(root, "title", feed.title)
    atom.put(root, "updated", atom.time(updated))
    atom.put(ET.SubElement(root, "author"), "name", "Artkeep")
    atom.link(root, rel="self", href=feed.path, type=feed.kind)
    atom.link(root, rel="start", href=START, type=NAVIGATION)
    if feed.path != START:
        atom.link(root, rel="up", href=feed.up, type=NAVIGATION)
    if feed.next:
        atom.link(root, rel="next", href=feed.next, type=feed.kind)
    atom.link(root, rel="search", href=SEARCH, type=DESCRIPTION)
    root.extend(entries)
    return atom.as_bytes(root)


def _way(way: Way, mark: str, updated: datetime) -> ET.Element:
    entry = ET.Element("entry")
    atom.put(entry, "id", f"urn:artkeep:{mark}:{way.path}")
    atom.put(entry, "title", way.title)
    atom.put(entry, "updated", atom.time(updated))
    atom.put(entry, "content", way.about, type="text")
    count = {} if way.count is None else {"thr:count": str(way.count)}
    atom.link(entry, rel=way.rel, href=way.path, type=way.kind, **count)
    return entry


def _work(one: Work, mark: str) -> ET.Element:
    entry = atom.about(one, mark)
    if one.book.published_at:
        atom.put(entry, "dc:issued", one.book.published_at.date().isoformat())
    if one.book.language:
        atom.put(entry, "dc:language", one.book.language)
    if one.book.summary:
        atom.put(entry, "summary", one.book.summary, type="text")
    for each in _links(one):
        atom.link(entry, **each)
    return entry


def _links(one: Work) -> list[dict[str, str]]:
    work = f"/artworks/{one.tile.artwork_id}"
    page = f"/opds/page/{one.tile.artwork_id}"
    turning = {
        "href": f"{page}/{{pageNumber}}?width={{maxWidth}}",
        "pse:count": str(len(one.sheets)),
    }
    if one.page and one.read_at:
        turning["pse:lastRead"] = str(min(one.page, len(one.sheets)))
        turning["pse:lastReadDate"] = atom.time(one.read_at)
    return [
        {"rel": "alternate", "href": work, "type": "text/html"},
        {"rel": _PICTURE, "href": f"{page}/0?width={_LARGE}", "type": JPEG},
        {"rel": _THUMBNAIL, "href": f"{page}/0?width={_SMALL}", "type": JPEG},
        {"rel": _TAKE, "href": f"{work}/cbz", "type": CBZ, "title": "CBZ"},
        {"rel": _TAKE, "href": f"{work}/pdf", "type": "application/pdf", "title": "PDF"},
        {"rel": _TAKE, "href": f"{work}/zip", "type": "application/zip", "title": "ZIP"},
        {"rel": _TURN, "type": JPEG, **turning},
    ]
