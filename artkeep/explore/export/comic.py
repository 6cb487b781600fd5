"""ComicInfo.xml, by which programs that read comics know what is in a CBZ.

Elements and their order are those of version 2.0 of its schema, and `Tags` of 2.1, which readers
took up before it was final.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from artkeep.db.engine import Tx
from artkeep.explore.letters import for_xml, plain
from artkeep.library import artworks, publications
from artkeep.library.publications import Publication
from artkeep.library.reading import Sheet
from artkeep.model.found import Rating, TagKind
from artkeep.model.refs import ArtworkId

NAME = "ComicInfo.xml"
_PAGES_AT_MOST = 5000  # listed one by one

_AGES = {
    Rating.GENERAL: "Everyone",
    Rating.SENSITIVE: "Teen",
    Rating.QUESTIONABLE: "Mature 17+",
    Rating.EXPLICIT: "Adults Only 18+",
}
RIGHT_TO_LEFT = "YesAndRightToLeft"
_MANGA = frozenset({"manga", "漫画"})
# what Danbooru and its kin say of how a comic is read
_TURNED_LEFT = frozenset({"right-to-left_comic", "right_to_left_comic", "right-to-left_manga"})
_LEFT_TO_RIGHT = frozenset({"left-to-right_manga", "left-to-right_comic"})


@dataclass(frozen=True, slots=True)
class Book:
    """What a cover says. Empty and None: nobody told."""

    title: str
    series: str = ""
    number: int | None = None
    summary: str = ""
    artist: str = ""
    web: str = ""
    published_at: datetime | None = None
    rating: Rating | None = None
    genre: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    manga: str = "Unknown"


def book(tx: Tx, artwork_id: ArtworkId, sheets: Sequence[Sheet]) -> Book:
    """Return what is known of a work that a cover would say. Raises NotFound."""
    title = artworks.tile(tx, artwork_id).title
    every = publications.of_artwork(tx, artwork_id)
    read = {sheet.ref for sheet in sheets}
    post = next((each for each in every if each.ref in read), every[0] if every else None)
    return Book(title) if post is None else _book(title, post)


def _book(title: str, post: Publication) -> Book:
    series: Mapping[str, Any] = post.facts.get("series") or {}
    return Book(
        title=title or post.title,
        series=series.get("title") or "",
        number=series.get("position"),
        summary=plain(post.caption, is_html=post.caption_is_html),
        artist=(post.account.name or post.account.handle) if post.account else "",
        web=post.url,
        published_at=post.published_at,
        rating=post.rating,
        genre=_of_kind(post, TagKind.COPYRIGHT),
        tags=tuple(dict.fromkeys(_shown(post))),
        characters=_of_kind(post, TagKind.CHARACTER),
        manga=_direction({tag.name.casefold().replace(" ", "_") for tag in post.tags}),
    )


def _of_kind(post: Publication, kind: TagKind) -> tuple[str, ...]:
    return tuple(tag.translated or tag.name for tag in post.tags if tag.kind is kind)


def _shown(post: Publication) -> list[str]:
    """Return the tags, each followed by its translation: people search for both."""
    return [word for tag in post.tags for word in (tag.name, tag.translated) if word]


def _direction(tags: set[str]) -> str:
    if tags & _TURNED_LEFT:
        return RIGHT_TO_LEFT
    return "Yes" if tags & (_MANGA | _LEFT_TO_RIGHT) else "Unknown"


def xml(book: Book, sheets: Sequence[Sheet], page_count: int) -> bytes:
    """Write ComicInfo.xml; `sheets` may be fewer than there are pages."""
    root = ET.Element("ComicInfo")
    for name, text in _said(book, page_count).items():
        if text:
            ET.SubElement(root, name).text = for_xml(text)
    if sheets and page_count <= _PAGES_AT_MOST:
        pages = ET.SubElement(root, "Pages")
        for number, sheet in enumerate(sheets):
            ET.SubElement(pages, "Page", _page(number, sheet))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _said(book: Book, page_count: int) -> dict[str, str]:
    """Return the elements, in the order that the schema wants."""
    at = book.published_at
    return {
        "Title": book.title,
        "Series": book.series,
        "Number": str(book.number or ""),
        "Summary": book.summary,
        "Notes": "Kept by Artkeep",
        "Year": str(at.year) if at else "",
        "Month": str(at.month) if at else "",
        "Day": str(at.day) if at else "",
        "Writer": _joined((book.artist,)),
        "Penciller": _joined((book.artist,)),
        "Genre": _joined(book.genre),
        "Tags": _joined(book.tags),
        "Web": book.web,
        "PageCount": str(page_count),
        "Manga": book.manga,
        "Characters": _joined(book.characters),
        "AgeRating": _AGES[book.rating] if book.rating else "Unknown",
    }


def _joined(words: Sequence[str]) -> str:
    """Put a list into one text: a comma stands between, so none may be inside."""
    return ", ".join(word.replace(",", ";") for word in words if word)


def _page(number: int, sheet: Sheet) -> dict[str, str]:
    told = {
        "Image": str(number),
        "ImageSize": str(sheet.size_bytes),
        "ImageWidth": str(sheet.width),
        "ImageHeight": str(sheet.height),
    }
    return told if number else {**told, "Type": "FrontCover"}
