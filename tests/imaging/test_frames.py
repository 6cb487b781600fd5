"""Frames are cut out of a zip where they lie, and are shown as long as was told."""

import io
import zipfile
import zlib

import pytest

from artkeep.errors import PictureRefused
from artkeep.imaging import frames
from tests.imaging.making import drawing, packed, ugoira, zipped


def listed(content, delays=()):
    return frames.of_zip(io.BytesIO(content), len(content), delays)


def cut(content, frame):
    held = content[frame.start : frame.start + frame.length]
    return zlib.decompress(held, -zlib.MAX_WBITS) if frame.is_packed else held


def test_every_frame_is_where_it_is_said_to_be():
    content = ugoira(3)

    found = listed(content)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        expected = [archive.read(f"{number:06}.jpg") for number in range(3)]
    assert expected == [cut(content, frame) for frame in found]


def test_deflated_frames_are_said_to_be():
    picture = packed("PNG", drawing())
    content = zipped({"0.png": picture, "1.png": picture}, zipfile.ZIP_DEFLATED)

    found = listed(content)

    assert [True, True] == [frame.is_packed for frame in found]
    assert [picture, picture] == [cut(content, frame) for frame in found]


def test_what_the_site_told_of_delays_goes_before_the_zip():
    content = zipped(
        {
            "0.jpg": packed("JPEG", drawing()),
            "1.jpg": packed("JPEG", drawing()),
            "animation.json": b'[{"delay": 60}, {"delay": 70}]',
        }
    )

    assert [60, 70] == [frame.delay for frame in listed(content)]
    assert [200, 100] == [frame.delay for frame in listed(content, [200])]


@pytest.mark.parametrize("content", [b"no zip", zipped({"notes.txt": b"x"})])
def test_what_is_no_zip_of_frames_is_refused(content):
    with pytest.raises(PictureRefused):
        listed(content)


def test_a_packing_that_browsers_cannot_undo_is_refused():
    with pytest.raises(PictureRefused, match="cannot unpack"):
        listed(zipped({"0.jpg": packed("JPEG", drawing())}, zipfile.ZIP_BZIP2))
