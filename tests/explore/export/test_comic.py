"""ComicInfo.xml says what is known, in the elements and the order that its readers expect."""

import xml.etree.ElementTree as ET

import pytest

from artkeep.explore.export import comic
from artkeep.explore.export.comic import Book
from artkeep.library import reading
from artkeep.model.found import Rating, TagInfo
from tests.explore import books
from tests.explore.books import shelve

# version 2.0 of https://github.com/anansi-project/comicinfo, read in November 2026; Tags and
# Translator as of 2.1
ORDER = [
    *("Title", "Series", "Number", "Count", "Volume", "AlternateSeries", "AlternateNumber"),
    *("AlternateCount", "Summary", "Notes", "Year", "Month", "Day", "Writer", "Penciller"),
    *("Inker", "Colorist", "Letterer", "CoverArtist", "Editor", "Translator", "Publisher"),
    *("Imprint", "Genre", "Tags", "Web", "PageCount", "LanguageISO", "Format", "BlackAndWhite"),
    *("Manga", "Characters", "Teams", "Locations", "ScanInformation", "StoryArc", "SeriesGroup"),
    *("AgeRating", "Pages", "CommunityRating"),
]
AGES = {
    *("Unknown", "Adults Only 18+", "Early Childhood", "Everyone", "Everyone 10+", "G", "M"),
    *("Kids to Adults", "MA15+", "Mature 17+", "PG", "R18+", "Rating Pending", "Teen", "X18+"),
}
NUMBERS = ("Count", "Volume", "Year", "Month", "Day", "PageCount")
PAGE = {"Image", "Type", "DoublePage", "ImageSize", "Key", "Bookmark", "ImageWidth", "ImageHeight"}


def checked(xml: bytes) -> dict[str, str]:
    """Return what it says, having compared it with its schema."""
    root = ET.fromstring(xml)
    names = [each.tag for each in root]
    assert "ComicInfo" == root.tag
    assert names == sorted(set(names), key=ORDER.index)
    said = {each.tag: each.text or "" for each in root}
    assert all(int(said[name]) >= 1 for name in NUMBERS if name in said)
    assert said["AgeRating"] in AGES
    assert said["Manga"] in {"Unknown", "No", "Yes", "YesAndRightToLeft"}
    for number, page in enumerate(root.iterfind("Pages/Page")):
        assert str(number) == page.get("Image")
        assert page.attrib.keys() <= PAGE
        assert all(int(page.attrib[name]) > 0 for name in ("ImageWidth", "ImageHeight"))
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
