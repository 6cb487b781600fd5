import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from artkeep.imaging import exif, turn
from tests.imaging.files import drawing, packed


def with_orientation(orientation: int) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return packed(drawing(2, 60, 40), "PNG", exif=tags.tobytes())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_pillow_turns_them(orientation: int) -> None:
    picture = Image.open(io.BytesIO(with_orientation(orientation)))
    theirs = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))

    ours = turn.for_the_eye(np.asarray(picture.convert("RGB")), orientation)

    np.testing.assert_array_equal(theirs, ours)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_read_in_both_byte_orders(order: str, orientation: int) -> None:
    tags = Image.Exif()
    tags.endian = order
    tags[0x010F] = "A camera"
    tags[0x0112] = orientation

    assert orientation == exif.orientation(tags.tobytes())


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\0\x05",
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0",
        b"something else",
    ],
)
def test_odd_exif_says_nothing(odd: bytes) -> None:
    assert exif.UPRIGHT == exif.orientation(odd)


def test_the_variants_have_their_agreed_order() -> None:
    assert (
        "upright",
        "mirrored",
        "turned_90",
        "turned_180",
        "turned_270",
        "mirrored_turned_90",
        "upside_down",
        "mirrored_turned_270",
    ) == turn.VARIANT_NAMES


def test_turned_by_a_quarter_is_clockwise() -> None:
    assert [[3, 1], [4, 2]] == turn.turned_90(np.array([[1, 2], [3, 4]])).tolist()
