import io
import sys
from typing import Any

import numpy as np
import pillow_jxl  # noqa: F401 - teaches Pillow to write JPEG XL
import pytest
import pyvips
from PIL import Image, ImageCms, ImageOps

from artkeep.errors import PictureRefused
from artkeep.imaging import look, sniff, thumbs, turn
from artkeep.imaging.formats import through_pillow
from artkeep.imaging.limits import Limits
from artkeep.model.points import Points
from tests.imaging import making
from tests.imaging.chunks import grey_profile
from tests.imaging.files import LIMITS, distance, drawing, looked, packed, seen

FORMS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "PNG": {},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 90, "speed": 10},
    "TIFF": {},
}


def opened(small: bytes) -> Image.Image:
    return Image.open(io.BytesIO(small))


def colours(placeholder: int) -> list[int]:
    return [placeholder >> 16, placeholder >> 8 & 0xFF, placeholder & 0xFF]


def near(one: int, other: int, most: int) -> bool:
    """Tell whether two colours differ by no more than this in any of red, green, blue."""
    return bool(np.abs(np.subtract(colours(one), colours(other))).max() <= most)


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        (sniff.JPEG, making.packed("JPEG")),
        (sniff.PNG, making.packed("PNG")),
        (sniff.GIF, making.packed("GIF")),
        (sniff.WEBP, making.packed("WEBP")),
        (sniff.AVIF, making.packed("AVIF")),
        (sniff.BMP, making.packed("BMP")),
        (sniff.TIFF, making.packed("TIFF")),
        (sniff.UGOIRA, making.ugoira()),
    ],
)
def test_a_picture_is_told_by_type_size_and_frames(media_type: str, data: bytes) -> None:
    frames = 3 if media_type == sniff.UGOIRA else 1

    found = seen(data)

    assert (media_type, 96, 64, frames) == (
        found.media_type,
        found.width,
        found.height,
        found.frames,
    )
    assert look.LOOK_VERSION == found.look_version


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP", "AVIF"])
def test_the_frames_of_an_animation_are_counted(form: str) -> None:
    assert 5 == seen(making.moving(form, frames=5)).frames


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP", "AVIF"])
def test_an_animation_looks_like_its_first_frame(form: str) -> None:
    still, moving = seen(making.packed("PNG")), seen(making.moving(form))

    assert distance(still.fingerprint, moving.fingerprint) <= 16


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_seen_the_way_it_is_meant_to_lie(form: str, orientation: int) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    stored = packed(drawing(5), form, exif=tags.tobytes(), **FORMS[form])
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(stored)))

    found = seen(stored)

    assert upright.size == (found.width, found.height)
    assert distance(seen(packed(upright.convert("RGB"))).fingerprint, found.fingerprint) <= 8


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(320, 213), (700, 467), (1500, 1000)])
def test_a_picture_looks_the_same_in_every_format_and_size(
    form: str, size: tuple[int, int]
) -> None:
    plain = seen(packed(drawing(5, 640, 427)))
    resized = drawing(5, 640, 427).resize(size, Image.Resampling.LANCZOS)

    found = seen(packed(resized, form, **FORMS[form]))

    assert distance(plain.fingerprint, found.fingerprint) <= 16


def test_a_wide_colour_space_is_brought_into_srgb() -> None:
    p3 = bytes(pyvips.Image.profile_load("p3"))
    image = Image.new("RGB", (100, 80), (200, 40, 90))
    wide = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), io.BytesIO(p3))
    assert wide is not None
    wide = Image.fromarray(np.asarray(wide))  # Pillow would write the profile by itself

    plain = seen(packed(image)).placeholder

    for form in ("PNG", "JPEG", "WEBP", "TIFF"):
        options = {"lossless": True} if form == "WEBP" else {}
        assert near(plain, seen(packed(wide, form, icc_profile=p3, **options)).placeholder, 3)
    assert not near(plain, seen(packed(wide)).placeholder, 10)


def test_a_profile_of_grey_is_kept_to() -> None:
    grey = packed(Image.new("L", (100, 80), 128), icc_profile=grey_profile(1.0))

    assert near(0xBCBCBC, seen(grey).placeholder, 2)  # half of the light, not of the way


def test_sixteen_bits_of_grey_from_pillow_are_scaled() -> None:
    deep = Image.fromarray(np.full((8, 10), 128 << 8, np.uint16))

    assert [128, 128, 128] == through_pillow.pixels(deep)[0, 0].tolist()


def test_an_srgb_profile_changes_nothing() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert seen(packed(drawing())) == seen(packed(drawing(), icc_profile=srgb))


def test_a_profile_that_cannot_be_read_changes_nothing() -> None:
    assert seen(packed(drawing())) == seen(packed(drawing(), icc_profile=b"no profile at all"))


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_colours_for_print_are_brought_near_to_those_of_the_screen(form: str) -> None:
    image = Image.new("RGB", (100, 80), (200, 120, 90))

    assert near(0xC8785A, seen(packed(image.convert("CMYK"), form)).placeholder, 40)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "AVIF", "GIF"])
def test_what_is_transparent_is_seen_on_white(form: str) -> None:
    image = Image.new("RGBA", (100, 80), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 50, 80))
    options = {"lossless": True} if form == "WEBP" else {}

    assert near(0xFF8080, seen(packed(image, form, **options)).placeholder, 2)


