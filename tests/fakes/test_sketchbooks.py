"""Folders as a person has them."""

import pytest
from PIL import Image

from artkeep.fakes import drawings, sketchbooks


def test_a_page_is_named_by_its_title(tmp_path):
    written = sketchbooks.write_page(tmp_path / "book", 11)

    assert tmp_path / "book" / f"{drawings.title_of(11)}.png" == written


def test_two_pictures_of_one_title_have_two_names(tmp_path):
    names = [sketchbooks.write_page(tmp_path, 11).name for _ in range(2)]

    assert ["Long Echo.png", "Long Echo 2.png"] == names


def test_some_pictures_move(tmp_path):
    with Image.open(sketchbooks.write_page(tmp_path, sketchbooks.MOVING)) as picture:
        assert 46 == picture.n_frames
        assert (600, 420) == picture.size


@pytest.mark.parametrize("change", sketchbooks.CHANGES)
def test_a_copy_is_no_longer_the_same_picture(change):
    picture = drawings.draw(3, 300, 200)

    assert picture.tobytes() != change(picture).tobytes()


def test_a_copy_has_a_name_that_means_nothing(tmp_path):
    written = sketchbooks.write_copy(tmp_path / "Downloads", 5, drawings.draw(3, 300, 200))

    assert tmp_path / "Downloads" / "IMG_2005.jpg" == written
    with Image.open(written) as copy:
        assert (300, 200) == copy.size
