"""What the files of an export are called, whatever their sites call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.explore.export import names
from artkeep.library.reading import Sheet
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef
from tests.explore.books import AT

FORBIDDEN = set('/\\:*?"<>|') | {chr(code) for code in range(32)}


def sheet(name="90000001", site="pixiv", number=0, media_type="image/jpeg"):
    return Sheet(
        12, number, PostRef(site, name), number, 5, "ab" * 32, 9, media_type, 4, 3, 1, Kept.BLOB, AT
    )


@pytest.mark.parametrize(
    ("page", "alone", "among_others"),
    [
        (sheet(), "90000001_p0.jpg", "90000001_p0.jpg"),
        (sheet(media_type="image/png", number=11), "90000001_p11.png", "90000001_p11.png"),
        (sheet(media_type="application/x-ugoira"), "90000001_p0.zip", "90000001_p0.zip"),
        (sheet("Fox-1", "deviantart"), "Fox-1_p0.jpg", "Fox-1~12_p0.jpg"),
        (sheet("art.example/@m/9", "mastodon"), "art.example-@m-9_p0.jpg",
         "art.example-@m-9~12_p0.jpg"),
        (sheet("/home/a/狐 1.png", "folder"), "狐 1_p0.jpg", "狐 1~12_p0.jpg"),
        (sheet("con", "danbooru"), "__con_p0.jpg", "__con_p0.jpg"),
        (sheet("../../etc/passwd", "x"), "__..-..-etc-passwd_p0.jpg",
         "__..-..-etc-passwd~12_p0.jpg"),
    ],
)  # fmt: skip
def test_a_page_is_named_after_its_post(page, alone, among_others):
    assert alone == names.of_sheet(page)
    assert among_others == names.of_sheet(page, is_alone=False)


def test_letters_sort_pages_as_numbers_do():
    pages = [names.of_sheet(sheet(number=number), among=120) for number in range(120)]

    assert pages == sorted(pages)
    assert "90000001_p007.jpg" == pages[7]


@given(st.text(min_size=1, max_size=300), st.booleans())
def test_whatever_a_site_calls_it_every_disk_takes_it(name, is_alone):
    made = names.of_sheet(sheet(name, "x"), is_alone=is_alone)

    assert len(made.encode()) <= 255
    assert not FORBIDDEN & set(made)
    assert made.endswith("_p0.jpg")
    assert not made.startswith((".", " "))


def test_two_ids_that_look_alike_are_two_files():
    made = {
        names.of_sheet(sheet(name, "x"), is_alone=False).casefold()
        for name in ("fox", "fox~12", "fox?", "FOX")
    }

    assert len(made) == 3  # the last two differ by the numbers of their works, which are one here


def test_a_work_is_named_by_its_title():
    assert "Fox in the Snow.cbz" == names.of_work("Fox in the Snow", 7, "cbz")
    assert "Fox~7.pdf" == names.of_work("Fox", 7, "pdf", is_alone=False)
    assert "artwork 7.zip" == names.of_work("  ", 7, "zip")