def test_half_transparent_is_half_white() -> None:
    image = Image.new("RGBA", (100, 80), (0, 0, 0, 128))

    assert near(0x7F7F7F, seen(packed(image)).placeholder, 1)


def test_sixteen_bits_are_brought_to_eight() -> None:
    deep = Image.fromarray(np.full((80, 100), 128 << 8, np.uint16))

    placeholders = [seen(packed(deep, form)).placeholder for form in ("PNG", "TIFF")]

    assert all(near(0x808080, placeholder, 1) for placeholder in placeholders)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_all_kinds_of_png_look_alike(mode: str) -> None:
    plain = seen(packed(drawing(7, 400, 300)))

    found = seen(packed(drawing(7, 400, 300).convert(mode)))

    assert distance(plain.fingerprint, found.fingerprint) <= 31


def test_the_grid_size_is_no_larger_than_its_longest_side() -> None:
    small = looked(packed(drawing(1, 1300, 650), "JPEG")).small

    assert {thumbs.GRID} == set(small)
    assert (512, 256) == opened(small[thumbs.GRID]).size


def test_nothing_is_made_larger() -> None:
    assert (96, 64) == opened(looked(making.packed("PNG")).small[thumbs.GRID]).size


def test_a_large_picture_has_a_screen_size() -> None:
    small = looked(packed(drawing(1, 400, 200).resize((3600, 1800)), "JPEG")).small

    assert (1600, 800) == opened(small[thumbs.SCREEN]).size
    assert (512, 256) == opened(small[thumbs.GRID]).size


@pytest.mark.parametrize(
    "data", [making.packed("TIFF"), making.ugoira(), packed(drawing().convert("CMYK"), "JPEG")]
)
def test_what_browsers_do_not_show_has_a_screen_size(data: bytes) -> None:
    assert thumbs.SCREEN in looked(data).small


def test_small_pictures_lie_upright() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    small = looked(packed(drawing(1, 1200, 600), "JPEG", exif=tags.tobytes())).small

    assert (256, 512) == opened(small[thumbs.GRID]).size


def test_a_very_long_picture_keeps_a_pixel_of_height() -> None:
    small = looked(packed(Image.new("RGB", (9000, 3), "blue"))).small

    assert (512, 1) == opened(small[thumbs.GRID]).size


def test_points_are_found_in_no_more_than_640_pixels() -> None:
    points = Points.from_bytes(looked(packed(drawing(1, 1500, 1000), "JPEG")).points)

    assert (640, 427) == (points.width, points.height)
    assert len(points) > 50


def test_a_question_sees_what_a_look_sees() -> None:
    data = packed(drawing(9, 700, 500), "JPEG")

    question = look.question(data, LIMITS)

    assert seen(data) == question.look
    assert looked(data).look.fingerprint == question.variants[0]
    assert len(Points.from_bytes(looked(data).points)) <= len(question.points)


@pytest.mark.parametrize("place", range(8), ids=turn.VARIANT_NAMES)
def test_a_question_recognises_the_picture_however_it_lies(place: int) -> None:
    image = drawing(9, 700, 500)
    kept = Image.fromarray(turn.for_the_eye(turn.VARIANTS[place](np.asarray(image)), 1))

    question = look.question(packed(image, "JPEG", quality=95), LIMITS)

    found = seen(packed(kept, "JPEG", quality=95)).fingerprint
    nearest = [distance(found, each) for each in question.variants]
    assert place == int(np.argmin(nearest))
    assert nearest[place] <= 8


def test_a_question_has_its_hashes_as_rows() -> None:
    question = look.question(packed(drawing()), LIMITS)

    assert ((8, 32), (8, 16)) == (question.pdqs.shape, question.dhashes.shape)
    assert question.variants[3].pdq == question.pdqs[3].tobytes()
    assert question.variants[3].dhash == question.dhashes[3].tobytes()


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(max_bytes=1024), "larger than 0.0009766 MiB"),
        (Limits(max_pixels=5000), "more than 0.005 million pixels"),
        (Limits(max_side_px=80), "a side is longer than 80 pixels"),
        (Limits(max_frames=2), "more than 2 frames"),
        (Limits(max_moving_pixels=10_000), "too many pixels in all its frames together"),
    ],
)
def test_a_picture_beyond_a_limit_is_refused(limits: Limits, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        look.look(making.moving("GIF"), limits)

    assert reason == refused.value.reason


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 90}])
def test_a_jpeg_xl_is_looked_at(options: dict[str, Any]) -> None:
    found = seen(packed(drawing(), "JXL", **options))

    assert (sniff.JXL, 1) == (found.media_type, found.frames)
    same = seen(packed(drawing(), "PNG"))
    assert distance(same.fingerprint, found.fingerprint) <= 8


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_jpeg_xl_cut_short_is_refused(part: float) -> None:
    whole = packed(drawing(), "JXL")
    with pytest.raises(PictureRefused, match="damaged"):
        seen(whole[: int(part * len(whole))])


def test_a_jpeg_xl_says_what_is_missing_to_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)  # as where the extra is not installed
    with pytest.raises(PictureRefused, match="install artkeep\\[jxl\\]"):
        seen(packed(drawing(), "JXL"))
