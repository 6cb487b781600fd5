"""The addresses of the program for pixiv bookmarks, each as it is answered today."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from artkeep import jobs
from artkeep.library import trash
from artkeep.web import explorer
from artkeep.web.app import create_app
from tests.explore.books import fox, jpegs, post, shelve
from tests.web.browsing import HERE, Browser, said, works

ID = "90000001"


@pytest.fixture
def shelf(bench):
    """A library with a work of three pages."""
    shelve(bench, fox(), jpegs(3, 1400))
    return bench


@pytest.fixture
def pages(shelf):
    """A browser in front of it."""
    return Browser(create_app(shelf, shown=()), HERE)


# address → status, and where it leads or what it is; as specified for the original, with better
# answers for what is not there
WALK = [
    ("/p/1", 200, "text/html"),
    ("/p/1/original/50/default", 200, "text/html"),
    ("/p/1/none/0/artwork", 200, "text/html"),
    ("/p/2", 404, "text/html"),
    ("/p/0", 404, "text/html"),
    ("/p/-1", 404, "text/html"),
    ("/p/word", 404, "text/html"),
    ("/p/1/large", 404, "text/html"),
    ("/p/1/large/50", 404, "text/html"),
    ("/p/1/huge/50/default", 400, "text/html"),
    ("/p/1/large/many/default", 400, "text/html"),
    ("/p/1/large/-1/default", 400, "text/html"),
    ("/p/1/large/501/default", 400, "text/html"),
    ("/p/1/large/50/backwards", 400, "text/html"),
    ("/random", 302, "/artworks/1"),
    (f"/a/{ID}", 302, "/artworks/1"),
    (f"/a/{ID}/large", 302, "/artworks/1?quality=large"),
    (f"/a/{ID}/none", 404, "text/html"),
    ("/a/1", 404, "text/html"),
    (f"/a/{ID}/pixiv", 302, f"https://www.pixiv.net/artworks/{ID}"),
    ("/a/1/pixiv", 404, "text/html"),
    (f"/a/{ID}/user-pixiv", 302, "https://www.pixiv.net/users/4242"),
    ("/a/1/user-pixiv", 404, "text/html"),
    (f"/a/{ID}/meta", 200, "application/json"),
    ("/a/1/meta", 404, "application/json"),
    (f"/a/{ID}/zip", 200, "application/zip"),
    (f"/a/{ID}/zip/large", 200, "application/zip"),
    (f"/a/{ID}/zip/none", 404, "text/html"),
    ("/a/1/zip", 404, "text/html"),
    (f"/a/{ID}/pdf", 200, "application/pdf"),
    (f"/a/{ID}/pdf/square_medium", 200, "application/pdf"),
    (f"/a/{ID}/pdf/huge", 404, "text/html"),
    ("/a/1/pdf", 404, "text/html"),
    (f"/a/{ID}/delete", 200, "text/html"),
    ("/a/1/delete", 404, "text/html"),
    (f"/i/{ID}/0", 200, "image/jpeg"),
    (f"/i/{ID}/2/original", 200, "image/jpeg"),
    (f"/i/{ID}/0/large", 200, "image/jpeg"),
    (f"/i/{ID}/0/medium", 200, "image/jpeg"),
    (f"/i/{ID}/0/square_medium", 200, "image/jpeg"),
    (f"/i/{ID}/0/none", 200, "image/png"),
    (f"/i/{ID}/99/none", 200, "image/png"),
    ("/i/1/0/none", 404, "application/json"),
    (f"/i/{ID}/3", 404, "application/json"),
    (f"/i/{ID}/-1", 404, "application/json"),
    (f"/i/{ID}/word", 404, "application/json"),
    (f"/i/{ID}/0/huge", 404, "application/json"),
    ("/i/1/0", 404, "application/json"),
    ("/display/home", 200, "text/html"),
    ("/display/artwork", 200, "text/html"),
    (f"/display/artwork/{ID}", 200, "text/html"),
    ("/display/nsfw/enable?r=/p/1", 200, "text/html"),
    ("/refresh", 200, "text/html"),
    ("/admin", 200, "text/plain"),
]


def test_every_address_answers(pages):
    answered = []
    for address, _, _ in WALK:
        answer = pages.get(address)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        answered.append((address, answer.status_code, answer.headers.get("location", kind)))

    assert WALK == answered


def test_looking_changes_nothing(pages, shelf):
    for address, _, _ in WALK:
        pages.get(address)

    with shelf.db.read() as tx:
        assert 0 == trash.count(tx)
        assert [] == jobs.recent(tx, 9)
    assert not {"nsfw_state", "artkeep_display"} & set(pages.cookies)


def test_sizes_are_those_of_pixiv(pages):
    sizes = [
        Image.open(io.BytesIO(pages.get(f"/i/{ID}/0/{name}").content)).size
        for name in ("original", "large", "medium", "square_medium")
    ]

    original, large, medium, square = sizes
    assert 1400 == original[0]
    assert 600 == large[0]
    assert 540 == medium[0]
    assert original[1] * 600 // 1400 in {large[1] - 1, large[1], large[1] + 1}
    assert (min(360, original[1]),) * 2 == square


def test_a_picture_has_an_address_of_its_bytes_and_one_of_its_place(pages):
    placed = pages.get(f"/i/{ID}/0/large")
    sha256 = placed.headers["etag"].strip('"').split("-")[0]
    kept = pages.get(f"/image/{sha256}/large.jpg")

    assert placed.content == kept.content
    assert "no-cache" in placed.headers["cache-control"]
    assert "immutable" in kept.headers["cache-control"]
    etag = {"if-none-match": placed.headers["etag"]}
    assert 304 == pages.get(f"/i/{ID}/0/large", headers=etag).status_code
    assert 404 == pages.get(f"/image/{sha256}/huge.jpg").status_code


def test_no_picture_is_one_pixel(pages):
    pixel = Image.open(io.BytesIO(pages.get(f"/i/{ID}/0/none").content))

    assert ("PNG", (1, 1)) == (pixel.format, pixel.size)


def test_part_of_a_picture_can_be_asked_for(pages):
    answer = pages.get(f"/i/{ID}/0", headers={"range": "bytes=0-1"})

    assert (206, b"\xff\xd8") == (answer.status_code, answer.content)


def test_what_pixiv_said_is_its_own_object(pages):
    assert ID == str(pages.get(f"/a/{ID}/meta").json()["id"])


@pytest.mark.parametrize(("quality", "width"), [("original", 1400), ("medium", 540)])
def test_an_archive_holds_the_pictures_by_their_names_of_old(pages, quality, width):
    answer = pages.get(f"/a/{ID}/zip/{quality}")

    assert f'filename="{ID}_{quality}.zip"' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert [f"{ID}_p{n}_{quality}.jpg" for n in range(3)] == packed.namelist()
        assert width == Image.open(packed.open(f"{ID}_p2_{quality}.jpg")).width


def test_a_book_has_a_page_for_each_picture(pages):
    answer = pages.get(f"/a/{ID}/pdf/medium")

    assert f'filename="{ID}_medium.pdf"' in answer.headers["content-disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as book:
        assert 3 == len(book.pages)


def test_an_old_link_deletes_once_somebody_says_so(pages, shelf):
    asked = pages.get(f"/a/{ID}/delete").text
    assert "Throw away" in said(asked)

    answer = pages.submit(f"/a/{ID}/delete")

    assert (303, "/trash") == (answer.status_code, answer.headers["location"])
    with shelf.db.read() as tx:
        assert 1 == trash.count(tx)
    assert 410 == pages.get(f"/i/{ID}/0").status_code
    assert 302 == pages.get(f"/a/{ID}").status_code  # where it can be taken back


def test_a_picture_that_is_not_here_yet_is_not_found(bench):
    shelve(bench, post("7", 2), [jpegs(1)[0], b""])
    pages = Browser(create_app(bench, shown=()), HERE)

    assert [200, 404] == [pages.get(f"/i/7/{n}").status_code for n in (0, 1)]


def test_without_works_chance_finds_nothing(newcomer):
    assert 404 == newcomer.get("/random").status_code
    assert 200 == newcomer.get("/p/1").status_code


# ---- numbered pages ----------------------------------------------------------------------------


@pytest.fixture
def seven(bench):
    """A library with seven works, the last of which came last."""
    for number, picture in enumerate(jpegs(7), 1):
        shelve(bench, post(str(number), 1, title=f"Work {number}"), [picture])
    return bench


def test_pages_by_number_show_everything_once(seven):
    pages = Browser(create_app(seven, shown=()), HERE)
    shown = [list(works(pages.get(f"/p/{n}/none/3/default").text)) for n in (1, 2, 3)]

    assert [[7, 6, 5], [4, 3, 2], [1]] == shown
    assert [7, 6, 5, 4, 3, 2, 1] == list(works(pages.get("/p/1/none/0/default").text))


def test_pages_gone_through_fit_together_whatever_comes_in(seven):
    pages = Browser(create_app(seven, shown=()), HERE)
    assert [7, 6, 5] == list(works(pages.get("/p/1/none/3/default").text))
    pages.get("/p/2/none/3/default")
    shelve(seven, post("8", 1), [jpegs(8)[7]])

    assert [4, 3, 2] == list(works(pages.get("/p/2/none/3/default").text))
    assert [8, 7, 6] == list(works(pages.get("/p/1/none/3/default").text))
    assert [5, 4, 3] == list(works(pages.get("/p/2/none/3/default").text))


def test_the_pager_leads_to_both_ends():
    assert [1] == explorer.around(1, 1)
    assert [1, 2, 3] == explorer.around(2, 3)
    assert [1, 0, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 0, 99] == explorer.around(50, 99)
    assert [1, 2, 3, 4, 5, 6] == explorer.around(1, None)


def test_pictures_are_of_the_size_that_was_asked_for(seven):
    pages = Browser(create_app(seven, shown=()), HERE)

    assert "/large.jpg" in pages.get("/p/1/large/50/default").text
    assert "<img" not in pages.get("/p/1/none/50/default").text
