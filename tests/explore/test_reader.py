"""Works as they are read: what is there of them, and what has not come yet."""

from dataclasses import replace

import pytest

from artkeep.errors import NotFound
from artkeep.explore import reader
from artkeep.model.found import PageInfo
from artkeep.model.records import Kept
from tests.imaging.making import ugoira
from tests.library import rows
from tests.library.test_projection import FOX, keep
from tests.working import add_all


def test_a_work_says_how_many_of_its_pages_have_not_come(bench):
    pages = tuple(PageInfo(f"https://i.pximg.net/{number}.png") for number in range(3))
    artwork_id = keep(bench.db, replace(FOX, pages=pages))

    book = reader.book(bench, artwork_id)

    assert (1, 2) == (len(book.pages), book.missing)


def test_a_picture_alone_is_a_book_of_one_page(bench):
    with bench.db.begin() as tx:
        artwork_id = rows.add_file(tx, "/fox.png", 1)

    book = reader.book(bench, artwork_id)

    assert ([rows.sha256(1)], 0) == ([page.sha256 for page in book.pages], book.missing)


def test_a_work_of_which_only_small_pictures_are_left_shows_those(bench):
    with bench.db.begin() as tx:
        image_id = rows.add_image(tx, 1, kept=Kept.NONE)
        artwork_id = rows.posts.save(tx, rows.found("/fox.png"), [image_id])

    assert [rows.sha256(1)] == [page.sha256 for page in reader.book(bench, artwork_id).pages]


def test_a_work_that_is_not_there_is_not_found(bench):
    with pytest.raises(NotFound):
        reader.book(bench, 99)


@pytest.mark.parametrize("kept", [Kept.BLOB, Kept.REFERENCE])
def test_frames_are_read_wherever_the_zip_lies(bench, tmp_path, kept):
    file = tmp_path / "moving.zip"
    file.write_bytes(ugoira(3))
    add_all(bench, file, kept=kept)
    (image,) = reader.book(bench, 1).pages

    frames = reader.frames_of(bench, image.sha256)

    content = file.read_bytes()
    assert 3 == len(frames)
    assert all(content[each.start :].startswith(b"\xff\xd8") for each in frames)
