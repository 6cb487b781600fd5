"""Pictures as programs take them that know less than we do."""

import io
from dataclasses import dataclass

import pikepdf
import pytest
from PIL import Image

from artkeep.errors import PictureRefused
from artkeep.imaging.drawn import drawn
from artkeep.imaging.limits import Limits
from tests.imaging import making

ORIENTATION = 0x0112


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image


@dataclass(frozen=True)
class Shown:
    """What the one page of a PDF shows."""

    size: tuple[int, int]
    way: str
    packed: bytes


def only_image(content: bytes) -> Shown:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert 1 == len(pdf.pages)
        (image,) = pdf.pages[0].obj.Resources.XObject.values()
        size = int(image.Width), int(image.Height)
        return Shown(size, str(image.Filter), image.read_raw_bytes())


def turned(mark: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = mark
    return making.packed("JPEG", exif=exif)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_every_kind_becomes_a_page(form):
    assert (96, 64) == only_image(drawn(making.packed(form), Limits(), "pdf")).size


def test_the_bytes_of_a_jpeg_stay_what_they_are():
    jpeg = making.packed("JPEG", quality=70)

    assert jpeg == only_image(drawn(jpeg, Limits(), "pdf")).packed


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_manner_of_png_becomes_a_page(mode):
    grey = making.drawing().convert("L")
    image = grey.convert("I").convert(mode) if mode == "I;16" else making.drawing().convert(mode)

    assert (96, 64) == only_image(drawn(making.packed("PNG", image), Limits(), "pdf")).size


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_every_manner_of_jpeg_stays_as_it_is(mode):
    jpeg = making.packed("JPEG", making.drawing().convert(mode))

    assert jpeg == only_image(drawn(jpeg, Limits(), "pdf")).packed


def test_what_a_jpeg_mark_mirrors_is_drawn_mirrored():
    page = drawn(turned(2), Limits(), "pdf")
    upright = opened(drawn(turned(2), Limits(), "png"))

    assert "/FlateDecode" == only_image(page).way
    plain = opened(drawn(turned(1), Limits(), "png"))
    assert plain.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes() == upright.tobytes()


def test_of_an_animation_the_first_frame_is_shown():
    for moving in (making.moving("GIF"), making.moving("WEBP"), making.ugoira()):
        assert (96, 64) == only_image(drawn(moving, Limits(), "pdf")).size


def test_a_width_is_kept_and_nothing_is_made_larger():
    wide = making.packed("PNG", making.drawing(400, 100))

    assert (200, 50) == opened(drawn(wide, Limits(), "jpeg", 200)).size
    assert (400, 100) == opened(drawn(wide, Limits(), "jpeg", 4000)).size
    assert (1, 1) == opened(drawn(wide, Limits(), "jpeg", 1)).size


def test_a_width_is_that_of_what_is_seen():
    assert (32, 48) == opened(drawn(turned(6), Limits(), "jpeg", 32)).size


def test_what_is_transparent_is_white():
    clear = Image.new("RGBA", (8, 8), (255, 0, 0, 0))

    assert (255, 255, 255) == opened(drawn(making.packed("PNG", clear), Limits(), "png")).getpixel(
        (3, 3)
    )


def test_png_loses_nothing():
    told = making.packed("WEBP", lossless=True)

    assert opened(told).convert("RGB").tobytes() == opened(drawn(told, Limits(), "png")).tobytes()


@pytest.mark.parametrize("form", ["png", "jpeg", "pdf"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_half_a_picture_is_refused(form, kind):
    with pytest.raises(PictureRefused):
        drawn(making.cut(making.packed(kind), 0.5), Limits(), form)


def test_the_limits_hold_for_pages_too():
    with pytest.raises(PictureRefused):
        drawn(making.packed("JPEG"), Limits(max_pixels=1000), "pdf")


def test_decoders_draw(pool, tmp_path):
    source, page = tmp_path / "a.jpg", tmp_path / "a.pdf"
    source.write_bytes(making.packed("JPEG"))

    pool.draw(source, page, "pdf")

    assert making.packed("JPEG") == only_image(page.read_bytes()).packed


@pytest.mark.parametrize(("size", "expected"), [((300, 100), 60), ((100, 300), 60), ((40, 90), 40)])
def test_a_square_is_the_middle(size, expected):
    picture = Image.new("RGB", size, "white")
    middle = tuple(side // 4 for side in size)
    picture.paste((200, 0, 0), (*middle, size[0] - middle[0], size[1] - middle[1]))

    square = opened(drawn(making.packed("PNG", picture), Limits(), "square", 60))

    assert ("JPEG", (expected, expected)) == (square.format, square.size)
    red = square.convert("RGB").getpixel((expected // 2, expected // 2))
    assert (200, 0, 0) == tuple(round(channel, -1) for channel in red)
