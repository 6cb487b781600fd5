"""Folders as a person has them."""

import subprocess
import sys

import pytest
from PIL import Image

from artkeep.fakes import drawings, sketchbooks


def test_a_book_holds_its_pictures_under_their_titles(tmp_path):
    written = sketchbooks.write_book(tmp_path / "book", 11, 3)

    assert [drawings.title_of(number) for number in (11, 12, 13)] == [path.stem for path in written]
    assert sorted(written) == sorted((tmp_path / "book").iterdir())


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


def test_a_folder_is_drawn_by_a_program_of_its_own(tmp_path):
    words = ["copies", str(tmp_path / "Downloads"), "5", "2"]
    subprocess.run([sys.executable, "-m", "artkeep.fakes.sketchbooks", *words], check=True)

    names = sorted(path.name for path in (tmp_path / "Downloads").iterdir())
    assert ["IMG_2005.jpg", "IMG_2006.jpg"] == names
