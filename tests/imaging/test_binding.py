"""Pages become a PDF that other programs read, whatever is on them."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from artkeep.imaging.binding import Binder
from artkeep.imaging.cover import Cover
from artkeep.imaging.drawn import drawn
from artkeep.imaging.limits import Limits
from tests.imaging import making

COVER = Cover("狐 🦊 (雪) \\ 2", "青山 美香", "https://example.org", ("fox", "雪"))


def page_of(folder: Path, content: bytes) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}.pdf"
    path.write_bytes(drawn(content, Limits(), "pdf"))
    return path


def bound(folder: Path, *pictures: bytes, cover: Cover = COVER) -> bytes:
    file = io.BytesIO()
    binder = Binder(file)
    for picture in pictures:
        binder.add(page_of(folder, picture))
    binder.end(cover)
    return file.getvalue()


def pictures_of(pdf: pikepdf.Pdf) -> list[bytes]:
    return [
        image.read_raw_bytes()
        for page in pdf.pages
        for image in page.obj.Resources.XObject.values()
    ]


def test_pages_stay_in_their_order_and_jpegs_as_they_are(tmp_path):
    jpegs = [making.packed("JPEG", quality=quality) for quality in (30, 60, 90)]

    with pikepdf.open(io.BytesIO(bound(tmp_path, *jpegs))) as pdf:
        assert [] == pdf.check_pdf_syntax()
        assert jpegs == pictures_of(pdf)


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGBA", "RGB"])
def test_palettes_and_transparency_come_along(tmp_path, mode):
    png = making.packed("PNG", making.drawing().convert(mode))
    alone = drawn(png, Limits(), "pdf")

    with pikepdf.open(io.BytesIO(bound(tmp_path, png, png))) as pdf:
        assert [] == pdf.check_pdf_syntax()
        image = pdf.pages[1].obj.Resources.XObject.Im0
        with pikepdf.open(io.BytesIO(alone)) as before:
            told = before.pages[0].obj.Resources.XObject.Im0
            assert told.read_bytes() == image.read_bytes()
            assert told.ColorSpace == image.ColorSpace
            assert ("/SMask" in told) == ("/SMask" in image)


def test_a_colour_profile_comes_along(tmp_path):
    profile = making.packed("JPEG", icc_profile=b"\0" * 128)
    with pikepdf.open(io.BytesIO(bound(tmp_path, profile))) as pdf:
        assert profile == pictures_of(pdf)[0]


def test_the_cover_says_what_it_is(tmp_path):
    with pikepdf.open(io.BytesIO(bound(tmp_path, making.packed("JPEG")))) as pdf:
        assert COVER.title == str(pdf.docinfo["/Title"])
        assert COVER.author == str(pdf.docinfo["/Author"])
        assert "fox, 雪" == str(pdf.docinfo["/Keywords"])
        assert "/Direction" not in pdf.Root.ViewerPreferences


def test_a_book_that_is_read_from_the_right_says_so(tmp_path):
    cover = Cover("Fox", is_right_to_left=True)

    with pikepdf.open(io.BytesIO(bound(tmp_path, making.packed("JPEG"), cover=cover))) as pdf:
        assert "/R2L" == str(pdf.Root.ViewerPreferences.Direction)
        assert ["/Title"] == list(pdf.docinfo)


def test_the_same_pages_give_the_same_bytes(tmp_path):
    jpeg = making.packed("JPEG")

    assert bound(tmp_path, jpeg, jpeg) == bound(tmp_path, jpeg, jpeg)
    assert bound(tmp_path, jpeg) != bound(tmp_path, jpeg, cover=Cover("another"))


def test_pages_are_as_large_as_their_pictures(tmp_path):
    large = making.packed("JPEG", Image.new("RGB", (300, 150)))

    with pikepdf.open(io.BytesIO(bound(tmp_path, large))) as pdf:
        assert [0, 0, 144, 72] == [float(side) for side in pdf.pages[0].mediabox]
