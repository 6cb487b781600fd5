"""ComicInfo.xml, by which programs that read comics know what is in a CBZ.

Elements and their order are those of version 2.0 of its schema, and `Tags` of 2.1, which readers
took up before it was final. `Count` is left out: no site tells how many a series will have.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
# how somebody reads it, whatever its tags say
DIRECTIONS = {"rtl": RIGHT_TO_LEFT, "ltr": "No"}
_IS_WIDE = 1.2  # width to height of what was drawn over two pages
# the language of what is written in the pictures, as Danbooru and its kin tag it
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "thai": "th",
    "vietnamese": "vi",
}
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
    language: str = ""
    manga: str = "Unknown"


def book(tx: Tx, artwork_id: ArtworkId, sheets: Sequence[Sheet], direction: str = "") -> Book:
    """Return what is known of a work that a cover would say. Raises NotFound.

    `direction` is how it is to be read (`DIRECTIONS`), "" as its tags say.
    """
    title = artworks.tile(tx, artwork_id).title
    every = publications.of_artwork(tx, artwork_id)
    read = {sheet.ref for sheet in sheets}
    post = next((each for each in every if each.ref in read), every[0] if every else None)
    found = Book(title) if post is None else _book(title, post)
    return replace(found, manga=DIRECTIONS.get(direction, found.manga))


def _book(title: str, post: Publication) -> Book:
    tags = {tag.name.casefold().replace(" ", "_") for tag in post.tags}
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
        language=_language(tags),
        manga=_direction(tags),
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


def _language(tags: set[str]) -> str:
    """Return the one language that is written in a work; "" where tags name none, or several."""
    names = {tag: tag.removeprefix("language:").removesuffix("_text") for tag in tags}
    said = {name for tag, name in names.items() if name != tag and name in _LANGUAGES}
    return _LANGUAGES[said.pop()] if len(said) == 1 else ""


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
        "LanguageISO": book.language,
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
    if number and sheet.width > _IS_WIDE * sheet.height:
        told["DoublePage"] = "true"
    return told if number else {**told, "Type": "FrontCover"}
