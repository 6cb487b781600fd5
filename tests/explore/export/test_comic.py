"""ComicInfo.xml says what is known, in the elements and the order that its readers expect."""

import xml.etree.ElementTree as ET
from pathlib import Path

import darkseid
import pytest
from darkseid.metadata.comicinfo import ComicInfo
from lxml import etree
from lxml.etree import XMLSchema
from PIL import Image

from artkeep.explore.export import comic
from artkeep.explore.export.comic import Book
from artkeep.library import reading
from artkeep.model.found import Rating, TagInfo
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making

# the schema itself, as a program that reads and writes such files brings it along
SCHEMA = XMLSchema(
    etree.parse(Path(darkseid.__file__).parent / "schemas/ComicInfo/v2/ComicInfo.xsd")
)
LATER = "Tags"  # of version 2.1, behind Genre there, too


def checked(xml: bytes) -> dict[str, str]:
    """Return what it says, having held it against its schema."""
    root = etree.fromstring(xml)
    said = {each.tag: each.text or "" for each in root}
    for each in root.findall(LATER):
        assert "Genre" not in said or "Genre" == each.getprevious().tag
        root.remove(each)
    SCHEMA.assertValid(root)
    return said


def told(bench, post, pictures):
    artwork_id = shelve(bench, post, pictures)
    with bench.db.read() as tx:
        sheets = reading.of_work(tx, artwork_id)
        return comic.xml(comic.book(tx, artwork_id, sheets), sheets, len(sheets))


def test_everything_that_a_post_told_is_said(bench):
    xml = told(bench, books.fox(), books.jpegs(3))

    said = checked(xml)
    assert {
        "Title": "Fox in the Snow",
        "Series": "Winter",
        "Number": "2",
        "Summary": "A fox.\nSee here (https://example.org/)",
        "Year": "2024",
        "Month": "2",
        "Day": "29",
        "Writer": "Mika; Aoyama",
        "Penciller": "Mika; Aoyama",
        "Genre": "winter tales",
        "Tags": "狐, fox, right-to-left_comic, winter tales, reynard",
        "Characters": "reynard",
        "Web": "https://pixiv.example/90000001",
        "PageCount": "3",
        "Manga": "YesAndRightToLeft",
        "AgeRating": "Teen",
    }.items() <= said.items()
    pages = ET.fromstring(xml).findall("Pages/Page")
    assert ["FrontCover", None, None] == [page.get("Type") for page in pages]
    assert ("96", "64") == (pages[1].get("ImageWidth"), pages[1].get("ImageHeight"))


def test_what_nobody_told_is_not_said(bench):
    said = checked(told(bench, books.post("1", 1, published_at=None), books.jpegs(1)))

    assert {"Title", "Notes", "Web", "PageCount", "Manga", "AgeRating", "Pages"} == said.keys()
    assert ("Unknown", "Unknown") == (said["Manga"], said["AgeRating"])


@pytest.mark.parametrize("rating", list(Rating))
def test_every_rating_is_one_that_readers_know(bench, rating):
    assert (
        "Unknown"
        != checked(told(bench, books.post("1", 1, rating=rating), books.jpegs(1)))["AgeRating"]
    )


@pytest.mark.parametrize(
    ("tag", "manga"),
    [("漫画", "Yes"), ("Manga", "Yes"), ("left-to-right manga", "Yes"), ("fox", "Unknown")],
)
def test_how_it_is_read_is_what_its_tags_say(bench, tag, manga):
    post = books.post("1", 1, tags=(TagInfo(tag),))

    assert manga == checked(told(bench, post, books.jpegs(1)))["Manga"]


@pytest.mark.parametrize(("direction", "manga"), [("rtl", "YesAndRightToLeft"), ("ltr", "No")])
def test_how_somebody_reads_it_goes_before_its_tags(bench, direction, manga):
    artwork_id = shelve(bench, books.post("1", 1, tags=(TagInfo("漫画"),)), books.jpegs(1))
    with bench.db.read() as tx:
        sheets = reading.of_work(tx, artwork_id)
        book = comic.book(tx, artwork_id, sheets, direction)

    assert manga == checked(comic.xml(book, sheets, 1))["Manga"]


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("english_text",), "en"),
        (("language:japanese", "japanese"), "ja"),
        (("english_text", "japanese_text"), None),
        (("english", "translated"), None),
    ],
)
def test_its_language_is_said_where_its_tags_name_one(bench, tags, language):
    post = books.post("1", 1, tags=tuple(map(TagInfo, tags)))

    assert language == checked(told(bench, post, books.jpegs(1))).get("LanguageISO")


def test_pages_that_are_wide_are_double_ones_but_for_the_cover(bench):
    wide, tall = books.jpegs(2, 96), making.packed("JPEG", Image.new("RGB", (64, 96)))
    xml = told(bench, books.post("1", 3), [wide[0], tall, wide[1]])

    checked(xml)
    pages = ET.fromstring(xml).findall("Pages/Page")
    assert [None, None, "true"] == [page.get("DoublePage") for page in pages]


def test_a_reader_of_comics_that_nobody_here_wrote_reads_the_same(bench):
    xml = told(bench, books.fox(), books.jpegs(3))

    read = ComicInfo().metadata_from_string(xml.decode())

    assert ("Winter", "2", 3) == (read.series.name, read.issue, len(read.pages))
    assert ["reynard"] == [one.name for one in read.characters]
    assert "Teen" == read.age_rating.comic_rack


def test_hostile_texts_are_texts(bench):
    hostile = "]]><Title>x</Title>&amp;\x08 \u202e<!-- -->\ufffe"
    post = books.post("1", 1, title=hostile, caption=hostile, tags=(TagInfo("a,b<c>"),))

    said = checked(told(bench, post, books.jpegs(1)))

    assert "]]><Title>x</Title>&amp; \u202e<!-- -->" == said["Title"]
    assert "a;b<c>" == said["Tags"]


def test_thousands_of_pages_are_counted_but_not_listed():
    said = checked(comic.xml(Book("Everything"), [], 250_000))

    assert "250000" == said["PageCount"]
    assert "Pages" not in said
