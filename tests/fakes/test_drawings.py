"""A number is a picture: the same again, at any size, and far from all others."""

from itertools import combinations

import numpy as np
import pdqhash
import pytest
from PIL import Image

from artkeep.fakes import drawings

OTHER_KINDS = (71, 85, 185)  # the sea, a night with stars, ropes: what smaller numbers do not draw


def fingerprint(number):
    bits, _ = pdqhash.compute(np.asarray(drawings.draw(number, 512, 384, quick=True)))
    return bits


@pytest.mark.parametrize("number", [*range(2 * len(drawings.STYLES)), *OTHER_KINDS])
def test_a_number_gives_the_same_picture_again(number):
    first = drawings.draw(number, 120, 90).tobytes()

    assert first == drawings.draw(number, 120, 90).tobytes()


@pytest.mark.parametrize("number", range(len(drawings.STYLES)))
def test_a_number_gives_one_picture_at_any_size(number):
    small = drawings.draw(number, 300, 300)
    large = drawings.draw(number, 600, 600).resize((300, 300), Image.Resampling.BOX)
    bits = [pdqhash.compute(np.asarray(picture))[0] for picture in (small, large)]

    assert np.count_nonzero(bits[0] != bits[1]) <= 60


@pytest.mark.parametrize("number", range(len(drawings.STYLES)))
@pytest.mark.parametrize("size", [(37, 211), (211, 37), (1, 1)])
def test_a_picture_can_have_any_shape(number, size):
    assert size == drawings.draw(number, *size).size
    assert size == drawings.draw(number, *size, quick=True).size


def test_different_numbers_give_pictures_far_from_one_another():
    prints = [fingerprint(number) for number in range(1, 65)]
    distances = [np.count_nonzero(a != b) for a, b in combinations(prints, 2)]

    assert 2_016 == len(distances)
    assert 62 < min(distances)


def test_a_number_has_a_size_a_style_and_a_title_of_its_own():
    assert 1200 == max(drawings.size_of(7))
    assert "marbled paper" == drawings.style_of(7)
    assert "Salt Agate" == drawings.title_of(7)
    assert len({drawings.title_of(number) for number in range(300)}) > 200


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "gif", "avif", "tiff", "bmp"])
def test_the_ending_of_a_file_says_its_format(ending, tmp_path):
    path = tmp_path / f"fox.{ending}"
    drawings.write(3, path, width=64, height=48, quick=True)

    with Image.open(path) as picture:
        assert (64, 48) == picture.size
        assert ending.replace("jpg", "jpeg").upper() == picture.format
